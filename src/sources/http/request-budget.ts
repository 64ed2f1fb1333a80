const MINUTE_MS = 60_000
/** Most requests that go out at once: app servers bear ten within a second. */
const MOST_AT_ONCE = 10
/** Of a small budget only this share, so that the rest of it still goes out evenly; two where it has them, so that one can be kept. */
const SHARE_AT_ONCE = 1 / 6
/** Of those that may go out at once, this share is kept for what somebody waits for. */
const KEPT_SHARE = 1 / 2

/**
 * How many requests a server is sent: a few at once, then one after another at an even pace, and within any minute no more than its
 * budget. What somebody waits for goes first, as the background leaves some of those few to it and waits until they are there again.
 * Times are ms of a clock that never jumps.
 */
export class RequestBudget {
  /** How many may go out at once. */
  #atOnce = 0
  /** From one to the next when those are gone. */
  #intervalMs = 0
  /** When as many as may be can go out at once again. */
  #fullAt = -Infinity

  /** `perMinute`: most requests within any minute; null: as many as come. */
  constructor(perMinute: number | null) {
    this.allow(perMinute)
  }

  /** Another budget from now on. */
  allow(perMinute: number | null): void {
    if (perMinute === null) {
      this.#atOnce = Infinity
      this.#intervalMs = 0
      return
    }
    this.#atOnce = Math.min(perMinute, MOST_AT_ONCE, Math.max(2, Math.ceil(perMinute * SHARE_AT_ONCE)))
    // One more than the budget takes a whole minute from its first to its last.
    this.#intervalMs = Math.ceil(MINUTE_MS / (perMinute + 1 - this.#atOnce))
  }

  /** From when on so many may go out; more than may at once go when all that may are there, and are paid for afterwards. */
  readyAt(requests: number, isAwaited: boolean): number {
    if (this.#intervalMs === 0) return -Infinity
    const kept = isAwaited ? 0 : Math.floor(this.#atOnce * KEPT_SHARE)
    return this.#fullAt - Math.max(0, this.#atOnce - kept - requests) * this.#intervalMs
  }

  /** So many go out. */
  take(requests: number, nowMs: number): void {
    this.#fullAt = Math.max(this.#fullAt, nowMs) + requests * this.#intervalMs
  }
}
