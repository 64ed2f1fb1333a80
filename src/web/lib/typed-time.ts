import type { Typed } from './typed-amounts.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE, d: DAY, w: 7 * DAY }

const AGO = /^(-?)(\d{1,6})\s*(m|h|d|w|min(?:ute)?s?|hours?|days?|weeks?)(?:\s+ago)?$/
const ABSOLUTE = /^(\d{4}-\d\d-\d\d)(?:(?:t|,?\s+)(\d\d?:\d\d(?::\d\d(?:\.\d{1,3})?)?))?\s*(z|utc|[+-]\d\d:?\d\d)?$/

/** What fields of times take, said where they are given something else. */
const HELP = 'Write a time like 2026-11-22 14:02, or today, -24h, 7d ago.'

/**
 * A typed bound of time in the spelling of the address: relative ones stay relative, others become ISO 8601 in UTC. A clock
 * without offset is one of `timeZone` (IANA); of one that comes twice, when clocks go back, the first is meant.
 */
export function readTypedTime(text: string, timeZone: string): Typed<string> {
  const typed = text.trim().toLowerCase()
  if (typed === '') return { value: null }
  if (typed === 'today') return { value: typed }
  const [, , count, unit = ''] = AGO.exec(typed) ?? []
  if (count !== undefined) return { value: `-${Number(count)}${unit.charAt(0)}` }
  const [, day, time = '0:00', offset] = ABSOLUTE.exec(typed) ?? []
  if (day === undefined) return { problem: HELP }
  const wallMs = Date.parse(`${day}T${time.replace(/^\d:/, '0$&')}Z`)
  // `Date` rolls the 31st of February over into March.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 10) !== day) {
    return { problem: 'There is no such day or time of day.' }
  }
  const ms = offset === undefined ? instantsOf(wallMs, timeZone)[0] : wallMs - offsetMs(offset)
  if (ms === undefined) return { problem: `The clocks of ${timeZone} skip this time: they go forward on that day.` }
  return { value: new Date(ms).toISOString().replace('.000Z', 'Z') }
}

/** A bound of the address as `readTypedTime` reads it, in the clock of `timeZone`: `2026-11-22 14:02`, `-24h`. */
export function writeTypedTime(spelt: string, timeZone: string): string {
  const ms = Date.parse(spelt)
  if (isRelative(spelt) || Number.isNaN(ms)) return spelt
  const wallMs = wallClock(ms, timeZone)
  const text = new Date(wallMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?::00)?\.000Z$|Z$/, '')
  // The second of two equal clocks needs its offset.
  return instantsOf(wallMs, timeZone)[0] === ms ? text : `${text} ${writeOffset(wallMs - ms)}`
}

/** When a bound of the address is, in UTC milliseconds; `now` (the same) and `timeZone` say what relative ones mean. */
export function resolveTime(spelt: string, now: number, timeZone: string): number {
  const [, , count, unit = ''] = AGO.exec(spelt) ?? []
  if (count !== undefined) return now - Number(count) * (UNIT_MS[unit] ?? 0)
  if (spelt !== 'today') return Date.parse(spelt)
  const midnight = Math.floor(wallClock(now, timeZone) / DAY) * DAY
  return startOfDay(midnight, timeZone) ?? now
}

/** When a day begins, in UTC milliseconds; `midnight` is read as if it were UTC. */
export function startOfDay(midnight: number, timeZone: string): number | undefined {
  // Where clocks go forward at midnight, it begins an hour later.
  return instantsOf(midnight, timeZone)[0] ?? instantsOf(midnight + 60 * MINUTE, timeZone)[0]
}

/** Whether a bound moves with the clock. */
export function isRelative(spelt: string): boolean {
  return spelt === 'today' || spelt.startsWith('-')
}

/** The moments at which the clocks of a zone show a time: none where they skip it, two where they go back. */
function instantsOf(wallMs: number, timeZone: string): readonly number[] {
  const candidates = [-DAY, DAY].map((shift) => {
    const beside = wallMs + shift
    return wallMs - (wallClock(beside, timeZone) - beside)
  })
  return [...new Set(candidates)]
    .filter((candidate) => wallClock(candidate, timeZone) === wallMs)
    .toSorted((a, b) => a - b)
}

/** What the clocks of a zone show, read as if it were UTC. */
function wallClock(ms: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(ms)
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value)
  const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return seconds + (((ms % 1000) + 1000) % 1000)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Made once for each zone: it costs more to make one than to use it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const made = clocks.get(timeZone)
  if (made) return made
  const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const
  const clock = new Intl.DateTimeFormat('en', {
    ...digits,
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
    timeZone,
  })
  clocks.set(timeZone, clock)
  return clock
}

/** `z`, `utc`, `+01:00` or `-0330` in milliseconds. */
function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE
  return sign === '-' ? -size : size
}

function writeOffset(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / MINUTE)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
