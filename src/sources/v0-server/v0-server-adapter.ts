import { toRefusal } from '../http/events-refusal.ts'
import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { HttpFault } from '../http/http-fault.ts'
import { RowMemory } from '../http/row-memory.ts'
import type { ServerAdapter } from '../http/server-adapter.ts'
import { EventsRefusedError, type ConversationId, type EventBatch, type KnownEvents, type Sighting } from '../source.ts'
import { toV0Row, type V0Row } from './v0-row.ts'
import { readV0Events } from './v0-server-events.ts'
import { toWalkNotes, type WalkFindings } from './v0-walk-notes.ts'
import { walkRows, WHOLE_LIMIT, type WalkPage } from './v0-walk.ts'

/** Rows of a look at a list that is longer than one page, or that fails as a whole. */
const LOOK_LIMIT = 20
/** Conversations asked for by their ids in one go: each is a request, and the server limits all who share an address together. */
const MOST_BY_ID = 20

/** How to follow one V0 server. */
export interface V0ServerOptions {
  readonly client: HttpClient
  /** Whether the rows of V1 that it lists (since 0.60) are left to V1. */
  readonly hasV1: boolean
  /** UTC ms; given in tests. */
  readonly now?: () => number
}

/**
 * Follows a V0 app server (OpenHands 0.53 to 0.62, `openhands/server/routes`) by its list, its single rows and its events, none of which
 * starts anything: its socket would start the agent, `/trajectory` and `/config` a runtime.
 */
export class V0ServerAdapter implements ServerAdapter {
  readonly dialect = 'app-server-v0'
  readonly #client: HttpClient
  readonly #hasV1: boolean
  readonly #now: () => number
  readonly #memory = new RowMemory()
  readonly #rows = new Map<ConversationId, Pick<V0Row, 'nativeId' | 'isV1'>>()
  /** Rows of the last walk, and those that looks have added. */
  #listed = new Set<ConversationId>()
  #findings: WalkFindings | null = null
  /** Whether one page held the whole list at the last walk. */
  #isOnePage = false
  /** Looks in a row that missed a listed row; while a row's file is written, one misses it. */
  #misses = 0
  /** Conversations that were asked for by id, longest ago first. */
  readonly #askedFor = new Set<ConversationId>()

  constructor({ client, hasV1, now = Date.now }: V0ServerOptions) {
    this.#client = client
    this.#hasV1 = hasV1
    this.#now = now
  }

  /** It does not count. */
  async count(): Promise<number> {
    return Promise.resolve(0)
  }

  async *list(signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    // The first walk is what people wait for.
    const options = { signal, isAwaited: this.#findings === null }
    const listed = new Set<ConversationId>()
    let [skipped, isCut, hasOdd] = [0, false, false]
    let oldestMs = Number.POSITIVE_INFINITY
    let firstRest: WalkPage['rest'] | null = null
    for await (const page of this.#walk(WHOLE_LIMIT, options)) {
      firstRest ??= page.rest
      const { sightings, odd } = this.#see(page.rows)
      const fresh = sightings.filter(({ id }) => !listed.has(id))
      for (const { id, record } of fresh) {
        listed.add(id)
        oldestMs = Math.min(oldestMs, record?.createdAt ?? oldestMs)
      }
      skipped += page.skipped
      isCut ||= page.rest === 'lost'
      hasOdd ||= odd > 0
      yield fresh
    }
    this.#listed = listed
    this.#isOnePage = firstRest === 'none'
    this.#findings = { skipped, isCut, hasOdd, oldestMs }
    this.#misses = 0
  }

  async *changes(active: readonly ConversationId[], signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const limit = this.#isOnePage ? WHOLE_LIMIT : LOOK_LIMIT
    const seen = new Set<ConversationId>()
    for await (const { rows, rest } of this.#walk(limit, { signal, isAwaited: true })) {
      const { sightings } = this.#see(rows)
      const hasKnown = sightings.some(({ id }) => this.#listed.has(id))
      for (const { id } of sightings) seen.add(id)
      yield sightings
      if (this.#isOnePage && rest === 'none') this.#misses = isSubset(this.#listed, seen) ? 0 : this.#misses + 1
      // New ones come first.
      if (hasKnown) break
    }
    for (const id of seen) this.#listed.add(id)
    // At work, and too old for the list.
    const others = active.filter((id) => !seen.has(id))
    for await (const [, sighting] of this.lookAt(others, signal)) if (sighting !== null) yield [sighting]
  }

  /** Of many, those that were asked for longest ago: what has grown too old for the list is asked for by and by. */
  async *lookAt(
    ids: readonly ConversationId[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly [ConversationId, Sighting | null]> {
    const open = new Set(ids)
    const inTurn = [...ids.filter((id) => !this.#askedFor.has(id)), ...this.#askedFor].filter((id) => open.has(id))
    for (const id of inTurn.slice(0, MOST_BY_ID)) {
      this.#askedFor.delete(id)
      this.#askedFor.add(id)
      const row = await this.#askForRow(id, { signal, isAwaited: true })
      if (row === undefined) continue
      const sighting = this.#see([row]).sightings.find((found) => found.id === id)
      if (sighting !== undefined) yield [id, sighting]
      else if (row === null) {
        this.#memory.forget(id)
        this.#rows.delete(id)
        this.#askedFor.delete(id)
        yield [id, null]
      }
    }
  }

  async *events(
    id: ConversationId,
    known: KnownEvents,
    signal: AbortSignal,
    isAwaited: boolean,
  ): AsyncGenerator<EventBatch> {
    try {
      if (this.#rows.get(id)?.isV1 === true)
        throw new EventsRefusedError('It is one of V1, whose events its server gives through V1 alone')
      const access = { client: this.#client, options: { signal, isAwaited }, path: `${this.#pathOf(id)}/events` }
      yield* readV0Events(access, known)
    } catch (error) {
      throw toRefusal(error)
    }
  }

  notes(): readonly string[] {
    return this.#findings === null ? [] : toWalkNotes(this.#findings, this.#now())
  }

  isWalkDue(): boolean {
    return this.#misses > 1
  }

  #walk(limit: number, options: RequestOptions): ReturnType<typeof walkRows> {
    return walkRows({ client: this.#client, options, hasV1: this.#hasV1, limit })
  }

  /** `odd`: rows that say nothing. */
  #see(rows: readonly unknown[]): { readonly sightings: readonly Sighting[]; readonly odd: number } {
    const read = rows.map(toV0Row).filter((row) => row !== null)
    const own = read.filter(({ isV1 }) => !(isV1 && this.#hasV1))
    const sightings = own.map(({ record, nativeId, isV1 }) => {
      this.#rows.set(record.id, { nativeId, isV1 })
      return this.#memory.see(record, [record.updatedAt, record.sandboxStatus])
    })
    return { sightings, odd: rows.length - read.length }
  }

  /** Null: the server has none of this id; undefined: it does not say. */
  async #askForRow(id: ConversationId, options: RequestOptions): Promise<unknown> {
    try {
      const { json } = await this.#client.getJson(this.#pathOf(id), {}, options)
      // Of V1 it says the same while their sandbox is away.
      return json === null && this.#rows.get(id)?.isV1 === true ? undefined : (json ?? null)
    } catch (error) {
      // An id that it takes for no id, or a row that it fails on.
      const isOfTheRow =
        error instanceof HttpFault &&
        (error.status === 500 || ['bad-status', 'bad-path', 'not-found'].includes(error.kind))
      if (isOfTheRow) return undefined
      throw error
    }
  }

  #pathOf(id: ConversationId): string {
    return `/api/conversations/${encodeURIComponent(this.#rows.get(id)?.nativeId ?? id)}`
  }
}

function isSubset(ids: ReadonlySet<ConversationId>, others: ReadonlySet<ConversationId>): boolean {
  return [...ids].every((id) => others.has(id))
}
