/**
 * A time as a request states it. `wall` is a wall clock without offset, read as if it were UTC. All in milliseconds, since
 * 1970 or (`ago`) before now.
 */
export type StatedMoment =
  | { readonly kind: 'instant'; readonly ms: number }
  | { readonly kind: 'wall'; readonly ms: number }
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'today' }

/** The clock and zone under which relative times are resolved. */
export interface Clock {
  readonly nowMs: number
  /** IANA name. */
  readonly timeZone: string
}

const ISO =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d)?)(?<fraction>\.\d{1,9})?(?<zone>Z|z|[+-]\d\d(?::?\d\d)?)?)?$/
const AGO = /^-(?<count>\d{1,6})(?<unit>[mhdw])$/
const EPOCH = /^\d{1,11}(?:\.\d{1,9})?$/
const UNIT_MS: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 }

/**
 * Reads ISO 8601 (with or without offset, a plain date), `-30m`, `-24h`, `-7d`, `-2w`, `today`, and epoch seconds, as the
 * OpenHands servers take them. Null: none of these, or no such day or hour.
 */
export function parseTime(text: string): StatedMoment | null {
  if (text === 'today') return { kind: 'today' }
  if (EPOCH.test(text)) return { kind: 'instant', ms: Number(text) * 1000 }
  const ago = AGO.exec(text)?.groups
  if (ago) return { kind: 'ago', ms: Number(ago['count']) * (UNIT_MS[ago['unit'] ?? ''] ?? 0) }
  const iso = ISO.exec(text)?.groups
  return iso ? toMoment(iso) : null
}

function toMoment(iso: Readonly<Record<string, string | undefined>>): StatedMoment | null {
  const date = iso['date'] ?? ''
  const wholeSeconds = Date.parse(`${date}T${iso['time'] ?? '00:00'}Z`)
  // `Date` rolls the 30th of February over into March; a person who wrote it should hear of it.
  if (Number.isNaN(wholeSeconds) || new Date(wholeSeconds).toISOString().slice(0, date.length) !== date) return null
  const ms = wholeSeconds + Number(`0${iso['fraction'] ?? ''}`) * 1000
  const zone = iso['zone']
  if (zone === undefined) return { kind: 'wall', ms }
  const offset = zoneMinutes(zone)
  return offset === null ? null : { kind: 'instant', ms: ms - offset * 60e3 }
}

function zoneMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  if (minutes >= 24 * 60 || Number(digits.slice(2)) > 59) return null
  return zone.startsWith('-') ? -minutes : minutes
}

/** Whether a spelling means another moment at another time of asking. */
export function isRelativeTime(text: string): boolean {
  const moment = parseTime(text)
  return moment?.kind === 'ago' || moment?.kind === 'today'
}

/** UTC milliseconds. Of a wall clock the caller has to know the zone: it comes back as stated. */
export function resolveMoment(moment: StatedMoment, clock: Clock): number {
  switch (moment.kind) {
    case 'instant':
    case 'wall':
      return moment.ms
    case 'ago':
      return clock.nowMs - moment.ms
    case 'today':
      return startOfDay(clock)
  }
}

/** Whether the runtime knows a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // RangeError is how Intl says no.
    return false
  }
}

/** Wall clock of a zone at a moment, read as if it were UTC, to the second. */
function wallClock(timeZone: string, ms: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms)
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** First moment of the clock's day, on days without a midnight too. */
function startOfDay({ nowMs, timeZone }: Clock): number {
  const midnight = Math.floor(wallClock(timeZone, nowMs) / 86400e3) * 86400e3
  const candidates = [-86400e3, 86400e3].map((shift) => {
    const beside = midnight + shift
    return midnight - (wallClock(timeZone, beside) - beside)
  })
  const sameDay = candidates.filter((candidate) => wallClock(timeZone, candidate) >= midnight)
  return Math.min(...(sameDay.length > 0 ? sameDay : candidates))
}
