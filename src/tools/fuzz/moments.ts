import { NOW } from './planted-places.ts'

/** A time as a request states it, read apart from the server's own reading. `isPlain`: there is no doubt that it is one. */
export interface Moment {
  /** `wall` is a clock without offset, as if it were UTC; `today` depends on the zone. */
  readonly kind: 'instant' | 'wall' | 'today'
  /** Nanoseconds since 1970; 0 for `today`. */
  readonly ns: bigint
  readonly isPlain: boolean
}

const NS_PER_MS = 1_000_000n

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Null: nobody could mean a time by it. */
export function toMoment(text: string): Moment | null {
  if (text === 'today') return { kind: 'today', ns: 0n, isPlain: true }
  const [, count, unit = ''] = /^-(\d{1,6})([mhdw])$/.exec(text) ?? []
  if (count !== undefined) {
    // Before the calendar's first year there is no time to mean; how the server says so is its own affair.
    const ms = NOW - Number(count) * (UNITS[unit] ?? 0)
    return { kind: 'instant', ns: BigInt(ms) * NS_PER_MS, isPlain: ms >= FIRST_MS }
  }
  const [, seconds, fraction = ''] = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text) ?? []
  if (seconds !== undefined)
    return { kind: 'instant', ns: BigInt(seconds) * 1_000_000_000n + toNs(fraction), isPlain: false }
  return toCalendarMoment(text)
}

/** The first and last moment that RFC 3339 can write. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

const SHAPE =
  /^(\d{4})-(\d\d)-(\d\d)(?:([Tt ])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?)?$/

function toCalendarMoment(text: string): Moment | null {
  const match = SHAPE.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number)
  const [hour = 0, minute = 0, second = 0] = match.slice(5, 8).map((part) => Number(part ?? 0))
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const stated = BigInt(date.getTime()) * NS_PER_MS + toNs(match[8] ?? '')
  if (match[9] === undefined && match[10] === undefined) return { kind: 'wall', ns: stated, isPlain: true }
  const [offsetHours, offsetMinutes] = [Number(match[11] ?? 0), Number(match[12] ?? 0)]
  if (offsetHours > 23 || offsetMinutes > 59) return null
  const offset = (match[10] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000
  const ns = stated - BigInt(offset) * NS_PER_MS
  const isPlain = match[4] === 'T' && match[9] !== 'z' && isWithinCalendar(ns)
  return { kind: 'instant', ns, isPlain }
}

/** Digits after the decimal point of a second. */
function toNs(fraction: string): bigint {
  return BigInt(fraction.padEnd(9, '0'))
}

function isWithinCalendar(ns: bigint): boolean {
  return ns >= BigInt(FIRST_MS) * NS_PER_MS && ns < BigInt(LAST_MS + 1) * NS_PER_MS
}

const startsOfToday = new Map<string, number>()

/** First moment of today in a zone, UTC ms; found by going back from now minute by minute. */
export function startOfToday(timeZone: string): number {
  const known = startsOfToday.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const today = format.format(NOW)
  let start = NOW
  while (format.format(start - 60_000) === today) start -= 60_000
  startsOfToday.set(timeZone, start)
  return start
}
