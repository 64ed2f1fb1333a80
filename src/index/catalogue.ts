import { CatalogueReader, type CatalogueRows, type NumberColumn, type SingleColumn } from './catalogue-rows.ts'
import { Codes } from './codes.ts'
import type { Database, Statement } from './sqlite.ts'

export type { NumberColumn, SingleColumn } from './catalogue-rows.ts'
export type MultiColumn = 'source' | 'tag'

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
  readonly single: Record<SingleColumn, number[]> = {
    status: [],
    trigger: [],
    selected_repository: [],
    selected_branch: [],
    llm_model: [],
    git_provider: [],
    parent_id: [],
    has_errors: [],
  }
  readonly multi: Record<MultiColumn, (readonly number[])[]> = { source: [], tag: [] }
  /** Code of the source whose events are shown. */
  readonly owners: number[] = []
  /** NaN is null. */
  readonly numbers: Record<NumberColumn, number[]> = {
    created_at: [],
    updated_at: [],
    accumulated_cost: [],
    duration_seconds: [],
    event_count: [],
    total_tokens: [],
    is_unread: [],
  }
  readonly #slotOfKey = new Map<number, number>()
  readonly #slotOfId = new Map<string, number>()
  readonly #children = new Map<string, Set<string>>()
  readonly #alive: boolean[] = []
  readonly #free: number[] = []
  readonly #rows: CatalogueReader
  readonly #sources: Statement
  readonly #removed: Statement
  /** The lists of codes that rows share, by what is in them: most rows have no list of their own. */
  readonly #sourceLists = new Map<string, readonly number[]>()
  readonly #tagCodes = new Map<string, Map<unknown, number>>()
  #revision = -1

  constructor(database: Database) {
    this.#rows = new CatalogueReader(database)
    this.#sources = database.prepare('SELECT pk, id FROM source')
    this.#removed = database.prepare('SELECT conversation FROM tombstone WHERE revision > ?')
  }

  /** Takes in what changed up to a revision; call inside the read transaction that found the revision. */
  refresh(revision: number): void {
    if (revision === this.#revision) return
    for (const row of this.#removed.all(this.#revision)) this.#remove(Number(row['conversation']))
    const sources = new Map(this.#sources.all().map((row) => [Number(row['pk']), this.codes.of(String(row['id']))]))
    for (const rows of this.#rows.changedAfter(this.#revision)) this.#take(rows, sources)
    this.#revision = revision
  }

  /** Slots in use are those below this for which `isAlive` holds. */
  get slots(): number {
    return this.ids.length
  }

  isAlive(slot: number): boolean {
    return this.#alive[slot] === true
  }

  /** Whether events of this conversation are still to be read. */
  isUnread(slot: number): boolean {
    return this.numbers.is_unread[slot] === 1
  }

  slotOf(id: string): number | undefined {
    return this.#slotOfId.get(id)
  }

  slotOfKey(key: number): number | undefined {
    return this.#slotOfKey.get(key)
  }

  /** Conversations that each source shows, and the events of those that it shows as the first, by its id. */
  countSources(): ReadonlyMap<string, { conversations: number; events: number }> {
    const counts = new Map<string, { conversations: number; events: number }>()
    const countOf = (code: number) => {
      const id = this.codes.valueOf(code) ?? ''
      const count = counts.get(id) ?? { conversations: 0, events: 0 }
      counts.set(id, count)
      return count
    }
    for (let slot = 0; slot < this.slots; slot++) {
      if (!this.isAlive(slot)) continue
      for (const code of this.multi.source[slot] ?? NO_CODES) countOf(code).conversations += 1
      countOf(this.owners[slot] ?? 0).events += this.numbers.event_count[slot] || 0
    }
    return counts
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

  #take(rows: CatalogueRows, sources: ReadonlyMap<number, number>): void {
    const slots = rows.keys.map((key, at) => this.#place(key, rows.ids[at] ?? ''))
    const into = <T>(column: T[], value: (at: number) => T) => {
      for (let at = 0; at < slots.length; at++) column[slots[at] ?? 0] = value(at)
    }
    into(this.shown, (at) => rows.shown[at] ?? null)
    for (const [name, values] of columnsOf(rows.single))
      into(this.single[name], (at) => this.codes.of(values[at] ?? null))
    for (const [name, values] of columnsOf(rows.numbers)) into(this.numbers[name], (at) => values[at] ?? Number.NaN)
    into(this.multi.tag, (at) => this.#tagsOf(rows.tags[at] ?? {}))
    into(this.owners, (at) => sources.get(rows.owners[at] ?? 0) ?? 0)
    into(this.multi.source, (at) => this.#sourcesOf(rows.sightings[at] ?? [rows.owners[at] ?? 0], sources))
    for (const [at, slot] of slots.entries()) {
      const parent = rows.single.parent_id[at] ?? null
      if (parent === null) continue
      const siblings = this.#children.get(parent) ?? new Set()
      this.#children.set(parent, siblings.add(this.ids[slot] ?? ''))
    }
  }

  /** The slot of a conversation that came or changed. */
  #place(key: number, id: string): number {
    const slot = this.#slotOfKey.get(key) ?? this.#free.pop() ?? this.ids.length
    // A free slot still holds what was removed, whose links may be alive again in another slot.
    if (this.isAlive(slot)) this.#unlink(slot)
    this.ids[slot] = id
    this.keys[slot] = key
    this.#alive[slot] = true
    this.#slotOfKey.set(key, slot)
    this.#slotOfId.set(id, slot)
    return slot
  }

  #tagsOf(tags: Readonly<Record<string, unknown>>): readonly number[] {
    const codes: number[] = []
    for (const [name, value] of Object.entries(tags)) {
      const known = this.#tagCodes.get(name) ?? new Map<unknown, number>()
      this.#tagCodes.set(name, known)
      const code = known.get(value) ?? this.codes.of(`${name}:${String(value)}`)
      known.set(value, code)
      codes.push(code)
    }
    return codes.length === 0 ? NO_CODES : codes
  }

  #sourcesOf(keys: readonly number[], sources: ReadonlyMap<number, number>): readonly number[] {
    const name = keys.join()
    const known = this.#sourceLists.get(name)
    if (known !== undefined) return known
    const codes = keys.map((key) => sources.get(key) ?? 0)
    this.#sourceLists.set(name, codes)
    return codes
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

function columnsOf<Name extends string, T>(columns: Readonly<Record<Name, T>>): [Name, T][] {
  // The record has these names and no other.
  return Object.entries(columns) as [Name, T][]
}
