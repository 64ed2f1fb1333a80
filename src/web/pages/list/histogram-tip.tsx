import { useEffect } from 'react'
import { totalOf, type StatusCounts } from '../../lib/histogram-bars.ts'
import { orderCounts } from '../../lib/histogram-words.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { StatusIcon, formatStatus, statusTone } from '../../ui/status-mark.tsx'
import css from './histogram.module.css'

/**
 * What is in a bucket, or in those that are selected. Stays while the pointer is on it, and Escape sends it away (WCAG 1.4.13). `at` is
 * where the middle of the buckets is, in per cent. What it says is the value of the control too, so it is silent.
 */
export function HistogramTip({
  title,
  counts,
  at,
  isSelection,
  onDismiss,
}: {
  readonly title: string
  readonly counts: StatusCounts
  readonly at: number
  readonly isSelection: boolean
  readonly onDismiss: () => void
}) {
  // Speaks to the window: its keyboard, because who only points has the focus elsewhere.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onDismiss()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [onDismiss])

  return (
    <div className={css['tip']} style={{ left: `clamp(0px, ${at}% - 120px, 100% - 240px)` }} aria-hidden="true">
      <b>{title}</b>
      <span>{formatPlural(totalOf(counts), 'conversation')}</span>
      <ul>
        {orderCounts(counts).map(([status, count]) => (
          <li key={status} className={statusTone(status)}>
            <StatusIcon status={status} size={14} />
            {formatStatus(status)}
            <span>{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {isSelection && <p>Release or Enter to narrow, Esc to cancel</p>}
    </div>
  )
}
