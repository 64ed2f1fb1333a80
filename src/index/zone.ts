/**
 * A zone of event clocks: minutes east of UTC (`-300`) or an IANA name (`Europe/Berlin`). Kept as text with the conversation.
 */
export type Zone = string

const formats = new Map<string, Intl.DateTimeFormat>()
const cached = new Map<string, number>()
const MINUTE_MS = 60_000
const QUARTER_HOUR_MS = 15 * MINUTE_MS
/** No zone changes its offset by more than this, nor twice within it. */
const AROUND_MS = 3 * 60 * MINUTE_MS

/** Minutes that this zone is ahead of UTC at a moment (UTC ms). @throws RangeError when the zone has no such name. */
export function offsetAt(zone: Zone, utcMs: number): number {
  if (zone === 'UTC') return 0
  const fixed = Number(zone)
  if (!Number.isNaN(fixed)) return fixed
  // No zone changes its offset within a quarter of an hour of the clock.
  const slot = Math.floor(utcMs / QUARTER_HOUR_MS)
  const key = `${zone} ${slot}`
  const known = cached.get(key)
  if (known !== undefined) return known
  const offset = formattedOffset(zone, slot * QUARTER_HOUR_MS)
  if (cached.size > 10_000) cached.clear()
  cached.set(key, offset)
  return offset
}

/**
 * Minutes ahead of UTC at a wall-clock time (ms as if it were UTC). Of two moments that show it, the earlier; of a time that
 * the clocks skipped, as if they had not been put forward yet.
 */
export function offsetAtWallClock(zone: Zone, wallMs: number): number {
  const aboutMs = wallMs - offsetAt(zone, wallMs) * MINUTE_MS
  const before = offsetAt(zone, aboutMs - AROUND_MS)
  if (offsetAt(zone, wallMs - before * MINUTE_MS) === before) return before
  const after = offsetAt(zone, aboutMs + AROUND_MS)
  return offsetAt(zone, wallMs - after * MINUTE_MS) === after ? after : before
}

/** Minutes ahead of UTC before the clocks were put forward, for a moment that stands for a time they skipped. */
export function offsetBeforeSkip(zone: Zone, utcMs: number): number {
  return offsetAt(zone, utcMs - AROUND_MS)
}

function formattedOffset(zone: string, utcMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const name = format.formatToParts(utcMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}
