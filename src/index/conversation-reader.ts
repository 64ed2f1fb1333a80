import type { Catalogue } from './catalogue.ts'
import { countFacets } from './conversation-facets.ts'
import { countOverTime, sumUp } from './conversation-figures.ts'
import { conditionsOf, matchAll, type Condition } from './conversation-match.ts'
import { ConversationOrder, selectPage } from './conversation-order.ts'
import { readConversations } from './conversation-rows.ts'
import type {
  ConversationFacets,
  ConversationFilter,
  ConversationHistogram,
  ConversationPage,
  ConversationQuestion,
  ConversationRow,
  ConversationSort,
  ConversationSums,
  FacetQuestion,
  Neighbour,
  Neighbours,
} from './conversation-port.ts'
import type { Answer } from './port-parts.ts'
import type { Database } from './sqlite.ts'
import type { TextSearch } from './text-search.ts'

/** Where one answer is taken from: a read transaction of its own, with the catalogue at its revision. */
export interface Snapshot {
  readonly answer: Answer
  readonly number: number
}

/** Answers questions about conversations, each inside the caller's snapshot. */
export class ConversationReader {
  readonly #database: Database
  readonly #catalogue: Catalogue
  readonly #text: TextSearch

  constructor(database: Database, catalogue: Catalogue, text: TextSearch) {
    this.#database = database
    this.#catalogue = catalogue
    this.#text = text
  }

  search(question: ConversationQuestion, snapshot: Snapshot): ConversationPage {
    const catalogue = this.#catalogue
    const conditions = this.conditions(question.filter, snapshot)
    const { total, rows } = matchAll(catalogue, conditions, question.nested)
    const order = new ConversationOrder(catalogue, question.sort)
    const { slots, skipped } = selectPage(rows, order, question.start, question.limit)
    const answer = this.#answer(question.filter, snapshot)
    return {
      ...answer,
      items: readConversations(
        this.#database,
        catalogue,
        slots.map((slot) => catalogue.keys[slot] ?? 0),
      ),
      cursors: slots.map((slot) => order.cursorOf(slot)),
      hasNext: skipped + slots.length < rows.length,
      hasPrevious: skipped > 0,
      total,
      totalRows: rows.length,
      rank: slots.length === 0 ? null : skipped + 1,
      facets:
        question.facets === null
          ? null
          : { ...answer, ...countFacets(catalogue, conditions, question.filter, question.facets) },
    }
  }

  count(filter: ConversationFilter, snapshot: Snapshot): Answer & { readonly total: number } {
    const { total } = matchAll(this.#catalogue, this.conditions(filter, snapshot), false)
    return { ...this.#answer(filter, snapshot), total }
  }

  facets(filter: ConversationFilter, question: FacetQuestion, snapshot: Snapshot): ConversationFacets {
    const facets = countFacets(this.#catalogue, this.conditions(filter, snapshot), filter, question)
    return { ...this.#answer(filter, snapshot), ...facets }
  }

  histogram(filter: ConversationFilter, snapshot: Snapshot): ConversationHistogram {
    const conditions = this.conditions({ ...filter, updatedAt: {} }, snapshot)
    return { ...this.#answer(filter, snapshot), ...countOverTime(this.#catalogue, conditions, filter.updatedAt) }
  }

  sums(filter: ConversationFilter, snapshot: Snapshot): ConversationSums {
    return { ...this.#answer(filter, snapshot), ...sumUp(this.#catalogue, this.conditions(filter, snapshot)) }
  }

  batch(ids: readonly string[]): (ConversationRow | null)[] {
    const slots = ids.map((id) => this.#catalogue.slotOf(id))
    const keys = slots.flatMap((slot) => (slot === undefined ? [] : [this.#catalogue.keys[slot] ?? 0]))
    const rows = new Map(
      readConversations(this.#database, this.#catalogue, [...new Set(keys)]).map((row) => [row.id, row]),
    )
    return ids.map((id) => rows.get(id) ?? null)
  }

  /** Null where the conversation is unknown. */
  neighbours(
    id: string,
    filter: ConversationFilter,
    sort: ConversationSort,
    nested: boolean,
    snapshot: Snapshot,
  ): Neighbours | null {
    const catalogue = this.#catalogue
    const slot = catalogue.slotOf(id)
    if (slot === undefined) return null
    const { rows } = matchAll(catalogue, this.conditions(filter, snapshot), nested)
    const order = new ConversationOrder(catalogue, sort)
    const cursor = order.cursorOf(slot)
    const previous = selectPage(rows, order, { before: cursor }, 1)
    const next = selectPage(rows, order, { after: cursor }, 1)
    const earlier = previous.skipped + previous.slots.length
    const isRow = next.skipped > earlier
    return {
      ...this.#answer(filter, snapshot),
      previous: this.#neighbour(previous.slots[0]),
      next: this.#neighbour(next.slots[0]),
      position: isRow ? earlier + 1 : null,
      total: rows.length,
    }
  }

  /** An answer about the text of events is of what has been read: what is unread may hold it, or not. */
  answerOfText(filter: ConversationFilter, snapshot: Snapshot): Answer {
    const catalogue = this.#catalogue
    const others = this.conditions({ ...filter, text: [], excludeText: [] }, snapshot)
    const mayHold = (slot: number) =>
      catalogue.isUnread(slot) && catalogue.isAlive(slot) && others.every((condition) => condition.holds(slot))
    let { complete } = snapshot.answer
    for (let slot = 0; complete && slot < catalogue.slots; slot++) complete = !mayHold(slot)
    return { ...snapshot.answer, complete }
  }

  #answer(filter: ConversationFilter, snapshot: Snapshot): Answer {
    const isOfText = filter.text.length + filter.excludeText.length > 0
    return isOfText ? this.answerOfText(filter, snapshot) : snapshot.answer
  }

  #neighbour(slot: number | undefined): Neighbour | null {
    if (slot === undefined) return null
    const row = this.#database
      .prepare('SELECT id, coalesce(title, first_message) AS title FROM conversation WHERE pk = ?')
      .get(this.#catalogue.keys[slot] ?? 0)
    return row === undefined
      ? null
      : { id: String(row['id']), title: typeof row['title'] === 'string' ? row['title'] : null }
  }

  /** The conditions that a filter comes to. @throws GivenUpError */
  conditions(filter: ConversationFilter, snapshot: Snapshot): readonly Condition[] {
    return conditionsOf(filter, this.#catalogue, (folded) => this.#text.conversationsWith(folded, snapshot.number))
  }
}
