import { queryOptions, useQuery } from '@tanstack/react-query'
import { pollInterval } from '../lib/poll-interval.ts'
import { ApiError, client, read } from './client.ts'

/** What the polls have told so far. */
interface Probe {
  readonly revision: string
  /** Answers in a row with this revision, the first not counted. */
  readonly unchanged: number
  /** Errors of this query until now, as the cache counts them: later ones are in a row. */
  readonly errorsBefore: number
}

/** Whether the page hears of changes: the newest revision, since when nothing has been heard, and how to ask at once. */
export interface Live {
  /** `<generation>.<n>`, null before the first answer. */
  readonly revision: string | null
  /** The last probe failed. */
  readonly failure: ApiError | null
  /** No further probe will be made by itself: the page is not let in. */
  readonly stopped: boolean
  /** UTC milliseconds of the last answer, 0 before the first. */
  readonly heardAt: number
  readonly probeNow: () => void
}

const REVISION_KEY = ['revision'] as const

/** The newest revision that the page has heard of; who polls it is `useRevision`. */
export const revisionProbe = queryOptions({
  queryKey: REVISION_KEY,
  queryFn: async ({ signal, client: cache }): Promise<Probe> => {
    const { revision } = await read(client.GET('/api/revision', { signal }))
    const before = cache.getQueryData<Probe>(REVISION_KEY)
    const errorsBefore = cache.getQueryState(REVISION_KEY)?.errorUpdateCount ?? 0
    return { revision, unchanged: before?.revision === revision ? before.unchanged + 1 : 0, errorsBefore }
  },
  retry: false,
})

/**
 * Polls `GET /api/revision` at the pace of `pollInterval` while the tab is visible, and at once when it becomes visible or
 * the connection returns. `changedAt` is when something on screen last changed its state (UTC ms, or null).
 */
export function useRevision(onScreen: {
  readonly isAnythingRunning: boolean
  readonly changedAt: number | null
}): Live {
  const probe = useQuery({
    ...revisionProbe,
    staleTime: 0,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    refetchInterval: ({ state }) => {
      const failure = state.status === 'error' ? toApiError(state.error) : null
      const wait = failure?.retryAfterSeconds ?? null
      return pollInterval({
        sinceChangeMs: onScreen.changedAt === null ? Number.POSITIVE_INFINITY : Date.now() - onScreen.changedAt,
        isAnythingRunning: onScreen.isAnythingRunning,
        unchanged: state.data?.unchanged ?? 0,
        failures: failure === null ? 0 : state.errorUpdateCount - (state.data?.errorsBefore ?? 0),
        failedStatus: failure?.status ?? null,
        retryAfterMs: wait === null ? null : wait * 1000,
        // The count stands in for chance, so that one state always gives one interval: a new one would restart the timer.
        jitter: (state.errorUpdateCount * 0.618) % 1,
      })
    },
  })
  const failure = probe.isError ? toApiError(probe.error) : null
  return {
    revision: probe.data?.revision ?? null,
    failure,
    stopped: failure?.status === 401 || failure?.status === 403,
    heardAt: probe.dataUpdatedAt,
    probeNow: () => void probe.refetch(),
  }
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('The server cannot be reached.', 0, String(error))
}

/** Whether `newer` is a later state of the same index than `older`; another generation always is. */
export function isNewer(newer: string | null, older: string | null): boolean {
  if (newer === null || newer === older) return false
  if (older === null) return true
  const [newGeneration, newCount] = newer.split('.')
  const [oldGeneration, oldCount] = older.split('.')
  return newGeneration !== oldGeneration || Number(newCount) > Number(oldCount)
}
