import { createHash } from 'node:crypto'
import { isWritable } from '../contract/calendar.ts'

const VERSION = 1

/** What a `page_id` holds. `key` breaks ties of `value`: a conversation's id, an event's position. */
export interface Cursor<Key extends string | number> {
  /** `sort_order` as spelt on the wire. */
  readonly sort: string
  /** What was asked, by `spellingOf`. */
  readonly filter: string
  readonly direction: 'after' | 'before'
  readonly value: string | number | null
  readonly key: Key
  /** When the first page was asked, if the filter has relative times: they mean this moment on later pages. UTC ms. */
  readonly resolvedAtMs: number | null
}

/** What a `page_id` of a request turns out to be; `malformed` is no cursor of ours, `gone` one of another question. */
export type CursorReading<Key extends string | number> =
  | { readonly kind: 'cursor'; readonly cursor: Cursor<Key> }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'gone' }

/** Parameters that choose a part of the answer, not what is asked; changing them keeps a cursor alive. */
const BESIDE_THE_FILTER: ReadonlySet<string> = new Set([
  'page_id',
  'limit',
  'offset',
  'at',
  'sort_order',
  'skeleton',
  'include',
  'facet',
  'facet_prefix',
  'facet_limit',
  'include_skills',
  'include_sub_conversations',
])

/** A short digest of the filter as spelt, whatever the order of its parameters; `scope` tells routes and conversations apart. */
export function spellingOf(scope: string, query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => !BESIDE_THE_FILTER.has(name)).map((pair) => JSON.stringify(pair))
  return createHash('sha256')
    .update(JSON.stringify([scope, ...pairs.toSorted()]))
    .digest('base64url')
    .slice(0, 16)
}

/** Opaque text for `page_id`, safe in a URL. */
export function encodeCursor(cursor: Cursor<string | number>): string {
  const { sort, filter, direction, value, key, resolvedAtMs } = cursor
  const content = { v: VERSION, s: sort, f: filter, d: direction, l: value, k: key, t: resolvedAtMs }
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** Reads a `page_id` for a question; `isKey` and `isValue` say what its sort and list can hold. */
export function decodeCursor<Key extends string | number>(
  pageId: string,
  question: { readonly sort: string; readonly filter: string },
  isKey: (key: unknown) => key is Key,
  isValue: (value: unknown) => boolean,
): CursorReading<Key> {
  const content = readContent(pageId)
  if (content === null || typeof content['v'] !== 'number') return { kind: 'malformed' }
  const { v, s: sort, f: filter, d: direction, l: value, k: key, t: resolvedAtMs } = content
  if (v !== VERSION || sort !== question.sort || filter !== question.filter) return { kind: 'gone' }
  if (!isKey(key) || !isScalar(value) || !isValue(value)) return { kind: 'malformed' }
  if (direction !== 'after' && direction !== 'before') return { kind: 'malformed' }
  if (resolvedAtMs !== null && !isMoment(resolvedAtMs)) return { kind: 'malformed' }
  return { kind: 'cursor', cursor: { ...question, direction, value, key, resolvedAtMs } }
}

function readContent(pageId: string): Readonly<Record<string, unknown>> | null {
  if (!/^[\w-]+$/.test(pageId)) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(pageId, 'base64url'))
    const content: unknown = JSON.parse(text)
    // An object, as checked; what its fields hold is checked one by one.
    return content !== null && typeof content === 'object' ? (content as Record<string, unknown>) : null
  } catch {
    // Not UTF-8 or not JSON: somebody else's cursor.
    return null
  }
}

function isScalar(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && isWritable(value)
}
