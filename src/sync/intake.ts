import type { IndexWriter } from '../index/writer.ts'
import type { ConversationId, Sighting, Source, SourceId } from '../sources/source.ts'
import { assumedClock, shownOffset, type EventClock, type StatedDates } from './event-clock.ts'

export interface IntakeOptions {
  readonly writer: IndexWriter
  readonly sources: ReadonlyMap<SourceId, Source>
  readonly processZone: string
}

/** Takes conversations into the index: the record, then the events that are not there yet. */
export class Intake {
  readonly #options: IntakeOptions
  /** The last of those that take in a conversation now; never rejects. */
  readonly #underWay = new Map<ConversationId, Promise<void>>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /**
   * Takes in what a source says of a conversation, and its new events where they are the ones to show. Two sources that come by the same
   * conversation at once wait for each other: else one would add its events to those of the other.
   */
  async take(source: Source, sighting: Sighting, signal: AbortSignal): Promise<void> {
    await this.#inTurn(sighting.id, () => this.#take(source, sighting, signal))
  }

  /**
   * Takes in a row of a followed source, whose events are read behind it. Waits for nothing, so that a long read of one conversation holds
   * up no other row. True where a source that reads events along takes over: `handOver` reads them.
   */
  takeRow(source: Source, sighting: Sighting): boolean {
    const { writer, sources } = this.#options
    const { record } = sighting
    if (record === null) return false
    const { chosen, held } = writer.see(source.id, { ...sighting, record })
    if (chosen !== held) writer.changeOwner(sighting.id, chosen)
    // A zone that is configured no more gives way to the one that its events show.
    else if (writer.watch.eventsMark(source.id, sighting.id)?.isRead === true)
      this.#findClock(source, sighting.id, record)
    return chosen !== held && sources.get(chosen)?.following === undefined
  }

  /**
   * Reads the events of a conversation of a followed source, whose row was taken in before. Nothing happens where they are known as far
   * as its row tells, or another source shows them. @throws SourceError
   */
  async takeEvents(source: Source, id: ConversationId, signal: AbortSignal, isAwaited: boolean): Promise<void> {
    const { writer } = this.#options
    await this.#inTurn(id, async () => {
      const known = writer.watch.eventsMark(source.id, id)
      if (known === null || known.isRead || writer.owner(id)?.held !== source.id) return
      await this.#readEvents(source, id, signal, isAwaited)
      this.#findClock(source, id, known.dates)
      writer.settleEvents(source.id, id, known.mark)
    })
  }

  async #inTurn(id: ConversationId, body: () => Promise<void>): Promise<void> {
    const earlier = this.#underWay.get(id) ?? Promise.resolve()
    const taken = earlier.then(body)
    // Whoever asked for it hears of a failure.
    const ended = taken.catch(() => undefined)
    this.#underWay.set(id, ended)
    try {
      await taken
    } finally {
      if (this.#underWay.get(id) === ended) this.#underWay.delete(id)
    }
  }

  async #take(source: Source, sighting: Sighting, signal: AbortSignal): Promise<void> {
    const { writer } = this.#options
    const { record } = sighting
    if (record === null) return
    const { chosen, held } = writer.see(source.id, { ...sighting, record })
    const isHandedOver = chosen !== held
    if (isHandedOver) writer.changeOwner(sighting.id, chosen)
    const owner = this.#options.sources.get(chosen)
    // A followed source's own are read behind its rows.
    if (owner !== undefined && owner.following === undefined && (isHandedOver || chosen === source.id)) {
      await this.#readEvents(owner, sighting.id, signal)
      if (chosen === source.id) this.#findClock(source, sighting.id, record)
    }
    if (source.following === undefined)
      writer.settle(source.id, sighting.id, source.settledFingerprint?.(sighting) ?? sighting.fingerprint)
  }

  /** Another source shows this conversation from now on: its events are read in place of those held, at once or behind its rows. */
  async handOver(id: ConversationId, signal: AbortSignal): Promise<void> {
    const owner = this.#options.writer.owner(id)
    const source = owner === null ? undefined : this.#options.sources.get(owner.chosen)
    if (source?.following !== undefined) return
    const sighting = (await source?.look(id)) ?? null
    if (source !== undefined && sighting !== null) await this.take(source, sighting, signal)
  }

  async #readEvents(source: Source, id: ConversationId, signal: AbortSignal, isAwaited = false): Promise<void> {
    const { writer } = this.#options
    const clock = this.#clockFor(source, id)
    for await (const batch of source.events(id, writer.held(id), signal, isAwaited)) {
      signal.throwIfAborted()
      // Rows go on meanwhile: where another source shows it now, its events are that one's.
      if (writer.owner(id)?.held !== source.id) return
      writer.take(id, batch, clock)
    }
  }

  #clockFor(source: Source, id: ConversationId): EventClock {
    const { writer, processZone } = this.#options
    const known = writer.clockOf(id)
    if (known?.basis === 'own' && source.timezone === null) return known
    return assumedClock(source.timezone, writer.ownClocks(source.id), processZone)
  }

  /** Once its dates and events agree on an offset, a conversation keeps that clock: later its dates lag behind. */
  #findClock(source: Source, id: ConversationId, dates: StatedDates): void {
    const { writer } = this.#options
    const known = writer.clockOf(id)
    if (source.timezone !== null || known === null || known.basis === 'own') return
    const offset = shownOffset(dates, writer.wallClock(id))
    if (offset !== null) writer.setClock(id, { zone: String(offset), basis: 'own' })
  }
}
