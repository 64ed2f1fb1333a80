import type { SourceState } from '../index/reader-pool.ts'
import { SourceError } from '../sources/source.ts'

/** Who is told of a source. */
export interface Listener {
  /** Told whenever the state has changed. */
  readonly report: (state: SourceState) => void
  /** One sentence for the console. */
  readonly complain: (sentence: string) => void
}

/** What a loop says of its source: the state as it changes, and each complaint once. */
export class SourceReport {
  readonly #listener: Listener
  readonly #complained = new Set<string>()
  #state: SourceState = { reachable: true, error: null, notes: [], last_sync_at: null, progress: { read: 0, total: 0 } }

  constructor(listener: Listener) {
    this.#listener = listener
  }

  get state(): SourceState {
    return this.#state
  }

  set(change: Partial<SourceState>): void {
    this.#state = { ...this.#state, ...change }
    this.#listener.report(this.#state)
  }

  /** The source has answered. What fails again after it went well is said again. */
  succeed(change: Partial<SourceState>): void {
    if (this.#state.error !== null) this.#complained.delete(this.#state.error)
    this.set({ ...change, reachable: true, error: null })
  }

  /** The source as a whole has failed. */
  fail(error: unknown, location: string): void {
    const message = error instanceof SourceError ? error.message : `Reading ${location} failed: ${String(error)}`
    this.set({ reachable: false, error: message })
    this.complainOnce(message)
  }

  complainOnce(sentence: string): void {
    if (this.#complained.has(sentence)) return
    this.#complained.add(sentence)
    this.#listener.complain(sentence)
  }
}

/** What an error says. */
export function toSentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
