import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { errorCode } from '../sources/error-code.ts'
import { isApiPath } from './api.ts'
import { judge, SECURITY_HEADERS } from './security.ts'
import { sendJson, type ServePage } from './static.ts'

/** Request line and headers together; the request line alone is judged by `security.ts`. */
const MAX_HEADER_BYTES = 32_768

/** One server for API and page: judges each request, then hands it to whose path it is. */
export function createHttpServer(api: Hono, page: ServePage, boundHost: string): Server {
  const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
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
  return server.on('clientError', refuseUnparsed)
}

/** What Node cannot parse gets a reason too: curl, for one, sends letters as they are. */
function refuseUnparsed(fault: Error, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy()
  const isTooLong = errorCode(fault) === 'HPE_HEADER_OVERFLOW'
  const status = isTooLong ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const detail = isTooLong
    ? `The request's head is over ${MAX_HEADER_BYTES} bytes long`
    : 'This is no HTTP request: letters in an address are to be percent-encoded (ü is %C3%BC)'
  const body = JSON.stringify({ detail })
  const head = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`)
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
