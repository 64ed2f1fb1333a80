import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { withKeys } from '../../lib/event-filter.ts'
import type { Zone } from '../../lib/format-time.ts'
import { formatDuration, formatPlural } from '../../lib/format.ts'
import { toTicks } from '../../lib/histogram-words.ts'
import { describeItem, describeLength, describeTime, type TimelineItem } from '../../lib/timeline-lanes.ts'
import { layOutTimeline, type LaneSpans } from '../../lib/timeline-layout.ts'
import { moveCursor, nearestTo, toDrawing, type Drawing } from '../../lib/timeline-drawing.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { useZone } from '../../ui/preferences.ts'
import type { DetailAddress } from './detail-address.ts'
import { spellMoment, TimelineLink } from './timeline-link.tsx'
import { useTimelineBrush } from './timeline-brush.ts'
import css from './timeline.module.css'
import { useWidth } from './timeline-width.ts'

/** The picture is never narrower: on a phone it scrolls sideways in its own box. */
const LEAST_WIDTH = 560

/**
 * Lanes over time. One item is current, the one that is pointed at or that arrow keys lead to: it is a link, said below in words. A drag
 * chooses a range of time.
 */
export function TimelinePlot({
  lanes,
  address,
}: {
  readonly lanes: readonly LaneSpans<TimelineItem>[]
  readonly address: DetailAddress
}) {
  const box = useRef<HTMLDivElement>(null)
  const width = Math.max(LEAST_WIDTH, useWidth(box))
  const drawing = useMemo(() => toDrawing(layOutTimeline(lanes, width), width), [lanes, width])
  return (
    <>
      <div ref={box} className={css['measure']} />
      <Plot drawing={drawing} width={width} address={address} />
    </>
  )
}

function Plot({
  drawing,
  width,
  address,
}: {
  readonly drawing: Drawing<TimelineItem>
  readonly width: number
  readonly address: DetailAddress
}) {
  const now = useNow()
  const [zone] = useZone()
  const list = useRef<HTMLOListElement>(null)
  const { items, rows, height, layout } = drawing
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      items.findIndex(({ span }) => span.key === address.eventId),
    ),
  )
  const [isPointed, setPointed] = useState(false)
  const { record, go } = address
  const choose = (x0: number, x1: number) => {
    const [from, to] = [layout.timeAt(Math.min(x0, x1)), layout.timeAt(Math.max(x0, x1))]
    go(withKeys(record, { efrom: spellMoment(Math.floor(from)), eto: spellMoment(Math.ceil(to) + 1) }))
  }
  const brush = useTimelineBrush(choose)
  const shown = items[Math.min(current, items.length - 1)]
  if (shown === undefined) return null
  const focusCurrent = (next: number) => {
    setCurrent(next)
    setPointed(true)
    // The link of the next item is another one, which is there after this event.
    queueMicrotask(() => list.current?.querySelector('a')?.focus({ preventScroll: true }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const next = moveCursor(drawing, current, event.key)
    if (next === null) return
    event.preventDefault()
    focusCurrent(next)
  }
  const centre = Math.min(Math.max(shown.x + shown.width / 2, width / 4), (width * 3) / 4)
  return (
    <>
      <div className={css['scroll']}>
        <div className={css['picture']} style={{ height }}>
          <ul className={css['names']} aria-hidden="true">
            {rows.map(({ name, y, height: tall }) => (
              <li key={name} style={{ top: y, height: tall }} title={name}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
          <div
            className={css['surface']}
            style={{ width }}
            {...brush.events}
            onPointerMove={(event) => {
              brush.events.onPointerMove(event)
              const { left, top } = event.currentTarget.getBoundingClientRect()
              const at = nearestTo(drawing, event.clientX - left, event.clientY - top)
              setPointed(at !== null)
              if (at !== null) setCurrent(at)
            }}
            onPointerLeave={() => setPointed(false)}
          >
            <Picture drawing={drawing} width={width} />
            {brush.range !== null && (
              <i
                className={css['brush']}
                style={{ left: Math.min(...brush.range), width: Math.abs(brush.range[1] - brush.range[0]) }}
              />
            )}
            <ol ref={list} aria-label="Timeline" onKeyDown={onKeyDown}>
              <li aria-setsize={items.length} aria-posinset={current + 1}>
                <TimelineLink
                  key={shown.span.key}
                  target={shown.span.target}
                  address={address}
                  draggable={false}
                  data-event-id={shown.span.target.to === 'event' ? shown.span.target.eventId : undefined}
                  className={`${css['current']} ${isPointed ? css['pointed'] : ''}`}
                  style={shown.box}
                  aria-label={describeItem(shown.span, now, zone)}
                  onFocus={() => setPointed(true)}
                  onClick={brush.onClick}
                />
              </li>
            </ol>
          </div>
        </div>
      </div>
      <div className={css['words']}>
        {/* For fingers: the same link again, as large as its words. */}
        <TimelineLink target={shown.span.target} address={address} tabIndex={-1} aria-hidden="true">
          <b>{shown.span.lane}</b> <bdi className="mono">{shown.span.what}</bdi>
        </TimelineLink>
        <span className={css[shown.span.tone]} aria-hidden="true">
          {[describeTime(shown.span, now, zone), describeLength(shown.span), shown.span.outcome]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Button
          title="Half the time, around what is marked"
          onClick={() => choose(centre - width / 4, centre + width / 4)}
        >
          Zoom in
        </Button>
      </div>
      {layout.unfolded > 0 && (
        <p className={css['note']}>
          {formatPlural(layout.unfolded, 'shorter pause')} of five minutes or more{' '}
          {layout.unfolded === 1 ? 'is' : 'are'} drawn to scale: there is no room to fold all of them.
        </p>
      )}
    </>
  )
}

/** Space between two marks of the axis. */
const TICK_PX = 92

/** Round times of all stretches, as far as their words do not run into each other or out of the picture. */
function toAxis({ stretches }: Drawing<TimelineItem>['layout'], width: number, now: number, zone: Zone) {
  const marks = stretches.flatMap((stretch) =>
    toTicks(stretch.start, stretch.end, now, zone).map(({ at, label }) => ({
      x: stretch.x + (at / 100) * stretch.width,
      label,
    })),
  )
  const apart: typeof marks = []
  for (const mark of marks) {
    const free = (apart.at(-1)?.x ?? -TICK_PX) + TICK_PX
    if (mark.x >= free && mark.x + TICK_PX <= width) apart.push(mark)
  }
  return apart
}

/** Everything that does not move with the pointer: few paths, however many items there are. */
function Picture({ drawing, width }: { readonly drawing: Drawing<TimelineItem>; readonly width: number }) {
  const now = useNow()
  const [zone] = useZone()
  const { rows, height, layout, paths } = drawing
  const ticks = toAxis(drawing.layout, width, now, zone)
  return (
    <svg width={width} height={height} aria-hidden="true" className={css['svg']}>
      {rows.map(({ name, y, height: tall }, at) => (
        <rect key={name} x={0} y={y} width={width} height={tall} className={at % 2 === 0 ? css['even'] : css['odd']} />
      ))}
      {layout.folds.map(({ x, width: wide, isWide, start, end }) => (
        <g key={x} className={css['fold']}>
          <title>{`Pause: ${formatDuration((end - start) / 1000)}`}</title>
          <rect x={x + 2} y={0} width={wide - 4} height={height} />
          {isWide && (
            <text x={x + wide / 2} y={12}>
              {formatDuration((end - start) / 1000)}
            </text>
          )}
        </g>
      ))}
      {ticks.map(({ x, label }) => (
        <g key={x} className={css['tick']}>
          <path d={`M${x},18V${height}`} />
          <text x={x + 3} y={height - 4}>
            {label}
          </text>
        </g>
      ))}
      {(['turns', 'plain', 'failed', 'error'] as const).map((look) => (
        <path key={look} className={css[look]} d={paths[look]} />
      ))}
      <path className={css['failedSign']} d={paths.failedSigns} />
      <path className={css['errorSign']} d={paths.errorSigns} />
    </svg>
  )
}
