import { Catalogue } from './catalogue.ts'
import { ConversationReader, type Snapshot } from './conversation-reader.ts'
import { findEventPlaces } from './event-places.ts'
import { EventReader } from './event-reader.ts'
import { EventSearch } from './event-search.ts'
import { openForReading } from './open.ts'
import type { ConversationFilter, ConversationQuestion, ConversationSort, FacetQuestion } from './conversation-port.ts'
import type { EventFilter, EventQuestion, EventView, FoundEvents, SearchQuestion } from './event-port.ts'
import type { Answer } from './port-parts.ts'
import type { SourceRow } from './source-port.ts'
import { transaction, type Database } from './sqlite.ts'
import { Statements } from './statements.ts'
import { Terms } from './terms.ts'
import { TextSearch } from './text-search.ts'

/** Unreadable files that `/api/sources` names; their number is always exact. */
const NAMED_FILES = 100

/** What the index knows of a source by itself; whether it is reachable is the sync's to say. */
export type IndexedSource = Omit<SourceRow, 'reachable' | 'error' | 'notes' | 'last_sync_at' | 'progress'>

/**
 * The synchronous reader that lives in a worker thread. Its public methods are what `LookoutIndex` asks; each takes its answer
 * from one read transaction.
 */
export class Reader {
  readonly #database: Database
  readonly #statements: Statements
  readonly #terms: Terms
  readonly #catalogue: Catalogue
  readonly #conversations: ConversationReader
  readonly #events: EventReader
  readonly #search: EventSearch

  constructor(file: string, isGivenUp: () => boolean) {
    this.#database = openForReading(file)
    this.#statements = new Statements(this.#database)
    this.#terms = new Terms(this.#database, false)
    this.#catalogue = new Catalogue(this.#database)
    this.#conversations = new ConversationReader(
      this.#database,
      this.#catalogue,
      new TextSearch(this.#database, isGivenUp),
    )
    this.#events = new EventReader(this.#database, this.#terms)
    this.#search = new EventSearch(this.#database, this.#terms, this.#catalogue, isGivenUp)
  }

  search(question: ConversationQuestion) {
    return this.#snapshot((snapshot) => this.#conversations.search(question, snapshot))
  }

  count(filter: ConversationFilter) {
    return this.#snapshot((snapshot) => this.#conversations.count(filter, snapshot))
  }

  facets(filter: ConversationFilter, question: FacetQuestion) {
    return this.#snapshot((snapshot) => this.#conversations.facets(filter, question, snapshot))
  }

  histogram(filter: ConversationFilter) {
    return this.#snapshot((snapshot) => this.#conversations.histogram(filter, snapshot))
  }

  sums(filter: ConversationFilter) {
    return this.#snapshot((snapshot) => this.#conversations.sums(filter, snapshot))
  }

  batch(ids: readonly string[]) {
    return this.#snapshot((snapshot) => ({ ...snapshot.answer, items: this.#conversations.batch(ids) }))
  }

  neighbours(id: string, filter: ConversationFilter, sort: ConversationSort, nested: boolean) {
    return this.#snapshot((snapshot) => this.#conversations.neighbours(id, filter, sort, nested, snapshot))
  }

  events(question: EventQuestion) {
    return this.#snapshot(({ answer }) => this.#events.page(question, answer))
  }

  countEvents(conversationId: string, filter: EventFilter) {
    return this.#snapshot(({ answer }) => {
      const total = this.#events.count(conversationId, filter)
      return total === null ? null : { ...answer, total }
    })
  }

  eventFacets(conversationId: string, filter: EventFilter) {
    return this.#snapshot(({ answer }) => this.#events.facets(conversationId, filter, answer))
  }

  eventTimeline(conversationId: string, filter: EventFilter) {
    return this.#snapshot(({ answer }) => this.#events.timeline(conversationId, filter, answer))
  }

  event(conversationId: string, eventId: string, filter: EventFilter, view: EventView) {
    return this.#snapshot(({ answer }) => this.#events.event(conversationId, eventId, filter, view, answer))
  }

  eventBatch(conversationId: string, eventIds: readonly string[]) {
    return this.#snapshot(({ answer }) => this.#events.batch(conversationId, eventIds, answer))
  }

  eventPlaces(eventIds: readonly string[]) {
    return this.#snapshot(({ answer }) => ({ ...answer, items: findEventPlaces(this.#statements, eventIds) }))
  }

  searchEvents(question: SearchQuestion): FoundEvents {
    return this.#snapshot((snapshot) => {
      const conditions = this.#conversations.conditions(question.conversations, snapshot)
      const answer = this.#conversations.answerOfText(question.conversations, snapshot)
      return { ...answer, ...this.#search.page(question, conditions, snapshot.number) }
    })
  }

  usage(conversationId: string) {
    return this.#snapshot(({ answer }) => this.#events.usage(conversationId, answer))
  }

  zoneOffset(conversationId: string, wallMs: number) {
    return this.#snapshot(() => this.#events.zoneOffset(conversationId, wallMs))
  }

  sources(): Answer & { readonly items: readonly IndexedSource[] } {
    return this.#snapshot(({ answer }) => {
      const rows = this.#database
        .prepare('SELECT pk, id, name, dialect, location, complete FROM source ORDER BY rank')
        .all()
      const counts = this.#catalogue.countSources()
      const waiting = this.#eventsWithoutTrigrams()
      const gone = this.#countGone()
      return {
        ...answer,
        items: rows.map((row) => {
          const { conversations = 0, events = 0 } = counts.get(String(row['id'])) ?? {}
          const done = events - (waiting.get(Number(row['pk'])) ?? 0)
          return {
            ...this.#source(row),
            conversation_count: conversations - (gone.get(Number(row['pk'])) ?? 0),
            event_count: events,
            text_index: { done, total: events },
          }
        }),
      }
    })
  }

  revision(): string {
    return this.#snapshot(({ answer }) => answer.revision)
  }

  close(): void {
    this.#database.close()
  }

  #source(row: Record<string, unknown>) {
    const key = Number(row['pk'])
    return {
      id: String(row['id']),
      name: String(row['name']),
      dialect: String(row['dialect']),
      location: String(row['location']),
      complete: row['complete'] === 1,
      unreadable: [...this.#unreadableEvents(key), ...this.#unreadableStates(key)].slice(0, NAMED_FILES),
    }
  }

  #unreadableEvents(source: number): { path: string; reason: string }[] {
    const rows = this.#statements
      .prepare(
        `SELECT c.id AS id, e.locator AS locator, e.headline AS headline FROM conversation c JOIN event e ON e.conversation = c.pk
         WHERE c.source = ? AND c.unreadable_count > 0 AND e.unreadable > 0 LIMIT ${NAMED_FILES}`,
      )
      .all(source)
    return rows.map((row) => ({
      path: `${String(row['id'])}/events/${String(row['locator'] ?? '')}`,
      reason: String(row['headline'] ?? ''),
    }))
  }

  #unreadableStates(source: number): { path: string; reason: string }[] {
    const rows = this.#statements
      .prepare(
        `SELECT json_extract(file.value, '$.path') AS path, json_extract(file.value, '$.reason') AS reason
         FROM sighting s, json_each(s.record, '$.unreadable') file WHERE s.source = ? AND s.unreadable > 0 LIMIT ${NAMED_FILES}`,
      )
      .all(source)
    return rows.map((row) => ({ path: String(row['path']), reason: String(row['reason']) }))
  }

  /** How many conversations a source has no more, by its key. */
  #countGone(): ReadonlyMap<number, number> {
    const rows = this.#database
      .prepare('SELECT source, count(*) AS n FROM sighting WHERE gone_at IS NOT NULL GROUP BY source')
      .all()
    return new Map(rows.map((row) => [Number(row['source']), Number(row['n'])]))
  }

  /** How many of the events that are counted the trigram index has not reached, by key of the source. */
  #eventsWithoutTrigrams(): ReadonlyMap<number, number> {
    const rows = this.#database
      .prepare(
        `SELECT c.source AS source, sum(p.last - p.first + 1) AS n FROM text_pending p
         CROSS JOIN conversation c ON c.pk = p.first >> 24
         WHERE c.event_count IS NOT NULL GROUP BY c.source`,
      )
      .all()
    return new Map(rows.map((row) => [Number(row['source']), Number(row['n'])]))
  }

  #snapshot<T>(body: (snapshot: Snapshot) => T): T {
    return transaction(this.#database, 'BEGIN', () => {
      const rows = this.#database
        .prepare(
          "SELECT (SELECT value FROM meta WHERE key = 'generation') AS generation, (SELECT value FROM meta WHERE key = 'revision') AS revision, (SELECT min(complete) FROM source) AS complete",
        )
        .get()
      const number = Number(rows?.['revision'])
      this.#terms.refresh()
      this.#catalogue.refresh(number)
      return body({
        number,
        answer: { revision: `${String(rows?.['generation'])}.${number}`, complete: rows?.['complete'] === 1 },
      })
    })
  }
}
