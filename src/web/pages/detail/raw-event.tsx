import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { formatKind } from '../../../contract/kinds.ts'
import { formatBytes, formatCount } from '../../lib/format.ts'
import { eventAddress, eventPlacing, rawEvent, type EventQuestion, type EventRow } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Time } from '../../ui/time.tsx'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'
import { useEventRows } from './event-rows.ts'
import { LargeEvent, MAX_DRAWN_BYTES } from './open-event.tsx'

const JsonTree = lazy(async () => ({ default: (await import('../../ui/event/json-tree.tsx')).JsonTree }))

/** One event's JSON at a time, the one that the address names or else the first; the others one step away. */
export function RawEvent({
  address,
  question,
  total,
}: {
  readonly address: DetailAddress
  readonly question: EventQuestion
  readonly total: number
}) {
  const place = useQuery({ ...eventPlacing(question, address.eventId ?? ''), enabled: address.eventId !== null })
  // An event that the filters hide stands behind the row before it, and before all of them at -1.
  const at = address.eventId === null ? 0 : place.data && (place.data.row ?? -1)
  const rows = useEventRows(question, at === undefined ? [] : [at - 1, at, at + 1], total)
  if (place.isError)
    return <ErrorState title="This event could not be found" error={place.error} onRetry={() => void place.refetch()} />
  if (rows.error !== null)
    return <ErrorState title="This event could not be loaded" error={rows.error} onRetry={rows.retry} />
  const there = at === undefined ? undefined : rows.rowAt(at)
  const shownId = address.eventId ?? there?.id
  const row = there?.id === shownId ? there : undefined
  const step = (to: EventRow | undefined) => to && address.openEvent(to.id, address.record, 'replace')
  const [before, after] = at === undefined ? [] : [row === undefined ? there : rows.rowAt(at - 1), rows.rowAt(at + 1)]
  return (
    <>
      <div className={css['rawBar']}>
        {/* Not `disabled`, which would take the focus away while the next event is found. */}
        <Button aria-disabled={before === undefined} onClick={() => step(before)}>
          Previous event
        </Button>
        <Button aria-disabled={after === undefined} onClick={() => step(after)}>
          Next event
        </Button>
        {row !== undefined && at !== undefined && (
          <span className="muted">
            {formatCount(at + 1)} of {formatCount(total)}
          </span>
        )}
      </div>
      {row !== undefined && <RawFacts row={row} />}
      {shownId !== undefined && (
        <RawBody
          key={shownId}
          conversationId={address.conversationId}
          eventId={shownId}
          sizeBytes={row?.size_bytes ?? place.data?.sizeBytes ?? null}
        />
      )}
    </>
  )
}

function RawFacts({ row }: { readonly row: EventRow }) {
  return (
    <p className={css['rawFacts']}>
      <b>{formatKind(row.kind)}</b> · event {formatCount(row.seq)} ·{' '}
      <Time at={row.timestamp ?? null} style="absolute" /> ·{' '}
      {row.source === undefined ? 'unknown source' : <bdi>{row.source}</bdi>} · {formatBytes(row.size_bytes)} ·{' '}
      <bdi className="mono">{row.id}</bdi>
    </p>
  )
}

function RawBody({
  conversationId,
  eventId,
  sizeBytes,
}: {
  readonly conversationId: string
  readonly eventId: string
  readonly sizeBytes: number | null
}) {
  // The size is not known at once: an event that might be huge is not asked for on a guess.
  const isLarge = sizeBytes !== null && sizeBytes > MAX_DRAWN_BYTES
  const body = useQuery({ ...rawEvent(conversationId, eventId), enabled: sizeBytes !== null && !isLarge })
  if (isLarge) return <LargeEvent conversationId={conversationId} eventId={eventId} sizeBytes={sizeBytes} />
  if (body.isError)
    return <ErrorState title="This event could not be loaded" error={body.error} onRetry={() => void body.refetch()} />
  if (body.data === undefined) return <p className="muted">Loading…</p>
  const shown = body.data
  return (
    <div className={css['raw']}>
      <Suspense fallback={<p className="muted">Loading…</p>}>
        <JsonTree value={shown} label="Event as JSON" />
      </Suspense>
      <CopyButton label="Copy JSON" text={() => JSON.stringify(shown, null, 2)} />
      <a
        href={eventAddress(conversationId, eventId)}
        download={`event-${eventId.replaceAll(/[^\w-]/g, '-')}.json`}
        className={css['download']}
      >
        Download
      </a>
    </div>
  )
}
