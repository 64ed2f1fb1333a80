/** A V1 app server for tests: answers as the real ones do, from conversations that a test may change. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startReplayServer, type PlantedReply, type ReplayServer } from '../http/replay-server.ts'
import { isJsonObject, toJsonObject, toList, type JsonObject } from '../json-value.ts'
import type { EventPaths } from './event-store.ts'
import { pageOfEvents, type EventFile } from './planted-v1-pages.ts'

/** What it answers from. */
export interface PlantedConversations {
  /** Rows as its list gives them, by id. */
  readonly rows: Map<string, JsonObject>
  /** Event files by conversation, in any order. */
  readonly events: Map<string, EventFile[]>
  readonly startTasks: JsonObject[]
  /** Ids of rows and events that it fails on, with all that is asked for together with them. */
  readonly failing: Set<string>
}

export interface PlantedV1Server extends ReplayServer, PlantedConversations {
  /** Called before each answer; what it returns is the answer, unless that is null. */
  before: (path: string, query: URLSearchParams) => PlantedReply | null
  /** Its own clock, UTC ms: what it tells with each answer. */
  clockMs: number
}

/** What tells a planted server from others. */
export interface PlantedV1Options {
  readonly rows: readonly JsonObject[]
  readonly events: Map<string, EventFile[]>
  readonly eventPaths: EventPaths
  /** Whether its list can show sub-conversations, as 1.x can; else only a parent's row, asked for by its id, names them. */
  readonly listsSubs?: boolean
}

const SERVER_ERROR: PlantedReply = {
  status: 500,
  headers: { 'Content-Type': 'text/plain' },
  body: 'Internal Server Error',
}
const BAD_REQUEST: PlantedReply = { status: 400, body: '{"detail":"Invalid"}' }
const UNPROCESSABLE: PlantedReply = { status: 422, body: '{"detail":[]}' }

/** Starts one. */
export async function startPlantedV1Server(options: PlantedV1Options): Promise<PlantedV1Server> {
  const held: PlantedConversations = {
    rows: new Map(options.rows.map((row) => [String(row['id']), row])),
    events: options.events,
    startTasks: [],
    failing: new Set(),
  }
  const answers = new Answers(held, options)
  const server = await startReplayServer({
    answer: ({ path, query }) => {
      const reply = planted.before(path, query) ?? answers.to(path, query)
      return reply && { ...reply, headers: { Date: new Date(planted.clockMs).toUTCString(), ...reply.headers } }
    },
  })
  const planted: PlantedV1Server = Object.assign(server, held, {
    before: () => null,
    clockMs: Date.UTC(2026, 10, 24, 12),
  })
  return planted
}

/** The items of a recorded page. */
export function readItems(file: string): readonly JsonObject[] {
  const body = toJsonObject(JSON.parse(readFileSync(file, 'utf8')))?.['body']
  return toList(toJsonObject(body)?.['items']).filter(isJsonObject)
}

/** The events of a recorded store (`v1_conversations`), by conversation. */
export function readStore(folder: string): Map<string, EventFile[]> {
  const read = (id: string, name: string): JsonObject => JSON.parse(readFileSync(join(folder, id, name), 'utf8'))
  return new Map(readdirSync(folder).map((id) => [id, readdirSync(join(folder, id)).map((name) => read(id, name))]))
}

class Answers {
  readonly #held: PlantedConversations
  readonly #options: PlantedV1Options
  readonly #isEarly: boolean

  constructor(held: PlantedConversations, options: PlantedV1Options) {
    this.#held = held
    this.#options = options
    this.#isEarly = options.eventPaths === 'of-all'
  }

  to(path: string, query: URLSearchParams): PlantedReply | null {
    const rest = path.replace('/api/v1/', '')
    if (rest === 'app-conversations/search') return this.#search(query)
    if (rest === 'app-conversations/count') return toReply(this.#matching(query, true).length)
    if (rest === 'app-conversations') return this.#batch(query)
    if (rest === 'app-conversations/start-tasks/search') return this.#tasks(query)
    const paths = this.#isEarly ? /^(events)\/(search|count)$/ : /^conversation\/([^/]+)\/events\/(search|count)$/
    const [, id, what] = paths.exec(rest) ?? []
    if (id === undefined) return null
    return this.#events(this.#isEarly ? query.get('conversation_id__eq') : id, what === 'count', query)
  }

  /** Newest created first; those of one moment in the order of the rows. */
  #matching(query: URLSearchParams, hasSubs: boolean): readonly JsonObject[] {
    const isIn = (row: JsonObject) =>
      ['created_at', 'updated_at'].every((name) => {
        const [from, before] = [query.get(`${name}__gte`), query.get(`${name}__lt`)]
        const time = toStoredTime(row[name])
        return (from === null || time >= toStoredTime(from)) && (before === null || time < toStoredTime(before))
      })
    const created = (row: JsonObject) => Date.parse(String(row['created_at']))
    return [...this.#held.rows.values()]
      .filter((row) => (hasSubs || !row['parent_conversation_id']) && isIn(row))
      .toSorted((one, other) => created(other) - created(one))
  }

  #search(query: URLSearchParams): PlantedReply {
    const limit = toLimit(query)
    if (limit === null) return this.#tooMany()
    const hasSubs = this.#options.listsSubs !== false && query.get('include_sub_conversations') === 'true'
    const rows = this.#matching(query, hasSubs)
    // What is no number is the start; from before the start on is from the start on.
    const offset = Number.parseInt(query.get('page_id') ?? '', 10) || 0
    const start = Math.max(0, offset)
    const page = rows.slice(start, start + limit)
    if (this.#failsOn(page)) return SERVER_ERROR
    const next = rows.length > start + limit ? String(offset + limit) : null
    return toReply({ items: page.map((row) => withSubs(row, [])), next_page_id: next })
  }

  #batch(query: URLSearchParams): PlantedReply {
    const ids = query.getAll('ids').map((id) => id.replaceAll('-', ''))
    if (ids.length === 0) return UNPROCESSABLE
    if (ids.some((id) => !isHex(id))) return this.#isEarly ? UNPROCESSABLE : BAD_REQUEST
    if (ids.length >= 100) return this.#isEarly ? SERVER_ERROR : BAD_REQUEST
    const rows = [...this.#held.rows.values()]
    const found = ids.map((id) => rows.find((row) => row['id'] === id) ?? null)
    if (this.#failsOn(found)) return SERVER_ERROR
    const subsOf = (id: unknown) => rows.filter((row) => row['parent_conversation_id'] === id).map((row) => row['id'])
    return toReply(found.map((row) => row && withSubs(row, subsOf(row['id']))))
  }

  #tasks(query: URLSearchParams): PlantedReply {
    const bound = this.#isEarly ? null : query.get('created_at__gte')
    const isIn = (task: JsonObject) => bound === null || toStoredTime(task['created_at']) >= toStoredTime(bound)
    return toReply({ items: this.#held.startTasks.filter(isIn), next_page_id: null })
  }

  #events(id: string | null, isCount: boolean, query: URLSearchParams): PlantedReply {
    const hex = id?.replaceAll('-', '') ?? null
    if (hex !== null && !isHex(hex)) return SERVER_ERROR
    const files = hex === null ? [...this.#held.events.values()].flat() : (this.#held.events.get(hex) ?? [])
    if (isCount) return toReply(files.length)
    const limit = toLimit(query)
    if (limit === null) return this.#tooMany()
    const page = pageOfEvents(this.#options.eventPaths, files, query, limit)
    return page === null || this.#failsOn(page.items) ? SERVER_ERROR : toReply(page)
  }

  #failsOn(items: readonly (JsonObject | null)[]): boolean {
    return items.some((item) => item !== null && this.#held.failing.has(String(item['id'])))
  }

  #tooMany(): PlantedReply {
    return this.#isEarly ? SERVER_ERROR : UNPROCESSABLE
  }
}

/** 0.62, whose rows have no such field, knows none. */
function withSubs(row: JsonObject, ids: readonly unknown[]): JsonObject {
  return 'sub_conversation_ids' in row ? { ...row, sub_conversation_ids: ids } : row
}

function isHex(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id)
}

/** As SQLite keeps times: without an offset, which is dropped, not applied. */
function toStoredTime(value: unknown): string {
  const time = String(value)
    .replace(' ', 'T')
    .replace(/(?:Z|[+-]\d\d:\d\d)$/, '')
  const [whole = '', fraction = ''] = time.split('.')
  return `${whole}.${fraction.padEnd(6, '0')}`
}

function toLimit(query: URLSearchParams): number | null {
  const limit = Number(query.get('limit') ?? 100)
  return Number.isInteger(limit) && limit >= 1 && limit <= 100 ? limit : null
}

function toReply(json: unknown): PlantedReply {
  return { body: JSON.stringify(json) }
}
