import { setTimeout } from 'node:timers/promises'
import { HttpFault, type FaultKind } from './http-fault.ts'
import { RequestBudget } from './request-budget.ts'

/** In the background a server is busy with Lookout for a tenth of its time. */
const REST_FACTOR = 9
const FIRST_BACKOFF_MS = 1_000
const LONGEST_BACKOFF_MS = 300_000
/** A server that asks to be left alone for longer is asked again all the same. */
const LONGEST_HOLD_MS = 3_600_000
/** What says that the server is down or overburdened, not that it has no such thing. */
const TROUBLE: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'unreachable',
  'dns',
  'tls',
  'wrong-scheme',
  'timeout',
  'rate-limited',
  'server-error',
  'cut-off',
])

/** How fast a server may be asked. */
export interface PaceOptions {
  /** Most requests within any minute; null: as many as come. */
  readonly perMinute: number | null
  /** Ms of a clock that never jumps; given in tests, like the others. */
  readonly now?: () => number
  /** Rejects when aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** From 0 to 1. */
  readonly random?: () => number
}

/**
 * When a server may be asked next. All keep to its budget and to the pause that the server asked for; what is read in the background also
 * goes one by one, leaves the server nine tenths of its time, and backs off while it fails.
 */
export class RequestPace {
  readonly #budget: RequestBudget
  readonly #now: () => number
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
  readonly #random: () => number
  /** Until when the server asked to be left alone. */
  #heldUntil = -Infinity
  /** Until when nothing goes out in the background. */
  #restUntil = -Infinity
  #failures = 0
  /** Resolves when the last one in the background is over. */
  #queue: Promise<void> = Promise.resolve()

  constructor(options: PaceOptions) {
    this.#budget = new RequestBudget(options.perMinute)
    this.#now = options.now ?? (() => performance.now())
    // Whoever sleeps looks at the signal afterwards.
    this.#sleep = options.sleep ?? ((ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}))
    this.#random = options.random ?? Math.random
  }

  /** Another budget of a minute: what a server bears is known when it has shown what it is. */
  allow(perMinute: number | null): void {
    this.#budget.allow(perMinute)
  }

  /**
   * Sends when it is time; `requests` go out in one turn, nothing between them.
   * @throws what `send` throws; the signal's reason where it is aborted before
   */
  async run<T>(isAwaited: boolean, signal: AbortSignal, send: () => Promise<T>, requests = 1): Promise<T> {
    if (isAwaited) return this.#send(true, signal, send, requests)
    const before = this.#queue
    let pass = () => {}
    const over = new Promise<void>((resolve) => (pass = resolve))
    this.#queue = before.then(() => over)
    try {
      await unlessAborted(before, signal)
      return await this.#send(false, signal, send, requests)
    } finally {
      pass()
    }
  }

  async #send<T>(isAwaited: boolean, signal: AbortSignal, send: () => Promise<T>, requests: number): Promise<T> {
    signal.throwIfAborted()
    for (let pause = this.#pause(isAwaited, requests); pause > 0; pause = this.#pause(isAwaited, requests)) {
      await this.#sleep(pause, signal)
      signal.throwIfAborted()
    }
    const start = this.#now()
    this.#budget.take(requests, start)
    try {
      const value = await send()
      this.#failures = 0
      return value
    } catch (fault) {
      if (fault instanceof HttpFault) this.#learn(fault)
      throw fault
    } finally {
      const now = this.#now()
      if (!isAwaited) this.#restUntil = Math.max(this.#restUntil, now + (now - start) * REST_FACTOR)
    }
  }

  /** Ms until the next ones may go out. */
  #pause(isAwaited: boolean, requests: number): number {
    const now = this.#now()
    const budgetedAt = this.#budget.readyAt(requests, isAwaited)
    return Math.max(this.#heldUntil - now, isAwaited ? 0 : this.#restUntil - now, budgetedAt - now)
  }

  #learn({ kind, retryAfterMs }: HttpFault): void {
    const now = this.#now()
    if (retryAfterMs !== null)
      this.#heldUntil = Math.max(this.#heldUntil, now + Math.min(retryAfterMs, LONGEST_HOLD_MS))
    if (!TROUBLE.has(kind)) {
      this.#failures = 0
      return
    }
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(this.#failures, 20), LONGEST_BACKOFF_MS)
    this.#failures += 1
    // Not all who failed together come back together.
    this.#restUntil = Math.max(this.#restUntil, now + backoff * (0.5 + this.#random() / 2))
  }
}

async function unlessAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => (giveUp = () => reject(signal.reason)))
  signal.addEventListener('abort', giveUp)
  await Promise.race([wait, aborted]).finally(() => signal.removeEventListener('abort', giveUp))
}
