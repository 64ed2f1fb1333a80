import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CrossSearch } from '../../lib/cross-search.ts'
import { ApiError } from '../../query/client.ts'
import { foundPage, type FoundPage } from '../../query/cross-search.ts'
import { isNewer, useRevision, type Live } from '../../query/revision.ts'

/** What the page Search shows of its question. */
export interface FoundHits {
  /** The question that was really asked: on the first page where the cursor of the address is dead. */
  readonly search: CrossSearch
  readonly hasMoved: boolean
  /** Undefined before the first answer. While another question is asked, the answer before. */
  readonly page: FoundPage | undefined
  /** `page` answers a question before this one. */
  readonly isOld: boolean
  readonly isAsking: boolean
  /** Asked for longer than a reader likes to wait. */
  readonly isSlow: boolean
  /** The reader gave up waiting. */
  readonly isCancelled: boolean
  readonly error: Error | null
  /** Something has changed in the index since. */
  readonly hasChanged: boolean
  readonly live: Live
  readonly refresh: () => void
  readonly cancel: () => void
}

/** A cursor of another question, or one that nobody can read. */
function isDeadCursor(error: unknown, search: CrossSearch): boolean {
  if (search.page === null || !(error instanceof ApiError)) return false
  return error.status === 410 || (error.status === 422 && JSON.stringify(error.detail).includes('page_id'))
}

/** Asks for the page of hits of the address. Nothing is asked without a text. */
export function useFoundHits(asked: CrossSearch, timeZone: string): FoundHits {
  const cache = useQueryClient()
  const isOn = asked.q !== ''
  const atAddress = useQuery({ ...foundPage(asked, timeZone), enabled: isOn })
  const hasMoved = isDeadCursor(atAddress.error, asked)
  const search = hasMoved ? { ...asked, page: null } : asked
  const question = foundPage(search, timeZone)
  const shown = useQuery({ ...question, enabled: isOn })
  const live = useRevision({ isAnythingRunning: false, changedAt: null })
  const isAsking = isOn && shown.isFetching
  return {
    search,
    hasMoved,
    page: isOn ? shown.data?.body : undefined,
    isOld: shown.isPlaceholderData,
    isAsking,
    isSlow: useIsSlow(isAsking ? JSON.stringify(question.queryKey) : null),
    isCancelled: isOn && !shown.isFetching && !shown.isError && (shown.isPending || shown.isPlaceholderData),
    error: hasMoved ? shown.error : atAddress.error,
    hasChanged: shown.data !== undefined && !shown.isPlaceholderData && isNewer(live.revision, shown.data.revision),
    live,
    refresh: () => {
      void shown.refetch()
      live.probeNow()
    },
    cancel: () => void cache.cancelQueries({ queryKey: question.queryKey }),
  }
}

const PATIENCE_MS = 5000

/** Whether what is named has been going on for five seconds; null: nothing goes on. */
function useIsSlow(what: string | null): boolean {
  const [slow, setSlow] = useState<string | null>(null)
  // Speaks to the browser's timers.
  useEffect(() => {
    if (what === null) return
    const timer = setTimeout(() => setSlow(what), PATIENCE_MS)
    return () => {
      clearTimeout(timer)
      setSlow(null)
    }
  }, [what])
  return what !== null && slow === what
}
