import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import sirv from 'sirv'

/** Answers a request with a file, or with 404. */
export type ServePage = (request: IncomingMessage, response: ServerResponse) => void

/**
 * The built page. Files named by their content stay in the browser's cache; every path without a file extension is the page
 * itself, whose router knows what it means. Looks at the disk on each request, so that a new build is served at once.
 */
export function servePage(directory: string): ServePage {
  const serve = sirv(directory, {
    dev: true,
    single: true,
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => {
      const isNamedByContent = path.startsWith('/assets/')
      response.setHeader('Cache-Control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache')
      response.setHeader('Vary', 'Accept-Encoding')
    },
    onNoMatch: (_request, response) => sendJson(response, 404, { detail: 'Not Found' }),
  })
  return (request, response) => {
    // Nobody needs a part of our files, and sirv throws on ranges that end before they begin.
    delete request.headers.range
    // Ids may have dots in them, and would pass for names of files.
    if (request.url?.startsWith('/conversations/')) request.url = '/'
    response.once('pipe', (file: Readable) => guard(file, response))
    serve(request, response)
  }
}

/**
 * sirv hears neither of a file that fails while it is read (a new build takes the old files away), which would end the process, nor of
 * a client that goes, which would leave the file open.
 */
function guard(file: Readable, response: ServerResponse): void {
  file.once('error', () => response.destroy())
  response.once('close', () => file.destroy())
}

/** A short JSON answer outside the API. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
  })
  response.end(bytes)
}
