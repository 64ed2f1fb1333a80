import { setImmediate } from 'node:timers/promises'
import type { ConversationId, Following, Sighting } from '../sources/source.ts'
import { assumedClock } from './event-clock.ts'
import { EventFollower } from './event-follower.ts'
import { pauseBeforeFullWalk, pauseBeforeLook } from './schedule.ts'
import type { SourceLoopOptions } from './source-loop.ts'
import { SourceReport, toSentence } from './source-report.ts'

export interface ServerLoopOptions extends SourceLoopOptions {
  readonly following: Following
  /** Waits; ends early, without an error, when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1. */
  readonly random: () => number
}

/**
 * Follows a source on a server: walks all its rows now and then, asks for what changed in between, and has the events read behind.
 * What the server no longer has is noted and kept.
 */
export class ServerLoop {
  readonly #options: ServerLoopOptions
  readonly #report: SourceReport
  readonly #events: EventFollower
  #walkDueAt = Number.NEGATIVE_INFINITY
  #quietLooks = 0
  #failures = 0

  constructor(options: ServerLoopOptions) {
    this.#options = options
    this.#report = new SourceReport(options)
    this.#events = new EventFollower({ ...options, report: this.#report })
  }

  /** Somebody waits for the events of this conversation. */
  want(id: ConversationId): void {
    this.#events.want(id)
  }

  /** Runs until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#followRows(signal), this.#events.run(signal)])
  }

  async #followRows(signal: AbortSignal): Promise<void> {
    const { now, pause, random, writer, source, following } = this.#options
    while (!signal.aborted) {
      const startedMs = now()
      const rowsBefore = writer.rowsWritten
      try {
        if (startedMs >= this.#walkDueAt) await this.walk(signal)
        else await this.#look(signal)
        this.#failures = 0
      } catch (error) {
        if (signal.aborted) return
        this.#failures += 1
        this.#report.fail(error, source.location)
      }
      this.#quietLooks = writer.rowsWritten === rowsBefore ? this.#quietLooks + 1 : 0
      const active = writer.countActive(source.id)
      const outcome = { active, quietLooks: this.#quietLooks, failures: this.#failures, jitter: random() }
      const lastedMs = now() - startedMs
      await pause(pauseBeforeLook({ ...outcome, lastedMs, intervalMs: following.intervalMs }), signal)
    }
  }

  /** One walk over all rows. @throws SourceError */
  async walk(signal: AbortSignal): Promise<void> {
    const { source, writer, now } = this.#options
    const startedMs = now()
    const known = writer.fingerprints(source.id, source.timezone !== null)
    const gone = new Set(known.keys())
    this.#report.set({ progress: { read: 0, total: await source.count(signal) } })
    let read = 0
    for await (const batch of source.list((id) => known.get(id) || undefined, signal)) {
      await this.#takeIn(batch, signal)
      for (const { id } of batch) gone.delete(id)
      read += batch.length
      this.#report.set({ progress: { read, total: Math.max(read, this.#report.state.progress.total) } })
    }
    await this.#markGone(gone, signal)
    this.#settleClocks()
    writer.markComplete(source.id)
    this.#walkDueAt = now() + pauseBeforeFullWalk(now() - startedMs)
    this.#succeed({ progress: { read, total: read } })
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { source, writer, following } = this.#options
    for await (const batch of following.changes(writer.active(source.id), signal)) await this.#takeIn(batch, signal)
    if (following.isWalkDue()) this.#walkDueAt = Number.NEGATIVE_INFINITY
    this.#succeed({})
  }

  #succeed(change: Parameters<SourceReport['succeed']>[0]): void {
    const { following, now, wrote } = this.#options
    this.#report.succeed({ ...change, last_sync_at: now(), notes: following.notes() })
    this.#events.wake()
    wrote()
  }

  /** A row that cannot be taken in takes no other with it. */
  async #takeIn(batch: readonly Sighting[], signal: AbortSignal): Promise<void> {
    const { source, intake, writer } = this.#options
    for (const sighting of batch) {
      signal.throwIfAborted()
      if (writer.fingerprintOf(source.id, sighting.id) === sighting.fingerprint) continue
      try {
        await intake.take(source, sighting, signal)
      } catch (error) {
        signal.throwIfAborted()
        this.#report.complainOnce(`Reading conversation ${sighting.id} failed: ${toSentence(error)}`)
      }
    }
    await setImmediate()
  }

  /** A walk may miss a row that moved: what it did not come by is asked for by its id. */
  async #markGone(ids: ReadonlySet<ConversationId>, signal: AbortSignal): Promise<void> {
    const { source, writer, intake, now, following } = this.#options
    if (ids.size === 0) return
    const gone: ConversationId[] = []
    for await (const [id, sighting] of following.lookAt([...ids], signal)) {
      signal.throwIfAborted()
      if (sighting === null) gone.push(id)
      else await this.#takeIn([sighting], signal)
    }
    for (const id of writer.markGone(source.id, gone, now())) await intake.handOver(id, signal)
  }

  /** Conversations that show no offset of their own follow the majority. */
  #settleClocks(): void {
    const { source, writer, processZone } = this.#options
    const clock = assumedClock(source.timezone, writer.ownClocks(source.id), processZone)
    for (const id of writer.clocksToSettle(source.id, clock)) writer.setClock(id, clock)
  }
}
