import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { isFiltered, type EventFilter } from '../lib/event-filter.ts'
import { toSortOrder, type EventSort } from '../lib/event-sort.ts'
import { PAGE_ROWS } from '../lib/event-window.ts'
import { numberField, toBody, type Body } from '../lib/event-body.ts'
import { client, read, type Schemas } from './client.ts'

/** A row of a view, without its body. */
export type EventRow = Schemas['TranscriptRow']
/** A page of skeletons. */
export type EventPage = Omit<Schemas['EventPage'], 'items'> & { readonly items: readonly EventRow[] }
/** What stands between one message of the user and the next. */
export type EventTurn = Schemas['EventTurn']
export type EventFacets = Schemas['EventFacetsAnswer']
/** How events become rows: `events` every one, `transcript` answers folded into their actions, `focused` messages alone. */
export type EventView = Schemas['View']

/** What a window of rows is asked of. */
export interface EventQuestion {
  readonly conversationId: string
  readonly filter: EventFilter
  readonly view: EventView
  /** Without it rows are in the order of appending. */
  readonly sort?: EventSort
}

/** Whether rows have the numbers of the unfiltered transcript. */
export function isWholeTranscript({ view, filter }: EventQuestion): boolean {
  return view === 'transcript' && !isFiltered(filter)
}

/** Everything that is kept of one conversation's events lies under this key. */
export const eventsKey = (conversationId: string) => ['events', conversationId] as const

/** A filter as a query: the generated types want mutable arrays. */
export function toQuery(filter: EventFilter) {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  )
}

async function fetchPage(question: EventQuestion, page: number, signal: AbortSignal): Promise<EventPage> {
  const { conversationId, filter, view, sort } = question
  const order = sort === undefined ? {} : { sort_order: toSortOrder(sort) }
  // With `skeleton=true` every item is a skeleton, and what the type adds to one is not there.
  return read(
    client.GET('/api/conversations/{conversation_id}/events/search', {
      params: {
        path: { conversation_id: conversationId },
        query: { ...toQuery(filter), ...order, view, skeleton: true, limit: PAGE_ROWS, offset: page * PAGE_ROWS },
      },
      signal,
    }),
  )
}

/** One page of skeletons (`PAGE_ROWS` rows), by its number from 0. */
export const eventPage = (question: EventQuestion, page: number) =>
  queryOptions({
    queryKey: [...eventsKey(question.conversationId), 'page', question.view, question.filter, question.sort, page],
    queryFn: ({ signal }) => fetchPage(question, page, signal),
  })

/**
 * The first page and the total under a filter, together with the question they answer: while another filter is being
 * asked the old rows stay, and say themselves whose rows they are. A total that the server has not counted yet is counted.
 */
export const eventHead = (question: EventQuestion) =>
  queryOptions({
    queryKey: [...eventsKey(question.conversationId), 'head', question.view, question.filter, question.sort],
    queryFn: async ({ signal, client: cache }) => {
      const page = await cache.fetchQuery({ ...eventPage(question, 0), staleTime: 0 })
      const total = page.total ?? (await countEvents(question, signal))
      return { question, total, hidden: page.hidden }
    },
    placeholderData: keepPreviousData,
  })

async function countEvents({ conversationId, filter, view }: EventQuestion, signal: AbortSignal): Promise<number> {
  return read(
    client.GET('/api/conversations/{conversation_id}/events/count', {
      params: { path: { conversation_id: conversationId }, query: { ...toQuery(filter), view } },
      signal,
    }),
  )
}

/** Counts by kind, source and tool, each under all other filters; errors and failed commands under all. */
export const eventFacets = (conversationId: string, filter: EventFilter) =>
  queryOptions({
    queryKey: [...eventsKey(conversationId), 'facets', filter],
    queryFn: ({ signal }) =>
      read(
        client.GET('/api/conversations/{conversation_id}/events/facets', {
          params: { path: { conversation_id: conversationId }, query: { ...toQuery(filter), facet_limit: 100 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** The last rows of a transcript, oldest first; `stamp` is another one whenever there may be more of them. */
export const lastRows = (conversationId: string, count: number, stamp: string) =>
  queryOptions({
    queryKey: [...eventsKey(conversationId), 'last', count, stamp],
    queryFn: async ({ signal }): Promise<readonly EventRow[]> => {
      const page: EventPage = await read(
        client.GET('/api/conversations/{conversation_id}/events/search', {
          params: {
            path: { conversation_id: conversationId },
            query: { view: 'transcript', skeleton: true, limit: count, sort_order: 'TIMESTAMP_DESC' },
          },
          signal,
        }),
      )
      return page.items.toReversed()
    },
    // Of the same conversation only.
    placeholderData: (before, last) => (last?.queryKey[1] === conversationId ? before : undefined),
  })

/** The source's own fields of an event, untouched but for secrets. */
export const rawEvent = (conversationId: string, eventId: string) =>
  queryOptions({
    queryKey: ['event-raw', conversationId, eventId],
    queryFn: async ({ signal }): Promise<Body> =>
      toBody(
        await read(
          client.GET('/api/conversations/{conversation_id}/events/{event_id}', {
            params: { path: { conversation_id: conversationId, event_id: eventId }, query: { raw: true } },
            signal,
          }),
        ),
      ),
    staleTime: 'static',
    gcTime: 2 * 60_000,
  })

/** Where an event is found. */
interface EventPlacing {
  /** The row under filter and view: its own, or of what it is folded into or follows; null where there is none. */
  readonly row: number | null
  readonly sizeBytes: number | null
}

/** The row of an event under filter and view. */
export const eventPlacing = ({ conversationId, filter, view }: EventQuestion, eventId: string) =>
  queryOptions({
    queryKey: [...eventsKey(conversationId), 'offset', view, filter, eventId],
    queryFn: async ({ signal }): Promise<EventPlacing> => {
      const body = toBody(
        await read(
          client.GET('/api/conversations/{conversation_id}/events/{event_id}', {
            params: {
              path: { conversation_id: conversationId, event_id: eventId },
              query: { ...toQuery(filter), view },
            },
            signal,
          }),
        ),
      )
      return { row: numberField(body, 'offset'), sizeBytes: numberField(body, 'size_bytes') }
    },
  })

/** Address of an event's JSON, for a link that the browser opens by itself. */
export function eventAddress(conversationId: string, eventId: string): string {
  return `/api/conversations/${encodeURIComponent(conversationId)}/events/${encodeURIComponent(eventId)}?raw=true`
}

/** The row of a view that is the first at or after a time (ISO 8601 in UTC); the number of rows where none is. */
export async function rowAtTime(question: EventQuestion, at: string): Promise<number> {
  const { conversationId, filter, view } = question
  const page = await read(
    client.GET('/api/conversations/{conversation_id}/events/search', {
      params: {
        path: { conversation_id: conversationId },
        query: { ...toQuery(filter), view, at, skeleton: true, limit: 1 },
      },
    }),
  )
  return page.offset
}

/** Forms in which a conversation is downloaded, as the wire spells them. */
export type TrajectoryFormat = 'jsonl' | 'json' | 'markdown' | 'html'

/** Where the events under a filter are downloaded from, for a link that the browser opens by itself. */
export function trajectoryAddress(conversationId: string, filter: EventFilter, format: TrajectoryFormat): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter))
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  return `/api/conversations/${encodeURIComponent(conversationId)}/trajectory?${query}`
}

/** Letters shown of a body that is too large to be drawn. */
export const EXCERPT_LETTERS = 4000

/** The beginning of an event's JSON: the download stops as soon as there is enough of it. */
export const eventExcerpt = (conversationId: string, eventId: string) =>
  queryOptions({
    queryKey: ['event-excerpt', conversationId, eventId],
    queryFn: async ({ signal }): Promise<string> => {
      const stream = await read(
        client.GET('/api/conversations/{conversation_id}/events/{event_id}', {
          params: { path: { conversation_id: conversationId, event_id: eventId }, query: { raw: true } },
          parseAs: 'stream',
          signal,
        }),
      )
      return stream === null ? '' : readStart(stream, EXCERPT_LETTERS)
    },
    staleTime: 'static',
    gcTime: 2 * 60_000,
  })

async function readStart(stream: ReadableStream<Uint8Array>, letters: number): Promise<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (text.length < letters) {
    const { done, value } = await reader.read()
    if (done) break
    // A chunk may be megabytes; a letter is at most four bytes.
    text += decoder.decode(value.subarray(0, 4 * letters), { stream: true })
  }
  await reader.cancel()
  return text.slice(0, letters)
}
