import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, read, type Schemas } from './client.ts'

/** A place that conversations come from, and how far it has been read. */
export type Source = Schemas['Source']

/** All sources as of a revision. */
export function sourceList(revision: string | null) {
  return queryOptions({
    queryKey: ['sources', revision],
    queryFn: async ({ signal }) => (await read(client.GET('/api/sources', { signal }))).items,
    placeholderData: keepPreviousData,
  })
}
