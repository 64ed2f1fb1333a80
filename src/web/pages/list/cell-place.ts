import { COLUMN_LABELS, type AnyColumnId } from '../../lib/list-columns.ts'

/** A cell of the table on the screen. */
export interface Cell {
  readonly rowId: string
  readonly column: AnyColumnId
  readonly place: HTMLElement
  /** The title of its row. */
  readonly link: HTMLElement
}

/** The cell that something on the screen stands in. */
export function cellOf(target: EventTarget | null): Cell | null {
  const place = target instanceof Element ? target.closest<HTMLElement>('#conversations td[data-column]') : null
  const link = place?.closest('tr')?.querySelector<HTMLElement>('[data-row-link]')
  const column = place?.dataset['column']
  const rowId = link?.dataset['rowLink']
  return place && link && rowId !== undefined && isColumn(column) ? { rowId, column, place, link } : null
}

/** The cell beside another one, leaving out those that do not count; the same one where there is none. */
export function nextCell(cell: Cell, step: number, counts: (cell: Cell) => boolean): Cell {
  const sibling = step > 0 ? cell.place.nextElementSibling : cell.place.previousElementSibling
  const next = cellOf(sibling)
  if (next === null) return cell
  if (counts(next)) return next
  const further = nextCell(next, step, counts)
  return further === next ? cell : further
}

/** Whether two are the same cell. */
export function isSameCell(one: Cell | null, other: Cell | null): boolean {
  return one?.place === other?.place
}

function isColumn(word: string | undefined): word is AnyColumnId {
  return word !== undefined && Object.hasOwn(COLUMN_LABELS, word)
}
