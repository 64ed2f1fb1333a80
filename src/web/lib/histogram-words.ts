import { scaleTime, scaleUtc } from 'd3-scale'
import { STATUSES, STATUS_LABELS, isStatus } from '../../contract/statuses.ts'
import { formatClock, formatDay, formatMinute, type Zone } from './format-time.ts'
import { formatCount, formatPlural } from './format.ts'
import { totalOf, type StatusCounts } from './histogram-bars.ts'

const MINUTE_MS = 60_000

/** A mark of the time axis; `at` is where it stands, in per cent of the axis. */
export interface Tick {
  readonly at: number
  readonly label: string
}

/**
 * A few round times of [start, end) in UTC ms as the displayed zone counts them; the first says its day, later ones what is new.
 * None where there is no time between the two.
 */
export function toTicks(start: number, end: number, now: number, zone: Zone): readonly Tick[] {
  if (end <= start) return []
  const scale = (zone === 'utc' ? scaleUtc() : scaleTime()).domain([start, end]).range([0, 100])
  return (
    scale
      .ticks(6)
      .map(Number)
      // A label at the very end would be cut off; below a second there is nothing to say.
      .filter((ms) => ms % 1000 === 0 && scale(ms) < 95)
      .map((ms, at) => ({ at: scale(ms), label: formatTick(ms, at === 0, now, zone) }))
  )
}

function formatTick(ms: number, isFirst: boolean, now: number, zone: Zone): string {
  const clock = formatClock(ms, zone)
  if (clock === '00:00:00') return formatDay(ms, now, zone)
  const time = clock.endsWith(':00') ? formatMinute(ms, zone) : clock
  return isFirst ? `${formatDay(ms, now, zone)}, ${time}` : time
}

/** A period [start, end) in UTC ms: "Nov 22", "Nov 16 – Nov 22", "Nov 22, 15:00 – 16:00", with seconds where it is that short. */
export function formatPeriod(start: number, end: number, now: number, zone: Zone): string {
  const day = (ms: number) => formatDay(ms, now, zone)
  const isDay = (ms: number) => formatClock(ms, zone) === '00:00:00'
  if (isDay(start) && isDay(end)) {
    const [first, last] = [day(start), day(end - 1)]
    return first === last ? first : `${first} – ${last}`
  }
  const time = (ms: number) =>
    start % MINUTE_MS === 0 && end % MINUTE_MS === 0 ? formatMinute(ms, zone) : formatClock(ms, zone)
  const until = day(start) === day(end) ? time(end) : `${day(end)}, ${time(end)}`
  return `${day(start)}, ${time(start)} – ${until}`
}

/** Counts by status in the fixed order, those that nothing has left out, words never seen before at the end. */
export function orderCounts(counts: StatusCounts): readonly (readonly [status: string, count: number])[] {
  const others = Object.keys(counts).filter((status) => !isStatus(status))
  return [...STATUSES, ...others].flatMap((status) => {
    const count = counts[status] ?? 0
    return count === 0 ? [] : [[status, count] as const]
  })
}

/** "12 conversations: 2 Error, 10 Finished"; "no conversation". */
export function describeCounts(counts: StatusCounts): string {
  const total = totalOf(counts)
  if (total === 0) return 'no conversation'
  const words = orderCounts(counts).map(([status, count]) => {
    return `${formatCount(count)} ${isStatus(status) ? STATUS_LABELS[status] : status}`
  })
  return `${formatPlural(total, 'conversation')}: ${words.join(', ')}`
}

/** What the picture leaves out: "37 outside this range", "2 without a time"; empty where it leaves nothing out. */
export function describeOutside(outside: number, hasRange: boolean): string {
  if (outside === 0) return ''
  return `${formatCount(outside)} ${hasRange ? 'outside this range' : 'without a time'}`
}
