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

/** What of a request decides whether it is answered at all. */
export interface RequestHead {
  readonly method: string | undefined
  /** The target as sent: path and query. */
  readonly target: string | undefined
  readonly host: string | undefined
}

/** Why a request is not answered; `detail` is a sentence for a person. */
export interface Denial {
  readonly status: 400 | 403 | 405 | 414
  readonly detail: string
}

/** Whether an address or name is this machine's own and no other can reach it. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/**
 * Judges a request before anything reads it; null: it may pass. A foreign name in `Host` is how a web page elsewhere reaches a
 * server on this machine (DNS rebinding); the port does not matter to that, and differs behind a tunnel.
 */
export function judge({ method, target, host }: RequestHead, boundHost: string): Denial | null {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, detail: 'Method Not Allowed: Lookout only looks' }
  if (Buffer.byteLength(target ?? '') > MAX_TARGET_BYTES)
    return { status: 414, detail: `The address is over ${MAX_TARGET_BYTES} bytes long` }
  if (!target?.startsWith('/')) return { status: 400, detail: 'The request target has to be a path' }
  const name = hostName(host ?? '')
  if (name === null || !(isLoopback(name) || name === boundHost.toLowerCase()))
    return { status: 403, detail: 'This Host is not ours: open Lookout by the address that it printed at its start' }
  return null
}

/** The name in a `Host` header, without its port; null where it has no such shape. */
function hostName(header: string): string | null {
  const groups = /^(?<name>\[[\da-f:.]+\]|[\w.-]+?)\.?(?::(?<port>\d{1,5}))?$/i.exec(header)?.groups
  return Number(groups?.['port'] ?? 0) > 65_535 ? null : (groups?.['name']?.toLowerCase() ?? null)
}
