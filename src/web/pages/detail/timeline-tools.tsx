import { withKeys } from '../../lib/event-filter.ts'
import type { TimelineItem } from '../../lib/timeline-lanes.ts'
import type { LaneSpans } from '../../lib/timeline-layout.ts'
import { Button } from '../../ui/button.tsx'
import type { DetailAddress } from './detail-address.ts'
import { spellMoment } from './timeline-link.tsx'
import css from './timeline.module.css'

/** What the signs mean, and the ways to a wider range of time; a narrower one is drawn, or typed beside the counts. */
export function TimelineTools({
  lanes,
  address: { record, go },
}: {
  readonly lanes: readonly LaneSpans<TimelineItem>[]
  readonly address: DetailAddress
}) {
  const hasRange = record['efrom'] !== undefined || record['eto'] !== undefined
  const spans = lanes.flatMap(({ spans: all }) => all)
  const start = spans.reduce((least, span) => Math.min(least, span.start), Number.POSITIVE_INFINITY)
  const end = spans.reduce((most, span) => Math.max(most, span.end ?? span.start), Number.NEGATIVE_INFINITY)
  // Twice the range, with it in the middle.
  const half = Math.max(1000, (end - start) / 2)
  const chooseRange = (efrom?: string, eto?: string) => go(withKeys(record, { efrom, eto }))
  const zoomOut = () => chooseRange(spellMoment(Math.floor(start - half)), spellMoment(Math.ceil(end + half)))
  return (
    <>
      <span className={css['legend']} aria-hidden="true">
        <i className={css['errorSign']} /> error
        <i className={css['failedSign']} /> failed command
        <i className={css['foldSign']} /> pause
      </span>
      {hasRange && spans.length > 0 && (
        <>
          <Button onClick={zoomOut}>Zoom out</Button>
          <Button onClick={() => chooseRange()}>Show all</Button>
        </>
      )}
    </>
  )
}
