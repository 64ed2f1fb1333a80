import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Gate, Refused } from './gate.ts'
import type { Fault } from './parameters.ts'
import { sendJson } from './static.ts'

/** Nobody's token is longer. */
const MAX_BODY_BYTES = 4096

/** Answers `POST /api/session`: 204 with the cookie of a session for the right token. `gate` null: no token is asked for, 404. */
export async function answerSession(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate | null,
): Promise<void> {
  const refuse = (status: number, detail: unknown) => {
    // What is left of the body is not waited for.
    response.setHeader('Connection', 'close')
    sendJson(response, status, { detail })
  }
  const { headers } = request
  if (gate === null) return refuse(404, 'Not Found')
  if (!isSameOrigin(headers)) return refuse(403, 'Only the page of this very address may sign in')
  if (!/^application\/json *(?:;|$)/i.test(headers['content-type'] ?? ''))
    return refuse(415, 'The body has to be application/json')
  const extra = extraParameters(request.url ?? '')
  if (extra.length > 0) return refuse(422, extra)
  const body = await readBody(request)
  if (body === null) return refuse(413, `The body is over ${MAX_BODY_BYTES} bytes long`)
  const token = toToken(body)
  if (token === null) return refuse(422, [NO_TOKEN])
  const refused = gate.judgeToken(token, request.socket.remoteAddress ?? '')
  if (refused !== null) return refuseEntry(response, refused)
  response.writeHead(204, { 'Set-Cookie': gate.openSession(isHttps(headers)), 'Cache-Control': 'no-store' }).end()
}

/** 401 in the words of the OpenHands servers, or 429. */
export function refuseEntry(response: ServerResponse, refused: Refused): void {
  if (refused.status === 401) {
    response.setHeader('WWW-Authenticate', 'Bearer realm="Lookout"')
    return sendJson(response, 401, { detail: 'Unauthorized' })
  }
  response.setHeader('Retry-After', refused.retryAfterSeconds)
  sendJson(response, 429, { detail: 'Too many attempts: wait as long as Retry-After says' })
}

// What was sent is never repeated: it may be the token, in the wrong shape or place.
const NO_TOKEN: Fault = {
  type: 'missing',
  loc: ['body', 'token'],
  msg: 'The body has to be {"token": "…"}',
  input: null,
}

/** Here as everywhere a parameter that nobody knows is a fault. */
function extraParameters(target: string): Fault[] {
  const [, query = ''] = /\?(.*)$/s.exec(target) ?? []
  return [...new Set(new URLSearchParams(query).keys())].map((name) => ({
    type: 'extra_forbidden',
    loc: ['query', name],
    msg: 'Extra inputs are not permitted',
    input: null,
  }))
}

/**
 * Whether a page of our own asks, or no page at all. Browsers say so in `Sec-Fetch-Site`, but only to https and this machine;
 * elsewhere `Origin` has to name the host that was asked.
 */
function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
}

/** We speak http alone; a proxy before us may speak https, and says so, or the browser does. */
function isHttps(headers: IncomingHttpHeaders): boolean {
  const forwarded = String(headers['x-forwarded-proto'] ?? '').split(',', 1)[0]
  return forwarded?.trim().toLowerCase() === 'https' || headers.origin?.startsWith('https://') === true
}

/** The whole body; null: it is too long, or did not come to its end. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let bytes = 0
    request.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes <= MAX_BODY_BYTES) pieces.push(piece)
      else resolve(null)
    })
    request.once('end', () => resolve(Buffer.concat(pieces)))
    // Before its end only where the client goes; nobody reads what is answered then.
    request.once('close', () => resolve(null))
  })
}

function toToken(body: Buffer): string | null {
  try {
    const value: unknown = JSON.parse(body.toString())
    const token = typeof value === 'object' && value !== null && 'token' in value ? value.token : null
    return typeof token === 'string' ? token : null
  } catch {
    // No JSON: the answer is the same.
    return null
  }
}
