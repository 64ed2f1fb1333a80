import { listValues } from './conversation-facets.ts'
import { matching, type FacetPart } from './event-match.ts'
import type { Answer, EventFacets, EventFilter, FacetValues, FilterValue, ValueChoice } from './port.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

/** Event facets list every value: there are few kinds, sources and tools in one conversation. */
const ALL = { prefix: null, limit: 1000 }
const BUCKETS = 60
/** Bucket widths that a person can read off an axis, in seconds. */
const WIDTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000,
]

/** Counts of one conversation's events: each field under all other filters; errors and failed commands likewise. */
export function countEventFacets(
  database: Database,
  terms: Terms,
  conversation: number,
  filter: EventFilter,
  answer: Answer,
): EventFacets {
  const counter = new Counter(database, terms, conversation, filter)
  return {
    ...answer,
    total: counter.count([], ''),
    facets: {
      kind: counter.values('kind', 'e.kind', filter.kind),
      source: counter.values('source', 'e.source', filter.source),
      tool_name: counter.values('tool_name', 'e.tool', filter.toolName),
    },
    errors: {
      count: counter.count(['errors'], 'AND e.is_error = 1'),
      first_event_id: counter.errorAt('ASC'),
      last_event_id: counter.errorAt('DESC'),
    },
    failed_commands: { count: counter.count(['errors'], 'AND e.failed = 1') },
    histogram: counter.histogram(),
  }
}

class Counter {
  readonly #database: Database
  readonly #terms: Terms
  readonly #conversation: number
  readonly #filter: EventFilter

  constructor(database: Database, terms: Terms, conversation: number, filter: EventFilter) {
    this.#database = database
    this.#terms = terms
    this.#conversation = conversation
    this.#filter = filter
  }

  count(without: readonly FacetPart[], and: string): number {
    const { sql, values } = this.#matching(without)
    return Number(
      this.#database.prepare(`SELECT count(*) AS n FROM event e WHERE ${sql} ${and}`).get(...values)?.['n'] ?? 0,
    )
  }

  values(part: FacetPart, column: string, choice: ValueChoice): FacetValues {
    const { sql, values } = this.#matching([part])
    const rows = this.#database
      .prepare(`SELECT ${column} AS value, count(*) AS n FROM event e WHERE ${sql} GROUP BY 1`)
      .all(...values)
    const counts = new Map<FilterValue, number>(
      rows.map((row) => [this.#terms.valueOf(row['value']), Number(row['n'])]),
    )
    return listValues(counts, null, [...choice.include, ...choice.exclude], ALL)
  }

  errorAt(direction: 'ASC' | 'DESC'): string | null {
    const { sql, values } = this.#matching(['errors'])
    const row = this.#database
      .prepare(`SELECT e.id AS id FROM event e WHERE ${sql} AND e.is_error = 1 ORDER BY e.pk ${direction} LIMIT 1`)
      .get(...values)
    return row === undefined ? null : String(row['id'])
  }

  histogram(): EventFacets['histogram'] {
    const { sql, values } = this.#matching([])
    const range = this.#database
      .prepare(`SELECT min(e.time) AS first, max(e.time) AS last FROM event e WHERE ${sql}`)
      .get(...values)
    if (typeof range?.['first'] !== 'number' || typeof range['last'] !== 'number') return null
    const span = (range['last'] - range['first']) / 1e6
    const width = WIDTHS.find((seconds) => span / seconds <= BUCKETS) ?? Math.ceil(span / BUCKETS)
    const start = Math.floor(range['first'] / 1e6 / width)
    const rows = this.#database
      .prepare(
        `SELECT CAST(floor(e.time / 1000000.0 / ${width}) AS INTEGER) AS bucket, count(*) AS n FROM event e WHERE ${sql} AND e.time IS NOT NULL GROUP BY 1`,
      )
      .all(...values)
    const counts = new Map(rows.map((row) => [Number(row['bucket']), Number(row['n'])]))
    const length = Math.floor(range['last'] / 1e6 / width) - start + 1
    const buckets = Array.from({ length }, (_, at) => ({
      start: (start + at) * width * 1000,
      count: counts.get(start + at) ?? 0,
    }))
    return { bucket_seconds: width, buckets }
  }

  #matching(without: readonly FacetPart[]) {
    return matching(this.#conversation, this.#filter, this.#terms, without)
  }
}
