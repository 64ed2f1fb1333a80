import { ConversationFilter } from './conversation-filter.ts'
import { inOrder } from './conversation-order.ts'
import { EventFilter } from './event-filter.ts'
import type { Events } from './facts.ts'
import { askFurther, expectSame, expectThat, expectWithin, queryWith, type Law } from './law.ts'
import { followPages } from './paging-laws.ts'
import { numberOf, textsOf } from './question.ts'
import { expectSnippet } from './snippet-law.ts'

const NOTHING: Events = { all: [], transcript: [], texts: new Map() }

/** The search across conversations finds in each what a look into it finds. */
export const searchAll: Law = async (answered) => {
  const { question, body, facts, client } = answered
  const filter = new ConversationFilter(facts, question, 'conversation.')
  const conversations = filter.rows(true)
  const eventsOf = (id: string, orMaybe: boolean) => {
    const row = facts.byId.get(id)
    return row === undefined ? [] : new EventFilter(row, facts.events.get(id) ?? NOTHING, question).events(orMaybe)
  }
  const most = conversations.reduce((sum, { id }) => sum + eventsOf(id, true).length, 0)
  expectWithin('total', body.total, body.total_conversations, most)
  expectThat('a page should not hold too many', body.items.length <= (numberOf(question, 'limit') ?? 0))
  const found = body.items.flatMap(
    (item: { conversation: { id: string } }) => facts.byId.get(item.conversation.id) ?? [],
  )
  expectSame('the conversations', found, inOrder(found, 'UPDATED_AT_DESC'))
  for (const { conversation, count, hits } of body.items) {
    expectThat(
      `${conversation.id} should not be found`,
      conversations.some(({ id }) => id === conversation.id),
    )
    const events = eventsOf(conversation.id, true)
    expectWithin(`the count in ${conversation.id}`, count, 1, events.length)
    expectSame('the number of hits', hits.length, Math.min(count, 5))
    for (const hit of hits) {
      expectThat(
        `${hit.event_id} should not be found`,
        events.some(({ id }) => id === hit.event_id),
      )
      expectSnippet(hit, textsOf(question, 'text'))
    }
  }
  const [first] = body.items
  if (first !== undefined) {
    const own = [...question.values.keys()].filter((name) => name.includes('conversation.'))
    const query = queryWith(question.query, [...own, 'page_id', 'limit'], '')
    const path = `/api/conversations/${first.conversation.id}/events/count?${query}`
    expectSame('the count of the first conversation', first.count, await askFurther(client, path))
  }
  await followPages(answered, body.total_conversations)
}
