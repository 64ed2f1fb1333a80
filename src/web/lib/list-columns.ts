/** Columns that stand first, stay where they are, and are always shown. */
export const PINNED_COLUMNS = ['status', 'title'] as const

/** All others, as they are called in addresses, in the order in which they are offered. */
export const COLUMN_IDS = [
  'repository',
  'trigger',
  'events',
  'updated',
  'duration',
  'cost',
  'created',
  'model',
  'id',
  'parent',
  'pr',
  'tokens',
  'sandbox',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]
export type AnyColumnId = ColumnId | (typeof PINNED_COLUMNS)[number]

/** Shown where nobody chose, in this order. */
export const DEFAULT_COLUMNS: readonly ColumnId[] = COLUMN_IDS.slice(0, 6)

/** What people read for the columns. */
export const COLUMN_LABELS: Readonly<Record<AnyColumnId, string>> = {
  status: 'Status',
  title: 'Title',
  repository: 'Repository',
  trigger: 'Trigger',
  events: 'Events',
  updated: 'Updated',
  duration: 'Duration',
  cost: 'Cost',
  created: 'Created',
  model: 'Model',
  id: 'ID',
  parent: 'Parent',
  pr: 'PR',
  tokens: 'Tokens',
  sandbox: 'Sandbox',
}

/** Whether a word names a column that can be shown, hidden and moved. */
export function isColumnId(word: unknown): word is ColumnId {
  return COLUMN_IDS.some((id) => id === word)
}

const isPinned = (word: string) => PINNED_COLUMNS.some((id) => id === word)

/**
 * Columns named by an address, without doubles and without the pinned ones, which may be named; null where no word names any
 * column. `unknown` are the words that do not.
 */
export function readColumns(words: readonly string[]): {
  readonly columns: readonly ColumnId[] | null
  readonly unknown: readonly string[]
} {
  const unknown = words.filter((word) => !isColumnId(word) && !isPinned(word))
  return {
    columns: unknown.length === words.length ? null : [...new Set(words.filter(isColumnId))],
    unknown,
  }
}

/** The columns as one text of an address; the pinned ones alone are written as such, because an empty text says nothing. */
export function writeColumns(columns: readonly ColumnId[]): string {
  return (columns.length > 0 ? columns : PINNED_COLUMNS).join(',')
}
