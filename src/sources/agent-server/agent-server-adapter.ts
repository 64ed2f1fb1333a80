import { TAG_FIELDS, toConversationId, type TagFields } from '../conversation-record.ts'
import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { toRefusal } from '../http/events-refusal.ts'
import type { Query } from '../http/request-url.ts'
import { RowMemory } from '../http/row-memory.ts'
import type { ServerAdapter } from '../http/server-adapter.ts'
import { toFiniteNumber, toJsonObject } from '../json-value.ts'
import { SourceError, type ConversationId, type EventBatch, type KnownEvents, type Sighting } from '../source.ts'
import { downloadedEvents, runningEvents, tailEvents } from './agent-server-events.ts'
import { toDashed, toRowSighting } from './agent-server-row.ts'
import { walkRows } from './agent-server-walk.ts'

/** Statuses that its counts and its list are compared by. */
const STATUSES = ['idle', 'running', 'paused', 'waiting_for_confirmation', 'finished', 'error', 'stuck']
/** Ids asked for at once: rows may weigh 250 kB each. */
const BATCH_IDS = 20
/** Rows of the first page of a look, which seldom finds more than one that has changed. */
const LOOK_LIMIT = 5

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
    const walked = new Map<ConversationId, string | null>()
    let nameless = 0
    const see = (rows: readonly unknown[]): readonly Sighting[] => {
      const { sightings } = this.#see(rows)
      for (const { id, record } of sightings) walked.set(id, record?.nativeStatus ?? null)
      return sightings
    }
    for await (const rows of walkRows(this.#client, { sort_order: 'CREATED_AT_DESC' }, options)) {
      const sightings = see(rows)
      nameless += rows.length - sightings.length
      yield sightings
    }
    // Rows change and move while they are walked: where a count says otherwise, that status is walked again.
    for (const status of STATUSES) {
      const listed = [...walked.values()].filter((word) => word === status).length
      if ((await this.#count({ status }, options)) === listed) continue
      for await (const rows of walkRows(this.#client, { status }, options)) yield see(rows)
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
    for await (const rows of walkRows(this.#client, { sort_order: 'UPDATED_AT_DESC' }, options, LOOK_LIMIT)) {
      const { sightings, hasKnown } = this.#see(rows)
      for (const { id } of sightings) seen.add(id)
      yield sightings
      // What follows has changed earlier still.
      if (hasKnown) break
    }
    // A state may change without a change of the row's time.
    const others = active.filter((id) => !seen.has(id))
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

  /** The first walk is what people wait for. */
  #walking(signal: AbortSignal): RequestOptions {
    return { signal, isAwaited: !this.#hasWalked }
  }

  #see(rows: readonly unknown[]): { readonly sightings: readonly Sighting[]; readonly hasKnown: boolean } {
    let hasKnown = false
    const sightings = rows.flatMap((row) => {
      const before = this.#memory.fingerprintOf(toConversationId(toJsonObject(row)?.['id']) ?? '')
      const sighting = toRowSighting(row, this.#memory, this.#tagFields)
      hasKnown ||= sighting !== null && sighting.fingerprint === before
      return sighting === null ? [] : [sighting]
    })
    return { sightings, hasKnown }
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
