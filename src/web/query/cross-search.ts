import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { operations } from '../../contract/openapi.gen.ts'
import { toCrossEventFilter, type CrossSearch } from '../lib/cross-search.ts'
import { client, read, readAnswer, type Schemas } from './client.ts'
import { toFilterQuery } from './conversations.ts'

type Query = operations['search']['parameters']['query']

/** A page of conversations with events that were found. */
export type FoundPage = Schemas['SearchPage']

/** Conversations of a page, of each at most five hits. */
const FOUND_SIZE = 25

/** The question under the names of the wire: filters of conversations are prefixed. */
function toQuery(search: CrossSearch, timeZone: string, limit: number): Query {
  const conversations = Object.entries(toFilterQuery(search.conversations, timeZone))
    .filter(([name]) => name !== 'time_zone')
    .map(([name, value]) => [name.replace(/^-?/, (sign) => `${sign}conversation.`), value])
  const hasToday = [search.time, search.conversations.updated, search.conversations.created].some(
    ({ from, to }) => from === 'today' || to === 'today',
  )
  return {
    text: [search.q],
    ...toCrossEventFilter(search),
    ...Object.fromEntries(conversations),
    ...(hasToday ? { time_zone: timeZone } : {}),
    ...(search.page === null ? {} : { page_id: search.page }),
    limit,
  } as Query // The names are made: the contract gives each filter the type that it has without its prefix.
}

const FOUND_KEY = ['cross-search', 'page'] as const

/**
 * A page of hits with the revision that it is from. It never changes under the reader: who wants a newer one asks again.
 * Errors: 410 (the cursor is of another question), 422.
 */
export function foundPage(search: CrossSearch, timeZone: string) {
  const query = toQuery(search, timeZone, FOUND_SIZE)
  return queryOptions({
    queryKey: [...FOUND_KEY, query],
    queryFn: ({ signal }) => readAnswer(client.GET('/api/search', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
  })
}

/** How many hits there are. */
export function foundTotal(search: CrossSearch, timeZone: string) {
  const query = toQuery({ ...search, page: null }, timeZone, 1)
  return queryOptions({
    queryKey: ['cross-search', 'total', query],
    queryFn: async ({ signal }) => (await read(client.GET('/api/search', { params: { query }, signal }))).total,
  })
}

/** Pages that nobody looks at and that are older than a minute (`now` is UTC ms): a new question wants today's answer. */
export function forgetOldFinds(cache: QueryClient, now: number): void {
  cache.removeQueries({
    queryKey: FOUND_KEY,
    type: 'inactive',
    predicate: ({ state }) => now - state.dataUpdatedAt > 60_000,
  })
}
