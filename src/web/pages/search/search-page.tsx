import { useQuery } from '@tanstack/react-query'
import { formatClock } from '../../lib/format-time.ts'
import { formatCount } from '../../lib/format.ts'
import { formatTotals } from '../../lib/cross-words.ts'
import { withChange } from '../../lib/cross-search.ts'
import { sourceList, type Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import { useFindAddress, type FindAddress } from './find-address.ts'
import { FindBar } from './find-bar.tsx'
import { useFindKeys } from './find-keys.ts'
import { FindSkeleton, NothingAsked, NothingFound } from './find-states.tsx'
import { FoundFooter } from './found-footer.tsx'
import { useFoundHits, type FoundHits } from './found-hits.ts'
import { FoundList } from './found-list.tsx'
import { IndexNotes } from './index-notes.tsx'
import shared from '../../ui/page.module.css'
import css from './search-page.module.css'

/** Events of all conversations by what they say, grouped by conversation. */
export function SearchPage() {
  const asked = useFindAddress()
  const [zone] = useZone()
  const sources = useQuery(sourceList).data ?? NO_SOURCES
  const hits = useFoundHits(asked.search, zoneName(zone))
  const address = { ...asked, search: hits.search }
  const { page } = hits
  const turn = (cursor: string | null | undefined) =>
    cursor ? () => address.go({ ...address.search, page: cursor }) : null
  useFindKeys({ nextPage: turn(page?.next_page_id), previousPage: turn(page?.previous_page_id) })
  return (
    <>
      {hits.isAsking && page !== undefined && <div className={shared['progress']} aria-hidden="true" />}
      <FindHead hits={hits} />
      <FindBar address={address} />
      <FindNotices address={asked} hits={hits} />
      <div className={shared['card']}>
        <FindBody address={address} hits={hits} sources={sources} />
        {address.search.q !== '' && (
          <FoundFooter address={address} page={page}>
            <IndexNotes sources={sources} exact={page?.exact ?? true} />
          </FoundFooter>
        )}
      </div>
    </>
  )
}

const NO_SOURCES: readonly Source[] = []

/** Title of the page, how much was found, and as of when. */
function FindHead({ hits: { search, page, isAsking, isOld, hasChanged, refresh } }: { readonly hits: FoundHits }) {
  const [zone] = useZone()
  const isCounted = page !== undefined && !isOld
  return (
    <div className={shared['head']}>
      <PageHeading title={documentTitle(search.q, isCounted ? page.total : null)}>Search</PageHeading>
      <span className={`${shared['totals']} ${css['totals']}`} role="status">
        {search.q !== '' && isAsking && !isCounted && 'searching'}
        {isCounted && (
          <>
            {formatTotals(page)} · as of <time dateTime={page.as_of}>{formatClock(Date.parse(page.as_of), zone)}</time>
            {zone === 'utc' && ' UTC'}
            {hasChanged && ', changed since'}
          </>
        )}
      </span>
      {search.q !== '' && (
        <Button look="plain" className={shared['end'] ?? ''} onClick={refresh}>
          <Icon name="refresh" size={14} />
          Refresh
        </Button>
      )}
    </div>
  )
}

/** "flaky (1,203) · Search". */
function documentTitle(q: string, total: number | null): string {
  if (q === '') return 'Search · Lookout'
  return `${q}${total === null ? '' : ` (${formatCount(total)})`} · Search`
}

/** Hits, or why there are none. */
function FindBody({
  address,
  hits,
  sources,
}: {
  readonly address: FindAddress
  readonly hits: FoundHits
  readonly sources: readonly Source[]
}) {
  const { page, error, isCancelled, isAsking, isOld, refresh } = hits
  if (address.search.q === '') return <NothingAsked sources={sources} />
  if (error && !isAsking && (page === undefined || isOld)) {
    return (
      <div className={shared['failed']}>
        <ErrorState title="The search failed" error={error} onRetry={refresh} />
      </div>
    )
  }
  if (page === undefined) return isCancelled ? null : <FindSkeleton />
  if (page.items.length > 0) return <FoundList search={address.search} items={page.items} isBusy={isAsking} />
  return isOld ? <FindSkeleton /> : <NothingFound address={address} />
}

/** What happened that the reader should know: a dead cursor, words without meaning, a wait, a silent server. */
function FindNotices({ address, hits }: { readonly address: FindAddress; readonly hits: FoundHits }) {
  const { isSlow, isCancelled, page, error, isOld, live } = hits
  return (
    <>
      {address.problems.length > 0 && (
        <Notice onDismiss={() => address.go(address.search, 'replace')}>
          Parts of the address mean nothing here and were left out: {address.problems.join(', ')}
        </Notice>
      )}
      {hits.hasMoved && (
        <Notice onDismiss={() => address.go(withChange(address.search, {}), 'replace')}>That page has moved.</Notice>
      )}
      {isSlow && <Notice action={<Button onClick={hits.cancel}>Cancel</Button>}>Still working</Notice>}
      {isCancelled && (
        <Notice action={<Button onClick={hits.refresh}>Search again</Button>}>
          Cancelled before an answer came.{page !== undefined && ' Below is what was found for the question before.'}
        </Notice>
      )}
      {page !== undefined && !isOld && (error ?? live.failure) && (
        <Notice tone="warning" action={<Button onClick={hits.refresh}>Retry</Button>}>
          {(error ?? live.failure)?.message} What you see is from before.
        </Notice>
      )}
    </>
  )
}
