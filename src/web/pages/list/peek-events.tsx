import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatKind } from '../../../contract/kinds.ts'
import { rowEnd } from '../../lib/event-row.ts'
import { eventPath } from '../../lib/paths.ts'
import type { Conversation } from '../../query/conversations.ts'
import { lastRows, type EventRow } from '../../query/events.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Link } from '../../ui/link.tsx'
import { StatusIcon, statusTone } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import css from './peek-panel.module.css'

const COUNT = 5

/** Milliseconds a row has to stay peeked at before its events are asked for: who walks over rows asks nothing of a server. */
const SETTLE_MS = 150

/** The last rows of the transcript, oldest first, each leading to its place there. */
export function PeekEvents({ conversation }: { readonly conversation: Conversation }) {
  const { id, event_count: count, updated_at: at, status } = conversation
  const isSettled = useSettled()
  const events = useQuery({ ...lastRows(id, COUNT, [count, at, status].join(' ')), enabled: isSettled })
  return (
    <section aria-label="Last events" aria-busy={events.isFetching}>
      <h3>Last events</h3>
      {events.isError && (
        <ErrorState title="They could not be loaded" error={events.error} onRetry={() => void events.refetch()} />
      )}
      {events.data?.length === 0 && <p className={css['note']}>No events.</p>}
      <ol className={css['events']}>
        {events.data?.map((row) => (
          <li key={row.id}>
            <EventLine conversationId={id} row={row} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function EventLine({ conversationId, row }: { readonly conversationId: string; readonly row: EventRow }) {
  const { tone, words } = rowEnd(row)
  return (
    <Link to={eventPath(conversationId, row.id)} className={`${css['event']} ${css[tone] ?? ''}`}>
      <span className={css['what']}>
        {tone === 'error' && (
          <span className={statusTone('error')}>
            <StatusIcon status="error" size={13} />
          </span>
        )}
        <bdi>{row.tool_name ?? formatKind(row.kind)}</bdi>
        <span className={css['end']}>
          {words || (row.timestamp !== undefined && <Time at={row.timestamp} style="clock" />)}
        </span>
      </span>
      <bdi className={css['headline']} dir="auto">
        {row.headline ?? row.kind}
      </bdi>
    </Link>
  )
}

/** Whether this component has been on the screen for a moment. */
function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false)
  // Speaks to the browser's timers.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSettled
}
