import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { errorCode } from '../sources/error-code.ts'
import { isApiPath } from './api.ts'
import { SESSION_PATH, type Gate } from './gate.ts'
import { judge, SECURITY_HEADERS } from './security.ts'
import { answerSession, refuseEntry } from './session-route.ts'
import { sendJson, type ServePage } from './static.ts'

/** Request line and headers together; the request line alone is judged by `security.ts`. */
const MAX_HEADER_BYTES = 32_768

/** How long a client may take: for the head, for the whole request, and to take up nothing of an answer that waits for it. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 }
const STALLED_MS = 60_000

/** Whom a server lets in. */
export interface Door {
  /** Names and addresses that `Host` may say, besides this machine's own. */
  readonly names: readonly string[]
  /** null: no access token is asked for. */
  readonly gate: Gate | null
  /** How long a client may take up nothing of its answer. */
  readonly stalledMs?: number
}

/** One server for API and page: judges each request, then hands it to whose path it is. */
export function createHttpServer(api: Hono, page: ServePage, door: Door): Server {
  const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
  // Without a Host it is ours to refuse: Node's own answer has no headers.
  const settings = { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false, ...PATIENCE }
  const server = createServer(settings, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    dropWhenStalled(response)
    if (deny(request, response, door.names)) return
    const [path = '/'] = (request.url ?? '').split('?', 1)
    if (!isApiPath(path)) return page(request, response)
    if (request.method === 'POST') return void answerSession(request, response, door.gate)
    const refused = door.gate?.judge(path, request.headers, request.socket.remoteAddress ?? '') ?? null
    if (refused !== null) return refuseEntry(response, refused)
    // It has been judged, and decides nothing more: hono refuses some spellings of our own names.
    request.headers.host = 'localhost'
    void answerApi(request, response)
  })
  // An expectation that nobody knows may be ignored; left to Node it is answered without headers too.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.timeout = door.stalledMs ?? STALLED_MS
  return server.on('clientError', refuseUnparsed)
}

/** Answers what is not answered at all, and says whether it did. */
function deny(request: IncomingMessage, response: ServerResponse, names: readonly string[]): boolean {
  const { method, url: target, headers } = request
  const { host, 'content-length': contentLength, 'transfer-encoding': transferEncoding } = headers
  const denial = judge({ method, target, host, contentLength, transferEncoding }, names)
  if (denial === null) return false
  if (denial.status === 405)
    response.setHeader('Allow', target?.split('?', 1)[0] === SESSION_PATH ? 'POST' : 'GET, HEAD')
  response.setHeader('Connection', 'close')
  sendJson(response, denial.status, { detail: denial.detail })
  return true
}

/** Nothing has moved for a while. Where nothing waits to be sent it is we who are slow, and the client has done nothing wrong. */
function dropWhenStalled(response: ServerResponse): void {
  response.on('timeout', () => {
    if (response.writableLength > 0 || (response.socket?.writableLength ?? 0) > 0) response.destroy()
  })
}

/** What Node cannot parse gets a reason too: curl, for one, sends letters as they are. */
function refuseUnparsed(fault: Error, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy()
  const { status, detail } = UNPARSED[errorCode(fault)] ?? NO_HTTP
  const body = JSON.stringify({ detail })
  const headers = {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\n${head.join('')}\r\n${body}`)
}

const NO_HTTP = {
  status: '400 Bad Request',
  detail: 'This is no HTTP request: letters in an address are to be percent-encoded (ü is %C3%BC)',
}

/** By Node's code of the fault. */
const UNPARSED: Readonly<Record<string, typeof NO_HTTP>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    detail: `The request's head is over ${MAX_HEADER_BYTES} bytes long`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', detail: 'The request did not come to its end in time' },
}

/** Starts listening; port 0 takes any free one. Resolves with the port taken, rejects with the system's error (EADDRINUSE). */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // A TCP server's address is never a path.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Stops listening and ends every connection, answered or not. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
