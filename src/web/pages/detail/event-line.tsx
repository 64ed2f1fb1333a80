import { ChevronRight } from 'lucide-react'
import { EVENT_SOURCE_LABELS, formatKind } from '../../../contract/kinds.ts'
import { rowEnd, splitMatches } from '../../lib/event-row.ts'
import type { EventRow } from '../../query/events.ts'
import { StatusIcon } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import css from './transcript.module.css'

/** A headline with the searched text marked. */
export function Headline({ text, needle }: { readonly text: string; readonly needle: string }) {
  return splitMatches(text, needle).map((part, index) =>
    // Matches stand at odd places; a part's place is its identity.
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  )
}

/** What an event is called in the row's second column: its tool, else its kind. */
function rowLabel(row: EventRow): string {
  return row.tool_name ?? formatKind(row.kind)
}

/** Who speaks in a message. */
export function speaker(row: EventRow): string {
  if (row.source === 'user') return 'You'
  return row.source === undefined ? 'Unknown sender' : (EVENT_SOURCE_LABELS.get(row.source) ?? row.source)
}

/** One event on one line: a button that opens it. */
export function EventLine({
  row,
  needle,
  isParallel,
  isOpen,
  isTabStop,
  onToggle,
}: {
  readonly row: EventRow
  readonly needle: string
  readonly isParallel: boolean
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onToggle: () => void
}) {
  const end = rowEnd(row)
  return (
    <button
      type="button"
      data-row-focus
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      className={`${css['line']} ${css[end.tone] ?? ''} ${isParallel ? css['parallel'] : ''}`}
      onClick={onToggle}
    >
      <span className={css['sign']}>
        {end.tone === 'error' ? <StatusIcon status="error" size={14} /> : <ChevronRight size={14} aria-hidden="true" />}
      </span>
      <bdi className={css['tool']} title={isParallel ? 'Asked for together with the call above' : undefined}>
        {rowLabel(row)}
      </bdi>
      <bdi className={css['headline']} dir="auto">
        {row.headline === undefined ? (
          <span className="muted">{row.kind}</span>
        ) : (
          <Headline text={row.headline} needle={needle} />
        )}
      </bdi>
      <span className={css['end']} data-unsearched>
        {row.off_branch === true && 'off branch · '}
        {end.words ||
          (row.timestamp !== undefined && (
            <Time at={row.timestamp} style="clock" assumed={row.timestamp_assumed === true} />
          ))}
      </span>
    </button>
  )
}
