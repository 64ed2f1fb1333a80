import type { QueryClient } from '@tanstack/react-query'
import { client, read } from './client.ts'
import { conversationBatch } from './conversations.ts'

/** Where an id leads: to a conversation, or to one of its events. */
export interface Place {
  readonly conversationId: string
  readonly eventId: string | null
}

/** Finds what an id belongs to; of an event that forks repeat it is the original. A sentence: to nothing. @throws ApiError */
export async function findPlace(id: string, cache: QueryClient): Promise<Place | string> {
  const [found] = await cache.fetchQuery(conversationBatch([id]))
  if (found !== undefined) return { conversationId: found.id, eventId: null }
  const { items, exact } = await read(client.GET('/api/events/{event_id}', { params: { path: { event_id: id } } }))
  const [place] = items
  if (place !== undefined) return { conversationId: place.conversation_id, eventId: place.event_id }
  return exact
    ? 'No conversation or event has this id, so it is searched for as text.'
    : 'Among what has been read so far no conversation or event has this id, so it is searched for as text.'
}
