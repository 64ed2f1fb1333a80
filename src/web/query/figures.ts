import { hashKey, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListSearch } from '../lib/list-search.ts'
import { client, read, type Schemas } from './client.ts'
import { toFilterQuery } from './conversations.ts'

/** Conversations over time, as on the wire. */
export type ConversationHistogram = Schemas['ConversationHistogram']

/** Cost, tokens and events of all matches, as on the wire. */
export type ConversationSums = Schemas['ConversationSums']

/** A figure, and the filter that it is of: after a choice the old one is shown until the new one is here. */
export interface Figure<T> {
  readonly body: T
  /** As `filterHash` says it. */
  readonly filter: string
}

/** How long a figure that nobody looks at is kept: every change of the index makes another. */
const KEPT_MS = 60_000

/** One spelling for each filter; page, order and size leave figures as they are. */
export function filterHash(search: ListSearch, timeZone: string): string {
  return hashKey([toFilterQuery(search, timeZone)])
}

/**
 * Conversations by `updated_at` and status under a filter. `revision` is that of the list's totals, so that both move together
 * and the figure no more often.
 */
export function conversationHistogram(search: ListSearch, timeZone: string, revision: string | null) {
  const query = toFilterQuery(search, timeZone)
  return queryOptions({
    queryKey: ['conversations', 'figures', 'histogram', query, revision],
    queryFn: async ({ signal }): Promise<Figure<ConversationHistogram>> => ({
      body: await read(client.GET('/api/conversations/histogram', { params: { query }, signal })),
      filter: hashKey([query]),
    }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
  })
}

/** What the conversations under a filter cost and hold together; `revision` as in `conversationHistogram`. */
export function conversationSums(search: ListSearch, timeZone: string, revision: string | null) {
  const query = toFilterQuery(search, timeZone)
  return queryOptions({
    queryKey: ['conversations', 'figures', 'sums', query, revision],
    queryFn: async ({ signal }): Promise<Figure<ConversationSums>> => ({
      body: await read(client.GET('/api/conversations/sums', { params: { query }, signal })),
      filter: hashKey([query]),
    }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
  })
}

/** Forms in which a list is exported, as the wire spells them. */
export type ExportFormat = 'csv' | 'jsonl'

/** Where the whole list under a filter is downloaded from, all its pages; relative times are resolved when it is asked. */
export function exportAddress(search: ListSearch, timeZone: string, format: ExportFormat): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(toFilterQuery(search, timeZone)))
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  return `/api/conversations/export?${query}`
}
