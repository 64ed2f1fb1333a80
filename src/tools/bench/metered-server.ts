import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that was answered. */
export interface MeteredRequest {
  /** With its query, as spelt. */
  readonly path: string
  /** Of the answer's body. */
  readonly bytes: number
  /** When it came, by the clock of whoever measures. */
  readonly atMs: number
}

/** Stands before a server and notes what it is asked. */
export interface MeteredServer {
  readonly url: string
  readonly requests: readonly MeteredRequest[]
  readonly close: () => Promise<void>
}

/** Starts it at any free port of this machine, before the server at this URL. */
export async function startMeteredServer(target: string, now: () => number): Promise<MeteredServer> {
  const requests: MeteredRequest[] = []
  const pass = async ({ url: path = '' }: IncomingMessage, response: ServerResponse) => {
    const atMs = now()
    const answer = await fetch(target + path)
    const body = Buffer.from(await answer.arrayBuffer())
    requests.push({ path, bytes: body.length, atMs })
    response.writeHead(answer.status, {
      'Content-Type': answer.headers.get('content-type') ?? '',
      'Content-Length': body.length,
      Date: answer.headers.get('date') ?? '',
    })
    response.end(body)
  }
  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens at a port, not at a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
