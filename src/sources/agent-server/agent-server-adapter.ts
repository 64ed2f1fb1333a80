import { TAG_FIELDS, toConversationId, type TagFields } from '../conversation-record.ts'
import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { toRefusal } from '../http/events-refusal.ts'
import type { Query } from '../http/request-url.ts'
import { RowMemory } from '../http/row-memory.ts'
import type { ServerAdapter } from '../http/server-adapter.ts'
import { toFiniteNumber, toJsonObject } from '../json-value.ts'
import { SourceError, type ConversationId, type EventBatch, type KnownEvents, type Sighting } from '../source.ts'
import { downloadedEvents, runningEvents, tailEvents } from './agent-server-events.ts'
import { toDashed, toPage, toRowSighting } from './agent-server-row.ts'
import { SEARCH, walkRows } from './agent-server-walk.ts'

/** Until somebody answers; nothing happens meanwhile. */
const WAITING = 'waiting_for_confirmation'
/** Statuses that its counts and its list are compared by. */
const STATUSES = ['idle', 'running', 'paused', WAITING, 'finished', 'error', 'stuck']
/** Ids asked for at once: rows may weigh 250 kB each. */
const BATCH_IDS = 20
/** Rows of the first page of a look, at most: those at work, and one that shows where the changes end. */
const LOOK_LIMIT = 5

const NEWEST_CHANGE_FIRST = { sort_order: 'UPDATED_AT_DESC' }

const COUNT = '/api/conversations/count'

/** How to follow one Agent Server. */
export interface AgentServerOptions {
  readonly client: HttpClient
  /**
   * Whether its conversations are loaded when they are first asked about (since 1.37.0). Older ones load all at their start, and their
   * download runs a command in the workspace.
   */
  readonly isLazy: boolean
  /** Tag keys that fill fields. */
  readonly tagFields?: TagFields
}

/** Follows an Agent Server (software-agent-sdk, `openhands/agent_server`) without loading a conversation that it has not loaded itself. */
export class AgentServerAdapter implements ServerAdapter {
  readonly dialect = 'agent-server'
  readonly #client: HttpClient
  readonly #isLazy: boolean
  readonly #tagFields: TagFields
  readonly #memory = new RowMemory()
  /** Conversations that it counts and does not list. */
  #unlisted = 0
  /** Its time of the newest change when it was last looked through as far as that one, UTC ms. */
  #lookedUntil = Number.NEGATIVE_INFINITY
  #nameless = 0
  #hasWalked = false
  /** Looks in a row whose count was not that of the rows known. */
  #mismatches = 0

  constructor({ client, isLazy, tagFields = TAG_FIELDS }: AgentServerOptions) {
    this.#client = client
    this.#isLazy = isLazy
    this.#tagFields = tagFields
  }

  async count(signal: AbortSignal): Promise<number> {
    return this.#count({}, this.#walking(signal))
  }

  async *list(signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const options = this.#walking(signal)
    const walked = new Map<ConversationId, Sighting>()
    let nameless = 0
    /** Those that this walk has not come by yet, as they are now. */
    const note = (sightings: readonly Sighting[]): readonly Sighting[] => {
      const fresh = sightings.filter(({ id, fingerprint }) => walked.get(id)?.fingerprint !== fingerprint)
      for (const sighting of fresh) walked.set(sighting.id, sighting)
      return fresh
    }
    const startedAt = await this.#newestChange(options)
    for await (const rows of walkRows(this.#client, { sort_order: 'CREATED_AT_DESC' }, options)) {
      const { sightings } = this.#see(rows)
      nameless += rows.length - sightings.length
      yield note(sightings)
    }
    // Rows change while they are walked, most of them with their time; where a count says otherwise still, that status is walked again.
    for await (const sightings of this.#changedSince(startedAt, options)) yield note(sightings)
    for (const status of STATUSES) {
      const listed = [...walked.values()].filter(({ record }) => record?.nativeStatus === status).length
      if ((await this.#count({ status }, options)) === listed) continue
      for await (const rows of walkRows(this.#client, { status }, options)) yield note(this.#see(rows).sightings)
    }
    this.#unlisted = Math.max(0, (await this.#count({}, options)) - walked.size - nameless)
    this.#nameless = nameless
    this.#memory.retain(walked)
    this.#hasWalked = true
    this.#mismatches = 0
  }

  async *changes(active: readonly ConversationId[], signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const options = { signal, isAwaited: true }
    const seen = new Set<ConversationId>()
    const running = active.filter((id) => this.#memory.statusOf(id) === 'running').length
    for await (const sightings of this.#changedSince(this.#lookedUntil, options, running + 1)) {
      for (const { id } of sightings) seen.add(id)
      yield sightings
    }
    // A state may change without a change of the row's time.
    const others = await this.#withoutWaiting(
      active.filter((id) => !seen.has(id)),
      options,
    )
    for await (const [, sighting] of this.lookAt(others, signal)) if (sighting !== null) yield [sighting]
    const known = this.#memory.size + this.#unlisted + this.#nameless
    this.#mismatches = (await this.#count({}, options)) === known ? 0 : this.#mismatches + 1
  }

  async *lookAt(
    ids: readonly ConversationId[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly [ConversationId, Sighting | null]> {
    for (let start = 0; start < ids.length; start += BATCH_IDS) {
      const asked = ids.slice(start, start + BATCH_IDS)
      const query = { ids: asked.map(toDashed) }
      const { json } = await this.#client.getJson('/api/conversations', query, { signal, isAwaited: true })
      if (!Array.isArray(json)) throw this.#oddAnswer('/api/conversations')
      const found = new Map(this.#see(json).sightings.map((sighting) => [sighting.id, sighting]))
      for (const id of asked) {
        const sighting = found.get(id) ?? null
        if (sighting === null) this.#memory.forget(id)
        yield [id, sighting]
      }
    }
  }

  async *events(
    id: ConversationId,
    known: KnownEvents,
    signal: AbortSignal,
    isAwaited: boolean,
  ): AsyncGenerator<EventBatch> {
    const access = { client: this.#client, options: { signal, isAwaited } }
    try {
      if (!this.#isLazy) yield* tailEvents(access, id, known)
      else if (this.#memory.statusOf(id) === 'running') yield* runningEvents(access, id, known)
      else yield* downloadedEvents(access, id, known)
    } catch (error) {
      throw toRefusal(error)
    }
  }

  notes(): readonly string[] {
    const unlisted = `It counts ${this.#unlisted} more conversations than it lists: their files are incomplete there`
    const nameless = 'Rows of its list without an id are left out'
    return [...(this.#unlisted > 0 ? [unlisted] : []), ...(this.#nameless > 0 ? [nameless] : [])]
  }

  isWalkDue(): boolean {
    return this.#mismatches > 1
  }

  /** Of these, those that wait are left out while as many wait as before: a row weighs up to 250 kB, and may wait for days. */
  async #withoutWaiting(ids: readonly ConversationId[], options: RequestOptions): Promise<readonly ConversationId[]> {
    const isWaiting = (id: ConversationId) => this.#memory.statusOf(id) === WAITING
    if (!ids.some(isWaiting)) return ids
    const hasChanged = (await this.#count({ status: WAITING }, options)) !== this.#memory.countOf(WAITING)
    return hasChanged ? ids : ids.filter((id) => !isWaiting(id))
  }

  /** The first walk is what people wait for. */
  #walking(signal: AbortSignal): RequestOptions {
    return { signal, isAwaited: !this.#hasWalked }
  }

  /** Time of the newest change that it knows of, UTC ms. */
  async #newestChange(options: RequestOptions): Promise<number> {
    const { json } = await this.#client.getJson(SEARCH, { ...NEWEST_CHANGE_FIRST, limit: 1 }, options)
    return changeTimeOf(toRowSighting(toPage(json)?.items[0], new RowMemory(), this.#tagFields))
  }

  /**
   * Rows that have changed since a time of the server, with those of the same pages. That a row is known ends no look by itself: it may
   * have been seen by one that failed then, or by its id.
   */
  async *#changedSince(
    time: number,
    options: RequestOptions,
    limit: number = LOOK_LIMIT,
  ): AsyncGenerator<readonly Sighting[]> {
    let newest: number | null = null
    for await (const rows of walkRows(this.#client, NEWEST_CHANGE_FIRST, options, Math.min(limit, LOOK_LIMIT))) {
      const { sightings, known } = this.#see(rows)
      newest ??= changeTimeOf(sightings[0] ?? null)
      yield sightings
      // What follows has changed earlier still.
      if (known.some((sighting) => changeTimeOf(sighting) <= time)) break
    }
    this.#lookedUntil = newest ?? this.#lookedUntil
  }

  /** `known`: those that are as they were. */
  #see(rows: readonly unknown[]): { readonly sightings: readonly Sighting[]; readonly known: readonly Sighting[] } {
    const known: Sighting[] = []
    const sightings = rows.flatMap((row) => {
      const before = this.#memory.fingerprintOf(toConversationId(toJsonObject(row)?.['id']) ?? '')
      const sighting = toRowSighting(row, this.#memory, this.#tagFields)
      if (sighting === null) return []
      if (sighting.fingerprint === before) known.push(sighting)
      return [sighting]
    })
    return { sightings, known }
  }

  async #count(query: Query, options: RequestOptions): Promise<number> {
    const { json } = await this.#client.getJson(COUNT, query, options)
    const count = toFiniteNumber(json)
    if (count === null) throw this.#oddAnswer(COUNT)
    return count
  }

  #oddAnswer(path: string): SourceError {
    return new SourceError(`What ${this.#client.location}${path} answers is not what an Agent Server says`)
  }
}

/** UTC ms; before all others where its row states none. */
function changeTimeOf(sighting: Sighting | null): number {
  return sighting?.record?.updatedAt ?? Number.NEGATIVE_INFINITY
}
