import { useState } from 'react'
import { formatCount } from '../../lib/format.ts'
import { describeLength, describeTime, type TimelineItem } from '../../lib/timeline-lanes.ts'
import type { LaneSpans } from '../../lib/timeline-layout.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { useZone } from '../../ui/preferences.ts'
import type { DetailAddress } from './detail-address.ts'
import { TimelineLink } from './timeline-link.tsx'
import css from './timeline.module.css'

/** Rows shown at first, and by each press of the button below them. */
const ROWS = 100

/** What the picture shows, in words and in the order of beginning. */
export function TimelineTable({
  lanes,
  address,
}: {
  readonly lanes: readonly LaneSpans<TimelineItem>[]
  readonly address: DetailAddress
}) {
  const now = useNow()
  const [zone] = useZone()
  const [most, setMost] = useState(ROWS)
  const items = lanes.flatMap(({ spans }) => spans).toSorted((a, b) => a.start - b.start)
  return (
    <>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label="Timeline as table">
        <table className={css['table']}>
          <caption className="visually-hidden">Timeline</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Lane</th>
              <th scope="col">What</th>
              <th scope="col">Took</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, most).map((item) => (
              <tr key={`${item.lane} ${item.key}`}>
                <td>
                  <time dateTime={new Date(item.start).toISOString()}>{describeTime(item, now, zone)}</time>
                </td>
                <td>
                  <bdi>{item.lane}</bdi>
                </td>
                <th scope="row">
                  <TimelineLink target={item.target} address={address} dir="auto">
                    {item.what}
                  </TimelineLink>
                </th>
                <td>{describeLength(item)}</td>
                <td className={css[item.tone]}>{item.outcome}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items.length > most && (
        <Button onClick={() => setMost(most + ROWS)}>
          Show more <span className="muted">({formatCount(items.length - most)} left)</span>
        </Button>
      )}
    </>
  )
}
