import { setImmediate } from 'node:timers/promises'
import type { IndexWriter } from '../index/writer.ts'
import { SourceError, type ConversationId, type Sighting, type Source } from '../sources/source.ts'
import { assumedClock } from './event-clock.ts'
import type { Intake } from './intake.ts'
import { inParts } from './in-parts.ts'
import { knownFingerprints } from './known-fingerprints.ts'
import { pauseBeforeWalk } from './schedule.ts'
import { SourceReport, toSentence, type Listener } from './source-report.ts'

/** Conversations whose folders are watched closely. */
const WATCHED = 500

/** What a loop is given, whatever kind of source it follows. */
export interface SourceLoopOptions extends Listener {
  readonly source: Source
  readonly writer: IndexWriter
  readonly intake: Intake
  readonly processZone: string
  readonly now: () => number
  /** Told after anything was written. */
  readonly wrote: () => void
}

/**
 * Follows one source: walks it, listens to hints, and keeps what it finds. Conversations are taken one after the other; a hint waits no
 * longer than for the one in hand.
 */
export class SourceLoop {
  readonly #options: SourceLoopOptions
  readonly #report: SourceReport
  readonly #hinted = new Set<ConversationId>()
  #timer: NodeJS.Timeout | undefined
  #stopWatch: (() => void) | undefined
  #wake: (() => void) | undefined
  #walkDue = true
  #quietWalks = 0
  #failures = 0

  constructor(options: SourceLoopOptions) {
    this.#options = options
    this.#report = new SourceReport(options)
  }

  /** Runs until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
    this.#startWatch()
    try {
      while (!signal.aborted) {
        await this.#takeHints(signal)
        if (this.#walkDue && !signal.aborted) await this.#walkSafely(signal)
        if (this.#hinted.size > 0 || this.#walkDue || signal.aborted) continue
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      clearTimeout(this.#timer)
      this.#stopWatch?.()
    }
  }

  /** One walk over everything. @throws SourceError */
  async walk(signal: AbortSignal): Promise<void> {
    const { source, writer, now } = this.#options
    const started = now()
    const rowsBefore = writer.rowsWritten
    const known = await knownFingerprints(writer, source, signal)
    const gone = new Set(known.keys())
    // Counting looks at every folder once more: worth it only while there is nothing to go by.
    const total = writer.isComplete(source.id) ? known.size : await source.count(signal)
    this.#report.set({ progress: { read: 0, total } })
    let read = 0
    for await (const batch of source.list((id) => known.get(id) || undefined, signal)) {
      for (const sighting of batch) {
        gone.delete(sighting.id)
        if (sighting.record !== null) await this.#takeIn(sighting, signal)
        read += 1
        this.#report.set({ progress: { read, total: Math.max(read, this.#report.state.progress.total) } })
        if (this.#hinted.size > 0) await this.#takeHints(signal)
        await setImmediate()
        signal.throwIfAborted()
      }
    }
    await this.#removeGone(gone, signal)
    this.#settleClocks()
    writer.markComplete(source.id)
    if (known.size === 0) this.#watchAnew()
    this.#quietWalks = writer.rowsWritten === rowsBefore ? this.#quietWalks + 1 : 0
    this.#failures = 0
    // Who hears that the walk has ended finds what it found.
    writer.flush()
    this.#report.succeed({ last_sync_at: now(), progress: { read, total: read } })
    this.#walkAgainAfter(now() - started)
    this.#options.wrote()
  }

  async #walkSafely(signal: AbortSignal): Promise<void> {
    this.#walkDue = false
    try {
      await this.walk(signal)
    } catch (error) {
      if (signal.aborted) return
      this.#failures += 1
      this.#report.fail(error, this.#options.source.location)
      this.#walkAgainAfter(0)
    }
  }

  async #takeHints(signal: AbortSignal): Promise<void> {
    const { source, writer } = this.#options
    // Those that come meanwhile wait for the next turn: a busy conversation holds up no walk.
    const waiting = [...this.#hinted]
    for (const id of waiting) {
      if (signal.aborted) return
      this.#hinted.delete(id)
      try {
        const sighting = await source.look(id)
        if (sighting !== null) await this.#takeIn(sighting, signal)
        else if (writer.owner(id) !== null) await this.#removeGone(new Set([id]), signal)
        this.#options.wrote()
      } catch (error) {
        if (signal.aborted) return
        // The directory itself is the walk's to judge.
        this.#report.complainOnce(`Looking at conversation ${id} failed: ${toSentence(error)}`)
        this.#walkDue = true
      }
    }
  }

  /** A conversation that cannot be read is left for the next walk, and takes no other with it. */
  async #takeIn(sighting: Sighting, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.intake.take(this.#options.source, sighting, signal)
    } catch (error) {
      signal.throwIfAborted()
      this.#report.complainOnce(`Reading conversation ${sighting.id} failed: ${toSentence(error)}`)
    }
  }

  async #removeGone(ids: ReadonlySet<ConversationId>, signal: AbortSignal): Promise<void> {
    const { source, writer } = this.#options
    for await (const part of inParts([...ids], signal)) {
      const gone: ConversationId[] = []
      for (const id of part) if (await this.#isGone(id)) gone.push(id)
      for (const id of writer.removeSightings(source.id, gone)) await this.#handOver(id, signal)
    }
  }

  async #handOver(id: ConversationId, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.intake.handOver(id, signal)
    } catch (error) {
      signal.throwIfAborted()
      // That source's own walk reads it again, and says what is wrong with the source.
      this.#report.complainOnce(`Reading conversation ${id} failed: ${toSentence(error)}`)
    }
  }

  /** What cannot be looked at is not known to have gone. @throws SourceError when the place itself cannot be read. */
  async #isGone(id: ConversationId): Promise<boolean> {
    try {
      return (await this.#options.source.look(id)) === null
    } catch (error) {
      if (error instanceof SourceError) throw error
      this.#report.complainOnce(`Looking at conversation ${id} failed: ${toSentence(error)}`)
      return false
    }
  }

  /** Conversations that show no offset of their own follow the majority, which only the end of a walk knows. */
  #settleClocks(): void {
    const { source, writer, processZone } = this.#options
    const clock = assumedClock(source.timezone, writer.ownClocks(source.id), processZone)
    for (const id of writer.watch.clocksToSettle(source.id, clock)) writer.setClock(id, clock)
  }

  #startWatch(): void {
    const { source, writer } = this.#options
    const newest = () => writer.watch.newest(source.id, WATCHED)
    this.#stopWatch = source.watch?.(newest, (id) => {
      if (id === undefined) this.#walkDue = true
      else this.#hinted.add(id)
      this.#wake?.()
    })
  }

  /** The first walk finds whom to watch closely; nothing goes unwatched in between. */
  #watchAnew(): void {
    const stop = this.#stopWatch
    if (stop === undefined) return
    this.#startWatch()
    stop()
  }

  #walkAgainAfter(lastedMs: number): void {
    const active = this.#options.writer.watch.countActive(this.#options.source.id)
    const pause = pauseBeforeWalk({ active, quietWalks: this.#quietWalks, failures: this.#failures, lastedMs })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#walkDue = true
      this.#wake?.()
    }, pause)
    this.#timer.unref()
  }
}
