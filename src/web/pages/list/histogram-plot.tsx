import { addCounts, toSegments, totalOf } from '../../lib/histogram-bars.ts'
import type { Span } from '../../lib/histogram-brush.ts'
import { describeCounts, formatPeriod, toTicks } from '../../lib/histogram-words.ts'
import { formatShortCount } from '../../lib/format.ts'
import type { ConversationHistogram } from '../../query/figures.ts'
import { useNow } from '../../ui/clock.ts'
import { useZone } from '../../ui/preferences.ts'
import { useBrush } from '../../ui/brush-events.ts'
import { HistogramTip } from './histogram-tip.tsx'
import css from './histogram.module.css'

/** Buckets in order, as on the wire. */
export type Buckets = ConversationHistogram['buckets']

/** Height of the highest bar in pixels. */
const HEIGHT = 26

/**
 * Bars over time, and one control over them: pointed at, a bucket says what is in it; a click, a drag, or Enter after arrow keys
 * narrows to it. `bounds` are the edges of the buckets in UTC ms, one more than there are buckets.
 */
export function HistogramPlot({
  buckets,
  bounds,
  isOld,
  onNarrow,
}: {
  readonly buckets: Buckets
  readonly bounds: readonly number[]
  readonly isOld: boolean
  readonly onNarrow: (span: Span) => void
}) {
  const count = buckets.length
  const { span, isSelecting, clear, events, onPointerLeave } = useBrush(count, onNarrow)
  const now = useNow()
  const [zone] = useZone()
  const most = Math.max(0, ...buckets.map(({ counts }) => totalOf(counts)))
  const spoken = span ?? { first: 0, last: count - 1 }
  const period = formatPeriod(bounds[spoken.first] ?? 0, bounds[spoken.last + 1] ?? 0, now, zone)
  const counts = addCounts(buckets.slice(spoken.first, spoken.last + 1).map((bucket) => bucket.counts))
  const start = bounds[0] ?? 0

  return (
    <>
      <div className={`${css['plot']} ${isOld ? css['old'] : ''}`} onPointerLeave={onPointerLeave}>
        <div
          role="slider"
          tabIndex={0}
          aria-label="Histogram of last updates"
          aria-describedby="histogram-keys"
          aria-valuemin={1}
          aria-valuemax={Math.max(1, count)}
          aria-valuenow={Math.max(1, spoken.last + 1)}
          aria-valuetext={count === 0 ? 'nothing to draw' : `${period}, ${describeCounts(counts)}`}
          className={css['surface']}
          {...events}
        >
          <Bars buckets={buckets} most={most} />
          {span !== null && (
            <i
              className={`${css['span']} ${isSelecting ? css['selected'] : ''}`}
              style={{ left: `${(span.first / count) * 100}%`, right: `${100 - ((span.last + 1) / count) * 100}%` }}
            />
          )}
          <span className={css['axis']} aria-hidden="true">
            {toTicks(start, bounds.at(-1) ?? start, now, zone).map(({ at, label }) => (
              // Near the end its words would be cut off: they stand before the mark.
              <span key={at} className={at > 88 ? css['before'] : ''} style={{ left: `${at}%` }}>
                {label}
              </span>
            ))}
          </span>
        </div>
        {span !== null && (
          <HistogramTip
            title={period}
            counts={counts}
            at={((span.first + span.last + 1) / 2 / count) * 100}
            isSelection={span.first !== span.last}
            onDismiss={clear}
          />
        )}
      </div>
      <span className={css['most']} aria-hidden="true">
        {most > 0 && formatShortCount(most)}
      </span>
      <span id="histogram-keys" hidden>
        Arrow keys move, with Shift they select, Enter narrows the list to it, Escape cancels.
      </span>
    </>
  )
}

/** One bar for each bucket, from the picture's left edge to its right. */
function Bars({ buckets, most }: { readonly buckets: Buckets; readonly most: number }) {
  const slot = 100 / buckets.length
  return (
    <svg className={buckets.length === 0 ? '' : css['bars']} width="100%" height={HEIGHT} aria-hidden="true">
      {buckets.flatMap(({ start, counts }, at) =>
        toSegments(counts, most, HEIGHT).map(({ band, y, height }) => (
          <rect
            key={`${start} ${band}`}
            className={css[band]}
            x={`${at * slot}%`}
            y={y}
            height={height}
            // A hairline between bars; a few buckets are no walls.
            style={{ width: `min(calc(${slot}% - 1px), 64px)` }}
          />
        )),
      )}
    </svg>
  )
}
