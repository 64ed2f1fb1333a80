import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isJsonObject, toJsonObject, toText, type JsonObject } from '../json-value.ts'

/** What a test lets a server answer to one path. */
export interface PlantedReply {
  /** 200 where nothing is said. */
  readonly status?: number
  /** JSON where no type is said. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Nothing is answered before. */
  readonly until?: Promise<unknown>
  /** After the first half of the body the server hangs up, or falls silent for good. */
  readonly half?: 'cut' | 'silent'
}

/** A request as it came. */
export interface SeenRequest {
  readonly method: string
  /** With its query, as spelt. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** What a server of recorded replies is made of. */
export interface ReplayOptions {
  /**
   * Folder of recordings: each file holds `{request: {method, path}, status, headers, body}`, packed with gzip or not; the body of
   * `download.json` is `download.zip` where that lies beside it.
   */
  readonly replies?: string
  /** Answers what is not planted, before any recording; null: leaves it to those. */
  readonly answer?: (request: {
    readonly method: string
    readonly path: string
    readonly query: URLSearchParams
  }) => PlantedReply | null
  /** What unknown paths get: 404 in JSON (default), or the page of a single-page application. */
  readonly unknown?: 'json' | 'html'
  /** What every path below `/api` wants as `X-Session-API-Key`, or as Bearer. */
  readonly key?: string
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** A server for tests: gives recorded replies to the requests that they were recorded for, whatever the order of their queries. */
export interface ReplayServer {
  readonly url: string
  readonly port: number
  /** Everything that was asked, in order. */
  readonly requests: readonly SeenRequest[]
  /** From now on answers this path, whatever its query, like that; null: as before. */
  readonly plant: (path: string, reply: PlantedReply | null) => void
  /** Ends it, held answers too. */
  readonly close: () => Promise<void>
}

interface Answer extends PlantedReply {
  readonly status: number
}

const PAGE: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>OpenHands</title><div id=root></div>\n',
}
const NOT_FOUND: Answer = { status: 404, body: '{"detail":"Not Found"}' }
const UNAUTHORIZED: Answer = { status: 401, body: '{"detail":"Unauthorized"}' }

/** Starts a server of recorded replies at any free port of this machine. */
export async function startReplayServer(options: ReplayOptions = {}): Promise<ReplayServer> {
  const recorded = options.replies === undefined ? new Map<string, Answer>() : readReplies(options.replies)
  const planted = new Map<string, PlantedReply>()
  const requests: SeenRequest[] = []
  const unknown = options.unknown === 'html' ? PAGE : NOT_FOUND
  const answerTo = ({ method = '', url = '', headers }: IncomingMessage): PlantedReply => {
    const { pathname, searchParams } = new URL(url, 'http://replay')
    const plant = planted.get(pathname)
    if (plant !== undefined) return plant
    const key = headers['x-session-api-key'] ?? headers.authorization?.replace(/^Bearer /, '')
    if (options.key !== undefined && pathname.startsWith('/api/') && key !== options.key) return UNAUTHORIZED
    const answer = options.answer?.({ method, path: pathname, query: searchParams }) ?? null
    return answer ?? recorded.get(keyOf(method, url)) ?? unknown
  }
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers })
    void write(answerTo(request), response)
  }
  const server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens at a port, not at a pipe
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    plant: (path, reply) => void (reply === null ? planted.delete(path) : planted.set(path, reply)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function write(reply: PlantedReply, response: ServerResponse): Promise<void> {
  await reply.until
  const body = Buffer.from(reply.body ?? '')
  response.writeHead(reply.status ?? 200, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    ...reply.headers,
  })
  if (reply.half === undefined) return void response.end(body)
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
    if (reply.half === 'cut') response.destroy()
  })
}

function readReplies(folder: string): ReadonlyMap<string, Answer> {
  const replies = new Map<string, Answer>()
  for (const name of readdirSync(folder).toSorted()) {
    // Others lie beside them: zips, and folders of recordings for another test.
    if (!/\.json(?:\.gz)?$/.test(name)) continue
    const bytes = readFileSync(join(folder, name))
    const reply: unknown = JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
    const request = isJsonObject(reply) ? toJsonObject(reply['request']) : null
    if (!isJsonObject(reply) || request === null) continue
    const key = keyOf(toText(request['method']) ?? '', toText(request['path']) ?? '')
    // Some requests were recorded twice, with other headers.
    if (!replies.has(key)) replies.set(key, toAnswer(reply, join(folder, name.replace(/\.json(?:\.gz)?$/, '.zip'))))
  }
  return replies
}

/** `zip`: where its body lies if that is none of text. */
function toAnswer({ status, headers, body }: JsonObject, zip: string): Answer {
  const names = Object.entries(toJsonObject(headers) ?? {}).map(([name, value]) => [name, String(value)] as const)
  const isText = typeof body === 'string' && !names.some(([, value]) => value.includes('json'))
  return {
    status: Number(status),
    // The body is not packed here, and has a length of its own.
    headers: Object.fromEntries(names.filter(([name]) => !/^content-(?:length|encoding)$/i.test(name))),
    body: existsSync(zip) ? readFileSync(zip) : isText ? body : JSON.stringify(body),
  }
}

/** The same for two spellings of one request. */
function keyOf(method: string, path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://replay')
  const query = [...searchParams].map((pair) => JSON.stringify(pair)).toSorted()
  return [method, pathname, ...query].join(' ')
}
