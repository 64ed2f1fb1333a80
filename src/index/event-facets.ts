import { bucketSeconds } from './bucket-width.ts'
import { listValues } from './conversation-facets.ts'
import { matching, type FacetPart } from './event-match.ts'
import type { EventFacets, EventFilter } from './event-port.ts'
import type { Answer, FacetValues, FilterValue, ValueChoice } from './port-parts.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

/** Event facets list every value: there are few kinds, sources and tools in one conversation. */
const ALL = { prefix: null, limit: 1000 }

/** Fields that are counted here; text and time are the query's. */
const PARTS: readonly FacetPart[] = ['kind', 'source', 'tool_name', 'errors']

/** Events that agree in all counted fields. Times are UTC microseconds. */
interface Group {
  readonly kind: string | null
  readonly source: string | null
  readonly tool_name: string | null
  readonly isError: boolean
  readonly failed: boolean
  readonly count: number
  readonly first: number | null
  readonly last: number | null
}

/**
 * Counts of one conversation's events, each field under all other filters; errors and failed commands likewise. One pass over a
 * covering index groups the events; the groups are few.
 */
export function countEventFacets(
  database: Database,
  terms: Terms,
  conversation: number,
  filter: EventFilter,
): Omit<EventFacets, keyof Answer> {
  const groups = readGroups(database, terms, conversation, filter)
  const fitting = (without: FacetPart | null) =>
    groups.filter((group) => PARTS.every((part) => part === without || fits(group, part, filter)))
  const all = fitting(null)
  const errors = fitting('errors').filter((group) => group.isError)
  const errorAt = (order: string) =>
    errors.length === 0 ? null : findError(database, terms, conversation, filter, order)
  // What ended a conversation is the last of this kind, whatever failed after it; keys start at 1.
  const end = terms.keyOf('ConversationErrorEvent') ?? 0
  return {
    total: sum(all),
    facets: {
      kind: valuesOf(fitting('kind'), 'kind', filter.kind),
      source: valuesOf(fitting('source'), 'source', filter.source),
      tool_name: valuesOf(fitting('tool_name'), 'tool_name', filter.toolName),
    },
    errors: {
      count: sum(errors),
      first_event_id: errorAt('e.pk'),
      last_event_id: errorAt(`e.kind <> ${end}, e.pk DESC`),
    },
    failed_commands: { count: sum(fitting('errors').filter((group) => group.failed)) },
    histogram: histogramOf(database, terms, conversation, filter, all),
  }
}

function readGroups(database: Database, terms: Terms, conversation: number, filter: EventFilter): readonly Group[] {
  const { sql, values } = matching(conversation, filter, terms, PARTS)
  const rows = database
    .prepare(
      `SELECT kind, source, tool, is_error, failed, count(*) AS n, min(time) AS first, max(time) AS last FROM event e
       WHERE ${sql} GROUP BY kind, source, tool, is_error, failed`,
    )
    .all(...values)
  return rows.map((row) => ({
    kind: terms.valueOf(row['kind']),
    source: terms.valueOf(row['source']),
    tool_name: terms.valueOf(row['tool']),
    isError: row['is_error'] === 1,
    failed: row['failed'] === 1,
    count: Number(row['n']),
    first: typeof row['first'] === 'number' ? row['first'] : null,
    last: typeof row['last'] === 'number' ? row['last'] : null,
  }))
}

function fits(group: Group, part: FacetPart, filter: EventFilter): boolean {
  if (part === 'kind') return isChosen(group.kind, filter.kind)
  if (part === 'source') return isChosen(group.source, filter.source)
  if (part === 'tool_name') return isChosen(group.tool_name, filter.toolName)
  return (
    (filter.isError === null || filter.isError === group.isError) &&
    (filter.failedCommand === null || filter.failedCommand === group.failed)
  )
}

function isChosen(value: FilterValue, choice: ValueChoice): boolean {
  return (choice.include.length === 0 || choice.include.includes(value)) && !choice.exclude.includes(value)
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, group) => total + group.count, 0)
}

function valuesOf(groups: readonly Group[], field: 'kind' | 'source' | 'tool_name', choice: ValueChoice): FacetValues {
  const counts = new Map<FilterValue, number>()
  for (const group of groups) counts.set(group[field], (counts.get(group[field]) ?? 0) + group.count)
  return listValues(counts, null, [...choice.include, ...choice.exclude], ALL)
}

/** By the index that holds errors alone: SQLite reckons with conversations of average length, and would sort a long one. */
function findError(
  database: Database,
  terms: Terms,
  conversation: number,
  filter: EventFilter,
  order: string,
): string | null {
  const { sql, values } = matching(conversation, filter, terms, ['errors'])
  const row = database
    .prepare(`SELECT id FROM event e INDEXED BY event_error WHERE ${sql} AND e.is_error = 1 ORDER BY ${order} LIMIT 1`)
    .get(...values)
  return row === undefined ? null : String(row['id'])
}

function histogramOf(
  database: Database,
  terms: Terms,
  conversation: number,
  filter: EventFilter,
  groups: readonly Group[],
): EventFacets['histogram'] {
  const first = groups.reduce<number | null>((least, group) => smaller(least, group.first), null)
  const last = groups.reduce<number | null>(
    (most, group) => (group.last === null || (most !== null && most > group.last) ? most : group.last),
    null,
  )
  if (first === null || last === null) return null
  const width = bucketSeconds((last - first) / 1e6)
  const { sql, values } = matching(conversation, filter, terms)
  // Integer division rounds towards zero: times before 1970 would share a bucket with those just after it.
  const rows = database
    .prepare(
      `SELECT CAST(floor(e.time / ${width}000000.0) AS INTEGER) AS bucket, count(*) AS n FROM event e WHERE ${sql} AND e.time IS NOT NULL GROUP BY 1`,
    )
    .all(...values)
  const counts = new Map(rows.map((row) => [Number(row['bucket']), Number(row['n'])]))
  const start = Math.floor(first / 1e6 / width)
  const length = Math.floor(last / 1e6 / width) - start + 1
  return {
    bucket_seconds: width,
    buckets: Array.from({ length }, (_, at) => ({
      start: (start + at) * width * 1000,
      count: counts.get(start + at) ?? 0,
    })),
  }
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b < a) ? b : a
}
