import type { IncomingHttpHeaders } from 'node:http'
import { HttpFault, nameOf } from './http-fault.ts'

/** @throws HttpFault where the head of an answer says that no JSON follows */
export function refuseOtherThanJson(headers: IncomingHttpHeaders, url: URL): void {
  if (/^application\/(?:[\w.+-]+\+)?json$/.test(typeOf(headers))) return
  refusePage(headers, url)
  throw new HttpFault('not-json', `What ${nameOf(url)} answers is not JSON: check the address`)
}

/** @throws HttpFault where the head of an answer says that a web page follows */
export function refusePage(headers: IncomingHttpHeaders, url: URL): void {
  if (isPage(headers)) throw new HttpFault('html', `${nameOf(url)} is a web page and no API: check the address`)
}

/** Whether an answer is a web page. */
export function isPage(headers: IncomingHttpHeaders): boolean {
  return ['text/html', 'application/xhtml+xml'].includes(typeOf(headers))
}

/** Media type without parameters, in lower case. */
function typeOf(headers: IncomingHttpHeaders): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** @throws HttpFault; the parser's own message quotes the text, which may hold a key */
export function parseJson(chunks: readonly Uint8Array[], url: URL): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    throw new HttpFault('not-json', `What ${nameOf(url)} answers calls itself JSON and is not`)
  }
}
