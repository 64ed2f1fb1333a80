import type { Database, Statement } from './sqlite.ts'

/** Fields with one value a row. */
const SINGLE = [
  'status',
  'trigger',
  'selected_repository',
  'selected_branch',
  'llm_model',
  'git_provider',
  'parent_id',
  'has_errors',
] as const
export type SingleColumn = (typeof SINGLE)[number]

const NUMBERS = [
  'created_at',
  'updated_at',
  'accumulated_cost',
  'duration_seconds',
  'event_count',
  'total_tokens',
  'is_unread',
] as const
export type NumberColumn = (typeof NUMBERS)[number]

/** Some conversations column by column: all lists are of one length. */
export interface CatalogueRows {
  readonly keys: readonly number[]
  readonly ids: readonly string[]
  /** Folded title as it is shown. */
  readonly shown: readonly (string | null)[]
  readonly tags: readonly Readonly<Record<string, unknown>>[]
  /** Key of the source whose events are shown. */
  readonly owners: readonly number[]
  /** Keys of the sources that show it; null where that is only the owner. */
  readonly sightings: readonly (readonly number[] | null)[]
  readonly single: Readonly<Record<SingleColumn, readonly (string | null)[]>>
  readonly numbers: Readonly<Record<NumberColumn, readonly (number | null)[]>>
}

/** Rows that are read at once: SQLite's and V8's longest texts are far off. */
const ROWS = 20_000

const COLUMNS = ['pk', 'id', 'shown', 'tags', 'source', 'sightings', ...SINGLE, ...NUMBERS]

/** Columns that are not simply there. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  tags: 'json(tags)',
  sightings: 'json((SELECT json_group_array(source) FROM sighting WHERE conversation = c.pk))',
  has_errors: `CASE WHEN error_count > 0 THEN 'true' WHEN error_count = 0 THEN 'false' END`,
  // 1 where events are still to be read, so that what is said of them is of a part.
  is_unread: 'iif(event_count_reason IS NULL, NULL, 1)',
  // JSON of SQLite ends a number after 15 digits: enough for microseconds, not for a sum of floats.
  accumulated_cost: `CASE WHEN accumulated_cost IS NOT NULL THEN json(printf('%!.17g', accumulated_cost)) END`,
  total_tokens: `CASE WHEN total_tokens IS NOT NULL THEN json(printf('%!.17g', total_tokens)) END`,
}

/**
 * Reads what the catalogue keeps of conversations. Each column comes as one text of JSON: 100,000 rows of 20 values take half as long so
 * as values one by one.
 */
export class CatalogueReader {
  readonly #rows: number
  readonly #all: Statement
  readonly #changed: Statement

  /** The sources must have been declared: of a single one there is nothing to look up. `rows` at once; given in tests. */
  constructor(database: Database, rows = ROWS) {
    this.#rows = rows
    const isSingle = Number(database.prepare('SELECT count(*) AS n FROM source').get()?.['n']) < 2
    const expression = (column: string) =>
      column === 'sightings' && isSingle ? 'NULL' : (EXPRESSIONS[column] ?? column)
    const lists = COLUMNS.map((column) => `json_group_array(${expression(column)}) AS ${column}`).join(', ')
    const from = (condition: string) =>
      `SELECT ${lists} FROM (SELECT * FROM conversation WHERE ${condition} ORDER BY pk LIMIT ${rows}) c`
    this.#all = database.prepare(from('pk > ?'))
    this.#changed = database.prepare(from('pk > ? AND revision > ?'))
  }

  /** Conversations that changed after a revision, in the order of their keys; all of them after −1. */
  *changedAfter(revision: number): Generator<CatalogueRows> {
    let rows: CatalogueRows | null = null
    do {
      const last: number = rows?.keys.at(-1) ?? 0
      rows = toRows((revision < 0 ? this.#all.get(last) : this.#changed.get(last, revision)) ?? {})
      yield rows
    } while (rows.keys.length === this.#rows)
  }
}

function toRows(columns: Record<string, unknown>): CatalogueRows {
  // SQLite made each of these from its column.
  const list = <T>(column: string) => JSON.parse(String(columns[column])) as T[]
  return {
    keys: list('pk'),
    ids: list('id'),
    shown: list('shown'),
    tags: list('tags'),
    owners: list('source'),
    sightings: list('sightings'),
    single: fromNames(SINGLE, (column) => list<string | null>(column)),
    numbers: fromNames(NUMBERS, (column) => list<number | null>(column)),
  }
}

function fromNames<Name extends string, T>(names: readonly Name[], of: (name: Name) => T): Record<Name, T> {
  // The entries are these names, each once.
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>
}
