import { queryOptions } from '@tanstack/react-query'
import { client, read, type Schemas } from './client.ts'

/** A place that conversations come from, and how far it has been read. */
export type Source = Schemas['Source']

/** How often the sources are asked again while one of them is still being read, and otherwise. */
const READING_MS = 2_000
const CALM_MS = 60_000

/** All sources. The progress of a walk is no change of the index: its revision stands still, so this polls by itself. */
export const sourceList = queryOptions({
  queryKey: ['sources'],
  queryFn: async ({ signal }) => (await read(client.GET('/api/sources', { signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some(isReading) ? READING_MS : CALM_MS),
})

/** Whether a source is still on its first walk: then every number of a list is a lower bound. */
export function isReading(source: Source): boolean {
  return source.reachable && !source.complete
}
