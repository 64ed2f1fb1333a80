import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { anyOf } from '../../lib/filter-words.ts'
import { formatAge, formatClock } from '../../lib/format-time.ts'
import { formatCount } from '../../lib/format.ts'
import { isFiltered, toListRecord } from '../../lib/search-params.ts'
import { isReading, sourceList, type Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { useMedia } from '../../ui/media.ts'
import { Notice } from '../../ui/notice.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import { useSkeleton } from '../../ui/waiting.ts'
import { formatStatus } from '../../ui/status-mark.tsx'
import { ConversationTable } from './conversation-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { HistogramPlace } from './histogram-place.tsx'
import { useListAddress, type ListAddress } from './list-address.ts'
import { ListFooter, previousCursor } from './list-footer.tsx'
import { ListHead } from './list-head.tsx'
import { useListKeys } from './list-keys.ts'
import { useListRows, type ListRows } from './list-rows.ts'
import { ListSkeleton, StillReading, StillWorking, Stopped } from './list-states.tsx'
import { useListTree } from './list-tree.ts'
import { LongAddress } from './long-address.tsx'
import { useRoom } from './room.ts'
import { StatusBadges } from './status-badges.tsx'
import shared from '../../ui/page.module.css'
import css from './list-page.module.css'

// Nobody waits for the explanation of an empty list, or for what there is to say of its sources.
const NothingMatches = lazy(async () => ({ default: (await import('./nothing-matches.tsx')).NothingMatches }))
const NothingExists = lazy(async () => ({ default: (await import('./list-empty.tsx')).NothingExists }))

const PeekPanel = lazy(async () => ({ default: (await import('./peek-panel.tsx')).PeekPanel }))
const SourceNotes = lazy(async () => ({ default: (await import('./source-notes.tsx')).SourceNotes }))

/** The list of conversations: find one, see what state it is in, open it, come back to the same place. */
export function ListPage() {
  const asked = useListAddress()
  const [zone] = useZone()
  const places = useQuery(sourceList).data ?? NO_SOURCES
  const rows = useListRows(asked.search, zoneName(zone), places.some(isReading))
  const address = { ...asked, search: rows.search }
  const { page, counts } = rows
  // On a card there is no room beside it, and no Space to press.
  const canPeek = useMedia('(width >= 768px)')
  const peek = canPeek ? address.search.peek : null

  useListKeys({
    nextPage: pageAction(address, page?.next_page_id ?? undefined),
    previousPage: pageAction(address, page && previousCursor(page, address.search.size)),
    refresh: rows.refresh,
  })

  return (
    <>
      {(rows.isReplacing || rows.isLoading) && <StillWorking onCancel={rows.cancel} />}
      {rows.isReplacing && <div className={shared['progress']} aria-hidden="true" />}
      <ListHead address={address} counts={counts} title={documentTitle(rows)} takesFocus onRefresh={rows.refresh} />
      <StatusBadges
        address={address}
        counts={counts?.facets?.status}
        before={rows.countsBefore?.facets?.status}
        exact={counts?.exact ?? true}
        hasFailed={rows.hasFailed}
        rightAt={rows.rightAt}
      />
      <FilterBar address={address} />
      <HistogramPlace address={address} rows={rows} />
      <ListNotices address={asked} rows={rows} />
      <NewRows address={address} rows={rows} />
      <div className={peek === null ? undefined : css['divided']}>
        <div className={`${shared['card']} ${css['card']}`}>
          <ListBody address={address} rows={rows} sources={places} />
          {(page !== undefined || rows.error === null) && (
            <ListFooter address={address} rows={rows}>
              <Suspense>
                <SourceNotes sources={places} />
              </Suspense>
            </ListFooter>
          )}
        </div>
        {peek !== null && (
          <Suspense>
            <PeekPanel id={peek} address={address} rows={rows} />
          </Suspense>
        )}
      </div>
    </>
  )
}

/** How many rows wait above those shown; they come in only when asked for. Spoken politely. */
function NewRows({ address, rows }: { readonly address: ListAddress; readonly rows: ListRows }) {
  const show = () => {
    if (rows.search.page === null) rows.refresh()
    else address.go({ ...rows.search, page: null })
    window.scrollTo({ top: 0 })
  }
  return (
    <div className={css['new']} role="status">
      {rows.newCount > 0 && (
        <button type="button" onClick={show}>
          {rows.newCount > 99 ? '99+' : `${rows.newCount}${rows.hasMoreNew ? '+' : ''}`} new{' '}
          <span aria-hidden="true">↑</span>
        </button>
      )}
    </div>
  )
}

const NO_SOURCES: readonly Source[] = []

/** `cursor` null is the first page; undefined: there is no such page. */
function pageAction({ search, go }: ListAddress, cursor: string | null | undefined): (() => void) | null {
  return cursor === undefined ? null : () => go({ ...search, page: cursor })
}

/** "Error (12) · Conversations", "Error or Stuck (13) · Conversations" where statuses are chosen. */
function documentTitle({ search, counts }: ListRows): string {
  const { include } = search.values.status
  if (include.length === 0 || counts?.total == null) return 'Conversations · Lookout'
  return `${anyOf(include.map(formatStatus))} (${formatCount(counts.total)}) · Conversations`
}

interface Body {
  readonly address: ListAddress
  readonly rows: ListRows
  readonly sources: readonly Source[]
}

/** Measures the room for the rows while they are on their way: they are drawn once, and need not be laid out to be measured. */
function ListBody(body: Body) {
  const [room, place] = useRoom()
  return (
    <div ref={place}>
      <RowsOrReason {...body} room={room} />
    </div>
  )
}

/** Rows, or why there are none. `room` is that of the rows in pixels; null: not known yet. */
function RowsOrReason({ address, rows, sources, room }: Body & { readonly room: number | null }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    setOpen((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]))
  }
  const tree = useListTree(
    rows,
    toListRecord({ ...address.search, peek: null }),
    isFiltered(address.search),
    open,
    toggle,
  )

  if (useSkeleton(rows.isLoading)) return <ListSkeleton />
  if (rows.page === undefined) {
    if (!rows.error) return <Stopped onRetry={rows.refresh} />
    return (
      <div className={shared['failed']}>
        <ErrorState title="The list could not be loaded" error={rows.error} onRetry={rows.refresh} />
      </div>
    )
  }
  if (tree.length > 0) return <ConversationTable address={address} rows={tree} isBusy={rows.isReplacing} room={room} />
  if (!isFiltered(address.search) && sources.some(isReading)) return <StillReading />
  return (
    <Suspense>
      {isFiltered(address.search) ? <NothingMatches address={address} /> : <NothingExists sources={sources} />}
    </Suspense>
  )
}

/** What happened that the reader should know: a dead cursor, words of the address without meaning, a silent server. */
function ListNotices({ address, rows }: { readonly address: ListAddress; readonly rows: ListRows }) {
  const now = useNow()
  const [zone] = useZone()
  const { live, page, counts } = rows
  return (
    <>
      {address.problems.length > 0 && (
        <Notice onDismiss={() => address.go(address.search, 'replace')}>
          Parts of the address mean nothing here and were left out: {address.problems.join(', ')}
        </Notice>
      )}
      <LongAddress search={address.search} />
      {rows.hasMoved && (
        <Notice onDismiss={() => address.go({ ...address.search, page: null }, 'replace')}>That page has moved.</Notice>
      )}
      {page && rows.isStopped && (
        <Notice tone="warning" action={<Button onClick={rows.refresh}>Retry</Button>}>
          You cancelled what the address asks for: these are the rows of the question before.
        </Notice>
      )}
      {page && (live.failure || rows.error) && (
        <Notice tone="warning" action={<Button onClick={rows.refresh}>Retry</Button>}>
          {(live.failure ?? rows.error)?.message}{' '}
          {counts && `What you see is from ${formatClock(Date.parse(counts.as_of), zone)}`}
          {live.heardAt > 0 && now - live.heardAt > 1000 && `, ${formatAge(now - live.heardAt)} since the last answer`}.
          {live.stopped && ' Nothing is asked any more until you retry.'}
        </Notice>
      )}
    </>
  )
}
