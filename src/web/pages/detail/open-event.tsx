import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { Body } from '../../lib/event-body.ts'
import { withKeys } from '../../lib/event-filter.ts'
import { formatBytes, formatCount } from '../../lib/format.ts'
import { eventPath } from '../../lib/paths.ts'
import { eventBody } from '../../query/event-bodies.ts'
import { eventAddress, eventExcerpt, EXCERPT_LETTERS, type EventRow } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { BodyMissing, isBodyMissing } from '../../ui/event/body-missing.tsx'
import { Link } from '../../ui/link.tsx'
import { useSearchRecord } from '../../ui/navigation.tsx'
import css from './transcript.module.css'

// Markdown, diffs and trees come with the first event that needs them, after the rows.
const EventDetail = lazy(async () => ({ default: (await import('../../ui/event/event-detail.tsx')).EventDetail }))
const MessageBody = lazy(async () => ({ default: (await import('../../ui/event/event-detail.tsx')).MessageBody }))
const CopyEventText = lazy(async () => ({ default: (await import('../../ui/event/event-detail.tsx')).CopyEventText }))
const JsonTree = lazy(async () => ({ default: (await import('../../ui/event/json-tree.tsx')).JsonTree }))

/** Stands for an answer that is not drawn with its call. */
const ANSWER_APART: Body = {}

/** Events beyond this are not drawn; their beginning is. */
export const MAX_DRAWN_BYTES = 2_000_000

/** The text of a message; until it is there its first line, with the room that it will probably take. */
export function MessageContent({ conversationId, row }: { readonly conversationId: string; readonly row: EventRow }) {
  const isLarge = row.size_bytes > MAX_DRAWN_BYTES
  const body = useQuery({ ...eventBody(conversationId, row.id), enabled: !isLarge })
  const firstLine = <p className={css['firstLine']}>{row.headline ?? '…'}</p>
  if (isLarge) return <LargeEvent conversationId={conversationId} eventId={row.id} sizeBytes={row.size_bytes} />
  if (body.isError)
    return (
      <ErrorState title="This message could not be loaded" error={body.error} onRetry={() => void body.refetch()} />
    )
  if (body.data === undefined) return firstLine
  return (
    <Suspense fallback={firstLine}>
      {isBodyMissing(body.data) ? (
        <>
          {firstLine}
          <BodyMissing event={body.data} />
        </>
      ) : (
        <MessageBody conversationId={conversationId} event={body.data} />
      )}
      <EventTools conversationId={conversationId} event={body.data} answer={null} eventId={row.id} />
    </Suspense>
  )
}

/** The inside of a row: the event, the answer folded into it, and ways to take them along. */
export function OpenEvent({ conversationId, row }: { readonly conversationId: string; readonly row: EventRow }) {
  const answerId = row.answer?.id
  const isLarge = row.size_bytes > MAX_DRAWN_BYTES
  const event = useQuery({ ...eventBody(conversationId, row.id), enabled: !isLarge })
  const answerBytes = row.answer?.size_bytes ?? 0
  const isAnswerLarge = answerBytes > MAX_DRAWN_BYTES
  const answer = useQuery({
    ...eventBody(conversationId, answerId ?? ''),
    enabled: answerId !== undefined && !isAnswerLarge,
  })
  if (isLarge) return <LargeEvent conversationId={conversationId} eventId={row.id} sizeBytes={row.size_bytes} />
  const failed = event.isError ? event : answer.isError ? answer : null
  if (failed) {
    return (
      <ErrorState title="This event could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />
    )
  }
  const loading = (
    <p className={css['wait']} role="status">
      Loading…
    </p>
  )
  if (event.data === undefined || (answerId !== undefined && !isAnswerLarge && answer.data === undefined))
    return <div className={css['inside']}>{loading}</div>
  const isAnswerMissing = answer.data !== undefined && isBodyMissing(answer.data)
  return (
    <div className={css['inside']}>
      {/* All at once: what stands below must not be pushed down by what comes above it. */}
      <Suspense fallback={loading}>
        {isBodyMissing(event.data) ? (
          <>
            <BodyMissing event={event.data} />
            {answer.data !== undefined && !isAnswerMissing && (
              <EventDetail conversationId={conversationId} event={answer.data} answer={null} />
            )}
          </>
        ) : (
          <EventDetail
            conversationId={conversationId}
            event={event.data}
            answer={isAnswerLarge || isAnswerMissing ? ANSWER_APART : (answer.data ?? null)}
          />
        )}
        {answer.data !== undefined && isAnswerMissing && (
          <>
            <p>Its answer is missing.</p>
            <BodyMissing event={answer.data} />
          </>
        )}
        {answerId !== undefined && isAnswerLarge && (
          <LargeEvent conversationId={conversationId} eventId={answerId} sizeBytes={answerBytes} />
        )}
        <EventTools conversationId={conversationId} event={event.data} answer={answer.data ?? null} eventId={row.id} />
      </Suspense>
    </div>
  )
}

/** The whole event as a tree, and copies of it and of its address. */
function EventTools({
  conversationId,
  eventId,
  event,
  answer,
}: {
  readonly conversationId: string
  readonly eventId: string
  readonly event: Body
  readonly answer: Body | null
}) {
  const [isJsonOpen, setIsJsonOpen] = useState(false)
  const record = useSearchRecord()
  const whole = answer === null ? event : [event, answer]
  const small = css['small'] ?? ''
  return (
    <>
      <div className={css['tools']}>
        <Button look="plain" className={small} aria-expanded={isJsonOpen} onClick={() => setIsJsonOpen(!isJsonOpen)}>
          JSON
        </Button>
        <Link
          to={eventPath(conversationId, eventId)}
          search={withKeys(record, { tab: 'raw' })}
          className={css['toolLink'] ?? ''}
        >
          Open in Raw
        </Link>
        <CopyEventText event={event} answer={answer} className={small} />
        <CopyButton label="Copy JSON" className={small} text={() => JSON.stringify(whole, null, 2)} />
        <CopyButton
          label="Copy link"
          className={small}
          text={() => location.origin + eventPath(conversationId, eventId)}
        />
      </div>
      {isJsonOpen && (
        <Suspense fallback={null}>
          <div className={css['json']}>
            <JsonTree value={whole} label="Event as JSON" />
          </div>
        </Suspense>
      )}
    </>
  )
}

/** An event that is too large to be drawn: its size, its beginning, and where to get it whole. */
export function LargeEvent({
  conversationId,
  eventId,
  sizeBytes,
}: {
  readonly conversationId: string
  readonly eventId: string
  readonly sizeBytes: number
}) {
  const start = useQuery(eventExcerpt(conversationId, eventId))
  return (
    <div className={css['inside']}>
      <p className={css['reason']}>
        This event is {formatBytes(sizeBytes)}: only its first {formatCount(EXCERPT_LETTERS)} characters are shown.{' '}
        <a className={css['toolLink']} href={eventAddress(conversationId, eventId)} download={`event-${eventId}.json`}>
          Download
        </a>
      </p>
      {start.isError && (
        <ErrorState
          title="Its beginning could not be loaded"
          error={start.error}
          onRetry={() => void start.refetch()}
        />
      )}
      {start.data !== undefined && (
        <pre className={css['excerpt']} dir="auto" tabIndex={0} role="group" aria-label="Beginning of the event">
          {start.data}
        </pre>
      )}
    </div>
  )
}
