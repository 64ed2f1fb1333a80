import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { formatPlural } from '../../lib/format.ts'
import { useRevision } from '../../query/revision.ts'
import { isReading, sourceList, type Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { AddSource } from './add-source.tsx'
import { SourceCard } from './source-card.tsx'
import shared from '../../ui/page.module.css'
import states from '../../ui/states.module.css'
import css from './sources-page.module.css'

/** Where conversations come from, how far each place has been read, and what could not be. */
export function SourcesPage() {
  const { data: sources, error, isFetching, refetch } = useSources()
  const retry = () => void refetch()
  return (
    <>
      <div className={shared['head']}>
        <PageHeading title="Sources · Lookout">Sources</PageHeading>
        <span className={shared['totals']}>{sources !== undefined && describeAll(sources)}</span>
        <Button look="plain" className={shared['end'] ?? ''} onClick={retry}>
          <Icon name="refresh" size={14} />
          Refresh
        </Button>
      </div>
      {sources !== undefined && error !== null && (
        <Notice tone="warning" action={<Button onClick={retry}>Retry</Button>}>
          {error.message} What you see is from before.
        </Notice>
      )}
      {sources?.some(({ sample }) => sample) && (
        <Notice>This is the bundled sample: no other place was found. Give your own as below.</Notice>
      )}
      {sources === undefined ? (
        error === null ? (
          <SourcesSkeleton />
        ) : (
          <ErrorState title="The sources could not be loaded" error={error} onRetry={retry} />
        )
      ) : (
        <SourceCards sources={sources} isBusy={isFetching} />
      )}
      <AddSource />
    </>
  )
}

function SourceCards({ sources, isBusy }: { readonly sources: readonly Source[]; readonly isBusy: boolean }) {
  if (sources.length === 0) return <p className={css['none']}>Nothing is read: no source is given.</p>
  return (
    <ul aria-label="Sources" aria-busy={isBusy} className={css['list']}>
      {sources.map((source) => (
        <SourceCard key={source.id} source={source} />
      ))}
    </ul>
  )
}

/** All sources, asked again when the index has changed; while one is first read, and now and then, without that too. */
function useSources() {
  const cache = useQueryClient()
  const { revision } = useRevision({ isAnythingRunning: false, changedAt: null })
  const seen = useRef<string | null>(null)
  // Speaks to the query cache.
  useEffect(() => {
    const before = seen.current
    seen.current = revision
    if (before !== null && before !== revision) void cache.invalidateQueries({ queryKey: sourceList.queryKey })
  }, [cache, revision])
  return useQuery(sourceList)
}

/** "3 sources, 1 not reachable, 1 being read". */
function describeAll(sources: readonly Source[]): string {
  const lost = sources.filter(({ reachable }) => !reachable).length
  const reading = sources.filter(isReading).length
  return [
    formatPlural(sources.length, 'source'),
    lost > 0 ? `${lost} not reachable` : '',
    reading > 0 ? `${reading} being read` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The shape of the list while it is on its way; invisible for the first 150 ms. */
function SourcesSkeleton() {
  return (
    <div className={`${states['skeleton']} ${css['skeleton']}`} role="status" aria-label="Loading sources">
      <div aria-hidden="true" />
      <div aria-hidden="true" />
    </div>
  )
}
