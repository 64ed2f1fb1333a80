import { DEFAULT_COLUMNS, PINNED_COLUMNS, type AnyColumnId, type ColumnId } from './list-columns.ts'

/** Widths that the reader chose, in pixels. */
export type ColumnWidths = Readonly<Partial<Record<AnyColumnId, number>>>

/** The narrowest column, and the widest, in pixels. */
export const MIN_WIDTH = 64
export const MAX_WIDTH = 1200

/** How the table is laid out in the room that it has. */
export interface Arrangement {
  /** All columns shown, the pinned ones first, and the pixels of each; null takes what the others leave. */
  readonly widths: ReadonlyMap<AnyColumnId, number | null>
  /** The columns do not fit: the table scrolls sideways, and only it. */
  readonly isScrolling: boolean
  /** The title stays in sight beside the status while the table scrolls, because there is room for others too. */
  readonly pinsTitle: boolean
}

/** Pixels of a column that nobody resized: what its usual values need. */
const USUAL: Readonly<Record<AnyColumnId, number>> = {
  status: 206,
  title: 300,
  repository: 200,
  trigger: 140,
  events: 84,
  updated: 122,
  duration: 100,
  cost: 92,
  created: 122,
  model: 180,
  id: 152,
  parent: 180,
  pr: 88,
  tokens: 92,
  sandbox: 116,
}

/** In less room than this, where the default columns would not fit, those whose values can be cut are narrower. */
const NARROW_ROOM = 1164
const NARROW: ColumnWidths = { status: 150, repository: 160 }

/** The least of a title that still tells what a row is about. */
const TITLE_AT_LEAST = 220

/** What goes first where nobody chose the columns and they do not fit. */
const LEAST_NEEDED: readonly ColumnId[] = ['duration', 'trigger', 'cost', 'events', 'repository']

/** Of the room, what pinned columns may take. */
const PINNED_SHARE = 0.6

/** Pixels of a column: as chosen, else as usual; `room` null: not known yet. */
function usualWidth(id: AnyColumnId, room: number | null): number {
  return (room !== null && room < NARROW_ROOM && NARROW[id]) || USUAL[id]
}

/**
 * Lays the columns out in `room` pixels (null: not known yet, all fit). The default columns give way until they would fit;
 * columns that were chosen are all shown. Where they do not fit as they are, the table scrolls.
 */
export function arrangeTable(
  chosen: readonly ColumnId[] | null,
  widths: ColumnWidths,
  room: number | null,
): Arrangement {
  const usual = (id: AnyColumnId) => (id === 'title' ? TITLE_AT_LEAST : usualWidth(id, room))
  const width = (id: AnyColumnId) => widths[id] ?? usual(id)
  const isTooWide = (columns: readonly AnyColumnId[], widthIn: (id: AnyColumnId) => number) =>
    room !== null && columns.reduce((sum, id) => sum + widthIn(id), 0) > room

  let columns: readonly AnyColumnId[] = [...PINNED_COLUMNS, ...(chosen ?? DEFAULT_COLUMNS)]
  for (const least of chosen === null ? LEAST_NEEDED : []) {
    // Measured as if nothing were resized: a column must not go because another one grows.
    if (isTooWide(columns, usual)) columns = columns.filter((id) => id !== least)
  }
  const isScrolling = isTooWide(columns, width)
  const title = widths.title ?? (isScrolling ? USUAL.title : null)
  return {
    widths: new Map(columns.map((id) => [id, id === 'title' ? title : width(id)])),
    isScrolling,
    pinsTitle: room === null || width('status') + (title ?? 0) <= room * PINNED_SHARE,
  }
}
