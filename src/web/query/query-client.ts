import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isPassing } from './client.ts'
import { noteFailure } from './session.ts'

/** The one cache. The index is asked again when its revision moved (`revision.ts`), never because a tab got the focus. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noteFailure }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        // "offline" of the browser says nothing about a server on this very machine.
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && isPassing(error),
        retryDelay: 500,
      },
    },
  })
}
