import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { EventFilter } from '../lib/event-filter.ts'
import { client, read, type Schemas } from './client.ts'
import { eventsKey, toQuery } from './events.ts'

/** When things happened in a conversation, as on the wire. */
export type Timeline = Schemas['Timeline']

/** The rows of the transcript under a filter as spans of time; 2,000 at most, however many rows there are. */
export const timeline = (conversationId: string, filter: EventFilter) =>
  queryOptions({
    queryKey: [...eventsKey(conversationId), 'timeline', filter],
    queryFn: ({ signal }) =>
      read(
        client.GET('/api/conversations/{conversation_id}/events/timeline', {
          params: { path: { conversation_id: conversationId }, query: toQuery(filter) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
