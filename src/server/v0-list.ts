import type { ConversationQuestion } from '../index/conversation-port.ts'
import { toConversationFilter, toConversationPageStart, toConversationSort } from './conversation-questions.ts'
import { encodeCursor } from './cursor.ts'
import { invalid } from './refusals.ts'
import type { Answered, Asked } from './routes.ts'
import { toV0Conversation } from './v0-wire.ts'

/** V0 knows no other order. */
const SORT = 'CREATED_AT_DESC'
const OF_THE_LIST = ['page_id', 'limit', 'selected_repository', 'conversation_trigger']

/** Refuses what asks for both the batch and V0's list. @throws Refusal 422 */
export function refuseListBesideIds(query: URLSearchParams): void {
  const faults = OF_THE_LIST.filter((name) => query.has(name)).map((name) => ({
    type: 'only_one_of',
    loc: ['query', name],
    msg: 'Input should not be given together with ids: it is of the list, ids is of the batch',
    input: query.get(name),
  }))
  if (faults.length > 0) throw invalid(faults)
}

/** A page of conversations in V0's own shape. @throws Refusal 410 and 422 for a `page_id` */
export async function listAsV0(asked: Asked<'getConversations'>): Promise<Answered<'getConversations'>> {
  const { values, query, nowMs, index, signal } = asked
  const { page_id: pageId, limit, ...filters } = values
  // Empty is what clients of V0 may say for the first page.
  const place = pageId ? { page_id: pageId } : {}
  const { filterSpelling, start } = toConversationPageStart({ ...place, sort_order: SORT }, query, nowMs)
  const question: ConversationQuestion = {
    filter: toConversationFilter({ ...filters, time_zone: 'UTC' }, { nowMs, timeZone: 'UTC' }),
    sort: toConversationSort(SORT),
    nested: false,
    limit,
    start,
    facets: null,
  }
  const { revision, items, cursors, hasNext } = await index.search(question, signal)
  const last = hasNext ? cursors.at(-1) : undefined
  const cursor = { sort: SORT, filter: filterSpelling, direction: 'after', resolvedAtMs: null } as const
  return {
    revision,
    body: {
      results: items.map(toV0Conversation),
      next_page_id: last === undefined ? null : encodeCursor({ ...cursor, value: last.value, key: last.id }),
    },
  }
}
