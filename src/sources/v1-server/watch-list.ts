import type { ConversationId } from '../source.ts'

/** The last events of a conversation may reach the store half a minute after its sandbox fell silent. */
export const SETTLE_MS = 120_000
/** Events come in bundles, about as often. */
const BUSY_MS = 15_000
const QUIET_MS = 60_000

interface Watched {
  readonly until: number
  readonly isBusy: boolean
  readonly countedAt: number
}

/**
 * Conversations whose rows do not tell when their events change: those with a sandbox, and for a while those that had one. Their events
 * are counted in turn, busy ones more often. Times in ms of a clock that never jumps.
 */
export class WatchList {
  readonly #watched = new Map<ConversationId, Watched>()
  /** Kept when a conversation has settled: what it was last counted as stays true. */
  readonly #counts = new Map<ConversationId, number>()

  /** It may change at any moment from now on. */
  watch(id: ConversationId, isBusy: boolean, now: number): void {
    const countedAt = this.#watched.get(id)?.countedAt ?? Number.NEGATIVE_INFINITY
    this.#watched.set(id, { until: now + SETTLE_MS, isBusy, countedAt })
  }

  /** Those to be looked at; forgets those that have settled. */
  ids(now: number): readonly ConversationId[] {
    for (const [id, { until }] of this.#watched) if (until < now) this.#watched.delete(id)
    return [...this.#watched.keys()]
  }

  /** Whose events are to be counted now: at most so many, those that have waited longest. */
  due(now: number, most: number): readonly ConversationId[] {
    return [...this.#watched]
      .map(([id, { countedAt, isBusy }]) => ({ id, waited: now - countedAt - (isBusy ? BUSY_MS : QUIET_MS) }))
      .filter(({ waited }) => waited >= 0)
      .toSorted((one, other) => other.waited - one.waited)
      .slice(0, most)
      .map(({ id }) => id)
  }

  /** Its events were counted; null: that failed, and is tried again in its turn. */
  counted(id: ConversationId, count: number | null, now: number): void {
    const watched = this.#watched.get(id)
    if (watched !== undefined) this.#watched.set(id, { ...watched, countedAt: now })
    if (count !== null) this.#counts.set(id, count)
  }

  /** Number of its events when they were last counted; null where they never were. */
  countOf(id: ConversationId): number | null {
    return this.#counts.get(id) ?? null
  }

  forget(id: ConversationId): void {
    this.#watched.delete(id)
    this.#counts.delete(id)
  }
}
