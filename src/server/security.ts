import { isIPv4 } from 'node:net'
import { SESSION_PATH } from './gate.ts'

/** Sent with every answer, whoever gives it. The page may load from us alone, run no inline script and stand in no frame. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Longest request target that is read, in bytes. */
export const MAX_TARGET_BYTES = 8192

/** What of a request decides whether it is answered at all; but for `method` and `target` they are headers. */
export interface RequestHead {
  readonly method: string | undefined
  /** The target as sent: path and query. */
  readonly target: string | undefined
  readonly host: string | undefined
  readonly contentLength?: string | undefined
  readonly transferEncoding?: string | undefined
}

/** Why a request is not answered; `detail` is a sentence for a person. */
export interface Denial {
  readonly status: 400 | 403 | 405 | 413 | 414
  readonly detail: string
}

/** Whether an address or name is this machine's own and no other can reach it. */
export function isLoopback(host: string): boolean {
  const name = bare(host)
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
}

/**
 * Judges a request before anything reads it; null: it may pass. A foreign name in `Host` is how a web page elsewhere reaches a
 * server on this machine (DNS rebinding); the port does not matter to that, and differs behind a tunnel. `ourNames` are allowed
 * besides this machine's own.
 */
export function judge(head: RequestHead, ourNames: readonly string[]): Denial | null {
  const { method, target, host } = head
  const isLooking = method === 'GET' || method === 'HEAD'
  if (!isLooking && !isSigningIn(method, target))
    return { status: 405, detail: 'Method Not Allowed: Lookout only looks' }
  if (Buffer.byteLength(target ?? '') > MAX_TARGET_BYTES)
    return { status: 414, detail: `The address is over ${MAX_TARGET_BYTES} bytes long` }
  if (isLooking && (Number(head.contentLength ?? 0) !== 0 || head.transferEncoding !== undefined))
    return { status: 413, detail: 'A request that only looks has no body' }
  if (target === undefined || !isTarget(target))
    return { status: 400, detail: 'The request target has to be a path and its query, other signs percent-encoded' }
  const name = hostName(host ?? '')
  if (name === null || !(isLoopback(name) || ourNames.some((ours) => bare(ours) === bare(name))))
    return { status: 403, detail: 'This Host is not ours: open Lookout by its own address, or allow --allowed-host' }
  return null
}

/** The one thing that may be written. */
function isSigningIn(method: string | undefined, target: string | undefined): boolean {
  return method === 'POST' && target?.split('?', 1)[0] === SESSION_PATH
}

/**
 * A path and its query alone. What follows a `#` is no part of either (RFC 9110): whoever reads the target as a URL would drop it, and
 * with it the end of a filter. A backslash in a path would be read as a slash.
 */
function isTarget(target: string): boolean {
  const [path = ''] = target.split('?', 1)
  return path.startsWith('/') && !path.includes('\\') && !target.includes('#')
}

/** Without the brackets of an IPv6 address, which `Host` has and an address to listen on has not. */
function bare(name: string): string {
  return name.toLowerCase().replace(/^\[(.*)\]$/, '$1')
}

/** The name in a `Host` header, without its port; null where it has no such shape. */
function hostName(header: string): string | null {
  const groups = /^(?<name>\[[\da-f:.]+\]|[\w.-]+?)\.?(?::(?<port>\d{1,5}))?$/i.exec(header)?.groups
  return Number(groups?.['port'] ?? 0) > 65_535 ? null : (groups?.['name']?.toLowerCase() ?? null)
}
