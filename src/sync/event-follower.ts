import type { IndexWriter } from '../index/writer.ts'
import { EventsRefusedError, SourceError, type ConversationId, type Source } from '../sources/source.ts'
import type { Intake } from './intake.ts'
import { pauseAfterFailures } from './schedule.ts'
import { toSentence, type SourceReport } from './source-report.ts'

/** A refusal is believed for this long, however often somebody asks. */
const REFUSED_MS = 60_000

export interface EventFollowerOptions {
  readonly source: Source
  readonly writer: IndexWriter
  readonly intake: Intake
  readonly report: SourceReport
  readonly now: () => number
  /** Told after anything was written. */
  readonly wrote: () => void
  /** Waits; ends early, without an error, when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Reads the events of a server's conversations behind its rows: at once those that somebody opens, then the newest, one after the other.
 * How much of the server's time that takes is the source's own affair.
 */
export class EventFollower {
  readonly #options: EventFollowerOptions
  readonly #wanted = new Set<ConversationId>()
  readonly #refused = new Map<ConversationId, { readonly mark: string; readonly atMs: number }>()
  #due: ConversationId[] = []
  #failures = 0
  /** Ends the pause under way. */
  #wakeUp = new AbortController()
  #isIdle = false

  constructor(options: EventFollowerOptions) {
    this.#options = options
  }

  /** Somebody waits for the events of this conversation. */
  want(id: ConversationId): void {
    const known = this.#options.writer.eventsMark(this.#options.source.id, id)
    const refused = this.#refused.get(id)
    const isHopeless = refused?.mark === known?.mark && this.#options.now() - (refused?.atMs ?? 0) < REFUSED_MS
    if (known === null || known.isRead || isHopeless || this.#wanted.has(id)) return
    this.#wanted.add(id)
    this.#wakeUp.abort()
  }

  /** Rows have changed: what is due is found anew. */
  wake(): void {
    this.#due = []
    // A pause after failures is not cut short.
    if (this.#isIdle) this.#wakeUp.abort()
  }

  /** Runs until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [wanted] = this.#wanted
      const id = wanted ?? this.#nextDue()
      this.#wakeUp = new AbortController()
      this.#isIdle = id === undefined
      if (id === undefined) await this.#rest(Number.POSITIVE_INFINITY, signal)
      else await this.#read(id, wanted !== undefined, signal)
    }
  }

  async #read(id: ConversationId, isAwaited: boolean, signal: AbortSignal): Promise<void> {
    const { source, intake, wrote } = this.#options
    this.#wanted.delete(id)
    try {
      await intake.takeEvents(source, id, signal, isAwaited)
      this.#failures = 0
      this.#refused.delete(id)
    } catch (error) {
      if (signal.aborted) return
      this.#fail(id, error)
    }
    wrote()
    // Whoever waits does not wait for the rest.
    if (this.#wanted.size === 0) await this.#rest(pauseAfterFailures(this.#failures), signal)
  }

  /** A server that does not answer is asked again; one that refuses a conversation is not, until that changes. */
  #fail(id: ConversationId, error: unknown): void {
    const { source, writer, now, report } = this.#options
    if (error instanceof SourceError && !(error instanceof EventsRefusedError)) {
      this.#failures += 1
      report.complainOnce(error.message)
      // The next try is at another: it may be this one alone.
      if (this.#due[0] === id) this.#due.push(...this.#due.splice(0, 1))
      return
    }
    const mark = writer.eventsMark(source.id, id)?.mark
    if (mark !== undefined) this.#refused.set(id, { mark, atMs: now() })
    writer.refuseEvents(source.id, id, toSentence(error))
    this.#due = this.#due.filter((due) => due !== id)
  }

  #nextDue(): ConversationId | undefined {
    const { source, writer } = this.#options
    if (this.#due.length === 0) this.#due = [...writer.eventsDue(source.id, source.following?.eventBudget ?? 0)]
    return this.#failures === 0 ? this.#due.shift() : this.#due[0]
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    await this.#options.pause(ms, AbortSignal.any([signal, this.#wakeUp.signal]))
  }
}
