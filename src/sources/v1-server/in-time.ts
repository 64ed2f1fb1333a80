import { eventIdOf } from '../event-record.ts'
import { toJsonObject } from '../json-value.ts'
import { parseStatedTime } from '../stated-time.ts'

/** What stands for an event that the server cannot give: its place is known, and nothing else. */
export const WITHHELD = Symbol('an event that the server fails on')

interface Entry {
  readonly event: unknown
  /** Microseconds by the event's own clock; of one that states none, of the one before it. */
  readonly time: number
  readonly id: string
}

const SECOND = 1_000_000

/**
 * Events in the order of a V1 conversation, by time, then id. Servers give them in order of their time (of two at the same microsecond in
 * any order), or (0.62) of their second and, within it, of their kind: the last second of each page waits for the next page.
 */
export async function* inTime(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<readonly unknown[]> {
  let held: readonly Entry[] = []
  for await (const page of pages) {
    held = [...held, ...toEntries(page, held.at(-1)?.time ?? 0)].toSorted(byTime)
    const last = Math.floor((held.at(-1)?.time ?? 0) / SECOND)
    const open = held.findIndex(({ time }) => Math.floor(time / SECOND) === last)
    if (open > 0) yield held.slice(0, open).map(({ event }) => event)
    held = held.slice(Math.max(0, open))
  }
  if (held.length > 0) yield held.map(({ event }) => event)
}

/** Events of whole seconds in that order. */
export function sortInTime(events: readonly unknown[]): readonly unknown[] {
  return toEntries(events, 0)
    .toSorted(byTime)
    .map(({ event }) => event)
}

function toEntries(page: readonly unknown[], startTime: number): readonly Entry[] {
  let time = startTime
  return page.map((event) => {
    const fields = toJsonObject(event)
    time = parseStatedTime(fields?.['timestamp'])?.microseconds ?? time
    // What the server fails on stays behind those that it gave before.
    return { event, time, id: fields === null ? '\uFFFF' : (eventIdOf(fields) ?? '') }
  })
}

function byTime(one: Entry, other: Entry): number {
  if (one.time !== other.time) return one.time - other.time
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1
}
