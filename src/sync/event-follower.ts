import type { IndexWriter } from '../index/writer.ts'
import { EventsRefusedError, SourceError, type ConversationId, type Source } from '../sources/source.ts'
import type { Intake } from './intake.ts'
import { pauseAfterFailures, pauseAfterRefusals } from './schedule.ts'
import { toSentence, type SourceReport } from './source-report.ts'

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

/** A conversation whose events were not to be had. */
interface Refusal {
  readonly mark: string | null
  readonly times: number
  /** When it may be asked for again by itself; infinite: when it has changed. */
  readonly untilMs: number
}

/**
 * Reads the events of a server's conversations behind its rows: at once those that somebody opens, and beside them the newest, one after the
 * other. How much of the server's time that takes is the source's own affair.
 */
export class EventFollower {
  readonly #options: EventFollowerOptions
  readonly #wanted = new Lane()
  readonly #background = new Lane()
  readonly #refusals = new Map<ConversationId, Refusal>()
  #due: ConversationId[] = []
  /** Reads in a row that the server as a whole did not answer. */
  #failures = 0

  constructor(options: EventFollowerOptions) {
    this.#options = options
  }

  /** Somebody waits for the events of this conversation. */
  want(id: ConversationId): void {
    const known = this.#options.writer.watch.eventsMark(this.#options.source.id, id)
    if (known === null || known.isRead || this.#isRefused(id, known.mark) || this.#wanted.has(id)) return
    this.#wanted.add(id)
    // What has been read of it in the background is held; the rest is asked for at once.
    if (this.#background.reading === id) this.#background.giveUp()
  }

  /** Rows have changed: what is due is found anew. */
  wake(): void {
    this.#due = []
    this.#background.wake()
  }

  /** Runs until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { source, writer } = this.#options
    // Whatever refused them, another process may fare better.
    writer.retryEvents(source.id)
    await Promise.all([this.#runWanted(signal), this.#runBackground(signal)])
  }

  async #runWanted(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const id = this.#wanted.next()
      if (id === undefined) await this.#wanted.rest(this.#options.pause, Number.POSITIVE_INFINITY, signal)
      else await this.#read(id, this.#wanted, signal)
    }
  }

  async #runBackground(signal: AbortSignal): Promise<void> {
    const { pause } = this.#options
    while (!signal.aborted) {
      const id = this.#nextDue()
      if (id === undefined) await this.#background.rest(pause, this.#untilRetryMs(), signal)
      else {
        await this.#read(id, this.#background, signal)
        // A pause after failures is not cut short.
        await pause(pauseAfterFailures(this.#failures), signal)
      }
    }
  }

  async #read(id: ConversationId, lane: Lane, signal: AbortSignal): Promise<void> {
    const { source, intake, report, wrote } = this.#options
    const reading = lane.begin(id, signal)
    try {
      await intake.takeEvents(source, id, reading, lane === this.#wanted)
      this.#failures = 0
      this.#refusals.delete(id)
    } catch (error) {
      if (signal.aborted) return
      // Given up for somebody who waits for it.
      if (!reading.aborted) this.#fail(id, error)
    } finally {
      lane.end()
    }
    try {
      wrote()
    } catch (error) {
      report.complainOnce(toSentence(error))
    }
  }

  /** What one conversation refuses says nothing of the others; they are read meanwhile. */
  #fail(id: ConversationId, error: unknown): void {
    const { source, writer, now, report } = this.#options
    const isOfServer = error instanceof SourceError && !(error instanceof EventsRefusedError)
    if (isOfServer) {
      this.#failures += 1
      report.complainOnce(error.message)
    }
    try {
      const mayPass = !(error instanceof EventsRefusedError) || error.mayPass
      const times = (this.#refusals.get(id)?.times ?? 0) + 1
      const mark = writer.watch.eventsMark(source.id, id)?.mark ?? null
      const pauseMs = mayPass ? pauseAfterRefusals(times) : Number.POSITIVE_INFINITY
      // The pause after failures is for all.
      const untilMs = now() + (isOfServer ? 0 : pauseMs)
      this.#refusals.set(id, { mark, times, untilMs })
      // That the server is away is told of the source.
      if (!isOfServer) writer.refuseEvents(source.id, id, toSentence(error))
    } catch (fault) {
      report.complainOnce(toSentence(fault))
    }
  }

  #isRefused(id: ConversationId, mark: string): boolean {
    const refusal = this.#refusals.get(id)
    return refusal !== undefined && refusal.mark === mark && this.#options.now() < refusal.untilMs
  }

  /** The newest first, but for those that failed: they come after those that did not. */
  #nextDue(): ConversationId | undefined {
    if (this.#due.length === 0) {
      const { source, writer, now } = this.#options
      const due = writer.watch.eventsDue(source.id, source.following?.eventBudget ?? 0)
      const passed = [...this.#refusals].flatMap(([id, { untilMs }]) => (untilMs <= now() ? [id] : []))
      const timesOf = (id: ConversationId) => this.#refusals.get(id)?.times ?? 0
      this.#due = [...new Set([...due, ...passed])]
        .filter((id) => {
          const known = writer.watch.eventsMark(source.id, id)
          return known !== null && !known.isRead && !this.#isRefused(id, known.mark)
        })
        .toSorted((a, b) => timesOf(a) - timesOf(b))
    }
    return this.#due.shift()
  }

  /** Until a refusal may have passed. */
  #untilRetryMs(): number {
    const next = Math.min(...[...this.#refusals.values()].map(({ untilMs }) => untilMs))
    return Math.max(0, next - this.#options.now())
  }
}

/** Conversations to be read one after the other, what is being read, and a rest that can be ended. */
class Lane {
  readonly #waiting = new Set<ConversationId>()
  #wakeUp = new AbortController()
  #giveUp = new AbortController()
  reading: ConversationId | null = null

  has(id: ConversationId): boolean {
    return this.#waiting.has(id) || this.reading === id
  }

  add(id: ConversationId): void {
    this.#waiting.add(id)
    this.wake()
  }

  next(): ConversationId | undefined {
    const [id] = this.#waiting
    if (id !== undefined) this.#waiting.delete(id)
    return id
  }

  /** The signal of this read: aborted too where it is given up. */
  begin(id: ConversationId, signal: AbortSignal): AbortSignal {
    this.reading = id
    this.#giveUp = new AbortController()
    return AbortSignal.any([signal, this.#giveUp.signal])
  }

  end(): void {
    this.reading = null
  }

  giveUp(): void {
    this.#giveUp.abort(new Error('it is read at once'))
  }

  wake(): void {
    this.#wakeUp.abort()
  }

  async rest(pause: EventFollowerOptions['pause'], ms: number, signal: AbortSignal): Promise<void> {
    this.#wakeUp = new AbortController()
    await pause(ms, AbortSignal.any([signal, this.#wakeUp.signal]))
  }
}
