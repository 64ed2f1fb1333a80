import { isUnfilteredEvents, matching, notQuiet, type EventCondition } from './event-match.ts'
import { Kept } from './kept.ts'
import type { EventFilter, EventQuestion, EventSortKey, EventView } from './event-port.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

/** The rows of one view under one filter and sort, as positions of their (head) events, in ascending order of the sort. */
export interface EventOrder {
  readonly length: number
  /** Positions of rows [from, to). */
  slice(from: number, to: number): readonly number[]
  /** Row of this head position, or of the nearest row before it; −1 where there is none. */
  rowOf(head: number): number
}

/** A conversation as its events are asked for. */
export interface EventScope {
  readonly key: number
  readonly revision: number
  readonly positions: number
  readonly rows: number
  readonly focused: number
}

const SORT_COLUMNS: Record<EventSortKey, string> = {
  TIMESTAMP: 'h.pk',
  SIZE: 'h.size',
  KIND: '(SELECT value FROM term WHERE pk = h.kind)',
  SOURCE: '(SELECT value FROM term WHERE pk = h.source)',
  TOOL: '(SELECT value FROM term WHERE pk = h.tool)',
}

/** Orders that were asked for lately: paging through a filter lists its rows once. */
const KEPT_ORDERS = 8

/** Lists the rows of views. Unfiltered, they are numbered in the index itself, so that any part of 100,000 is read alone. */
export class EventOrders {
  readonly #database: Database
  readonly #terms: Terms
  readonly #kept = new Kept<EventOrder>(KEPT_ORDERS)

  constructor(database: Database, terms: Terms) {
    this.#database = database
    this.#terms = terms
  }

  orderOf(scope: EventScope, question: Pick<EventQuestion, 'filter' | 'view' | 'sort'>): EventOrder {
    const { filter, view, sort } = question
    // Append order is listed ascending and read backwards, so that "the row before" means the same in both directions.
    if (sort.key === 'TIMESTAMP' && sort.descending) {
      return reversed(this.orderOf(scope, { filter, view, sort: { key: 'TIMESTAMP', descending: false } }))
    }
    if (sort.key === 'TIMESTAMP' && isUnfilteredEvents(filter)) return this.#numbered(scope, view)
    const key = JSON.stringify([scope.key, scope.revision, filter, view, sort])
    return this.#kept.of(key, () => listed(this.#list(scope, filter, view, sort)))
  }

  #numbered(scope: EventScope, view: EventView): EventOrder {
    if (view === 'events') {
      return {
        length: scope.positions,
        slice: (from, to) =>
          Array.from({ length: Math.max(0, Math.min(to, scope.positions) - from) }, (_, at) => from + at),
        rowOf: (head) => Math.min(head, scope.positions - 1),
      }
    }
    const [column, where] = view === 'transcript' ? ['row', 'role = 0'] : ['focus', 'is_focused = 1']
    const rows = this.#database.prepare(
      `SELECT pk FROM event WHERE conversation = ? AND ${column} >= ? AND ${column} < ? AND ${where} ORDER BY ${column}`,
    )
    const row = this.#database.prepare(
      `SELECT ${column} AS n FROM event WHERE pk <= ? AND pk >= ? AND ${where} ORDER BY pk DESC LIMIT 1`,
    )
    const base = scope.key * POSITIONS
    return {
      length: view === 'transcript' ? scope.rows : scope.focused,
      slice: (from, to) => rows.all(scope.key, from, to).map((found) => Number(found['pk']) - base),
      rowOf: (head) => Number(row.get(base + head, base)?.['n'] ?? -1),
    }
  }

  #list(scope: EventScope, filter: EventFilter, view: EventView, sort: EventQuestion['sort']): Int32Array {
    const base = scope.key * POSITIONS
    const heads = this.#headsOf(scope, filter, view)
    // Rows without a value come last in both directions, so the direction is part of the order here.
    const column = SORT_COLUMNS[sort.key]
    const direction = sort.descending ? 'DESC' : ''
    const by = sort.key === 'TIMESTAMP' ? 'h.pk' : `${column} IS NULL, ${column} ${direction}, h.pk`
    const focused = view === 'focused' ? 'AND h.is_focused = 1' : ''
    const rows = this.#database.prepare(
      `SELECT h.pk - ? AS position FROM event h WHERE h.pk IN (${heads.sql}) ${focused} ORDER BY ${by}`,
    )
    return Int32Array.from(rows.all(base, ...heads.values), (row) => Number(row['position']))
  }

  #headsOf(scope: EventScope, filter: EventFilter, view: EventView): EventCondition {
    const match = matching(scope.key, filter, this.#terms)
    if (view === 'events') return { sql: `SELECT e.pk FROM event e WHERE ${match.sql}`, values: match.values }
    const loud = notQuiet(filter, this.#terms)
    return {
      sql: `SELECT ${scope.key * POSITIONS} + e.head FROM event e WHERE ${match.sql} AND ${loud.sql}`,
      values: [...match.values, ...loud.values],
    }
  }
}

function listed(positions: Int32Array): EventOrder {
  return {
    length: positions.length,
    slice: (from, to) => [...positions.subarray(from, to)],
    rowOf: (head) => {
      const exact = positions.indexOf(head)
      return exact === -1 ? positions.findLastIndex((position) => position < head) : exact
    },
  }
}

function reversed(order: EventOrder): EventOrder {
  const { length } = order
  return {
    length,
    slice: (from, to) => order.slice(Math.max(0, length - to), Math.max(0, length - from)).toReversed(),
    rowOf: (head) => {
      const row = order.rowOf(head)
      return row === -1 ? -1 : length - 1 - row
    },
  }
}
