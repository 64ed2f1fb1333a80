import { COLUMN_IDS, DEFAULT_COLUMNS, type ColumnId } from './list-columns.ts'

/** A choice of columns; the default ones in their order are none. */
export function chosenColumns(columns: readonly ColumnId[]): readonly ColumnId[] | null {
  return columns.join() === DEFAULT_COLUMNS.join() ? null : columns
}

/** Shows a column where it usually stands among the others, or hides it. */
export function toggleColumn(columns: readonly ColumnId[], id: ColumnId): readonly ColumnId[] {
  if (columns.includes(id)) return columns.filter((each) => each !== id)
  const next = columns.findIndex((each) => COLUMN_IDS.indexOf(each) > COLUMN_IDS.indexOf(id))
  return columns.toSpliced(next === -1 ? columns.length : next, 0, id)
}

/** The columns with that at one place moved to another; places beyond the ends are the ends. */
export function moveColumn(columns: readonly ColumnId[], from: number, to: number): readonly ColumnId[] {
  const moved = columns[from]
  if (moved === undefined) return columns
  return columns.toSpliced(from, 1).toSpliced(Math.max(0, to), 0, moved)
}
