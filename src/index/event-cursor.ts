import type { EventOrder } from './event-order.ts'
import type { EventCursor, EventQuestion, EventRow } from './event-port.ts'

/** Reads the event at a position. */
export type ReadAt = (position: number) => EventRow | undefined

/** What a sort looks at; for `TIMESTAMP`, which is append order, the position says it all. */
export function sortValue(event: EventRow, { key }: EventQuestion['sort']): number | string | null {
  if (key === 'SIZE') return event.size_bytes
  if (key === 'KIND') return event.kind
  if (key === 'SOURCE') return event.source
  if (key === 'TOOL') return event.tool_name
  return event.timestamp
}

/**
 * Number of rows that come before a cursor's (`inclusive`: its own too), by halving. The cursor's row need not be there any more, nor
 * have the value that it had.
 */
export function rowsBefore(
  order: EventOrder,
  sort: EventQuestion['sort'],
  cursor: EventCursor,
  inclusive: boolean,
  readAt: ReadAt,
): number {
  let low = 0
  for (let high = order.length; low < high;) {
    const middle = (low + high) >> 1
    const [position] = order.slice(middle, middle + 1)
    const compared = position === undefined ? 1 : compare(position, sort, cursor, readAt)
    if (compared < 0 || (inclusive && compared === 0)) low = middle + 1
    else high = middle
  }
  return low
}

function compare(position: number, sort: EventQuestion['sort'], cursor: EventCursor, readAt: ReadAt): number {
  const sign = sort.descending ? -1 : 1
  if (sort.key === 'TIMESTAMP') return sign * (position - cursor.position)
  const event = readAt(position)
  const value = event === undefined ? null : sortValue(event, sort)
  return compareValues(value, cursor.value, sign) || position - cursor.position
}

/** Nulls last in both directions, as in the index. */
function compareValues(a: number | string | null, b: number | string | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  // SQLite compares the bytes of UTF-8.
  return sign * Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}
