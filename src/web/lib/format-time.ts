/** The zone that times are shown in: the reader's own, or UTC. */
export type Zone = 'local' | 'utc'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Made once for each zone: building an `Intl` formatter costs more than formatting a page with it. */
function formatters(timeZone: string | undefined) {
  const zone = timeZone === undefined ? {} : { timeZone }
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { ...options, ...zone })
  return {
    clock: make({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    day: make({ month: 'short', day: 'numeric' }),
    dayOfYear: make({ year: 'numeric', month: 'short', day: 'numeric' }),
    minute: make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    full: make({
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }),
    year: make({ year: 'numeric' }),
  }
}
const byZone = { local: formatters(undefined), utc: formatters('UTC') }

/** `14:02:05` of a time in UTC milliseconds. */
export function formatClock(ms: number, zone: Zone): string {
  return byZone[zone].clock.format(ms)
}

/** `14:02` of a time in UTC milliseconds. */
export function formatMinute(ms: number, zone: Zone): string {
  return byZone[zone].minute.format(ms)
}

/** `Nov 20`, with the year where it is not this one. */
export function formatDay(ms: number, now: number, zone: Zone): string {
  const { day, dayOfYear, year } = byZone[zone]
  return (year.format(ms) === year.format(now) ? day : dayOfYear).format(ms)
}

/** `Nov 20, 14:02`, with the year where it is not this one. */
export function formatAbsolute(ms: number, now: number, zone: Zone): string {
  return `${formatDay(ms, now, zone)}, ${formatMinute(ms, zone)}`
}

/** `Nov 20, 2026, 14:02:05 UTC`. */
export function formatFull(ms: number, zone: Zone): string {
  return byZone[zone].full.format(ms)
}

/** Up to 24 hours back "3 min ago", further back absolute. Two minutes of clock difference pass as "now". */
export function formatRelative(ms: number, now: number, zone: Zone): string {
  const age = now - ms
  if (age < -2 * MINUTE) return `${formatAbsolute(ms, now, zone)} (clock skew)`
  if (age < 10_000) return 'now'
  if (age < MINUTE) return `${Math.floor(age / 1000)} s ago`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`
  return formatAbsolute(ms, now, zone)
}

/** How old something is, `45 s`, `3 min`, `2 h`, `5 d`; at least 0. */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs)
  if (age < MINUTE) return `${Math.floor(age / 1000)} s`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  return age < DAY ? `${Math.floor(age / HOUR)} h` : `${Math.floor(age / DAY)} d`
}
