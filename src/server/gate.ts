import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Attempts } from './attempts.ts'

/** Paths of the API that answer without a token; each exactly as it stands, for `/health/../api` is no `/health`. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/health', '/ready', '/server_info', '/openapi.json'])

/** Where a person signs in. */
export const SESSION_PATH = '/api/session'

/** Name of the cookie that stands for a session. */
const COOKIE = 'lookout_session'
const SESSION_SECONDS = 7 * 24 * 3600
/** Beyond this many the oldest has to sign in again. */
const MOST_SESSIONS = 1000

/** Why a request is not let in; the same for every path, whether there is something behind it or not. */
export type Refused = { readonly status: 401 } | { readonly status: 429; readonly retryAfterSeconds: number }

const UNAUTHORIZED: Refused = { status: 401 }

/**
 * Lets in who knows the access token: by the header `X-Session-API-Key`, as Bearer, or by the cookie of a session that the token has
 * opened. Keeps digests alone, of the token and of the sessions; the sessions end with the process.
 */
export class Gate {
  readonly #token: Buffer
  readonly #attempts: Attempts
  readonly #now: () => number
  /** Digest of a session's id to when it ends, UTC ms; the oldest first. */
  readonly #sessions = new Map<string, number>()

  /** `now` in UTC ms. */
  constructor(token: string, now: () => number) {
    this.#token = digest(token)
    this.#now = now
    this.#attempts = new Attempts(now)
  }

  /** Judges a request to the API; null: it may pass. `address` is the client's. */
  judge(path: string, headers: IncomingHttpHeaders, address: string): Refused | null {
    if (OPEN_PATHS.has(path) || this.#hasSession(headers.cookie)) return null
    const token = readToken(headers)
    // Who brings no token does not guess: a page that polls without one is not counted.
    return token === null ? UNAUTHORIZED : this.judgeToken(token, address)
  }

  /** Judges a token, in a time that says nothing of it; null: it is the one. While an address has to wait, even that helps nobody. */
  judgeToken(token: string, address: string): Refused | null {
    const retryAfterSeconds = this.#attempts.waitSeconds(address)
    if (retryAfterSeconds > 0) return { status: 429, retryAfterSeconds }
    if (timingSafeEqual(digest(token), this.#token)) return null
    this.#attempts.fail(address)
    return UNAUTHORIZED
  }

  /** Opens a session for who has shown the token. Gives the value of `Set-Cookie`. */
  openSession(isHttps: boolean): string {
    const id = randomBytes(32).toString('base64url')
    this.#sessions.set(toKey(id), this.#now() + SESSION_SECONDS * 1000)
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest)
    const secure = isHttps ? '; Secure' : ''
    return `${COOKIE}=${id}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Strict${secure}`
  }

  /** A browser may send several of one name: those of a parent domain too. */
  #hasSession(cookies: string | undefined): boolean {
    return (cookies ?? '').split(';').some((cookie) => {
      const [name, id] = cookie.trim().split('=', 2)
      return name === COOKIE && id !== undefined && (this.#sessions.get(toKey(id)) ?? 0) > this.#now()
    })
  }
}

/** As the OpenHands servers take it; other schemes of `Authorization` belong to a proxy before us. */
function readToken(headers: IncomingHttpHeaders): string | null {
  const key = headers['x-session-api-key']
  if (key !== undefined) return String(key)
  return /^Bearer +(?<token>\S+) *$/i.exec(headers.authorization ?? '')?.groups?.['token'] ?? null
}

/** Digests have one length and tell nothing of how much was right. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function toKey(id: string): string {
  return digest(id).toString('base64url')
}
