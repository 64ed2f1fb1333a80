import { HttpFault, nameOf } from './http-fault.ts'

/** How long a server may take, ms. */
export interface TimeLimits {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** From there until the answer begins. */
  readonly firstByteMs: number
  /** Between two pieces of the answer. */
  readonly betweenBytesMs: number
  /** All in all. */
  readonly totalMs: number
}

/** What a client waits for where nothing is said. V1 reads every event file of a conversation before it answers. */
export const PATIENCE: TimeLimits = { connectMs: 10_000, firstByteMs: 30_000, betweenBytesMs: 10_000, totalMs: 300_000 }

type Stage = Exclude<keyof TimeLimits, 'totalMs'>

const SLOW: Readonly<Record<keyof TimeLimits, string>> = {
  connectMs: 'could not be reached within',
  firstByteMs: 'did not begin to answer within',
  betweenBytesMs: 'fell silent in the middle of an answer for',
  totalMs: 'did not come to the end of an answer within',
}

/** Ends a request that takes too long: `bite` is told why, at most once. Starts with the connection. */
export class Watchdog {
  readonly #url: URL
  readonly #limits: TimeLimits
  readonly #bite: (fault: HttpFault) => void
  readonly #total: NodeJS.Timeout
  #stage: Stage = 'connectMs'
  #timer: NodeJS.Timeout

  constructor(url: URL, limits: TimeLimits, bite: (fault: HttpFault) => void) {
    this.#url = url
    this.#limits = limits
    this.#bite = bite
    this.#timer = setTimeout(() => this.#fire(this.#stage), limits.connectMs)
    this.#total = setTimeout(() => this.#fire('totalMs'), limits.totalMs)
  }

  /** The connection stands. */
  connected(): void {
    this.#enter('firstByteMs')
  }

  /** Something came. */
  heard(): void {
    if (this.#stage === 'betweenBytesMs') this.#timer.refresh()
    else this.#enter('betweenBytesMs')
  }

  /** The request is over. */
  end(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#total)
  }

  #enter(stage: Stage): void {
    clearTimeout(this.#timer)
    this.#stage = stage
    this.#timer = setTimeout(() => this.#fire(stage), this.#limits[stage])
  }

  #fire(stage: keyof TimeLimits): void {
    this.end()
    const where = stage === 'connectMs' ? this.#url.origin : nameOf(this.#url)
    const seconds = this.#limits[stage] / 1000
    this.#bite(new HttpFault('timeout', `${where} ${SLOW[stage]} ${seconds} s; it is asked again`))
  }
}
