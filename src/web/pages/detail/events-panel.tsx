import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { QUIET_KINDS } from '../../../contract/kinds.ts'
import {
  isFiltered,
  isInContext,
  listValues,
  setValues,
  toFoundText,
  withKeys,
  withoutEventFilter,
} from '../../lib/event-filter.ts'
import { formatCount } from '../../lib/format.ts'
import { conversationPath } from '../../lib/paths.ts'
import { ApiError, type Schemas } from '../../query/client.ts'
import type { Conversation } from '../../query/conversations.ts'
import { isWholeTranscript, type EventQuestion } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Link } from '../../ui/link.tsx'
import { useHistoryKey } from '../../ui/navigation.tsx'
import { isSorted, type DetailAddress } from './detail-address.ts'
import css from './detail.module.css'
import { LoadingItem } from './event-item.tsx'
import { EventTable } from './event-table.tsx'
import type { NewRows } from './last-visit.ts'
import { isGoingOn } from './live.ts'
import { openingPlace } from './opening.ts'
import { RawEvent } from './raw-event.tsx'
import { Transcript } from './transcript.tsx'
import type { TranscriptHandle } from './transcript-handle.ts'

/** What `eventHead` answers. */
interface Head {
  readonly question: EventQuestion
  readonly total: number
  readonly hidden: number | null
}

/** Steps of the history that were opened at their place already: going back to one restores the reader's place instead. */
const openedSteps = new Set<string>()

/** The step of the history that is shown, and whether the one that the panel appeared in was shown for the first time. */
function useHistoryStep(): { readonly step: string; readonly isFresh: boolean } {
  const step = useHistoryKey()
  const [isFresh] = useState(() => !openedSteps.has(step))
  // Speaks to the history's memory of this module.
  useEffect(() => {
    openedSteps.add(step)
  }, [step])
  return { step, isFresh }
}

/** The events of a tab under the address's filter, or what stands in their place. */
export function EventsPanel({
  address,
  conversation,
  head,
  kinds,
  news,
  onNews,
  onReady,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
  readonly head: UseQueryResult<Head>
  readonly kinds: Schemas['FacetValues'] | undefined
  /** What came since the reader was here before; null: nothing. */
  readonly news: NewRows | null
  /** Goes to the first of them; null where no rows are there to go to. */
  readonly onNews: (() => void) | null
  readonly onReady: (handle: TranscriptHandle | null) => void
}) {
  const { step, isFresh } = useHistoryStep()
  // As they were when the panel appeared: a later filter or status moves nothing.
  const [asked] = useState({ conversationId: conversation.id, filter: address.filter, view: address.view })
  const [status] = useState(conversation.status)
  const needsPlace = isFresh && address.tab !== 'raw' && !isSorted(address)
  const opening = useQuery({ ...openingPlace(asked, address.eventId, status), enabled: needsPlace })

  if (opening.isError && opening.error instanceof ApiError && opening.error.status === 404)
    return <UnknownEvent address={address} />
  if (needsPlace && opening.isError) {
    return (
      <ErrorState
        title="The place of this event could not be found"
        error={opening.error}
        onRetry={() => void opening.refetch()}
      />
    )
  }
  if (head.data === undefined && head.isError) {
    return <ErrorState title="The events could not be loaded" error={head.error} onRetry={() => void head.refetch()} />
  }
  if (head.data === undefined || (needsPlace && opening.isPending)) {
    return (
      <div aria-busy="true" aria-label="Loading events">
        <div className={css['summary']} />
        {Array.from({ length: 12 }, (_, index) => (
          <LoadingItem key={index} />
        ))}
      </div>
    )
  }
  const { question, total } = head.data
  // While another view or filter is on its way, the rows are those of the one before.
  const key = JSON.stringify([question.view, question.filter, question.sort])
  const isOpeningQuestion =
    question.view === asked.view && JSON.stringify(question.filter) === JSON.stringify(asked.filter)
  const shared = { question, total, needle: toFoundText(address.record), isBusy: head.isPlaceholderData }
  const place = isOpeningQuestion ? (opening.data ?? null) : null
  return (
    <>
      {address.tab !== 'raw' && (total > 0 || isFiltered(question.filter)) && (
        <Summary address={address} head={head.data} kinds={kinds}>
          {news !== null && onNews !== null && isWholeTranscript(question) && (
            <Button look="plain" className={css['small'] ?? ''} onClick={onNews}>
              {formatCount(news.count)} new since your last visit
            </Button>
          )}
        </Summary>
      )}
      {total === 0 ? (
        <NoEvents address={address} />
      ) : address.tab === 'raw' ? (
        <RawEvent address={address} question={question} total={total} />
      ) : address.tab === 'events' ? (
        <EventTable key={key} {...shared} address={address} opening={place} />
      ) : (
        <Transcript
          key={key}
          {...shared}
          opening={place}
          step={`${step} ${key}`}
          isFollowing={isGoingOn(conversation)}
          firstNewRow={news?.first ?? null}
          onReady={onReady}
        />
      )}
    </>
  )
}

/** In place of the events while nobody has read them; of a server's conversation that is done when somebody opens it. */
export function UnreadEvents({ reason }: { readonly reason: string | null }) {
  return (
    <div className={css['empty']} role="status">
      <p>
        <bdi>{reason ?? 'The events of this conversation have not been read yet'}</bdi>.
      </p>
      <p className="muted">They appear here as soon as they are there.</p>
    </div>
  )
}

function UnknownEvent({ address }: { readonly address: DetailAddress }) {
  return (
    <div className={css['empty']} role="alert">
      <p>
        This conversation has no event <bdi className="mono">{address.eventId}</bdi>.
      </p>
      <Link to={conversationPath(address.conversationId)} search={address.record} className={css['link'] ?? ''}>
        Show the conversation
      </Link>
    </div>
  )
}

function NoEvents({ address }: { readonly address: DetailAddress }) {
  if (!isFiltered(address.filter)) {
    return <p className={css['empty']}>No events yet.</p>
  }
  return (
    <div className={css['empty']}>
      <p>No event matches these filters.</p>
      <Button onClick={() => address.go(withoutEventFilter(address.record))}>Clear filters</Button>
    </div>
  )
}

/** How many rows there are under the filter, what the view leaves out, and the way out of the filter. */
function Summary({
  address,
  head,
  kinds,
  children,
}: {
  readonly address: DetailAddress
  readonly head: Head
  readonly kinds: Schemas['FacetValues'] | undefined
  readonly children: ReactNode
}) {
  const filtered = isFiltered(address.filter)
  const isSearched = toFoundText(address.record) !== ''
  return (
    <div className={css['summary']}>
      <span role="status">
        {formatCount(head.total)} {filtered ? 'matching ' : ''}
        {head.total === 1 ? 'row' : 'rows'}
        {isSearched && ' · searched in everything that the events say'}
      </span>
      {isSearched && address.tab === 'transcript' && <ContextToggle address={address} />}
      {children}
      {address.view === 'transcript' && <QuietChip address={address} hidden={head.hidden} kinds={kinds} />}
      {filtered && (
        <Button
          look="plain"
          className={css['small'] ?? ''}
          onClick={() => address.go(withoutEventFilter(address.record))}
        >
          Clear filters
        </Button>
      )}
    </div>
  )
}

/** Shows what is found among all other rows, or alone. */
function ContextToggle({ address: { record, go } }: { readonly address: DetailAddress }) {
  const isOn = isInContext(record)
  return (
    <Button
      look={isOn ? 'on' : 'normal'}
      className={css['small'] ?? ''}
      aria-pressed={isOn}
      title="Show what is found among all other rows"
      onClick={() => go(withKeys(record, { econtext: isOn ? undefined : 'true' }))}
    >
      In context
    </Button>
  )
}

/** Says how many quiet events the transcript leaves out, and shows them among the others; pressed, it hides them again. */
function QuietChip({
  address: { record, go },
  hidden,
  kinds,
}: {
  readonly address: DetailAddress
  readonly hidden: number | null
  readonly kinds: Schemas['FacetValues'] | undefined
}) {
  const names = kinds?.values.flatMap(({ value }) => value ?? []) ?? []
  const loud = names.filter((name) => !QUIET_KINDS.has(name))
  const chosen = listValues(record, 'kind')
  if (chosen.some((name) => QUIET_KINDS.has(name))) {
    const rest = chosen.filter((name) => !QUIET_KINDS.has(name))
    const isEverything = loud.every((name) => rest.includes(name))
    return (
      <Button
        look="on"
        className={css['small'] ?? ''}
        aria-pressed="true"
        onClick={() => go(setValues(record, 'kind', isEverything ? [] : rest))}
      >
        Hide quiet events
      </Button>
    )
  }
  if (hidden === null || hidden === 0) return null
  return (
    <Button
      className={css['small'] ?? ''}
      aria-pressed="false"
      title="State updates, streamed pieces and token lists are left out: show them too"
      onClick={() => go(setValues(record, 'kind', names))}
    >
      {formatCount(hidden)} hidden <span aria-hidden="true">· Show</span>
    </Button>
  )
}
