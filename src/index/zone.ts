/**
 * A zone of event clocks: minutes east of UTC (`-300`) or an IANA name (`Europe/Berlin`). Kept as text with the conversation.
 */
export type Zone = string

const formats = new Map<string, Intl.DateTimeFormat>()
const cached = new Map<string, number>()
const QUARTER_HOUR_MS = 900_000

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

/** Minutes ahead of UTC at a wall-clock time (ms as if it were UTC); of two that fit, the earlier moment. */
export function offsetAtWallClock(zone: Zone, wallMs: number): number {
  const first = offsetAt(zone, wallMs - offsetAt(zone, wallMs) * 60_000)
  const earlier = offsetAt(zone, wallMs - first * 60_000 - 10_800_000)
  return earlier !== first && offsetAt(zone, wallMs - earlier * 60_000) === earlier ? earlier : first
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
