import { useQuery, useQueryClient } from '@tanstack/react-query'
import { countNew, passesChoices } from '../../lib/live-rows.ts'
import { withoutPage, type ListSearch } from '../../lib/list-search.ts'
import { isFiltered } from '../../lib/search-params.ts'
import { ApiError, type Schemas } from '../../query/client.ts'
import { conversationBatch, freshPage, shownPage, type Conversation } from '../../query/conversations.ts'
import { isNewer, revisionProbe, useRevision, type Live } from '../../query/revision.ts'

type Page = Schemas['ConversationPage']

/** Why a row that stays on screen would not be there if the list were asked again. */
export type Departure = 'no longer matches' | 'no longer there'

/** What the list page shows, put together from the page asked for and what has changed since. */
export interface ListRows {
  /** The question that was really asked: on page 1 where the cursor of the address is dead. */
  readonly search: ListSearch
  readonly hasMoved: boolean
  /** Rows, order and cursors: never changed under the reader. Undefined before the first answer. */
  readonly page: Page | undefined
  /** Totals and facets: the newest known. */
  readonly counts: Page | undefined
  /** Those of the moment when the rows were asked for, where both are exact: what lies between has changed since. */
  readonly countsBefore: Page | undefined
  /** Revision of the index that `counts` are of. */
  readonly revision: string | null
  /** The numbers of now could not be had: `counts` are those of an earlier moment, or there are none. */
  readonly hasFailed: boolean
  /** The last moment that `counts` are known to be right for, UTC ms. */
  readonly rightAt: number | null
  /** The newest known state of a conversation of the page. */
  readonly current: (row: Conversation) => Conversation
  readonly departure: (row: Conversation) => Departure | null
  /** Rows that a refresh would bring in above those that are shown. */
  readonly newCount: number
  /** There are more of them than one page tells. */
  readonly hasMoreNew: boolean
  readonly error: ApiError | Error | null
  /** There is nothing yet, and the answer is on its way. */
  readonly isLoading: boolean
  /** Old rows are shown while those asked for are on their way. */
  readonly isReplacing: boolean
  /** The reader gave the question up before it was answered: there are no rows, or those of the question before. */
  readonly isStopped: boolean
  readonly cancel: () => void
  readonly live: Live
  readonly refresh: () => void
}

/** A cursor of another list, or one that nobody can read. */
function isDeadCursor(error: unknown, search: ListSearch): boolean {
  if (search.page === null || !(error instanceof ApiError)) return false
  return error.status === 410 || (error.status === 422 && JSON.stringify(error.detail).includes('page_id'))
}

/** Asks for the page of the address, hears of changes, and says what they mean for the rows on screen. */
export function useListRows(asked: ListSearch, timeZone: string, isReading: boolean): ListRows {
  const atAddress = useQuery(shownPage(asked, timeZone))
  const hasMoved = isDeadCursor(atAddress.error, asked)
  const search = hasMoved ? withoutPage(asked) : asked
  const shown = useQuery(shownPage(search, timeZone))
  const cache = useQueryClient()
  const heard = useQuery({ ...revisionProbe, refetchOnMount: false }).data?.revision ?? null

  const hasChanged = shown.data !== undefined && !shown.isPlaceholderData && isNewer(heard, shown.data.revision)
  const fresh = useQuery({ ...freshPage(search, timeZone, heard ?? ''), enabled: hasChanged })
  const later = hasChanged ? fresh.data?.body : undefined
  // Nothing is under the reader where there are no rows yet: the first ones come in by themselves.
  const page = shown.data?.body.items.length === 0 && later ? later : shown.data?.body

  const lost = later && page ? idsMissing(page.items, later.items) : []
  const elsewhere = useQuery({ ...conversationBatch(lost, heard), enabled: lost.length > 0 })
  const known = new Map(
    [...(lost.length > 0 ? (elsewhere.data ?? []) : []), ...(later?.items ?? [])].map((row) => [row.id, row]),
  )

  const counts = later ?? shown.data?.body
  const error = hasMoved ? shown.error : atAddress.error
  const current = (row: Conversation) => known.get(row.id) ?? row
  const isPatched = page?.items.some((row) => current(row).status !== row.status) ?? false
  // While a source is first read, and until the numbers after it are here, every moment is one of change. A text may be inexact for good:
  // events of a server's conversations that nobody opened are not searched.
  const isCatchingUp = counts?.exact === false && search.q === '' && search.notQ === ''
  const live = useRevision({
    isAnythingRunning: page?.items.some((row) => current(row).status === 'running') ?? false,
    changedAt: isReading || isCatchingUp ? Number.POSITIVE_INFINITY : isPatched ? fresh.dataUpdatedAt : null,
  })
  const newCount = page && later && page !== later ? newAbove(search, page, later) : 0
  const isSettled = elsewhere.isSuccess && !elsewhere.isPlaceholderData
  return {
    search,
    hasMoved,
    page,
    counts,
    countsBefore: counts?.exact === true && shown.data?.body.exact === true ? shown.data.body : undefined,
    revision: (later ? fresh.data?.revision : shown.data?.revision) ?? null,
    hasFailed: error !== null || live.failure !== null || (hasChanged && fresh.isError),
    // As long as the revision stands they are.
    rightAt: counts ? Math.max(Date.parse(counts.as_of), hasChanged && !later ? 0 : live.heardAt) : null,
    current,
    departure: (row) => {
      if (isSettled && lost.includes(row.id) && !known.has(row.id)) return 'no longer there'
      return isFiltered(search) && !passesChoices(current(row), search) ? 'no longer matches' : null
    },
    newCount,
    hasMoreNew: newCount === later?.items.length && later.next_page_id !== null,
    error,
    isLoading: shown.isLoading,
    isReplacing: shown.isFetching && shown.data !== undefined,
    isStopped: shown.fetchStatus === 'idle' && (shown.isPending || shown.isPlaceholderData),
    cancel: () => void cache.cancelQueries({ queryKey: shownPage(search, timeZone).queryKey }),
    live,
    refresh: () => {
      void shown.refetch()
      // A relative time moves on without a change of the index.
      void cache.refetchQueries({ queryKey: ['conversations', 'figures'], type: 'active' })
      live.probeNow()
    },
  }
}

function idsMissing(rows: readonly Conversation[], from: readonly Conversation[]): readonly string[] {
  const present = new Set(from.map((row) => row.id))
  return rows.filter((row) => !present.has(row.id)).map((row) => row.id)
}

/** On page 1 the rows themselves tell; on later pages the rank of the same cursor says how many came in above it. */
function newAbove(search: ListSearch, page: Page, later: Page): number {
  if (search.page !== null) return Math.max(0, (later.rank ?? 0) - (page.rank ?? 0))
  return countNew(
    page.items.map((row) => row.id),
    later.items.map((row) => row.id),
  )
}
