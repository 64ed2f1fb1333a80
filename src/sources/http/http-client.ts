import { rmSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Agent as HttpAgent, type IncomingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../error-code.ts'
import { makeTemporaryFolder } from '../temporary-folders.ts'
import { exchange, type Listener } from './exchange.ts'
import { HttpFault, nameOf } from './http-fault.ts'
import { isPage, parseJson, refuseOtherThanJson, refusePage } from './json-reply.ts'
import type { RequestPace } from './request-pace.ts'
import { toRequestUrl, type Query } from './request-url.ts'
import { parseRetryAfter } from './retry-after.ts'
import { toStatusFault } from './status-fault.ts'
import { PATIENCE, type TimeLimits } from './watchdog.ts'

const MAX_BYTES = 64 * 1024 * 1024
const MAX_REDIRECTS = 3

/** How to reach one server. */
export interface HttpClientOptions {
  /** `http` or `https`; its path is put before every path that is asked for. */
  readonly url: string
  readonly key?: string | undefined
  /** The environment's variable for the key, for sentences. */
  readonly keyVariable: string
  readonly pace: RequestPace
  readonly limits?: Partial<TimeLimits>
  /** Ms of a clock that never jumps; given in tests. */
  readonly now?: () => number
}

/** How one request is made. */
export interface RequestOptions {
  readonly signal: AbortSignal
  /** Most bytes of the unpacked answer; 64 MB where nothing is said. */
  readonly maxBytes?: number
  /** Somebody waits for it: it goes before what is read in the background. */
  readonly isAwaited?: boolean
}

/** What came of a request. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Of the answer, unpacked. */
  readonly bytes: number
  /** From the request to the end of the answer, redirects included; waiting for its turn is not. */
  readonly elapsedMs: number
}

/** A file of this user alone, to be removed by whoever asked for it. */
export interface Download extends Reply {
  readonly path: string
  remove(): void
}

/** An answer in JSON. */
export interface JsonReply extends Reply {
  readonly json: unknown
}

/** When a request goes out. */
type Turn = (send: () => Promise<Omit<Reply, 'elapsedMs'> | URL>) => Promise<Omit<Reply, 'elapsedMs'> | URL>

/** What is to be had of an answer. */
interface Wish {
  readonly accept: string
  /** Throws where the head tells that this is no such answer. */
  readonly check?: typeof refuseOtherThanJson
  readonly take: (chunk: Uint8Array) => Promise<void> | void
}

/**
 * Asks one server, with GET and nothing else. Its key goes along twice, as `X-Session-API-Key` (Agent Server, V0, V1) and as
 * `Authorization: Bearer` (Cloud), so that one setting fits all; each of them looks at its own. Redirects are followed within the origin
 * alone, so that the key stays there. Every method throws HttpFault, and the signal's reason where that is aborted.
 */
export class HttpClient {
  /** As shown: without a slash at its end. */
  readonly location: string
  readonly hasKey: boolean
  /** What has been asked so far; `bytes` are those of bodies as they came, packed or not. */
  readonly work = { requests: 0, bytes: 0 }
  readonly #options: HttpClientOptions
  readonly #base: URL
  readonly #agent: HttpAgent
  readonly #now: () => number

  constructor(options: HttpClientOptions) {
    this.#options = options
    this.#base = new URL(options.url)
    this.location = nameOf(this.#base).replace(/\/$/, '')
    this.hasKey = options.key !== undefined
    this.#agent = new (this.#base.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
    this.#now = options.now ?? (() => performance.now())
  }

  /** `path` as `toRequestUrl` takes it. */
  async getJson(path: string, query: Query, options: RequestOptions): Promise<JsonReply> {
    return this.#getJson(path, query, options, this.#turnOf(options))
  }

  /** Makes `requests` of JSON within one turn: each goes out as soon as it is asked for, without a rest after the one before. */
  async inOneTurn<T>(
    requests: number,
    options: RequestOptions,
    body: (ask: (path: string, query: Query) => Promise<JsonReply>) => Promise<T>,
  ): Promise<T> {
    const { signal, isAwaited = false } = options
    const ask = (path: string, query: Query) => this.#getJson(path, query, options, (send) => send())
    return this.#options.pace.run(isAwaited, signal, () => body(ask), requests)
  }

  async #getJson(path: string, query: Query, options: RequestOptions, turn: Turn): Promise<JsonReply> {
    const url = toRequestUrl(this.#base, path, query)
    const chunks: Uint8Array[] = []
    const take = (chunk: Uint8Array) => void chunks.push(chunk)
    const wish = { accept: 'application/json', check: refuseOtherThanJson, take }
    const reply = await this.#get(url, wish, options, turn)
    return { ...reply, json: parseJson(chunks, url) }
  }

  /** Writes the answer, of whatever type but a web page, to a temporary file. */
  async download(path: string, query: Query, options: RequestOptions): Promise<Download> {
    const url = toRequestUrl(this.#base, path, query)
    const wish = (handle: FileHandle): Wish => ({
      accept: '*/*',
      check: refusePage,
      take: (chunk) => orDiskFault(url, () => handle.writeFile(chunk)),
    })
    const folder = await orDiskFault(url, async () => makeTemporaryFolder('download'))
    const remove = () => rmSync(folder, { recursive: true, force: true })
    try {
      const file = join(folder, 'answer')
      const handle = await orDiskFault(url, () => open(file, 'wx', 0o600))
      try {
        const reply = await this.#get(url, wish(handle), options, this.#turnOf(options))
        return { ...reply, path: file, remove }
      } finally {
        await orDiskFault(url, () => handle.close())
      }
    } catch (error) {
      remove()
      throw error
    }
  }

  /** Ends kept connections. */
  close(): void {
    this.#agent.destroy()
  }

  #turnOf({ signal, isAwaited = false }: RequestOptions): Turn {
    return (send) => this.#options.pace.run(isAwaited, signal, send)
  }

  async #get(url: URL, wish: Wish, options: RequestOptions, turn: Turn): Promise<Reply> {
    let elapsedMs = 0
    let target = url
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const here = target
      const outcome = await turn(async () => {
        const start = this.#now()
        try {
          return await this.#exchange(here, wish, options)
        } finally {
          elapsedMs += this.#now() - start
        }
      })
      if (!(outcome instanceof URL)) return { ...outcome, elapsedMs }
      target = outcome
    }
    throw new HttpFault('redirect', `${nameOf(url)} is redirected again and again: give the address that it ends at`)
  }

  /** A URL: that is where it is redirected to. */
  #exchange(url: URL, wish: Wish, { signal, maxBytes = MAX_BYTES }: RequestOptions) {
    const { key, limits } = this.#options
    const keys = key === undefined ? {} : { 'X-Session-API-Key': key, Authorization: `Bearer ${key}` }
    const listen: Listener<Omit<Reply, 'elapsedMs'> | URL> = async (response, drain) => {
      const { statusCode: status = 0, headers } = response
      if (status >= 300 && status < 400 && headers.location !== undefined) return follow(headers.location, url)
      if (status < 200 || status >= 300) throw this.#toFault(url, status, headers)
      wish.check?.(headers, url)
      let bytes = 0
      await drain((chunk) => {
        bytes += chunk.length
        if (bytes > maxBytes) throw toSizeFault(url, maxBytes)
        return wish.take(chunk)
      })
      return { status, headers, bytes }
    }
    const options = {
      agent: this.#agent,
      headers: { Accept: wish.accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'Lookout', ...keys },
      limits: { ...PATIENCE, ...limits },
      signal,
      sent: () => (this.work.requests += 1),
      received: (bytes: number) => (this.work.bytes += bytes),
    }
    return exchange(url, options, listen)
  }

  #toFault(url: URL, status: number, headers: IncomingHttpHeaders): HttpFault {
    return toStatusFault(url, {
      status,
      retryAfterMs: parseRetryAfter(headers['retry-after'], Date.now()),
      isPage: isPage(headers),
      hasKey: this.hasKey,
      keyVariable: this.#options.keyVariable,
    })
  }
}

function follow(location: string, from: URL): URL {
  const target = URL.canParse(location, from) ? new URL(location, from) : null
  if (target?.origin === from.origin) return target
  throw new HttpFault(
    'redirect',
    target === null
      ? `${nameOf(from)} is redirected to what is no address: give another address of this server`
      : `${nameOf(from)} is redirected to ${target.origin}, where the key of this source is not sent: if that is the server, give its address`,
  )
}

async function orDiskFault<T>(url: URL, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new HttpFault('disk', `What ${nameOf(url)} answers cannot be kept in ${tmpdir()} (${errorCode(error)})`)
  }
}

function toSizeFault(url: URL, maxBytes: number): HttpFault {
  const size = maxBytes >= 1024 * 1024 ? `${Math.round(maxBytes / 1024 / 1024)} MB` : `${maxBytes} bytes`
  return new HttpFault(
    'too-large',
    `What ${nameOf(url)} answers is larger than ${size}, the most that Lookout takes at once`,
  )
}
