/** A V0 server for tests, over a folder of conversations: what OpenHands 0.62.0 (or 0.53) answers to reads, traps included. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startReplayServer, type PlantedReply, type ReplayServer } from '../http/replay-server.ts'
import { isJsonObject, toJsonObject, toList, toText, type JsonObject } from '../json-value.ts'

/** What it does beside reading its folder. */
interface PlantedV0Options {
  readonly folder: string
  /** Its clock, UTC ms. */
  readonly nowMs: number
  /** Until 0.59 it lists V0 alone; `0.62` is said where nothing is. */
  readonly version?: '0.53' | '0.62'
  readonly key?: string
}

/** What it holds: a test may change, add and delete. */
export interface PlantedV0Server extends ReplayServer {
  /** `metadata.json` by id; null: torn. `unconvertible`: one that no row can be made of. */
  readonly store: Map<string, JsonObject | null>
  /** Events by number; null: torn. */
  readonly events: Map<string, Map<number, JsonObject | null>>
  /** Rows of V1, newest first. */
  readonly v1: JsonObject[]
  /** Conversations whose loop is there. */
  readonly running: Set<string>
}

const MAX_AGE_MS = 864_000_000
const FAILED: PlantedReply = {
  status: 500,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'Internal Server Error',
}
/** A kind that it does not know fails like a torn file, `automation` like a torn `metadata.json`. */
const FROM_THE_FUTURE = new Set(['hologram', 'automation'])

/** Starts one over the folder of a recording. */
export async function startPlantedV0Server(options: PlantedV0Options): Promise<PlantedV0Server> {
  const { folder, key, version = '0.62' } = options
  const ids = readdirSync(folder)
  const store = new Map(ids.map((id) => [id, readObject(join(folder, id, 'metadata.json'))]))
  const events = new Map(ids.map((id) => [id, readEvents(join(folder, id, 'events'))]))
  const held = { ...options, version, store, events, v1: [] as JsonObject[], running: new Set<string>() }
  const answer = ({ path, query }: { readonly path: string; readonly query: URLSearchParams }): PlantedReply | null => {
    if (path === '/api/conversations') return list(held, query)
    const [, encoded, rest] = /^\/api\/conversations\/([^/]+)(\/events)?$/.exec(path) ?? []
    // An encoded slash divides all the same.
    if (encoded === undefined || /%2f/i.test(encoded)) return null
    const id = decodeURIComponent(encoded)
    if (id.length > 100 || /[\0-\x1f]/.test(id)) return { status: 400, body: '{"detail":"Conversation ID is no id"}' }
    const metadata = store.get(id)
    const isUnknown = metadata === undefined || (metadata !== null && !('created_at' in metadata))
    if (metadata === null || FROM_THE_FUTURE.has(toText(metadata?.['trigger']) ?? '')) return FAILED
    if (rest === undefined) return json(isUnknown ? null : toInfo(held, metadata))
    return isUnknown
      ? { status: 404, body: '{"detail":"Conversation not found"}' }
      : searchEvents(events.get(id), query)
  }
  const server = await startReplayServer({ answer, ...(key === undefined ? {} : { key }) })
  return { ...server, ...held }
}

type Held = PlantedV0Options & Pick<PlantedV0Server, 'store' | 'events' | 'v1' | 'running'>

/** As `search_conversations` and the store's `search` do it: sorted as text, sliced, and only then is anything hidden. */
function list(held: Held, query: URLSearchParams): PlantedReply {
  const limit = Number(query.get('limit') ?? 20)
  const cursor = toOffsets(held, query.get('page_id'))
  if (cursor === null) return FAILED
  const readable = [...held.store.values()].filter(
    (row) => isJsonObject(row) && 'created_at' in row && !FROM_THE_FUTURE.has(toText(row['trigger']) ?? ''),
  )
  const sorted = readable.toSorted((one, other) => (madeAt(one) < madeAt(other) ? 1 : -1))
  const end = Math.min(limit + cursor.v0, held.store.size)
  const young = sorted.slice(cursor.v0, end).filter((row) => held.nowMs - Date.parse(madeAt(row)) <= MAX_AGE_MS)
  const own = young.map((row) => (row?.['unconvertible'] === true ? null : toInfo(held, toJsonObject(row) ?? {})))
  const next = end < held.store.size ? encode(String(end)) : null
  if (held.version === '0.53') return json({ results: own, next_page_id: next })
  const v1 = held.v1.slice(cursor.v1, cursor.v1 + limit)
  const v1Next = cursor.v1 + limit < held.v1.length ? String(cursor.v1 + limit) : null
  const merged = [...own, ...v1]
  const zoned = new Set(merged.map((row) => /(?:Z|\+00:00)$/.test(toText(row?.['created_at']) ?? '')))
  if (merged.includes(null) || zoned.size > 1) return FAILED
  const results = merged.toSorted((one, other) => (madeAt(one) < madeAt(other) ? 1 : -1)).slice(0, limit)
  const hasNext = next !== null || v1Next !== null
  const pair = `{"v0": ${JSON.stringify(next)}, "v1": ${JSON.stringify(v1Next)}}`
  return json({ results, next_page_id: hasNext ? encode(pair) : null })
}

/** Null where it answers 500. */
function toOffsets({ version }: Held, cursor: string | null): { readonly v0: number; readonly v1: number } | null {
  if (cursor === null || cursor === '') return { v0: 0, v1: 0 }
  const text = decode(cursor)
  if (version === '0.53') return /^\d+$/.test(text) ? { v0: Number(text), v1: 0 } : null
  try {
    const pair = toJsonObject(JSON.parse(text))
    return pair === null ? null : { v0: Number(decode(toText(pair['v0']) ?? '')), v1: Number(pair['v1'] ?? 0) }
  } catch {
    return null // no JSON
  }
}

function toInfo({ running }: Held, row: JsonObject): JsonObject {
  const id = String(row['conversation_id'])
  const isRunning = running.has(id)
  const same = ['conversation_id', 'last_updated_at', 'created_at', 'selected_repository', 'selected_branch'] as const
  return {
    ...Object.fromEntries([...same, 'git_provider', 'trigger'].map((name) => [name, row[name] ?? null])),
    title: row['title'] === '' ? `Conversation ${id.slice(0, 5)}` : (row['title'] ?? `Conversation ${id.slice(0, 5)}`),
    status: isRunning ? 'RUNNING' : 'STOPPED',
    runtime_status: isRunning ? 'STATUS$RUNTIME_STARTED' : null,
    num_connections: 0,
    url: isRunning ? `/api/conversations/${id}` : null,
    session_api_key: null,
    pr_number: toList(row['pr_number']),
    conversation_version: 'V0',
  }
}

function searchEvents(held: ReadonlyMap<number, JsonObject | null> = new Map(), query: URLSearchParams): PlantedReply {
  const limit = Number(query.get('limit') ?? 20)
  if (limit < 0 || limit > 100) return { status: 400, body: '{"detail":"Invalid limit"}' }
  const [from, to] = [Number(query.get('start_id') ?? 0), Number(query.get('end_id') ?? Number.MAX_SAFE_INTEGER)]
  const inOrder = [...held.keys()].filter((seq) => seq >= from && seq <= to).toSorted((one, other) => one - other)
  const found = (query.get('reverse') === 'true' ? inOrder.toReversed() : inOrder).slice(0, limit + 1)
  const events = found.map((seq) => held.get(seq) ?? null)
  if (events.some((event) => event === null || FROM_THE_FUTURE.has(toText(event['observation']) ?? ''))) return FAILED
  return json({ events: events.slice(0, limit), has_more: events.length > limit })
}

function readEvents(folder: string): Map<number, JsonObject | null> {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return new Map(names.map((name) => [Number.parseInt(name, 10), readObject(join(folder, name))]))
}

function readObject(path: string): JsonObject | null {
  try {
    return toJsonObject(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null // torn, or not there
  }
}

function madeAt(row: JsonObject | null | undefined): string {
  return (toText(row?.['created_at']) ?? '').replace(/Z$/, '+00:00')
}

function json(value: unknown): PlantedReply {
  return { body: JSON.stringify(value) }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64')
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
