import { toNumber } from './columns.ts'
import { POSITIONS } from './schema.ts'
import type { Statements } from './statements.ts'

const COUNTS = `SELECT count(*) AS n, sum(is_error) AS errors, sum(failed) AS failed, sum(unreadable > 0) AS unreadable,
  min(time) AS first, max(time) AS last FROM event WHERE pk >= ? AND pk < ?`

const ADD = `UPDATE conversation SET event_count = coalesce(event_count, 0) + ?1, error_count = coalesce(error_count, 0) + ?2,
  failed_command_count = coalesce(failed_command_count, 0) + ?3, unreadable_count = coalesce(unreadable_count, 0) + ?4,
  first_time = min(coalesce(first_time, ?5), coalesce(?5, first_time)),
  last_time = max(coalesce(last_time, ?6), coalesce(?6, last_time)) WHERE pk = ?7`

const CLEAR = `UPDATE conversation SET event_count = NULL, error_count = NULL, failed_command_count = NULL, unreadable_count = NULL,
  first_time = NULL, last_time = NULL WHERE pk = ?`

const SETTLE = `UPDATE conversation SET event_count = 0, error_count = 0, failed_command_count = 0, unreadable_count = 0
  WHERE pk = ? AND event_count IS NULL`

/** What conversations know of their events without looking at them. Runs in the caller's transaction. */
export class EventCounts {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Makes all numbers unknown. */
  clear(conversation: number): void {
    this.#statements.prepare(CLEAR).run(conversation)
  }

  /** Where no event was ever counted there is none. True where that was not known. */
  settle(conversation: number): boolean {
    return this.#statements.prepare(SETTLE).run(conversation).changes > 0
  }

  /** Counts all events anew. */
  recount(conversation: number): void {
    this.clear(conversation)
    this.add(conversation, 0, POSITIONS)
  }

  /** Adds the events of some positions [from, to); an append costs the same however long the history. */
  add(conversation: number, from: number, to: number): void {
    const base = conversation * POSITIONS
    const counts = this.#statements.prepare(COUNTS).get(base + from, base + to)
    const of = (column: string) => Number(counts?.[column] ?? 0)
    const [first, last] = [toNumber(counts?.['first']), toNumber(counts?.['last'])]
    this.#statements.prepare(ADD).run(of('n'), of('errors'), of('failed'), of('unreadable'), first, last, conversation)
  }
}
