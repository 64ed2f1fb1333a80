import { formatAbsolute, formatClock, formatFull, formatRelative, type Zone } from '../lib/format-time.ts'
import { UNKNOWN } from '../lib/format.ts'
import { useNow } from './clock.ts'
import { useZone } from './preferences.ts'

const FORMATS = {
  relative: formatRelative,
  absolute: formatAbsolute,
  clock: (ms: number, _now: number, zone: Zone) => formatClock(ms, zone),
}

/**
 * A moment, as a `time` element whose `datetime` is UTC and whose title gives local time and UTC.
 * `at` is ISO 8601 with its offset, or null: "unknown". `style` relative (default) changes to absolute after 24 hours;
 * clock is the time of day alone.
 */
export function Time({
  at,
  style = 'relative',
  assumed = false,
}: {
  readonly at: string | null
  readonly style?: keyof typeof FORMATS
  readonly assumed?: boolean
}) {
  const now = useNow()
  const [zone] = useZone()
  const ms = at === null ? Number.NaN : Date.parse(at)
  if (Number.isNaN(ms)) return <span className="muted">{UNKNOWN}</span>
  const note = assumed ? '\nThe source gives no time zone: this one is assumed' : ''
  const title = `${formatFull(ms, 'local')}\n${formatFull(ms, 'utc')}\n${new Date(ms).toISOString()}${note}`
  return (
    <time dateTime={new Date(ms).toISOString()} title={title}>
      {FORMATS[style](ms, now, zone)}
    </time>
  )
}
