import type { StatedTime } from './source.ts'

const SHAPE =
  /^\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:([zZ])|([+-])(\d\d):?(\d\d))?\s*$/

/**
 * Reads an ISO 8601 time as Python writes it: up to nine digits of fraction (kept to the microsecond), with `Z`, an offset
 * or nothing. Null for every other value, and for days and hours that do not exist.
 */
export function parseStatedTime(value: unknown): StatedTime | null {
  if (typeof value !== 'string' || value.length > 64) return null
  const match = SHAPE.exec(value)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(match[group] ?? 0))
  if (year === undefined || month === undefined || day === undefined) return null
  if (hour === undefined || minute === undefined || second === undefined) return null
  const wallClock = Date.UTC(year, month - 1, day, hour, minute, second)
  if (year < 1000 || month > 12 || hour > 23 || minute > 59 || second > 59 || new Date(wallClock).getUTCDate() !== day)
    return null
  const fraction = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6))
  const microseconds = (wallClock - offsetMs(match)) * 1000 + fraction
  if (!Number.isSafeInteger(microseconds)) return null
  return { microseconds, zoned: match[8] !== undefined || match[9] !== undefined }
}

function offsetMs(match: RegExpExecArray): number {
  if (match[9] === undefined) return 0
  const minutes = Number(match[10]) * 60 + Number(match[11])
  return (match[9] === '-' ? -minutes : minutes) * 60_000
}

/** A conversation's own time as UTC ms since 1970; without a zone it means UTC. Null where it is no time. */
export function parseUtcTime(value: unknown): number | null {
  const time = parseStatedTime(value)
  return time === null ? null : Math.floor(time.microseconds / 1000)
}
