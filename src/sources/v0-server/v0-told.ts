import type { Status } from '../conversation-status.ts'
import type { KnownEvents, ToldByEvents } from '../source.ts'
import { costOf, tokensOf } from '../v0/v0-metadata.ts'
import { newestStateOf } from '../v0/v0-newest-state.ts'
import { toAgentStatus } from '../v0/v0-status.ts'
import { isOfOnePosition } from './around-faults.ts'
import { askEvents, type EventAccess, type EventsPage } from './v0-events-page.ts'

/** Among so many of the newest events, state and totals stand nearly always. */
const NEWEST = 10
/** What is told by the events of a conversation that says nothing of its state at all. */
const NOTHING_TOLD: ToldByEvents = { status: toToldStatus(toAgentStatus(null)) }

/**
 * What these events, in order, say of their conversation: the agent's newest state, and the totals of the newest `llm_metrics`. Null:
 * nothing.
 */
export function toTold(events: readonly unknown[]): ToldByEvents | null {
  const { agent, metrics } = newestStateOf(events)
  const accumulatedCost = costOf(null, metrics)
  const tokenUsage = tokensOf(null, metrics)
  const told = {
    ...(agent === null ? {} : { status: toToldStatus(toAgentStatus(agent)) }),
    ...(accumulatedCost === null ? {} : { accumulatedCost }),
    ...(tokenUsage === null ? {} : { tokenUsage }),
  }
  return Object.keys(told).length === 0 ? null : told
}

/** Tells what the events of one read say of their conversation, page by page, each thing once. */
export class V0Teller {
  readonly #access: EventAccess
  #told: ToldByEvents | null
  /** Up to here all is told. */
  #toldSeq: number
  #hasLookedAhead = false

  /** `known`: what earlier reads told of. */
  constructor(access: EventAccess, known: KnownEvents) {
    this.#access = access
    this.#told = known.count === 0 ? NOTHING_TOLD : null
    this.#toldSeq = known.lastSeq
  }

  /** Of a long conversation the newest events are heard first, so that nobody is told its past while it is read. @throws SourceError */
  async hear({ events, hasMore }: EventsPage): Promise<void> {
    if (hasMore && !this.#hasLookedAhead) {
      this.#hasLookedAhead = true
      await this.#lookAhead()
    }
    const told = toTold(events.filter(({ seq }) => seq > this.#toldSeq).map(({ event }) => event))
    if (told !== null) this.#told = { ...this.#told, ...told }
  }

  /** What is new since. */
  take(): ToldByEvents | null {
    const told = this.#told
    this.#told = null
    return told
  }

  async #lookAhead(): Promise<void> {
    try {
      const { events } = await askEvents(this.#access, { reverse: true, limit: NEWEST })
      const told = toTold(events.map(({ event }) => event))
      // Where they do not say all, the pages do, one after the other.
      if (told?.status === undefined || told.accumulatedCost === undefined) return
      this.#told = { ...this.#told, ...told }
      this.#toldSeq = events.at(-1)?.seq ?? this.#toldSeq
    } catch (error) {
      if (!isOfOnePosition(error)) throw error
    }
  }
}

function toToldStatus({ status, statusReason, nativeStatus }: Status): NonNullable<ToldByEvents['status']> {
  return { status, statusReason, nativeStatus }
}
