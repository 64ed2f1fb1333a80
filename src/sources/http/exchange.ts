import { request as requestHttp, type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { errorCode } from '../error-code.ts'
import { HttpFault, nameOf } from './http-fault.ts'
import { toNetworkFault } from './network-fault.ts'
import { Watchdog, type TimeLimits } from './watchdog.ts'

/** How one request is sent and heard out. */
export interface ExchangeOptions {
  /** Keeps connections; `false`: one of its own. */
  readonly agent: Agent | false
  readonly headers: Readonly<Record<string, string>>
  readonly limits: TimeLimits
  readonly signal: AbortSignal
  /** Told of every request that goes out, and of the bytes of bodies as they come, packed or not. */
  readonly sent: () => void
  readonly received: (bytes: number) => void
}

/** Hands over a body piece by piece, unpacked. */
type Drain = (take: (chunk: Uint8Array) => Promise<void> | void) => Promise<void>

/** Reads an answer: refuses it by its head (throws), does without its body, or drains it. */
export type Listener<T> = (response: IncomingMessage, drain: Drain) => Promise<T>

/**
 * Sends one GET, there is no other kind, and hands the answer to `listen`. One that a kept connection swallowed is sent again, once: the
 * server had closed it meanwhile.
 * @throws HttpFault; the signal's reason where it is aborted
 */
export async function exchange<T>(url: URL, options: ExchangeOptions, listen: Listener<T>): Promise<T> {
  const first = await new Exchange(url, options).run(listen)
  if (first !== 'stale') return first.value
  const second = await new Exchange(url, { ...options, agent: false }).run(listen)
  if (second === 'stale') throw new HttpFault('unreachable', `${url.origin} hung up; it is asked again`)
  return second.value
}

class Exchange {
  readonly #url: URL
  readonly #options: ExchangeOptions
  readonly #request: ClientRequest
  readonly #watchdog: Watchdog
  #isDrained = false
  /** Why it was ended from here; what streams say then is a mere consequence. */
  #stopped: { readonly why: unknown } | null = null

  constructor(url: URL, options: ExchangeOptions) {
    const { agent, headers, limits, signal } = options
    signal.throwIfAborted()
    this.#url = url
    this.#options = options
    options.sent()
    // Made with these words: nothing but a GET without a body leaves Lookout.
    this.#request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { method: 'GET', agent, headers })
    this.#watchdog = new Watchdog(url, limits, (fault) => this.#stop(fault))
  }

  async run<T>(listen: Listener<T>): Promise<{ readonly value: T } | 'stale'> {
    const { signal } = this.#options
    const giveUp = () => this.#stop(signal.reason)
    signal.addEventListener('abort', giveUp)
    let hasAnswer = false
    try {
      const response = await this.#answer()
      hasAnswer = true
      this.#watchdog.heard()
      return { value: await listen(response, (take) => this.#drain(response, take)) }
    } catch (error) {
      if (this.#stopped !== null) throw this.#stopped.why
      if (error instanceof HttpFault) throw error
      if (hasAnswer) throw toBodyFault(error, this.#url)
      if (this.#request.reusedSocket && errorCode(error) === 'ECONNRESET') return 'stale'
      throw toNetworkFault(error, this.#url)
    } finally {
      this.#watchdog.end()
      signal.removeEventListener('abort', giveUp)
      // The connection is kept for the next request only where this answer is out of it.
      if (!this.#isDrained) this.#request.destroy()
    }
  }

  #answer(): Promise<IncomingMessage> {
    const request = this.#request
    return new Promise((resolve, reject) => {
      request.once('socket', (socket) => {
        if (request.reusedSocket) this.#watchdog.connected()
        else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => this.#watchdog.connected())
      })
      request.once('response', resolve)
      // Stays: one that is destroyed later complains too.
      request.on('error', reject)
      request.end()
    })
  }

  async #drain(response: IncomingMessage, take: Parameters<Drain>[0]): Promise<void> {
    const { received } = this.#options
    const watchdog = this.#watchdog
    await pipeline(
      response,
      async function* meter(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          watchdog.heard()
          received(chunk.length)
          yield chunk
        }
      },
      response.headers['content-encoding'] === 'gzip' ? createGunzip() : new PassThrough(),
      async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) await take(chunk)
      },
    )
    this.#isDrained = true
  }

  #stop(why: unknown): void {
    this.#stopped ??= { why }
    this.#request.destroy()
  }
}

function toBodyFault(error: unknown, url: URL): HttpFault {
  const code = errorCode(error)
  return code === 'Z_DATA_ERROR'
    ? new HttpFault('not-json', `What ${nameOf(url)} answers cannot be unpacked (${code})`)
    : new HttpFault('cut-off', `The answer of ${nameOf(url)} was cut off (${code}); it is asked for again`)
}
