import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, read, type Schemas } from './client.ts'

/** Cost, tokens and durations of one conversation, as on the wire. */
export type Usage = Schemas['Usage']

/** How often it is asked again while the conversation goes on: the server reads up to 200 events for it. */
const GOING_ON_MS = 30_000

/** What a conversation cost and where its time went. It is asked again when the status moves, and now and then while it goes on. */
export const usage = (conversationId: string, status: string, isGoingOn: boolean) =>
  queryOptions({
    queryKey: ['usage', conversationId, status],
    queryFn: ({ signal }) =>
      read(
        client.GET('/api/conversations/{conversation_id}/usage', {
          params: { path: { conversation_id: conversationId } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: isGoingOn ? GOING_ON_MS : false,
  })
