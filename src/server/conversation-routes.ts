import { FIRST_MOMENT_MS, LAST_MOMENT_MS } from '../contract/calendar.ts'
import type { ConversationCursor, ConversationPage } from '../index/conversation-port.ts'
import { isUnfiltered } from '../index/conversation-port.ts'
import {
  toConversationFilter,
  toConversationPageStart,
  toConversationSort,
  toFacetQuestion,
  type ConversationPageStart,
} from './conversation-questions.ts'
import { toWireConversation, toWireFacets } from './conversation-wire.ts'
import { encodeCursor } from './cursor.ts'
import { notFound } from './refusals.ts'
import type { Handlers } from './routes.ts'
import { listAsV0, refuseListBesideIds } from './v0-list.ts'
import { toV0Fields } from './v0-wire.ts'

/** The handlers of everything under `/api/conversations` that is not about events. */
export const conversationRoutes: Pick<
  Handlers,
  | 'searchConversations'
  | 'countConversations'
  | 'facetConversations'
  | 'getConversations'
  | 'getConversation'
  | 'getNeighbours'
> = {
  async searchConversations({ values, query, nowMs, index, signal }) {
    const page = toConversationPageStart(values, query, nowMs)
    const filter = toConversationFilter(values, { nowMs: page.resolvedAtMs ?? nowMs, timeZone: values.time_zone })
    const question = {
      filter,
      sort: toConversationSort(values.sort_order),
      nested: values.nested ?? isUnfiltered(filter),
      limit: values.limit,
      start: page.start,
      facets: values.include?.includes('facets') ? toFacetQuestion(values) : null,
    }
    const answer = await index.search(question, signal)
    const body = {
      items: answer.items.map(toWireConversation),
      ...toPageIds(answer, page, values.sort_order),
      total: answer.total,
      total_rows: answer.totalRows,
      rank: answer.rank,
      exact: answer.complete,
      as_of: toAsOf(page.resolvedAtMs ?? nowMs),
      ...(answer.facets ? { facets: toWireFacets(answer.facets.facets) } : {}),
    }
    return { revision: answer.revision, body }
  },

  async countConversations({ values, nowMs, index, signal }) {
    const filter = toConversationFilter(values, { nowMs, timeZone: values.time_zone })
    const { revision, total } = await index.count(filter, signal)
    return { revision, body: total }
  },

  async facetConversations({ values, nowMs, index, signal }) {
    const filter = toConversationFilter(values, { nowMs, timeZone: values.time_zone })
    const answer = await index.facets(filter, toFacetQuestion(values), signal)
    const { revision, total, complete, facets } = answer
    return { revision, body: { total, exact: complete, as_of: toAsOf(nowMs), facets: toWireFacets(facets) } }
  },

  async getConversations(asked) {
    const { values, query, index, signal } = asked
    if (values.ids === undefined) return listAsV0(asked)
    refuseListBesideIds(query)
    const { revision, items } = await index.batch(values.ids, signal)
    return { revision, body: items.map((row) => (row === null ? null : toWireConversation(row))) }
  },

  async getConversation({ values, index, want, signal }) {
    const { revision, items } = await index.batch([values.conversation_id], signal)
    const [row] = items
    if (!row) throw notFound()
    if (row.event_count_reason !== null) want(row.id)
    return { revision, body: { ...toWireConversation(row), ...toV0Fields(row) } }
  },

  async getNeighbours({ values, nowMs, index, signal }) {
    const filter = toConversationFilter(values, { nowMs, timeZone: values.time_zone })
    const nested = values.nested ?? isUnfiltered(filter)
    const sort = toConversationSort(values.sort_order)
    const answer = await index.neighbours(values.conversation_id, filter, sort, nested, signal)
    if (answer === null) throw notFound()
    const { revision, previous, next, position, total } = answer
    return { revision, body: { previous, next, position, total } }
  },
}

/** A moment on the wire that is always known: within the calendar. */
export function toAsOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, FIRST_MOMENT_MS), LAST_MOMENT_MS)).toISOString()
}

function toPageIds(answer: ConversationPage, page: ConversationPageStart, sort: string) {
  const toPageId = (direction: 'after' | 'before', place: ConversationCursor | undefined) =>
    place
      ? encodeCursor({
          sort,
          filter: page.filterSpelling,
          direction,
          value: place.value,
          key: place.id,
          resolvedAtMs: page.resolvedAtMs,
        })
      : null
  return {
    next_page_id: answer.hasNext ? toPageId('after', answer.cursors.at(-1)) : null,
    previous_page_id: answer.hasPrevious ? toPageId('before', answer.cursors[0]) : null,
  }
}
