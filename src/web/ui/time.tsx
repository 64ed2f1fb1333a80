import { formatAbsolute, formatClock, formatRelative, type Zone } from '../lib/format-time.ts'
import { UNKNOWN } from '../lib/format.ts'
import { useNow } from './clock.ts'
import { useZone } from './preferences.ts'

const FORMATS = {
  relative: formatRelative,
  absolute: formatAbsolute,
  clock: (ms: number, _now: number, zone: Zone) => formatClock(ms, zone),
}

/**
 * A moment, as a `time` element whose `datetime` is UTC; `TimeHover` shows more of it on hover, and on focus where it is
 * `focusable`.
 * `at` is ISO 8601 with its offset, or null: "unknown". `style` relative (default) changes to absolute after 24 hours;
 * clock is the time of day alone.
 */
export function Time({
  at,
  style = 'relative',
  assumed = false,
  focusable = false,
}: {
  readonly at: string | null
  readonly style?: keyof typeof FORMATS
  readonly assumed?: boolean
  readonly focusable?: boolean
}) {
  const now = useNow()
  const [zone] = useZone()
  const ms = at === null ? Number.NaN : Date.parse(at)
  if (Number.isNaN(ms)) return <span className="muted">{UNKNOWN}</span>
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      data-assumed={assumed || undefined}
      // Nothing to press, but a place to stand: the keyboard reads there what the pointer reads on hover.
      tabIndex={focusable ? 0 : undefined}
    >
      {FORMATS[style](ms, now, zone)}
    </time>
  )
}
