import { setTimeout as wait } from 'node:timers/promises'

/** Nobody may have done anything for so many turns of a millisecond before the clock leaps. */
const CALM_TURNS = 3

interface Sleeper {
  readonly untilMs: number
  readonly wake: () => void
}

/** A clock that goes like any other while something is done, and leaps over the time that all sleep. */
export class LeapingClock {
  readonly #startMs: number
  readonly #begun = performance.now()
  readonly #sleepers = new Set<Sleeper>()
  #leaptMs = 0
  /** Sleeps so far. */
  #sleeps = 0

  /** `startMs`: what it shows at first, UTC ms. */
  constructor(startMs: number) {
    this.#startMs = startMs
  }

  readonly now = (): number => this.#startMs + this.#leaptMs + performance.now() - this.#begun

  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      this.#sleeps += 1
      const wake = () => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { untilMs: this.now() + ms, wake }
      this.#sleepers.add(sleeper)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })

  /**
   * Lets time pass until `isOver`, which is looked at whenever all sleep. `work`: grows with whatever is done; null: something is under way.
   * @throws Error where all sleep for good
   */
  async pass(isOver: () => boolean, work: () => number | null): Promise<void> {
    for (;;) {
      await this.#calm(work)
      if (isOver()) return
      const next = Math.min(...[...this.#sleepers].map(({ untilMs }) => untilMs))
      if (next === Number.POSITIVE_INFINITY) throw new Error('everybody sleeps for good')
      this.#leaptMs += Math.max(0, next - this.now())
      for (const { untilMs, wake } of this.#sleepers) if (untilMs <= this.now()) wake()
    }
  }

  async #calm(work: () => number | null): Promise<void> {
    let before = Number.NaN
    for (let turns = 0; turns < CALM_TURNS;) {
      await wait(1)
      const done = work()
      const now = done === null ? Number.NaN : done + this.#sleeps
      turns = now === before ? turns + 1 : 0
      before = now
    }
  }
}
