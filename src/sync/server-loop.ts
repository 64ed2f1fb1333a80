import { setImmediate } from 'node:timers/promises'
import type { ConversationId, Following, Sighting } from '../sources/source.ts'
import { assumedClock } from './event-clock.ts'
import { EventFollower } from './event-follower.ts'
import { inParts } from './in-parts.ts'
import { knownFingerprints } from './known-fingerprints.ts'
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
  /** Null: all rows are to be walked as soon as may be. */
  #lastWalk: { readonly endedMs: number; readonly lastedMs: number } | null = null
  /** Walks in a row that found nothing new, and no look since. */
  #quietWalks = 0
  #lookDueAt = Number.POSITIVE_INFINITY
  #quietLooks = 0
  #failures = 0
  /** Rows that have changed since the start. */
  #changed = 0

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
    const { now, pause, source } = this.#options
    while (!signal.aborted) {
      try {
        if (this.#isWalkDue()) await this.walk(signal)
        else await this.#look(signal)
        this.#failures = 0
      } catch (error) {
        if (signal.aborted) return
        this.#failures += 1
        this.#report.fail(error, source.location)
        this.#rest(0)
      }
      await pause(Math.max(0, this.#lookDueAt - now()), signal)
    }
  }

  /** One walk over all rows, with looks in between where it takes long. @throws SourceError */
  async walk(signal: AbortSignal): Promise<void> {
    const { source, writer, now } = this.#options
    const startedMs = now()
    const changedBefore = this.#changed
    this.#rest(0)
    const known = await knownFingerprints(writer, source, signal)
    const gone = new Set(known.keys())
    this.#report.set({ progress: { read: 0, total: await source.count(signal) } })
    let read = 0
    for await (const batch of source.list((id) => known.get(id) || undefined, signal)) {
      await this.#takeIn(batch, signal, known)
      for (const { id } of batch) gone.delete(id)
      read += batch.length
      this.#report.set({ progress: { read, total: Math.max(read, this.#report.state.progress.total) } })
      if (known.size > 0 && now() >= this.#lookDueAt) await this.#look(signal)
    }
    await this.#markGone(gone, signal)
    this.#settleClocks()
    writer.markComplete(source.id)
    this.#lastWalk = { endedMs: now(), lastedMs: now() - startedMs }
    this.#quietWalks = this.#changed === changedBefore ? this.#quietWalks + 1 : 0
    this.#succeed({ progress: { read, total: read } })
    this.#rest(0)
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { source, writer, following, now } = this.#options
    const startedMs = now()
    const changedBefore = this.#changed
    for await (const batch of following.changes(writer.watch.active(source.id), signal))
      await this.#takeIn(batch, signal)
    if (following.isWalkDue()) this.#lastWalk = null
    const isQuiet = this.#changed === changedBefore
    this.#quietLooks = isQuiet ? this.#quietLooks + 1 : 0
    if (!isQuiet) this.#quietWalks = 0
    this.#succeed({})
    this.#rest(now() - startedMs)
  }

  #isWalkDue(): boolean {
    if (this.#lastWalk === null) return true
    const { endedMs, lastedMs } = this.#lastWalk
    return this.#options.now() >= endedMs + pauseBeforeFullWalk(lastedMs, this.#quietWalks)
  }

  /** Until the next look, after one that took so long. */
  #rest(lastedMs: number): void {
    const { now, random, writer, source, following } = this.#options
    const active = writer.watch.countActive(source.id)
    const outcome = { active, quietLooks: this.#quietLooks, failures: this.#failures, jitter: random() }
    this.#lookDueAt = now() + pauseBeforeLook({ ...outcome, lastedMs, intervalMs: following.intervalMs })
  }

  #succeed(change: Parameters<SourceReport['succeed']>[0]): void {
    const { following, now, writer, wrote } = this.#options
    // Who hears of it finds what was found.
    writer.flush()
    this.#report.succeed({ ...change, last_sync_at: now(), notes: following.notes() })
    this.#events.wake()
    wrote()
  }

  /** A row that cannot be taken in takes no other with it. `known`: fingerprints to go by instead of those of now. */
  async #takeIn(
    batch: readonly Sighting[],
    signal: AbortSignal,
    known?: ReadonlyMap<ConversationId, string>,
  ): Promise<void> {
    const { source, intake, writer } = this.#options
    for (const sighting of batch) {
      const { id, fingerprint } = sighting
      const before = known?.get(id) === '' ? null : writer.watch.fingerprintOf(source.id, id)
      if (before === fingerprint) continue
      try {
        this.#changed += 1
        if (intake.takeRow(source, sighting)) void this.#handOver(id, signal)
      } catch (error) {
        this.#report.complainOnce(`Reading conversation ${id} failed: ${toSentence(error)}`)
      }
    }
    await setImmediate()
    signal.throwIfAborted()
  }

  /** Another source's trouble is not this one's; its own walk says what is wrong. */
  async #handOver(id: ConversationId, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.intake.handOver(id, signal)
      this.#options.wrote()
    } catch (error) {
      if (!signal.aborted) this.#report.complainOnce(`Reading conversation ${id} failed: ${toSentence(error)}`)
    }
  }

  /** A walk may miss a row that moved: what it did not come by is asked for by its id. */
  async #markGone(ids: ReadonlySet<ConversationId>, signal: AbortSignal): Promise<void> {
    const { source, writer, now, following } = this.#options
    if (ids.size === 0) return
    const gone: ConversationId[] = []
    for await (const [id, sighting] of following.lookAt([...ids], signal)) {
      signal.throwIfAborted()
      if (sighting === null) gone.push(id)
      else await this.#takeIn([sighting], signal)
    }
    this.#changed += gone.length
    const goneMs = now()
    for await (const part of inParts(gone, signal)) {
      for (const id of writer.markGone(source.id, part, goneMs)) await this.#handOver(id, signal)
    }
  }

  /** Conversations that show no offset of their own follow the majority. */
  #settleClocks(): void {
    const { source, writer, processZone } = this.#options
    const clock = assumedClock(source.timezone, writer.ownClocks(source.id), processZone)
    for (const id of writer.watch.clocksToSettle(source.id, clock)) writer.setClock(id, clock)
  }
}
