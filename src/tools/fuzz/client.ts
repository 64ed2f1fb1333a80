import { Agent, request as send, type IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** One request, as it goes over the wire. */
export interface Request {
  readonly method: string
  /** Path and query, percent-encoded or not. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

/** One answer, read to its end. */
export class Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Without the encoding that it was sent in. */
  readonly text: string
  #json: { readonly value: unknown } | null = null

  constructor({ statusCode, headers }: IncomingMessage, bytes: Buffer) {
    const flat = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
    this.status = statusCode ?? 0
    this.headers = Object.fromEntries(flat)
    this.text = decode(bytes, headers['content-encoding'])
  }

  /** The body as JSON, parsed once. @throws SyntaxError where it is none */
  get json(): unknown {
    this.#json ??= { value: JSON.parse(this.text) }
    return this.#json.value
  }
}

const HOST = '127.0.0.1'

/** Asks one server on this machine; connections are used again. */
export class Client {
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 })
  /** Requests sent. */
  asked = 0

  constructor(port: number) {
    this.#port = port
  }

  /** The answer. @throws where the connection breaks before its end, which no answer may do */
  ask({ method, target, headers, body }: Request): Promise<Reply> {
    this.asked++
    const isNamed = headers.some(([name]) => name.toLowerCase() === 'host')
    const all = isNamed ? headers : [['Host', HOST], ...headers]
    return new Promise((resolve, reject) => {
      const address = { host: HOST, port: this.#port, method, path: target }
      const outgoing = send({ ...address, agent: this.#agent, headers: all.flat() })
      outgoing.once('error', reject)
      outgoing.once('response', (incoming) => {
        const pieces: Buffer[] = []
        incoming.on('data', (piece: Buffer) => pieces.push(piece))
        incoming.once('error', reject)
        incoming.once('end', () => resolve(new Reply(incoming, Buffer.concat(pieces))))
      })
      outgoing.end(body ?? undefined)
    })
  }

  /** Asks for a target and nothing else. */
  get(target: string): Promise<Reply> {
    return this.ask({ method: 'GET', target, headers: [], body: null })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  if (bytes.length === 0) return ''
  const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes
  return new TextDecoder('utf-8', { fatal: true }).decode(plain)
}
