import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { batched } from '../lib/batch.ts'
import { numberField, toBody, type Body } from '../lib/event-body.ts'
import { ApiError, client, read } from './client.ts'

/** Events of one request: the most that the server gives. */
const MAX_IDS = 100
/** Most bodies that are kept while nobody looks at them, and most bytes of them. */
const MAX_KEPT = 200
const MAX_KEPT_BYTES = 20_000_000

/**
 * A whole event. Those that are asked for at the same moment travel together. Events never change: each is asked for once, and forgotten
 * two minutes after it was last on the screen, or sooner where many are kept. Errors: 404 where the conversation has no such event.
 */
export const eventBody = (conversationId: string, eventId: string) =>
  queryOptions({
    queryKey: [KEY, conversationId, eventId],
    queryFn: async ({ signal, client: cache }): Promise<Body> => {
      const body = await loaderOf(conversationId)(eventId, signal)
      if (body === null) throw new ApiError('This conversation has no such event.', 404, eventId)
      forgetOldest(cache)
      // The answer was full: alone it has room.
      return body['body_left_out'] === 'size' ? fetchEvent(conversationId, eventId, signal) : body
    },
    staleTime: 'static',
    gcTime: 2 * 60_000,
  })

const KEY = 'event-body'

/** One for the conversation that was asked last: its page is the one that is open. */
let newest: { readonly conversationId: string; readonly load: ReturnType<typeof batched<Body | null>> } | null = null

function loaderOf(conversationId: string) {
  if (newest?.conversationId !== conversationId) {
    newest = { conversationId, load: batched(MAX_IDS, (ids, signal) => fetchEvents(conversationId, ids, signal)) }
  }
  return newest.load
}

async function fetchEvents(
  conversationId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly (Body | null)[]> {
  const events = await read(
    client.GET('/api/conversations/{conversation_id}/events', {
      params: { path: { conversation_id: conversationId }, query: { ids: [...ids] } },
      signal,
    }),
  )
  return events.map((event) => (event === null ? null : toBody(event)))
}

async function fetchEvent(conversationId: string, eventId: string, signal: AbortSignal): Promise<Body> {
  return toBody(
    await read(
      client.GET('/api/conversations/{conversation_id}/events/{event_id}', {
        params: { path: { conversation_id: conversationId, event_id: eventId } },
        signal,
      }),
    ),
  )
}

/** Forgets bodies that nobody looks at, the oldest first, as long as there are too many of them or too many bytes. */
export function forgetOldest(cache: QueryClient): void {
  const idle = cache
    .getQueryCache()
    .findAll({ queryKey: [KEY], type: 'inactive', predicate: ({ state }) => state.data !== undefined })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
  let bytes = 0
  idle.forEach((query, at) => {
    bytes += numberField(toBody(query.state.data), 'size_bytes') ?? 0
    if (at >= MAX_KEPT || bytes > MAX_KEPT_BYTES) cache.getQueryCache().remove(query)
  })
}
