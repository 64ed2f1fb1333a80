import type { HttpClient } from '../http/http-client.ts'
import { toRefusal } from '../http/events-refusal.ts'
import { RowMemory } from '../http/row-memory.ts'
import type { ServerAdapter } from '../http/server-adapter.ts'
import type { ConversationId, EventBatch, KnownEvents, Sighting } from '../source.ts'
import { toEventStore, type EventPaths } from './event-store.ts'
import { countStarts } from './start-tasks.ts'
import { isOfSomeItem, type V1Access } from './v1-asking.ts'
import { askRows } from './v1-batch.ts'
import { readEvents } from './v1-events.ts'
import { toV1Row } from './v1-row.ts'
import { changedSince, walkRows } from './v1-walk.ts'
import { countRows, walkAll, type WalkOutcome } from './walk-all.ts'
import { SETTLE_MS, WatchList } from './watch-list.ts'

/** Between two looks: for each row of a look the server asks a sandbox. */
const LOOK_MS = 15_000
/** Conversations whose events are counted at each look. */
const COUNTS_PER_LOOK = 3
/** Between two comparisons with the server's count. */
const CHECK_MS = 60_000
/** A start that takes longer has been forgotten by its server. */
const START_MS = 3_600_000
/** Reads of a conversation whose files were torn, which may be because they were being written. */
const MOST_TORN = 2

const NO_WALK = { unlisted: 0, nameless: 0, failing: 0 }

/** How to follow one V1 app server. */
export interface V1ServerOptions {
  readonly client: HttpClient
  readonly eventPaths: EventPaths
  /** Ms of a clock that never jumps; given in tests. */
  readonly now?: () => number
}

/**
 * Follows a V1 app server or OpenHands Cloud, whose list, batch and event store wake no sandbox. Rows say little of what happens: status
 * and cost of a conversation without a sandbox stand in its events, and new events change no row.
 */
export class V1ServerAdapter implements ServerAdapter {
  readonly dialect = 'app-server-v1'
  readonly #client: HttpClient
  readonly #eventPaths: EventPaths
  readonly #now: () => number
  readonly #memory = new RowMemory()
  readonly #watched = new WatchList()
  /** How often in a row some of a conversation's events could not be read. */
  readonly #torn = new Map<ConversationId, number>()
  /** Up to when all changes are known, by the server's clock, UTC ms. */
  #since = 0
  /** Newest change of a row, by the clock that its rows were written by, UTC ms. */
  #newest = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #checkedAt = Number.NEGATIVE_INFINITY
  #walk: Pick<WalkOutcome, 'unlisted' | 'nameless' | 'failing'> = NO_WALK
  #starts: Awaited<ReturnType<typeof countStarts>> = null
  #hasWalked = false
  /** Whether the last comparison found another count than that of the rows known; the second one in a row makes a walk due. */
  #hasMismatch = false
  #isWalkDue = false

  constructor({ client, eventPaths, now = () => performance.now() }: V1ServerOptions) {
    this.#client = client
    this.#eventPaths = eventPaths
    this.#now = now
  }

  async count(signal: AbortSignal): Promise<number> {
    return countRows(this.#walking(signal))
  }

  async *list(signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const access = this.#walking(signal)
    const outcome = yield* walkAll(access, this.#walk.unlisted, (rows, answeredAt) => this.#see(rows, answeredAt))
    await this.#countStarts(access, outcome.startedAt)
    this.#memory.retain(outcome.walked)
    this.#walk = outcome
    this.#hasWalked = true
    this.#isWalkDue = outcome.isMoving
    this.#hasMismatch = false
    this.#lookedAt = this.#checkedAt = this.#now()
    this.#settle(outcome.startedAt)
  }

  async *changes(active: readonly ConversationId[], signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const now = this.#now()
    if (now - this.#lookedAt < LOOK_MS) return
    const access = { client: this.#client, options: { signal, isAwaited: true } }
    let startedAt: number | null = null
    for await (const { rows, answeredAt } of walkRows(access, changedSince(this.#since))) {
      startedAt ??= answeredAt
      yield this.#see(rows, answeredAt)
    }
    const ids = new Set([...active, ...this.#watched.ids(now)])
    for (const id of this.#watched.due(now, COUNTS_PER_LOOK))
      this.#watched.counted(id, await this.#countEvents(access, id), now)
    for await (const [, sighting] of this.lookAt([...ids], signal)) if (sighting !== null) yield [sighting]
    if (now - this.#checkedAt >= CHECK_MS) {
      const { unlisted, nameless, failing } = this.#walk
      const hasMismatch = (await countRows(access)) !== this.#memory.size + unlisted + nameless + failing
      this.#isWalkDue ||= hasMismatch && this.#hasMismatch
      this.#hasMismatch = hasMismatch
      await this.#countStarts(access, startedAt)
      this.#checkedAt = now
    }
    this.#lookedAt = now
    this.#settle(startedAt)
  }

  async *lookAt(
    ids: readonly ConversationId[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly [ConversationId, Sighting | null]> {
    const access = { client: this.#client, options: { signal, isAwaited: true } }
    for await (const [id, row] of askRows(access, ids)) {
      const [sighting = null] = this.#see([row], null)
      if (sighting === null) {
        this.#memory.forget(id)
        this.#watched.forget(id)
      }
      yield [id, sighting]
    }
  }

  async *events(
    id: ConversationId,
    known: KnownEvents,
    signal: AbortSignal,
    isAwaited: boolean,
  ): AsyncGenerator<EventBatch> {
    const access = { client: this.#client, options: { signal, isAwaited } }
    let isTorn = known.retrySeqs.length > 0
    try {
      for await (const batch of readEvents(toEventStore(access, this.#eventPaths, id), known)) {
        if (batch.mode === 'replace-all') isTorn = false
        isTorn ||= batch.events.some(({ retry }) => retry)
        yield batch
      }
    } catch (error) {
      throw toRefusal(error)
    }
    if (isTorn) this.#torn.set(id, (this.#torn.get(id) ?? 0) + 1)
    else this.#torn.delete(id)
  }

  notes(): readonly string[] {
    const { unlisted, nameless, failing } = this.#walk
    const { starting, failed } = this.#starts ?? { starting: 0, failed: 0 }
    const notes: readonly (readonly [number, string])[] = [
      [unlisted, `Conversations that it counts and does not list: ${unlisted}`],
      [failing, `Rows of its list that it fails on, which are left out: ${failing}`],
      [nameless, `Rows of its list without an id, which are left out: ${nameless}`],
      [starting, `Conversations that are being started there, and have no row yet: ${starting}`],
      [failed, `Conversations that could not be started there within the last hour: ${failed}`],
    ]
    return notes.flatMap(([count, note]) => (count > 0 ? [note] : []))
  }

  isWalkDue(): boolean {
    return this.#isWalkDue
  }

  /** The first walk is what people wait for. */
  #walking(signal: AbortSignal): V1Access {
    return { client: this.#client, options: { signal, isAwaited: !this.#hasWalked } }
  }

  #see(rows: readonly unknown[], answeredAt: number | null): readonly Sighting[] {
    const now = this.#now()
    return rows.flatMap((value) => {
      const row = toV1Row(value)
      if (row === null) return []
      const { id, updatedAt, nativeStatus, sandboxStatus, status } = row.record
      this.#newest = Math.max(this.#newest, updatedAt ?? 0)
      const isFresh = answeredAt !== null && Math.abs(answeredAt - (updatedAt ?? 0)) < SETTLE_MS
      if (row.isLive || isFresh) this.#watched.watch(id, status === 'running', now)
      const tries = Math.min(this.#torn.get(id) ?? 0, MOST_TORN)
      return [this.#memory.see(row.record, [updatedAt, nativeStatus, sandboxStatus, this.#watched.countOf(id), tries])]
    })
  }

  /** All changes until then are known. Of two clocks that differ, or a row from the future, the one that is behind counts. */
  #settle(startedAt: number | null): void {
    this.#since = Math.min(startedAt ?? this.#newest, this.#newest)
  }

  async #countStarts(access: V1Access, startedAt: number | null): Promise<void> {
    this.#starts = await countStarts(access, (startedAt ?? this.#newest) - START_MS)
  }

  async #countEvents(access: V1Access, id: ConversationId): Promise<number | null> {
    try {
      return await toEventStore(access, this.#eventPaths, id).count()
    } catch (error) {
      if (isOfSomeItem(error)) return null
      throw error
    }
  }
}
