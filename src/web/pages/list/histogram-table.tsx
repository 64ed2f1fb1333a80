import { addCounts, totalOf } from '../../lib/histogram-bars.ts'
import type { Span } from '../../lib/histogram-brush.ts'
import { formatPeriod, orderCounts } from '../../lib/histogram-words.ts'
import { formatCount } from '../../lib/format.ts'
import { useNow } from '../../ui/clock.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import { formatStatus } from '../../ui/status-mark.tsx'
import type { Buckets } from './histogram-plot.tsx'
import css from './histogram-table.module.css'

/** The histogram in numbers, newest first, empty buckets left out; each period narrows the list to it. */
export function HistogramTable({
  buckets,
  bounds,
  onNarrow,
  anchor,
  onClose,
}: PopupAnchor & {
  readonly buckets: Buckets
  readonly bounds: readonly number[]
  readonly onNarrow: (span: Span) => void
}) {
  const now = useNow()
  const [zone] = useZone()
  const statuses = orderCounts(addCounts(buckets.map(({ counts }) => counts))).map(([status]) => status)
  const narrow = (at: number) => {
    onClose()
    anchor.focus()
    onNarrow({ first: at, last: at })
  }
  return (
    <Popup anchor={anchor} label="Histogram as table" isWide onClose={onClose}>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label="Histogram as table">
        <table className={css['table']}>
          <caption className="visually-hidden">Histogram of last updates</caption>
          <thead>
            <tr>
              <th scope="col">Last update</th>
              <th scope="col">All</th>
              {statuses.map((status) => (
                <th key={status} scope="col">
                  {formatStatus(status)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets
              .map(({ start, counts }, at) => ({ start, counts, at }))
              .filter(({ counts }) => totalOf(counts) > 0)
              .toReversed()
              .map(({ start, counts, at }) => (
                <tr key={start}>
                  <th scope="row">
                    <button type="button" onClick={() => narrow(at)}>
                      {formatPeriod(bounds[at] ?? 0, bounds[at + 1] ?? 0, now, zone)}
                    </button>
                  </th>
                  <td>{formatCount(totalOf(counts))}</td>
                  {statuses.map((status) => (
                    <td key={status}>{formatCount(counts[status] ?? 0)}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Popup>
  )
}
