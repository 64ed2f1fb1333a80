import { isIPv6 } from 'node:net'

const MOST_A_WINDOW = 10
const WINDOW_MS = 60_000

/** Beyond this many addresses the oldest is forgotten: memory stays small whoever knocks. */
const MOST_ADDRESSES = 10_000

interface Window {
  readonly endsMs: number
  readonly failed: number
}

/** Counts failed attempts by address: after ten within a minute an address waits until that minute is over. */
export class Attempts {
  readonly #windows = new Map<string, Window>()
  readonly #now: () => number

  /** `now` in UTC ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Whole seconds that an address has to wait; 0: it may try. */
  waitSeconds(address: string): number {
    const window = this.#current(toKey(address))
    return window !== null && window.failed >= MOST_A_WINDOW ? Math.ceil((window.endsMs - this.#now()) / 1000) : 0
  }

  /** Notes that an address has failed once more. */
  fail(address: string): void {
    const key = toKey(address)
    const window = this.#current(key) ?? { endsMs: this.#now() + WINDOW_MS, failed: 0 }
    // Put at the end: the first one is the one that has been quiet longest.
    this.#windows.delete(key)
    this.#windows.set(key, { ...window, failed: window.failed + 1 })
    const [oldest] = this.#windows.keys()
    if (this.#windows.size > MOST_ADDRESSES && oldest !== undefined) this.#windows.delete(oldest)
  }

  #current(key: string): Window | null {
    const window = this.#windows.get(key)
    return window !== undefined && window.endsMs > this.#now() ? window : null
  }
}

/** Whoever has one IPv6 address has its whole /64: they count as one. */
function toKey(address: string): string {
  const [bare = ''] = address.split('%', 1)
  if (!isIPv6(bare) || bare.includes('.')) return address
  const [front = '', back] = bare.split('::')
  const groups = front === '' ? [] : front.split(':')
  const known = back === undefined || back === '' ? [] : back.split(':')
  const zeros = back === undefined ? [] : Array.from({ length: 8 - groups.length - known.length }, () => '0')
  return [...groups, ...zeros, ...known].slice(0, 4).join(':')
}
