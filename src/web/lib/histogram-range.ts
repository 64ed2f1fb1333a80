import { FIRST_MOMENT_MS, LAST_MOMENT_MS } from '../../contract/calendar.ts'
import type { Zone } from './format-time.ts'
import type { TimeRange } from './list-search.ts'

const UNIT_MS: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86_400e3, w: 604_800e3 }

/** The moment (UTC ms) that a bound of the address means when asked at `now`; null: there is no such bound. */
function boundMs(spelt: string | null, now: number, zone: Zone): number | null {
  if (spelt === null) return null
  const ago = /^-(\d+)([mhdw])$/.exec(spelt)
  if (ago !== null) return now - Number(ago[1]) * (UNIT_MS[ago[2] ?? ''] ?? 0)
  if (spelt !== 'today') return Date.parse(spelt)
  const day = new Date(now)
  return zone === 'utc' ? day.setUTCHours(0, 0, 0, 0) : day.setHours(0, 0, 0, 0)
}

/** A moment as a bound of the address spells it. */
function spell(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

/**
 * Narrows a range to [start, end) in UTC ms. Buckets begin at whole multiples of their width, the first one often before the range
 * that was asked: what lies outside stays outside. `now` and `zone` tell what relative bounds mean.
 */
export function narrowRange(range: TimeRange, start: number, end: number, now: number, zone: Zone): TimeRange {
  const from = Math.max(start, boundMs(range.from, now, zone) ?? start)
  const to = Math.min(end, boundMs(range.to, now, zone) ?? end)
  return { from: spell(from), to: spell(to) }
}

/** Three times the range of [start, end) in UTC ms, with it in the middle. */
export function widenRange(start: number, end: number): TimeRange {
  const span = end - start
  return { from: spell(Math.max(FIRST_MOMENT_MS, start - span)), to: spell(Math.min(LAST_MOMENT_MS, end + span)) }
}
