import { lazy } from 'react'
import { describeTime } from '../../lib/cross-words.ts'
import { withKeys } from '../../lib/event-filter.ts'
import { formatPlural } from '../../lib/format.ts'
import type { Span } from '../../lib/histogram-brush.ts'
import { narrowRange } from '../../lib/histogram-range.ts'
import { describeOutside, formatPeriod } from '../../lib/histogram-words.ts'
import type { TimeRange } from '../../lib/list-search.ts'
import type { EventFacets } from '../../query/events.ts'
import { useBrush } from '../../ui/brush-events.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './event-times.module.css'

const loadPopup = () => import('../../ui/event-time-popup.tsx')
const EventTimePopup = lazy(async () => ({ default: (await loadPopup()).EventTimePopup }))

type Histogram = NonNullable<EventFacets['histogram']>

/** When the events happened: a histogram with a brush, and bounds to type. */
export function EventTimes({
  address: { record, go },
  facets,
}: {
  readonly address: DetailAddress
  readonly facets: EventFacets
}) {
  const now = useNow()
  const [zone] = useZone()
  const range: TimeRange = { from: record['efrom'] ?? null, to: record['eto'] ?? null }
  const hasRange = range.from !== null || range.to !== null
  const choose = ({ from, to }: TimeRange) => go(withKeys(record, { efrom: from ?? undefined, eto: to ?? undefined }))
  const { histogram } = facets
  const drawn = histogram?.buckets.reduce((sum, { count }) => sum + count, 0) ?? 0
  const untimed = facets.total === null ? 0 : facets.total - drawn
  return (
    <>
      {histogram === null ? (
        <p className={css['nothing']}>No event here has a time.</p>
      ) : (
        <EventHistogram
          // What is pointed at belongs to these buckets.
          key={`${histogram.bucket_seconds} ${histogram.buckets[0]?.start}`}
          histogram={histogram}
          onNarrow={(start, end) => choose(narrowRange(range, start, end, now, zone))}
        />
      )}
      <div className={css['tools']}>
        <PopupButton
          label={<span className={css['range']}>{rangeWords(range, now, zone)}</span>}
          look={hasRange ? 'on' : 'normal'}
          preload={() => void loadPopup()}
          popup={(popup) => <EventTimePopup {...popup} time={range} zone={zone} onChoose={choose} />}
        />
        {hasRange && (
          <Button look="plain" aria-label="Clear time range" onClick={() => choose({ from: null, to: null })}>
            Clear
          </Button>
        )}
        {histogram !== null && <span className="muted">{describeOutside(untimed, false)}</span>}
      </div>
    </>
  )
}

/** A range with two moments to the second, because a run is short; one that moves with the clock as it is called elsewhere. */
function rangeWords(range: TimeRange, now: number, zone: Parameters<typeof formatPeriod>[3]): string {
  const [from, to] = [range.from, range.to].map((bound) => (bound?.includes('T') ? Date.parse(bound) : Number.NaN))
  if (from !== undefined && to !== undefined && from < to) return formatPeriod(from, to, now, zone)
  return describeTime(range, now, zone) ?? 'Any time'
}

/** Height of the highest bar in pixels. */
const HEIGHT = 30

/** Bars over time, and one control over them: a click, a drag, or Enter after arrow keys narrows to [start, end) in UTC ms. */
function EventHistogram({
  histogram: { buckets, bucket_seconds: width },
  onNarrow,
}: {
  readonly histogram: Histogram
  readonly onNarrow: (start: number, end: number) => void
}) {
  const now = useNow()
  const [zone] = useZone()
  const count = buckets.length
  const startOf = (at: number) => Date.parse(buckets[at]?.start ?? '')
  const countIn = ({ first, last }: Span) => buckets.slice(first, last + 1).reduce((sum, one) => sum + one.count, 0)
  const { span, isSelecting, events, onPointerLeave } = useBrush(count, (chosen) => {
    if (countIn(chosen) > 0) onNarrow(startOf(chosen.first), startOf(chosen.last) + width * 1000)
  })
  const spoken = span ?? { first: 0, last: count - 1 }
  const period = formatPeriod(startOf(spoken.first), startOf(spoken.last) + width * 1000, now, zone)
  const words = formatPlural(countIn(spoken), 'event')
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count))
  return (
    <div onPointerLeave={onPointerLeave}>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Histogram of events"
        aria-describedby="event-times-keys"
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={spoken.last + 1}
        aria-valuetext={`${period}, ${words}`}
        className={css['surface']}
        {...events}
      >
        <svg className={css['bars']} width="100%" height={HEIGHT} aria-hidden="true">
          {buckets.map((bucket, at) => {
            // What is there is seen, however little.
            const height = bucket.count === 0 ? 0 : Math.max(2, (bucket.count / most) * HEIGHT)
            return (
              <rect
                key={bucket.start}
                x={`${(at / count) * 100}%`}
                y={HEIGHT - height}
                height={height}
                style={{ width: `max(1px, min(calc(${100 / count}% - 1px), 48px))` }}
              />
            )
          })}
        </svg>
        {span !== null && (
          <i
            className={`${css['span']} ${isSelecting ? css['selected'] : ''}`}
            style={{ left: `${(span.first / count) * 100}%`, right: `${100 - ((span.last + 1) / count) * 100}%` }}
          />
        )}
      </div>
      <p className={css['words']} aria-hidden="true">
        <span>{period}</span> <span>{words}</span>
      </p>
      <span id="event-times-keys" hidden>
        Arrow keys move, with Shift they select, Enter narrows the events to it, Escape cancels.
      </span>
    </div>
  )
}
