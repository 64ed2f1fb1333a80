import { Codes } from './codes.ts'
import { toText } from './columns.ts'
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
] as const
export type SingleColumn = (typeof SINGLE)[number] | 'has_errors'
export type MultiColumn = 'source' | 'tag'
export type NumberColumn =
  | 'created_at'
  | 'updated_at'
  | 'accumulated_cost'
  | 'duration_seconds'
  | 'event_count'
  | 'total_tokens'
const NUMBERS: readonly NumberColumn[] = [
  'created_at',
  'updated_at',
  'accumulated_cost',
  'duration_seconds',
  'event_count',
  'total_tokens',
]

const COLUMNS = `SELECT pk, id, ${SINGLE.join(', ')}, ${NUMBERS.filter((column) => column !== 'total_tokens').join(', ')},
  json_extract(token_usage, '$.prompt_tokens') + json_extract(token_usage, '$.completion_tokens') + 0.0 AS total_tokens, error_count, shown, tags, source,
  (SELECT json_group_array(source.id) FROM sighting JOIN source ON source.pk = sighting.source WHERE conversation = conversation.pk) AS sources
  FROM conversation WHERE revision > ?`

const NO_CODES: readonly number[] = []

/**
 * A columnar copy of what filters, sorts and facets look at: one slot a conversation, kept up by revision. It is why every
 * count is exact and still answered in milliseconds: one pass over numbers instead of a query per field.
 */
export class Catalogue {
  readonly codes = new Codes()
  readonly ids: string[] = []
  readonly keys: number[] = []
  /** Folded title as it is shown. */
  readonly shown: (string | null)[] = []
  readonly single: Record<SingleColumn, number[]>
  readonly multi: Record<MultiColumn, (readonly number[])[]> = { source: [], tag: [] }
  /** NaN is null. */
  readonly numbers: Record<NumberColumn, number[]>
  readonly #slotOfKey = new Map<number, number>()
  readonly #slotOfId = new Map<string, number>()
  readonly #children = new Map<string, Set<string>>()
  readonly #alive: boolean[] = []
  readonly #free: number[] = []
  readonly #changed: Statement
  readonly #removed: Statement
  #revision = -1

  constructor(database: Database) {
    this.#changed = database.prepare(COLUMNS)
    this.#removed = database.prepare('SELECT conversation FROM tombstone WHERE revision > ?')
    const empty = () => [] as number[]
    this.single = {
      status: empty(),
      trigger: empty(),
      selected_repository: empty(),
      selected_branch: empty(),
      llm_model: empty(),
      git_provider: empty(),
      parent_id: empty(),
      has_errors: empty(),
    }
    this.numbers = {
      created_at: empty(),
      updated_at: empty(),
      accumulated_cost: empty(),
      duration_seconds: empty(),
      event_count: empty(),
      total_tokens: empty(),
    }
  }

  /** Takes in what changed up to a revision; call inside the read transaction that found the revision. */
  refresh(revision: number): void {
    if (revision === this.#revision) return
    for (const row of this.#removed.all(this.#revision)) this.#remove(Number(row['conversation']))
    for (const row of this.#changed.iterate(this.#revision)) this.#put(row)
    this.#revision = revision
  }

  /** Slots in use are those below this for which `isAlive` holds. */
  get slots(): number {
    return this.ids.length
  }

  isAlive(slot: number): boolean {
    return this.#alive[slot] === true
  }

  slotOf(id: string): number | undefined {
    return this.#slotOfId.get(id)
  }

  slotOfKey(key: number): number | undefined {
    return this.#slotOfKey.get(key)
  }

  /** Slot of a row's parent, or undefined where it has none or the index does not hold it. */
  parentOf(slot: number): number | undefined {
    const id = this.codes.valueOf(this.single.parent_id[slot] ?? 0)
    return id === null ? undefined : this.#slotOfId.get(id)
  }

  /** Ids of the conversations whose parent this one is, oldest first. */
  childrenOf(id: string): readonly string[] {
    const age = (child: string) => this.numbers.created_at[this.#slotOfId.get(child) ?? -1] ?? Number.NaN
    return [...(this.#children.get(id) ?? [])].toSorted((a, b) => (age(a) || 0) - (age(b) || 0) || (a < b ? -1 : 1))
  }

  #put(row: Record<string, unknown>): void {
    const key = Number(row['pk'])
    const id = String(row['id'])
    const slot = this.#slotOfKey.get(key) ?? this.#free.pop() ?? this.ids.length
    // A free slot still holds what was removed, whose links may be alive again in another slot.
    if (this.isAlive(slot)) this.#unlink(slot)
    this.ids[slot] = id
    this.keys[slot] = key
    this.#alive[slot] = true
    this.#slotOfKey.set(key, slot)
    this.#slotOfId.set(id, slot)
    this.shown[slot] = toText(row['shown'])
    for (const column of SINGLE) this.single[column][slot] = this.codes.of(toText(row[column]))
    for (const column of NUMBERS)
      this.numbers[column][slot] = typeof row[column] === 'number' ? row[column] : Number.NaN
    const errors = row['error_count']
    this.single.has_errors[slot] = this.codes.of(typeof errors === 'number' ? String(errors > 0) : null)
    const tags = Object.entries(toObject(row['tags'])).map(([name, value]) => this.codes.of(`${name}:${String(value)}`))
    this.multi.tag[slot] = tags.length === 0 ? NO_CODES : tags
    this.multi.source[slot] = Object.values(toObject(row['sources'])).map((source) => this.codes.of(String(source)))
    const parent = toText(row['parent_id'])
    if (parent === null) return
    const siblings = this.#children.get(parent) ?? new Set()
    this.#children.set(parent, siblings.add(id))
  }

  #remove(key: number): void {
    const slot = this.#slotOfKey.get(key)
    if (slot === undefined) return
    this.#unlink(slot)
    this.#slotOfKey.delete(key)
    this.#slotOfId.delete(this.ids[slot] ?? '')
    this.#alive[slot] = false
    this.#free.push(slot)
  }

  #unlink(slot: number): void {
    const parent = this.codes.valueOf(this.single.parent_id[slot] ?? 0)
    if (parent !== null) this.#children.get(parent)?.delete(this.ids[slot] ?? '')
  }
}

function toObject(json: unknown): object {
  const value: unknown = JSON.parse(String(json))
  return typeof value === 'object' && value !== null ? value : {}
}
