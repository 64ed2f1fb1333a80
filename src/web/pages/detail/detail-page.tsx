import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { TABS, withKeys, type Tab } from '../../lib/event-filter.ts'
import { LIST_PATH } from '../../lib/paths.ts'
import { pickListKeys } from '../../lib/search-params.ts'
import { ApiError } from '../../query/client.ts'
import { conversation } from '../../query/conversation.ts'
import type { Conversation } from '../../query/conversations.ts'
import { eventFacets, eventHead, type EventFacets, type EventQuestion, type EventView } from '../../query/events.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Link } from '../../ui/link.tsx'
import { lazyPage } from '../../ui/lazy-page.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useMedia } from '../../ui/media.ts'
import { PageHeading } from '../../ui/page-heading.tsx'
import { Part } from '../../ui/part.tsx'
import { focusSearch, useShortcuts } from '../../ui/shortcuts.ts'
import { useConversationSteps, type ConversationSteps } from './conversation-steps.ts'
import { isSorted, useDetailAddress, type DetailAddress } from './detail-address.ts'
import { DetailHeader, DetailNav } from './detail-header.tsx'
import css from './detail.module.css'
import { ErrorBanner } from './error-banner.tsx'
import { LoadingItem } from './event-item.tsx'
import { EventSearch } from './event-search.tsx'
import { EventsPanel, UnreadEvents } from './events-panel.tsx'
import { FacetPanel } from './facet-panel.tsx'
import { useKeptFocus } from './kept-focus.ts'
import { useNewRows } from './last-visit.ts'
import { useConversationUpdates } from './live.ts'
import { PANEL_ID, Tabs } from './tabs.tsx'
import { useTranscriptHandle } from './transcript-handle.ts'
import { TranscriptTools } from './transcript-tools.tsx'
import { VitalsPlace } from './vitals-place.tsx'

// Brings a library of its own, which the transcript does without.
const timeline = lazyPage(async () => (await import('./timeline.tsx')).Timeline)

/** One conversation: what is known of it, and every event. */
export function DetailPage({
  conversationId,
  eventId,
}: {
  readonly conversationId: string
  readonly eventId: string | null
}) {
  const address = useDetailAddress(conversationId, eventId)
  const cache = useQueryClient()
  const found = useQuery(conversation(conversationId, cache))
  // Here, above what is made anew for each conversation: a key counts while the next one is still loading.
  const steps = useConversationSteps(address)
  useShortcuts({ nextConversation: () => steps.step(1), previousConversation: () => steps.step(-1) })
  if (found.data !== undefined)
    return <Detail key={found.data.id} address={address} conversation={found.data} steps={steps} />
  if (!found.isError) return <ColdPage address={address} steps={steps} />
  if (found.error instanceof ApiError && found.error.status === 404) return <UnknownConversation address={address} />
  return (
    <>
      <DetailNav address={address} steps={null} />
      <PageHeading title="Conversation">Conversation</PageHeading>
      <ErrorState
        title="This conversation could not be loaded"
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    </>
  )
}

function ColdPage({ address, steps }: { readonly address: DetailAddress; readonly steps: ConversationSteps }) {
  return (
    <>
      <DetailNav address={address} steps={steps} />
      <div className={css['cold']} aria-busy="true" role="status" aria-label="Loading the conversation">
        <span />
        <span />
        <div className={css['bar']} />
        {Array.from({ length: 12 }, (_, index) => (
          <LoadingItem key={index} />
        ))}
      </div>
    </>
  )
}

function UnknownConversation({ address }: { readonly address: DetailAddress }) {
  return (
    <>
      <DetailNav address={address} steps={null} />
      <PageHeading title="Unknown conversation">Unknown conversation</PageHeading>
      <p>
        No source holds a conversation with the id <bdi className="mono">{address.conversationId}</bdi>. It may have
        been deleted.{' '}
        <Link to={LIST_PATH} search={pickListKeys(address.record)} className={css['link'] ?? ''}>
          Back to all conversations
        </Link>
      </p>
    </>
  )
}

function Detail({
  address,
  conversation: shown,
  steps,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
  readonly steps: ConversationSteps
}) {
  const { filter, tab, record } = address
  const live = useConversationUpdates(shown)
  const facets = useQuery(eventFacets(shown.id, filter))
  const transcript = useQuery(eventHead({ conversationId: shown.id, filter, view: 'transcript' }))
  const rows = useQuery(eventHead(toQuestion(address)))
  const news = useNewRows(shown.id)
  const isNarrow = useMedia('(max-width: 900px)')
  const [handle, onReady] = useTranscriptHandle()
  const tabPanel = useRef<HTMLDivElement>(null)
  // In Raw one event follows another in its place; all else begins anew at another event.
  const place = `${tab} ${address.view} ${tab === 'raw' ? '' : (address.eventId ?? '')}`
  useKeptFocus(tabPanel, place)

  const [errorNote, setErrorNote] = useState('')
  const stepError = async (step: 1 | -1) => {
    if (handle === null) return
    try {
      const arrival = await handle.goToMatch({ is_error: true }, step, 'focus')
      setErrorNote(arrival === null ? noFurtherError(step, address.view) : '')
    } catch {
      setErrorNote(`The ${step === 1 ? 'next' : 'previous'} error could not be looked for`)
    }
  }

  const showTab = (next: Tab) => address.go(withKeys(record, { tab: next === 'transcript' ? undefined : next }))
  useShortcuts({
    nextError: () => void stepError(1),
    previousError: () => void stepError(-1),
    ...Object.fromEntries(TABS.map((name) => [`${name}Tab`, () => showTab(name)])),
    refresh: live.probeNow,
    search: focusSearch,
  })

  const tools = tab === 'transcript' ? <TranscriptTools address={address} conversation={shown} handle={handle} /> : null
  const panel = (
    <>
      <FacetPanel
        address={address}
        facets={facets.data}
        eventTotal={shown.event_count}
        isBusy={facets.isPlaceholderData}
        onError={handle === null ? null : (step) => void stepError(step)}
        errorNote={errorNote}
      />
      <VitalsPlace address={address} conversation={shown} isReady={transcript.data !== undefined} />
    </>
  )
  return (
    <>
      <DetailNav address={address} steps={steps} />
      <DetailHeader conversation={shown} address={address} matching={facets.data?.total ?? null} />
      {live.failure !== null && <Notice tone="warning">What you see may be out of date: {live.failure.message}</Notice>}
      {facets.isError && (
        <ErrorState title="The counts could not be loaded" error={facets.error} onRetry={() => void facets.refetch()} />
      )}
      <div className={css['split']}>
        {isNarrow && (
          <details className={css['fold']}>
            <summary>Filters and counts</summary>
            {panel}
          </details>
        )}
        <section aria-label="Events of this conversation">
          <div className={css['bar']} data-sticky>
            <Tabs
              address={address}
              counts={{
                transcript: transcript.data?.total ?? null,
                events: facets.data?.total ?? null,
                timeline: facets.data === undefined ? null : countTimed(facets.data),
                raw: facets.data?.total ?? null,
              }}
              onApproach={(name) => name === 'timeline' && timeline.preload()}
            />
            <div className={css['tools']}>
              {!isNarrow && tools}
              <EventSearch address={address} handle={handle} />
            </div>
          </div>
          {isNarrow && tools !== null && <div className={css['toolRow']}>{tools}</div>}
          <ErrorBanner conversation={shown} record={record} />
          <div ref={tabPanel} role="tabpanel" id={PANEL_ID} aria-labelledby={`tab-${tab}`} tabIndex={-1}>
            {shown.event_count === null ? (
              <UnreadEvents reason={shown.event_count_reason} />
            ) : tab === 'timeline' ? (
              <Part name="The timeline" onRetry={timeline.preload}>
                <timeline.Page address={address} conversation={shown} />
              </Part>
            ) : (
              <EventsPanel
                key={place}
                address={address}
                conversation={shown}
                head={rows}
                kinds={facets.data?.facets.kind}
                news={news}
                onNews={news === null || handle === null ? null : () => handle.goToRow(news.first)}
                onReady={onReady}
              />
            )}
          </div>
        </section>
        {!isNarrow && (
          <aside className={css['aside']} aria-label="Filters and counts">
            {panel}
          </aside>
        )}
      </div>
    </>
  )
}

/** How many events have a time. */
function countTimed({ histogram }: EventFacets): number {
  return histogram?.buckets.reduce((sum, { count }) => sum + count, 0) ?? 0
}

/** What the rows on the page answer. */
function toQuestion(address: DetailAddress): EventQuestion {
  const { conversationId, filter, view, sort } = address
  return { conversationId, filter, view, ...(isSorted(address) ? { sort } : {}) }
}

function noFurtherError(step: 1 | -1, view: EventView): string {
  const words = step === 1 ? 'No further error' : 'No error before this'
  return view === 'focused' ? `${words} among the messages` : words
}
