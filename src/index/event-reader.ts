import { rowsBefore, sortValue } from './event-cursor.ts'
import { countEventFacets } from './event-facets.ts'
import { isUnfilteredEvents, matching, notQuiet } from './event-match.ts'
import { EventOrders, type EventOrder, type EventScope } from './event-order.ts'
import { readEvents } from './event-rows.ts'
import { readTimeline } from './event-timeline.ts'
import { TurnReader } from './event-turns.ts'
import { readUsage } from './event-usage.ts'
import { Kept } from './kept.ts'
import type {
  EventFacets,
  EventFilter,
  EventFound,
  EventPage,
  EventQuestion,
  EventRow,
  EventTimeline,
  EventTurn,
  EventView,
  UsageEvents,
} from './event-port.ts'
import type { Answer } from './port-parts.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'
import { offsetAtWallClock } from './zone.ts'

interface Conversation extends EventScope {
  readonly quiet: number
  readonly source: string
  readonly zone: string | null
}

const APPEND_ORDER = { key: 'TIMESTAMP', descending: false } as const

/** Answers about so many conversations and filters: until one of them changes, its 100,000 events are counted once. */
const KEPT = 8

/** Answers questions about the events of one conversation, each inside the caller's snapshot; null: no such conversation. */
export class EventReader {
  readonly #database: Database
  readonly #terms: Terms
  readonly #orders: EventOrders
  readonly #turns: TurnReader
  readonly #facets = new Kept<Omit<EventFacets, keyof Answer>>(KEPT)
  readonly #usage = new Kept<ReturnType<typeof readUsage>>(KEPT)
  readonly #timelines = new Kept<Omit<EventTimeline, keyof Answer>>(KEPT)
  readonly #hiddenCounts = new Kept<number>(KEPT)

  constructor(database: Database, terms: Terms) {
    this.#database = database
    this.#terms = terms
    this.#orders = new EventOrders(database, terms)
    this.#turns = new TurnReader(database)
  }

  page(question: EventQuestion, answer: Answer): EventPage | null {
    const conversation = this.#conversation(question.conversationId)
    if (conversation === null) return null
    const order = this.#orders.orderOf(conversation, question)
    const [offset, end] = this.#rangeOf(conversation, order, question)
    const positions = order.slice(offset, end)
    const items = readEvents(this.#database, this.#terms, conversation.key, positions, question.view !== 'events')
    return {
      ...answer,
      source: conversation.source,
      items,
      cursors: items.map((item, at) => ({ value: sortValue(item, question.sort), position: positions[at] ?? 0 })),
      hasNext: offset + positions.length < order.length,
      total: order.length,
      hidden: question.view === 'events' ? 0 : this.#hidden(conversation, question.filter),
      offset,
      turns: this.#turnsOf(conversation, question, items),
    }
  }

  count(id: string, filter: EventFilter): number | null {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    if (isUnfilteredEvents(filter)) return conversation.positions
    const { sql, values } = matching(conversation.key, filter, this.#terms)
    return Number(this.#database.prepare(`SELECT count(*) AS n FROM event e WHERE ${sql}`).get(...values)?.['n'] ?? 0)
  }

  facets(id: string, filter: EventFilter, answer: Answer): EventFacets | null {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    const { key, revision } = conversation
    const count = () => countEventFacets(this.#database, this.#terms, key, filter)
    return { ...answer, ...this.#facets.of(JSON.stringify([key, revision, filter]), count) }
  }

  timeline(id: string, filter: EventFilter, answer: Answer): EventTimeline | null {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    const order = this.#orders.orderOf(conversation, { filter, view: 'transcript', sort: APPEND_ORDER })
    const read = () => readTimeline(this.#database, this.#terms, conversation, filter, order)
    return { ...answer, ...this.#timelines.of(JSON.stringify([conversation.key, conversation.revision, filter]), read) }
  }

  event(id: string, eventId: string, filter: EventFilter, view: EventView, answer: Answer): EventFound | null {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    const position = this.#positionOf(conversation, eventId)
    if (position === null) return null
    const [event] = readEvents(this.#database, this.#terms, conversation.key, [position], true)
    if (event === undefined) return null
    const order = this.#orders.orderOf(conversation, { filter, view, sort: APPEND_ORDER })
    const row = order.rowOf(this.#headOf(conversation, position, view))
    return { ...answer, source: conversation.source, event, offset: row === -1 ? null : row }
  }

  batch(id: string, eventIds: readonly string[], answer: Answer) {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    const positions = eventIds.map((eventId) => this.#positionOf(conversation, eventId))
    const found = readEvents(
      this.#database,
      this.#terms,
      conversation.key,
      positions.filter((position) => position !== null),
      false,
    )
    const byId = new Map(found.map((event) => [event.id, event]))
    return { ...answer, source: conversation.source, items: eventIds.map((eventId) => byId.get(eventId) ?? null) }
  }

  usage(id: string, answer: Answer): UsageEvents | null {
    const conversation = this.#conversation(id)
    if (conversation === null) return null
    const { key, revision, source } = conversation
    const usage = this.#usage.of(`${key} ${revision}`, () => readUsage(this.#database, this.#terms, key))
    return { ...answer, source, ...usage }
  }

  /** Minutes that the conversation's event clock is ahead of UTC at a wall-clock time (ms as if UTC). */
  zoneOffset(id: string, wallMs: number): number | null {
    const conversation = this.#conversation(id)
    return conversation === null ? null : offsetAtWallClock(conversation.zone ?? 'UTC', wallMs)
  }

  #conversation(id: string): Conversation | null {
    const row = this.#database
      .prepare(
        `SELECT conversation.pk AS key, conversation.id AS id, revision, positions, rows, focused, quiet, zone, source.id AS source FROM conversation
         JOIN source ON source.pk = conversation.source WHERE conversation.id = ?`,
      )
      .get(id)
    // The binding ends a text at a NUL, and finds the row of what comes before it.
    if (row?.['id'] !== id) return null
    const at = (column: string) => Number(row[column])
    return {
      key: at('key'),
      revision: at('revision'),
      positions: at('positions'),
      rows: at('rows'),
      focused: at('focused'),
      quiet: at('quiet'),
      source: String(row['source']),
      zone: typeof row['zone'] === 'string' ? row['zone'] : null,
    }
  }

  #turnsOf(conversation: Conversation, { view, sort }: EventQuestion, items: readonly EventRow[]): EventTurn[] {
    if (view !== 'transcript' || sort.key !== 'TIMESTAMP') return []
    // Those of the items alone: under a filter thousands of others may lie between two rows of a page.
    const numbers = [...new Set(items.map(({ turn }) => turn))]
    return this.#turns.turns(conversation, sort.descending ? numbers.toReversed() : numbers)
  }

  /** Rows [from, to) of a page. */
  #rangeOf(conversation: Conversation, order: EventOrder, question: EventQuestion): readonly [number, number] {
    const { start, sort, limit } = question
    const readAt = (position: number) => readEvents(this.#database, this.#terms, conversation.key, [position], false)[0]
    if ('before' in start) {
      const to = rowsBefore(order, sort, start.before, false, readAt)
      return [Math.max(0, to - limit), to]
    }
    const from =
      'after' in start
        ? rowsBefore(order, sort, start.after, true, readAt)
        : 'offset' in start
          ? Math.min(start.offset, order.length)
          : 'event' in start
            ? this.#rowOfEvent(conversation, order, question.view, start.event)
            : this.#rowAt(conversation, order, question, start.at)
    return [from, from + limit]
  }

  #rowOfEvent(conversation: Conversation, order: EventOrder, view: EventView, eventId: string): number {
    const position = this.#positionOf(conversation, eventId)
    return position === null ? 0 : Math.max(0, order.rowOf(this.#headOf(conversation, position, view)))
  }

  #rowAt(conversation: Conversation, order: EventOrder, question: EventQuestion, atMs: number): number {
    const base = conversation.key * POSITIONS
    const first = this.#database
      .prepare('SELECT pk FROM event WHERE pk >= ? AND pk < ? AND time >= ? ORDER BY pk LIMIT 1')
      .get(base, base + POSITIONS, atMs * 1000)
    if (first === undefined) return question.sort.descending ? 0 : order.length
    const position = Number(first['pk']) - base
    const head = this.#headOf(conversation, position, question.view)
    const row = order.rowOf(head)
    const isThere = row !== -1 && order.slice(row, row + 1)[0] === head
    if (isThere || question.sort.descending) return Math.max(0, row)
    // Of an event that has no row here, the first row at or after that time is the one that follows.
    return order.rowOf(position) + 1
  }

  #positionOf(conversation: Conversation, eventId: string): number | null {
    const row = this.#database
      .prepare('SELECT pk, id FROM event WHERE conversation = ? AND id = ?')
      .get(conversation.key, eventId)
    return row?.['id'] !== eventId ? null : Number(row['pk']) - conversation.key * POSITIONS
  }

  /** Position of the event that stands for this one in a view. */
  #headOf(conversation: Conversation, position: number, view: EventView): number {
    if (view === 'events') return position
    const row = this.#database
      .prepare('SELECT head FROM event WHERE pk = ?')
      .get(conversation.key * POSITIONS + position)
    return Number(row?.['head'] ?? position)
  }

  #hidden(conversation: Conversation, filter: EventFilter): number {
    if (isUnfilteredEvents(filter)) return conversation.quiet
    const all = matching(conversation.key, filter, this.#terms)
    const loud = notQuiet(filter, this.#terms)
    const count = () => {
      const row = this.#database
        .prepare(`SELECT count(*) AS n FROM event e WHERE ${all.sql} AND NOT ${loud.sql}`)
        .get(...all.values, ...loud.values)
      return Number(row?.['n'] ?? 0)
    }
    return this.#hiddenCounts.of(JSON.stringify([conversation.key, conversation.revision, filter]), count)
  }
}
