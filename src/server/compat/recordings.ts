import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** Recorded conversations and replies, of which none is ever written to. */
export const FIXTURES = fileURLToPath(new URL('../../../e2e/fixtures/', import.meta.url))

/** The one conversation that was recorded both while it ran and after its server had stopped. */
const SLOW = '20e9881201564b7882cc0b7b523773dc'

/** Replies of one server, and the conversations on its disk at that time. */
export interface Moment {
  /** Folder of the replies. */
  readonly name: string
  readonly server: 'agent-server' | 'v0'
  /** Folder of conversations, recorded after the replies. */
  readonly folder: string
  /** The folder that holds `SLOW` as it was then; null: it was not there yet. Without: as in `folder`. */
  readonly slow?: string | null
  /** When it was asked, UTC: whether a conversation can still be running is judged by it. */
  readonly at: string
  /** Conversations that had been cut off while they ran. */
  readonly stale?: readonly string[]
}

export const MOMENTS: readonly Moment[] = [
  {
    name: 'agent-server-1.58.0',
    server: 'agent-server',
    folder: 'agent-server-1.58.0',
    slow: 'agent-server-1.58.0-running',
    at: '2026-11-22T15:35:10Z',
  },
  {
    name: 'agent-server-1.58.0-cold',
    server: 'agent-server',
    folder: 'agent-server-1.58.0',
    at: '2026-11-22T16:00:00Z',
  },
  {
    name: 'agent-server-1.11.4',
    server: 'agent-server',
    folder: 'agent-server-1.11.4',
    slow: null,
    at: '2026-11-22T15:36:40Z',
  },
  {
    name: 'agent-server-1.11.4-running',
    server: 'agent-server',
    folder: 'agent-server-1.11.4',
    slow: 'agent-server-1.11.4-running',
    at: '2026-11-22T15:37:00Z',
  },
  {
    name: 'agent-server-1.11.4-cold',
    server: 'agent-server',
    folder: 'agent-server-1.11.4',
    at: '2026-11-22T16:00:00Z',
    stale: [SLOW],
  },
  { name: 'app-server-v0', server: 'v0', folder: 'app-server-v0', at: '2026-11-22T15:13:00Z' },
  { name: 'app-server-v0-live', server: 'v0', folder: 'app-server-v0', at: '2026-11-22T15:12:00Z' },
]

/** Where the conversations of a moment lie: the folder of most, and that of `SLOW` where it is another. */
export function foldersOf({ folder, slow }: Moment) {
  return { folder, slow: slow === undefined ? null : { id: SLOW, folder: slow } }
}

/** What a request asks for, of all that Lookout promises to answer as the OpenHands servers do. */
export type Question = 'list' | 'batch' | 'search' | 'count' | 'get' | 'event-search' | 'event-count' | 'event'

/** One recorded request and its reply. */
export interface Exchange {
  readonly name: string
  readonly question: Question
  /** As it was sent. */
  readonly path: string
  readonly pathname: string
  readonly query: URLSearchParams
  readonly status: number
  readonly body: unknown
}

/** Whether two requests are the same but for this parameter. */
export function isSameBut(name: string, one: Exchange, other: Exchange): boolean {
  const spell = ({ query }: Exchange) =>
    [...query]
      .filter(([key]) => key !== name)
      .map(([key, value]) => `${key}=${value}`)
      .toSorted()
      .join('&')
  return one.pathname === other.pathname && spell(one) === spell(other)
}

/** Why a recorded request is not compared. */
export type SkipReason = 'method' | 'body' | 'route' | 'unanswered'

interface Request {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body?: boolean
  readonly unanswered?: boolean
}

/** The rule: asked with GET, without a body, for one of the promised routes, and answered. Null: it is compared. */
function skipReason({ server }: Moment, request: Request): SkipReason | null {
  if (request.method !== 'GET') return 'method'
  if (request.body) return 'body'
  if (questionOf(server, pathnameOf(request.path)) === null) return 'route'
  return request.unanswered ? 'unanswered' : null
}

/** As it was written: an encoded slash stays one. */
function pathnameOf(path: string): string {
  return path.split('?')[0] ?? ''
}

function questionOf(server: Moment['server'], pathname: string): Question | null {
  const steps = /^\/api\/conversations(?:\/([^/]+)(?:\/(events)\/([^/]+))?)?$/.exec(pathname)
  if (steps === null) return null
  const [, one, events, last] = steps
  if (one === undefined) return server === 'v0' ? 'list' : 'batch'
  if (events !== undefined) return last === 'search' || last === 'count' ? `event-${last}` : 'event'
  return server === 'agent-server' && (one === 'search' || one === 'count') ? one : 'get'
}

/** Everything that was recorded of a moment. */
export interface Recording {
  readonly moment: Moment
  readonly exchanges: readonly Exchange[]
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>
  /** Replies that are here without being asked for by `requests.json`. */
  readonly strays: readonly string[]
}

/** Reads the replies of a moment. `requests.json` beside them names every request that was recorded, compared or not. */
export function readRecording(moment: Moment): Recording {
  const folder = join(FIXTURES, 'replies', moment.name)
  // Our own file, made together with the copies of the replies.
  const requests = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8')) as readonly Request[]
  const skipped: Partial<Record<SkipReason, number>> = {}
  const exchanges: Exchange[] = []
  for (const request of requests) {
    const reason = skipReason(moment, request)
    if (reason === null) exchanges.push(readExchange(folder, moment, request.name))
    else skipped[reason] = (skipped[reason] ?? 0) + 1
  }
  const names = new Set(['requests', ...exchanges.map(({ name }) => name)])
  const strays = readdirSync(folder).filter((file) => !names.has(file.replace(/\.json(?:\.gz)?$/, '')))
  return { moment, exchanges, skipped, strays }
}

function readExchange(folder: string, { server }: Moment, name: string): Exchange {
  const { request, status, body } = readReply(folder, name)
  const { path } = request
  const pathname = pathnameOf(path)
  const question = questionOf(server, pathname)
  if (question === null) throw new Error(`${name} is no question that is compared`)
  return { name, question, path, pathname, query: new URL(path, 'http://recorded').searchParams, status, body }
}

interface Reply {
  readonly request: { readonly path: string }
  readonly status: number
  readonly body: unknown
}

/** Larger replies are packed. */
function readReply(folder: string, name: string): Reply {
  const packed = readdirSync(folder).includes(`${name}.json.gz`)
  const bytes = readFileSync(join(folder, `${name}.json${packed ? '.gz' : ''}`))
  // The recorder's own shape.
  return JSON.parse((packed ? gunzipSync(bytes) : bytes).toString('utf8')) as Reply
}
