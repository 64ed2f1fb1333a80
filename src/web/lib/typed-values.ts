import { AMOUNT, STEP, beneath, rounded, writeAmount } from './amount-bounds.ts'
import type { NumberRange, TimeRange } from './list-search.ts'
import { isTimeSpelling } from './search-params.ts'
import { readTypedTime, startOfDay, writeTypedTime } from './typed-time.ts'

const NUMBER = new RegExp(`^\\$?(${AMOUNT})(s|m|h|d)?$`)
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `>1`, `>=1`, `<5`, `<=5`, `1..5`, `1..`, `..5`; durations in seconds, or with `s`, `m`, `h` or `d`. Null: none of these. */
export function readNumberRange(text: string, isDuration: boolean): Partial<NumberRange> | null {
  const compared = /^(>=?|<=?)(.*)$/.exec(text)
  if (compared) {
    const value = readNumber(compared[2] ?? '', isDuration)
    if (value === null) return null
    const further = compared[1] === '>' || compared[1] === '<=' ? rounded(value + STEP) : value
    return compared[1]?.startsWith('>') ? { from: further } : { to: further }
  }
  const [low = '', high, ...more] = text.split('..')
  if (high === undefined || more.length > 0 || text === '..') return null
  const from = readNumber(low, isDuration)
  const to = readNumber(high, isDuration)
  if ((low !== '' && from === null) || (high !== '' && to === null)) return null
  return bounds(from, to)
}

function readNumber(text: string, isDuration: boolean): number | null {
  const [, digits, unit] = NUMBER.exec(text) ?? []
  if (digits === undefined || (unit !== undefined && !isDuration)) return null
  return Number(digits) * (SECONDS[unit ?? 's'] ?? 1)
}

/** A range as `readNumberRange` reads it, in one word or two. */
export function formatNumberRange({ from, to }: NumberRange): readonly string[] {
  const above = from === null ? null : beneath(from)
  const upTo = to === null ? null : beneath(to)
  const [low, high] = [from, to].map((bound) => (bound === null ? '' : writeAmount(bound)))
  if (from !== null && to !== null && above === null && upTo === null) return [`${low}..${high}`]
  return [
    ...(from === null ? [] : [above === null ? `>=${low}` : `>${above}`]),
    ...(to === null ? [] : [upTo === null ? `<${high}` : `<=${upTo}`]),
  ]
}

/**
 * `today`, `-24h` and times mean "since then", a day (`2026-11-01`) the whole of it in `timeZone` (IANA); also `>=x`, `>x`, `<x`, `<=x` and
 * `x..y`, where a day at the end belongs to it. Null: none of these.
 */
export function readTimeRange(text: string, timeZone: string): Partial<TimeRange> | null {
  const compared = /^(>=?|<=?)(.*)$/.exec(text)
  if (compared) {
    const [, sign = '', spelt = ''] = compared
    const at = readTime(spelt, timeZone, sign === '>' || sign === '<=' ? 'end' : 'start')
    if (at === null) return null
    return sign.startsWith('>') ? { from: at } : { to: at }
  }
  const [low = '', high, ...more] = text.split('..')
  if (more.length > 0 || text === '..') return null
  if (high === undefined) {
    const from = readTime(low, timeZone, 'start')
    return from === null ? null : bounds(from, isDay(low) ? readTime(low, timeZone, 'end') : null)
  }
  const from = readTime(low, timeZone, 'start')
  const to = readTime(high, timeZone, 'end')
  if ((low !== '' && from === null) || (high !== '' && to === null)) return null
  return bounds(from, to)
}

/** The bounds that were named, and no others. */
function bounds<T>(from: T | null, to: T | null): { readonly from?: T; readonly to?: T } {
  return { ...(from !== null && { from }), ...(to !== null && { to }) }
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

/**
 * A time as the address spells it: relative, with an offset, a day in `timeZone` (its start or its end), or a wall clock there. Null:
 * none of these, or a time that the clocks of the zone skip.
 */
export function readTime(text: string, timeZone: string, edge: 'start' | 'end'): string | null {
  if (isTimeSpelling(text)) return text
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/.test(text)) return readTypedTime(text, timeZone).value ?? null
  if (!isDay(text) || !isTimeSpelling(`${text}T00:00Z`)) return null
  const start = startOfDay(Date.parse(`${edge === 'start' ? text : shiftDay(text, 1)}T00:00Z`), timeZone)
  return start === undefined ? null : new Date(start).toISOString().replace('.000Z', 'Z')
}

function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A range as `readTimeRange` reads it, in the shortest words that give exactly these bounds. */
export function formatTimeRange({ from, to }: TimeRange, timeZone: string): string {
  const start = from === null ? '' : formatTime(from, timeZone, 'start')
  const end = to === null ? '' : formatTime(to, timeZone, 'end')
  if (start === end && isDay(start)) return start
  return to === null && !isDay(start) && /^(?:today|-)/.test(start) ? start : `${start}..${end}`
}

/** Relative times and those that no day or minute of `timeZone` gives stay as they are. */
function formatTime(spelt: string, timeZone: string, edge: 'start' | 'end'): string {
  if (!spelt.includes('T') || Number.isNaN(Date.parse(spelt))) return spelt
  const minute = writeTypedTime(spelt, timeZone).slice(0, 16).replace(' ', 'T')
  const day = edge === 'start' ? minute.slice(0, 10) : shiftDay(minute.slice(0, 10), -1)
  return [day, minute].find((words) => readTime(words, timeZone, edge) === spelt) ?? spelt
}
