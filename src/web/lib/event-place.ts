import { readTypedTime } from './typed-time.ts'

/** Where a reader wants to go in a conversation: to an event's number, or to a time (ISO 8601 in UTC). */
export type TypedPlace = { readonly seq: number } | { readonly at: string } | { readonly problem: string }

const CLOCK = /^\d\d?:\d\d(?::\d\d)?$/
const DAY_MS = 24 * 60 * 60_000

/**
 * Reads `1203`, `#1203`, `14:05`, `2026-11-22 14:05`. A clock alone is the first such time after the conversation began (`startMs`
 * in UTC milliseconds, null where unknown), in `timeZone` (IANA).
 */
export function readTypedPlace(text: string, startMs: number | null, timeZone: string): TypedPlace {
  const typed = text.trim()
  const number = /^#?\s*(\d{1,15})$/.exec(typed)?.[1]
  if (number !== undefined) return { seq: Number(number) }
  if (CLOCK.test(typed)) return startMs === null ? { problem: NO_DAY } : clockAfter(typed, startMs, timeZone)
  if (!/\d{4}-/.test(typed)) return { problem: HELP }
  const { value, problem } = readTypedTime(typed, timeZone)
  return value == null ? { problem: problem ?? HELP } : { at: value }
}

const HELP = 'Write the number of an event, like 1203, or a time, like 14:05 or 2026-11-22 14:05.'
const NO_DAY = 'Nobody knows on which day this conversation began: write the day too, like 2026-11-22 14:05.'

/** Events within the minute that the conversation began in count as after its beginning. */
const MINUTE_MS = 60_000

function clockAfter(clock: string, startMs: number, timeZone: string): TypedPlace {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  for (const ms of [startMs, startMs + DAY_MS]) {
    const { value, problem } = readTypedTime(`${day.format(ms)} ${clock}`, timeZone)
    if (problem !== undefined) return { problem }
    if (value !== null && Date.parse(value) > startMs - MINUTE_MS) return { at: value }
  }
  return { problem: HELP }
}
