import { hashKey, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import { isStatus } from '../../contract/statuses.ts'
import type { operations } from '../../contract/openapi.gen.ts'
import type { ListSearch, SortKey, TimeRange } from '../lib/list-search.ts'
import { client, read, readAnswer, type Schemas } from './client.ts'

type SearchQuery = NonNullable<operations['searchConversations']['parameters']['query']>

/** A row of the list, as on the wire. */
export type Conversation = Schemas['Conversation']

/** The fields whose values the filter bar offers, by the key of the address. */
export const FACET_NAMES = {
  status: 'status',
  trigger: 'trigger',
  repo: 'selected_repository',
  branch: 'selected_branch',
  model: 'llm_model',
  provider: 'git_provider',
  source: 'source',
  tag: 'tag',
} as const satisfies Record<string, Schemas['ConversationFacetName']>
export type FacetKey = keyof typeof FACET_NAMES

const SORT_FIELDS = {
  updated: 'UPDATED_AT',
  created: 'CREATED_AT',
  title: 'TITLE',
  events: 'EVENT_COUNT',
  cost: 'ACCUMULATED_COST',
  duration: 'DURATION',
} as const satisfies Record<SortKey, Schemas['ConversationSortOrder']>

/** Parameters with `undefined` left out: what is not asked is not sent. */
function given<T extends object>(query: { readonly [K in keyof T]: T[K] | undefined }): T {
  // Without the undefined ones, every property that is left has the type that `T` gives it.
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as T
}

const some = <T>(values: readonly T[]) => (values.length > 0 ? [...values] : undefined)
const text = (value: string) => (value === '' ? undefined : [value])

/** The filters of a list as parameters of the wire. `timeZone` (IANA) is sent only where a relative time needs it. */
export function toFilterQuery(search: ListSearch, timeZone: string) {
  const { values, updated, created, cost, duration } = search
  const hasToday = [updated, created].some((range: TimeRange) => range.from === 'today' || range.to === 'today')
  return given<SearchQuery>({
    status: some(values.status.include.filter(isStatus)),
    '-status': some(values.status.exclude.filter(isStatus)),
    trigger: some(values.trigger.include),
    '-trigger': some(values.trigger.exclude),
    selected_repository: some(values.repo.include),
    '-selected_repository': some(values.repo.exclude),
    selected_branch: some(values.branch.include),
    '-selected_branch': some(values.branch.exclude),
    llm_model: some(values.model.include),
    '-llm_model': some(values.model.exclude),
    git_provider: some(values.provider.include),
    '-git_provider': some(values.provider.exclude),
    source: some(values.source.include),
    '-source': some(values.source.exclude),
    tag: some(values.tag.include),
    '-tag': some(values.tag.exclude),
    parent_conversation_id: some(values.parent.include),
    '-parent_conversation_id': some(values.parent.exclude),
    text: text(search.q),
    '-text': text(search.notQ),
    title: text(search.title),
    '-title': text(search.notTitle),
    has_errors: search.errors === null ? undefined : [String(search.errors)],
    accumulated_cost__gte: cost.from ?? undefined,
    accumulated_cost__lt: cost.to ?? undefined,
    duration_seconds__gte: duration.from ?? undefined,
    duration_seconds__lt: duration.to ?? undefined,
    updated_at__gte: updated.from ?? undefined,
    updated_at__lt: updated.to ?? undefined,
    created_at__gte: created.from ?? undefined,
    created_at__lt: created.to ?? undefined,
    time_zone: hasToday ? timeZone : undefined,
  })
}

/** The order of a list as the wire spells it. */
export function toSortOrder(search: ListSearch): Schemas['ConversationSortOrder'] {
  const field = SORT_FIELDS[search.sort.key]
  return search.sort.descending ? `${field}_DESC` : field
}

function toSearchQuery(search: ListSearch, timeZone: string): SearchQuery {
  return {
    ...toFilterQuery(search, timeZone),
    sort_order: toSortOrder(search),
    limit: search.size,
    ...(search.page === null ? {} : { page_id: search.page }),
    include: ['facets'],
  }
}

function askPage(query: SearchQuery, signal: AbortSignal) {
  return readAnswer(client.GET('/api/conversations/search', { params: { query }, signal }))
}

/**
 * The page that the reader looks at: rows, totals and facets of one snapshot. It never changes by itself; `freshPage` says
 * what it would be now. Errors: 410 (the cursor is of another list), 422.
 */
export function shownPage(search: ListSearch, timeZone: string) {
  const query = toSearchQuery(search, timeZone)
  return queryOptions({
    queryKey: ['conversations', 'page', query],
    queryFn: ({ signal }) => askPage(query, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
  })
}

/** How long a page that was left is still good for another visit by a filter, an order or a page. */
const REVISIT_MS = 60_000

/**
 * Drops pages that nobody looks at and that were asked more than a minute before `now` (UTC ms): who chooses a filter wants
 * today's answer. The way back from a conversation does not come through here and finds its list as it was.
 */
export function forgetOldPages(cache: QueryClient, now: number): void {
  cache.removeQueries({
    queryKey: ['conversations', 'page'],
    type: 'inactive',
    predicate: ({ state }) => now - state.dataUpdatedAt > REVISIT_MS,
  })
}

/** The same page at a later revision: where its totals, facets and the new state of its rows come from. */
export function freshPage(search: ListSearch, timeZone: string, revision: string) {
  const query = toSearchQuery(search, timeZone)
  return queryOptions({
    queryKey: ['conversations', 'fresh', query, revision],
    queryFn: ({ signal }) => askPage(query, signal),
    // Of the same list only: what was fresh of another one says nothing here.
    placeholderData: (before, last) => (hashKey([last?.queryKey[2]]) === hashKey([query]) ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

type Batch = readonly (Conversation | null)[]

/** Conversations by id, unknown ones left out; at least one, at most 100. `revision` asks again after a change. */
export function conversationBatch(ids: readonly string[], revision: string | null = null) {
  return queryOptions({
    queryKey: ['conversations', 'batch', ids, revision],
    queryFn: async ({ signal }) => {
      const query = { ids: ids.slice(0, 100) }
      // With `ids` it is the array of the two answers that the path has.
      const found = (await read(client.GET('/api/conversations', { params: { query }, signal }))) as Batch
      return found.filter((conversation) => conversation !== null)
    },
    placeholderData: keepPreviousData,
  })
}

/**
 * Counts of one field's values under all other filters; `prefix` narrows them, `limit` (at most 100) cuts them. `exact` false:
 * they are lower bounds.
 */
export function conversationFacet(search: ListSearch, timeZone: string, key: FacetKey, prefix: string, limit: number) {
  const query = {
    ...toFilterQuery(search, timeZone),
    facet: [FACET_NAMES[key]],
    facet_limit: limit,
    ...(prefix === '' ? {} : { facet_prefix: prefix }),
  }
  return queryOptions({
    queryKey: ['conversations', 'facet', key, query],
    queryFn: async ({ signal }) => {
      const { facets, exact } = await read(client.GET('/api/conversations/facets', { params: { query }, signal }))
      return { ...(facets[FACET_NAMES[key]] ?? { values: [], distinct: 0, other_count: 0 }), exact }
    },
    placeholderData: keepPreviousData,
  })
}

/** How many conversations match. */
export function conversationCount(search: ListSearch, timeZone: string) {
  const query = toFilterQuery(search, timeZone)
  return queryOptions({
    queryKey: ['conversations', 'count', query],
    queryFn: ({ signal }) => read(client.GET('/api/conversations/count', { params: { query }, signal })),
  })
}
