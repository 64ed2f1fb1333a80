import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { ListSearch } from '../lib/list-search.ts'
import { client, read, type Schemas } from './client.ts'
import { toFilterQuery, toSortOrder, type Conversation } from './conversations.ts'

/** One conversation; until it arrives the row of a list that the reader came from stands in. Errors: 404. */
export const conversation = (conversationId: string, cache: QueryClient) =>
  queryOptions({
    queryKey: ['conversation', conversationId],
    queryFn: ({ signal }) =>
      read(
        client.GET('/api/conversations/{conversation_id}', {
          params: { path: { conversation_id: conversationId } },
          signal,
        }),
      ),
    placeholderData: () => rowOfList(cache, conversationId),
  })

function rowOfList(cache: QueryClient, conversationId: string): Conversation | undefined {
  const pages = cache.getQueriesData<{ readonly body: Schemas['ConversationPage'] }>({
    queryKey: ['conversations', 'page'],
  })
  return pages.flatMap(([, page]) => page?.body.items ?? []).find((row) => row.id === conversationId)
}

/** The rows beside a conversation in a list, and its place there. */
export const neighbours = (conversationId: string, search: ListSearch, timeZone: string) => {
  const query = { ...toFilterQuery(search, timeZone), sort_order: toSortOrder(search) }
  return queryOptions({
    queryKey: ['neighbours', conversationId, query],
    queryFn: ({ signal }) =>
      read(
        client.GET('/api/conversations/{conversation_id}/neighbours', {
          params: { path: { conversation_id: conversationId }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
}
