import { memo } from 'react'
import { isFinish, isMessage } from '../../lib/event-row.ts'
import type { EventRow } from '../../query/events.ts'
import { Time } from '../../ui/time.tsx'
import { EventLine, speaker } from './event-line.tsx'
import { MessageContent, OpenEvent } from './open-event.tsx'
import css from './transcript.module.css'

/** One row of the transcript. Ids, not functions of the row, so that it can be kept. */
export const EventItem = memo(function EventItem({
  conversationId,
  row,
  needle,
  isParallel,
  isOpen,
  isTarget,
  isTabStop,
  onChoose,
}: {
  readonly conversationId: string
  readonly row: EventRow
  readonly needle: string
  /** Asked for in the same answer of the model as the call before it. */
  readonly isParallel: boolean
  readonly isOpen: boolean
  /** The event that the address or a jump leads to. */
  readonly isTarget: boolean
  readonly isTabStop: boolean
  readonly onChoose: (eventId: string, isOpen: boolean) => void
}) {
  return (
    <div className={isTarget ? css['target'] : undefined}>
      {isMessage(row) ? (
        <Message conversationId={conversationId} row={row} isTabStop={isTabStop} />
      ) : (
        <>
          <EventLine
            row={row}
            needle={needle}
            isParallel={isParallel}
            isOpen={isOpen}
            isTabStop={isTabStop}
            onToggle={() => onChoose(row.id, !isOpen)}
          />
          {isOpen && <OpenEvent conversationId={conversationId} row={row} />}
        </>
      )}
    </div>
  )
})

function Message({
  conversationId,
  row,
  isTabStop,
}: {
  readonly conversationId: string
  readonly row: EventRow
  readonly isTabStop: boolean
}) {
  const isUser = row.source === 'user'
  return (
    <article
      data-row-focus
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`Message, ${speaker(row)}`}
      className={`${css['message']} ${isUser ? css['user'] : ''}`}
    >
      <div className={css['who']} data-unsearched>
        <bdi>{speaker(row)}</bdi>
        {isFinish(row) && <span>{row.tool_name}</span>}
        {row.timestamp !== undefined && (
          <Time at={row.timestamp} style="clock" assumed={row.timestamp_assumed === true} />
        )}
        {row.off_branch === true && <span>off branch</span>}
      </div>
      <MessageContent conversationId={conversationId} row={row} />
    </article>
  )
}

/** A row that is on its way: as tall as a line. */
export function LoadingItem() {
  return (
    <div className={css['loading']} aria-hidden="true">
      <span />
      <span />
    </div>
  )
}
