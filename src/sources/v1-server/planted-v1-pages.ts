/** How the servers that a planted one stands for page through their events. */
import type { JsonObject } from '../json-value.ts'
import type { EventPaths } from './event-store.ts'

/** Stands for an event file that the server counts and cannot read. */
export const TORN = 'torn'

/** An event file: its event, or nothing of use. */
export type EventFile = JsonObject | typeof TORN

/** A page as it is sent. */
export interface EventPage {
  readonly items: readonly JsonObject[]
  readonly next_page_id: string | null
}

/** The page that a query asks for; null where the server fails on it. */
export function pageOfEvents(
  paths: EventPaths,
  files: readonly EventFile[],
  query: URLSearchParams,
  limit: number,
): EventPage | null {
  return paths === 'of-all' ? pageByName(files, query, limit) : pageByOffset(files, query, limit)
}

/** As `EventServiceBase` of 1.11.0 does: all that can be read, by the text of the time. */
function pageByOffset(files: readonly EventFile[], query: URLSearchParams, limit: number): EventPage | null {
  const [kind, from, before] = ['kind__eq', 'timestamp__gte', 'timestamp__lt'].map((name) => query.get(name))
  const found = files
    .filter((file) => file !== TORN)
    .filter((event) => !kind || event['kind'] === kind)
    .filter((event) => !from || timeOf(event) >= toPythonText(from))
    .filter((event) => !before || timeOf(event) < toPythonText(before))
  const sign = query.get('sort_order') === 'TIMESTAMP_DESC' ? -1 : 1
  const sorted = found.toSorted((one, other) => sign * compare(timeOf(one), timeOf(other)))
  const offset = Number(query.get('page_id') ?? 0)
  if (!Number.isInteger(offset)) return null
  const next = sorted.length > offset + limit ? String(offset + limit) : null
  return { items: sorted.slice(offset, offset + limit), next_page_id: next }
}

/** As `FilesystemEventService` of 0.62.0 does: by file name; a page begins behind the file of its cursor, torn ones leave gaps. */
function pageByName(files: readonly EventFile[], query: URLSearchParams, limit: number): EventPage | null {
  // Comparing a time with an offset to one without throws.
  if (/Z|[+-]\d\d:\d\d$/.test(query.get('timestamp__gte') ?? '')) return null
  const sign = query.get('sort_order') === 'TIMESTAMP_DESC' ? -1 : 1
  const sorted = files
    .map((file, at) => ({ file, name: toFileName(file, at) }))
    .toSorted((one, other) => sign * compare(one.name, other.name))
  // Not known: the first page.
  const start = sorted.findIndex(({ name }) => name === query.get('page_id')) + 1
  const items = sorted.slice(start, start + limit).flatMap(({ file }) => (file === TORN ? [] : [file]))
  return { items, next_page_id: sorted[start + limit]?.name ?? null }
}

function toFileName(file: EventFile, at: number): string {
  if (file === TORN) return `20261122151220_ActionEvent_${String(at).padStart(32, '0')}`
  const second = timeOf(file).slice(0, 19).replaceAll(/\D/g, '')
  return `${second}_${String(file['kind'])}_${String(file['id']).replaceAll('-', '')}`
}

function timeOf(event: JsonObject): string {
  return String(event['timestamp'])
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}

/** As `datetime.isoformat` spells a time. */
function toPythonText(time: string): string {
  return time.replace(/Z$/, '+00:00').replace(/\.0+(?=$|\+)/, '')
}
