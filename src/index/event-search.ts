import type { Catalogue } from './catalogue.ts'
import type { Condition } from './conversation-match.ts'
import { ConversationOrder, selectPage } from './conversation-order.ts'
import { onFields } from './event-match.ts'
import { readEvents } from './event-rows.ts'
import { fold, trigramExpression } from './fold.ts'
import type { EventFilter, FoundConversation, FoundEvent, FoundEvents, SearchQuestion } from './event-port.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'
import { GivenUpError } from './text-search.ts'

/** Letters of the folded text kept on both sides of what was found. */
const AROUND = 120

/** Positions of the events found, in append order, by conversation key. */
type Found = ReadonlyMap<number, readonly number[]>

/** Where a word may be: what the trigrams propose, what they have not reached yet, or (too short for them) everywhere. */
const PLACES = {
  proposed: 'event_trigram f JOIN event_text t ON t.pk = f.rowid WHERE event_trigram MATCH ?',
  pending: 'text_pending p JOIN event_text t ON t.pk BETWEEN p.first AND p.last WHERE TRUE',
  all: 'event_text t WHERE TRUE',
}

/** Finds events of all conversations by their text. The stored text decides, so every number is exact. */
export class EventSearch {
  readonly #database: Database
  readonly #terms: Terms
  readonly #catalogue: Catalogue
  readonly #isGivenUp: () => boolean
  /** What was found last: the pages of one search look for it once. */
  #last: { readonly key: string; readonly found: Found } | null = null

  constructor(database: Database, terms: Terms, catalogue: Catalogue, isGivenUp: () => boolean) {
    this.#database = database
    this.#terms = terms
    this.#catalogue = catalogue
    this.#isGivenUp = isGivenUp
  }

  /** One page of conversations, newest change first. @throws GivenUpError */
  page(
    question: SearchQuestion,
    conditions: readonly Condition[],
    revision: number,
  ): Omit<FoundEvents, 'revision' | 'complete'> {
    const found = this.#find(question.events, revision)
    const rows = [...found.keys()].flatMap((key) => {
      const slot = this.#catalogue.slotOfKey(key)
      return slot !== undefined && conditions.every((condition) => condition.holds(slot)) ? [slot] : []
    })
    const positionsOf = (slot: number) => found.get(this.#catalogue.keys[slot] ?? -1) ?? []
    const order = new ConversationOrder(this.#catalogue, { key: 'UPDATED_AT', descending: true })
    const { slots, skipped } = selectPage(rows, order, question.start, question.limit)
    return {
      items: slots.map((slot) => this.#conversation(slot, positionsOf(slot), question)),
      cursors: slots.map((slot) => order.cursorOf(slot)),
      hasNext: skipped + slots.length < rows.length,
      hasPrevious: skipped > 0,
      rank: slots.length === 0 ? null : skipped + 1,
      total: rows.reduce((sum, slot) => sum + positionsOf(slot).length, 0),
      totalConversations: rows.length,
    }
  }

  #find(filter: EventFilter, revision: number): Found {
    const key = JSON.stringify([revision, filter])
    if (this.#last?.key === key) return this.#last.found
    const found = new Map<number, Set<number>>()
    for (const word of filter.text.map(fold)) {
      const expression = trigramExpression(word)
      if (expression === null) this.#collect(PLACES.all, [], word, filter, found)
      else {
        this.#collect(PLACES.proposed, [expression], word, filter, found)
        this.#collect(PLACES.pending, [], word, filter, found)
      }
    }
    const sorted = [...found].map(([at, set]) => [at, [...set].toSorted((a, b) => a - b)] as const)
    this.#last = { key, found: new Map(sorted) }
    return this.#last.found
  }

  #collect(
    place: string,
    values: readonly string[],
    word: string,
    filter: EventFilter,
    into: Map<number, Set<number>>,
  ): void {
    const fields = onFields(filter, this.#terms)
    // Rows that do not hold it come too, so that a search that finds nothing can still be given up.
    const rows = this.#database
      .prepare(
        `SELECT t.pk AS pk, instr(t.text, ?) > 0 AND EXISTS (SELECT 1 FROM event e WHERE e.pk = t.pk AND ${fields.sql}) AS holds FROM ${place}`,
      )
      .iterate(word, ...fields.values, ...values)
    for (const row of rows) {
      if (this.#isGivenUp()) throw new GivenUpError('nobody waits for this answer any more')
      if (row['holds'] !== 1) continue
      const key = Math.floor(Number(row['pk']) / POSITIONS)
      const positions = into.get(key) ?? new Set()
      into.set(key, positions.add(Number(row['pk']) - key * POSITIONS))
    }
  }

  #conversation(slot: number, positions: readonly number[], { events, hits }: SearchQuestion): FoundConversation {
    const key = this.#catalogue.keys[slot] ?? 0
    const row = this.#database
      .prepare(
        `SELECT conversation.id AS id, title, first_message, status, updated_at, source.id AS source FROM conversation
         JOIN source ON source.pk = conversation.source WHERE conversation.pk = ?`,
      )
      .get(key)
    const text = (column: string) => (typeof row?.[column] === 'string' ? row[column] : null)
    const words = events.text.map(fold)
    return {
      id: text('id') ?? '',
      title: text('title'),
      first_message: text('first_message'),
      status: text('status') ?? 'unknown',
      updated_at: typeof row?.['updated_at'] === 'number' ? row['updated_at'] : null,
      source: text('source') ?? '',
      count: positions.length,
      hits: readEvents(this.#database, this.#terms, key, positions.slice(0, hits), false).map((event, at) => ({
        event,
        folded: this.#around(key * POSITIONS + (positions[at] ?? 0), words),
      })),
    }
  }

  /** The folded text around the first of the words that an event holds. */
  #around(pk: number, words: readonly string[]): FoundEvent['folded'] {
    const read = this.#database.prepare(
      `SELECT substr(text, max(1, place - ${AROUND}), length(?1) + 2 * ${AROUND}) AS around
       FROM (SELECT text, instr(text, ?1) AS place FROM event_text WHERE pk = ?2) WHERE place > 0`,
    )
    for (const word of words) {
      const around = read.get(word, pk)?.['around']
      if (typeof around === 'string') return around
    }
    return ''
  }
}
