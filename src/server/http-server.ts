import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { isApiPath } from './api.ts'
import { judge, SECURITY_HEADERS } from './security.ts'
import { sendJson, type ServePage } from './static.ts'

/** Request line and headers together; the request line alone is judged by `security.ts`. */
const MAX_HEADER_BYTES = 32_768

/** One server for API and page: judges each request, then hands it to whose path it is. */
export function createHttpServer(api: Hono, page: ServePage, boundHost: string): Server {
  const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
  return createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    const { method, url: target = '', headers } = request
    const denial = judge({ method, target, host: headers.host }, boundHost)
    if (denial !== null) {
      if (denial.status === 405) response.setHeader('Allow', 'GET, HEAD')
      response.setHeader('Connection', 'close')
      sendJson(response, denial.status, { detail: denial.detail })
      return
    }
    const [path = '/'] = target.split('?', 1)
    if (isApiPath(path)) void answerApi(request, response)
    else page(request, response)
  })
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
