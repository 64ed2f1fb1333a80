import { isUnfilteredEvents, matching, notQuiet, type EventCondition } from './event-match.ts'
import type { EventOrder, EventScope } from './event-order.ts'
import type { EventFilter, EventRow, EventTimeline, TimelineSpan } from './event-port.ts'
import { readEvents } from './event-rows.ts'
import type { Answer } from './port-parts.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

/** Most spans of an answer: so many rows of the transcript are told one by one, more are merged. */
const MOST_SPANS = 2000
/** Lanes that are told apart where rows are merged; those of the rarest tools become one. */
const MOST_LANES = 40
/** Rows whose times tell how long the conversation was at work. */
const SAMPLES = 512
/** Pieces that this time is cut into at first; pauses between them cost none. */
const PIECES = 150

/** What is merged has no place in the transcript. */
const MERGED = { event_id: null, kind: null, headline: null, turn: null }

/**
 * The rows of one conversation's transcript under a filter, as spans of time by tool, in order of their beginning. `order` are these rows
 * in the order of appending.
 */
export function readTimeline(
  database: Database,
  terms: Terms,
  conversation: EventScope,
  filter: EventFilter,
  order: EventOrder,
): Omit<EventTimeline, keyof Answer> {
  const total = order.length
  if (total <= MOST_SPANS) {
    const rows = readEvents(database, terms, conversation.key, order.slice(0, total), true)
    const spans = rows.flatMap(toSpan).toSorted((a, b) => a.start - b.start)
    return { total, untimed: total - spans.length, merged: false, spans }
  }
  const cells = mergeLanes(readCells(database, terms, conversation, filter, pieceOf(database, conversation, order)))
  const spans = bound(cells).map((cell) => toMergedSpan(cell, terms))
  const timed = spans.reduce((sum, { count }) => sum + count, 0)
  return { total, untimed: total - timed, merged: true, spans: spans.toSorted((a, b) => a.start - b.start) }
}

/** A row from its beginning to its answer, as far as both state a time and the clock did not go backwards. */
function toSpan(row: EventRow): TimelineSpan[] {
  const { timestamp: start, answer } = row
  if (start === null) return []
  const elapsed = answer?.elapsed_ms ?? null
  const isFailed = (code: number | null) => code !== null && code !== 0 && code !== -1
  return [
    {
      start,
      end: elapsed === null || elapsed < 0 ? null : start + elapsed * 1000,
      tool_name: row.tool_name,
      source: row.source,
      count: 1,
      error_count: row.is_error || answer?.is_error === true ? 1 : 0,
      failed_count: isFailed(row.exit_code) || isFailed(answer?.exit_code ?? null) ? 1 : 0,
      event_id: row.id,
      kind: row.kind,
      headline: row.headline,
      turn: row.turn,
    },
  ]
}

/** Rows of one lane that began in the same piece of time. Times are UTC microseconds. */
interface Cell {
  readonly piece: number
  /** Twice the key of the tool, or twice that of the source and one more; 0 is neither. */
  readonly lane: number
  readonly start: number
  readonly end: number
  readonly count: number
  readonly errors: number
  readonly failed: number
}

/** Width of a piece in microseconds: a part of the time that the conversation was at work, estimated by some of its rows. */
function pieceOf(database: Database, { key }: EventScope, order: EventOrder): number {
  const step = Math.max(1, Math.floor(order.length / SAMPLES))
  const places = Array.from({ length: Math.ceil(order.length / step) }, (_, at) => at * step)
  const keys = places.flatMap((place) => order.slice(place, place + 1)).map((position) => key * POSITIONS + position)
  const times = database
    .prepare(`SELECT time FROM event WHERE pk IN (${keys.map(() => '?').join(',')}) AND time IS NOT NULL ORDER BY time`)
    .all(...keys)
    .map((row) => Number(row['time']))
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  // Far longer than usual is a pause.
  const atWork = steps.reduce((sum, each) => sum + Math.min(each, 8 * usual), 0)
  return Math.max(1, Math.ceil(atWork / PIECES))
}

function readCells(
  database: Database,
  terms: Terms,
  { key }: EventScope,
  filter: EventFilter,
  piece: number,
): readonly Cell[] {
  const heads = headsOf(key, filter, terms)
  const rows = database
    .prepare(
      `SELECT h.time / ${piece} AS piece, coalesce(h.tool * 2, h.source * 2 + 1, 0) AS lane, count(*) AS n,
         min(h.time) AS start, max(ifnull(a.time, h.time)) AS end,
         count(*) FILTER (WHERE h.is_error OR a.is_error) AS errors, count(*) FILTER (WHERE h.failed OR a.failed) AS failed
       FROM event h LEFT JOIN event a ON a.pk = ${key * POSITIONS} + h.answer
       WHERE ${heads.sql} AND h.time IS NOT NULL GROUP BY 1, 2`,
    )
    .all(...heads.values)
  return rows.map((row) => ({
    piece: Number(row['piece']),
    lane: Number(row['lane']),
    start: Number(row['start']),
    // The clock may have gone backwards.
    end: Math.max(Number(row['start']), Number(row['end'])),
    count: Number(row['n']),
    errors: Number(row['errors']),
    failed: Number(row['failed']),
  }))
}

/** The rows of the transcript that pass; unfiltered, they lie side by side in the table. */
function headsOf(key: number, filter: EventFilter, terms: Terms): EventCondition {
  if (isUnfilteredEvents(filter))
    return { sql: 'h.pk >= ? AND h.pk < ? AND h.role = 0', values: [key * POSITIONS, (key + 1) * POSITIONS] }
  const [match, loud] = [matching(key, filter, terms), notQuiet(filter, terms)]
  return {
    sql: `h.pk IN (SELECT ${key * POSITIONS} + e.head FROM event e WHERE ${match.sql} AND ${loud.sql})`,
    values: [...match.values, ...loud.values],
  }
}

/** The rarest lanes as one, where there are too many; it has neither tool nor source. */
function mergeLanes(cells: readonly Cell[]): readonly Cell[] {
  const counts = new Map<number, number>()
  for (const { lane, count } of cells) counts.set(lane, (counts.get(lane) ?? 0) + count)
  if (counts.size <= MOST_LANES) return cells
  const byCount = [...counts].toSorted((a, b) => b[1] - a[1])
  const kept = new Set(byCount.slice(0, MOST_LANES - 1).map(([lane]) => lane))
  return joined(cells.map((cell) => (kept.has(cell.lane) ? cell : { ...cell, lane: 0 })))
}

/** Pieces twice as long, until there are few enough cells. */
function bound(cells: readonly Cell[]): readonly Cell[] {
  let fewer = cells
  while (fewer.length > MOST_SPANS)
    fewer = joined(fewer.map((cell) => ({ ...cell, piece: Math.floor(cell.piece / 2) })))
  return fewer
}

/** Cells of the same lane and piece as one. */
function joined(cells: readonly Cell[]): readonly Cell[] {
  const byPlace = new Map<string, Cell>()
  for (const cell of cells) {
    const place = `${cell.piece} ${cell.lane}`
    const known = byPlace.get(place)
    byPlace.set(place, known === undefined ? cell : join(known, cell))
  }
  return [...byPlace.values()]
}

function join(one: Cell, other: Cell): Cell {
  return {
    ...one,
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
    count: one.count + other.count,
    errors: one.errors + other.errors,
    failed: one.failed + other.failed,
  }
}

function toMergedSpan({ lane, start, end, count, errors, failed }: Cell, terms: Terms): TimelineSpan {
  const name = terms.valueOf(Math.floor(lane / 2))
  const isTool = lane % 2 === 0
  return {
    start,
    end,
    tool_name: isTool ? name : null,
    source: isTool ? null : name,
    count,
    error_count: errors,
    failed_count: failed,
    ...MERGED,
  }
}
