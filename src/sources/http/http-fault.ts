import { SourceError } from '../source.ts'

/** What went wrong between Lookout and a server. */
export type FaultKind =
  /** Nobody listens there, or whoever does hung up. */
  | 'unreachable'
  | 'dns'
  | 'tls'
  /** `https` where plain HTTP is spoken, or the other way round. */
  | 'wrong-scheme'
  | 'timeout'
  /** The server points elsewhere. */
  | 'redirect'
  /** 401 */
  | 'unauthorized'
  /** 403 */
  | 'forbidden'
  /** 404 or 410 */
  | 'not-found'
  /** 429 */
  | 'rate-limited'
  /** 5xx */
  | 'server-error'
  /** Any other status than success. */
  | 'bad-status'
  /** A web page where JSON was asked for, as single-page applications answer to every unknown path. */
  | 'html'
  | 'not-json'
  | 'too-large'
  | 'cut-off'
  /** What came cannot be kept on this machine. */
  | 'disk'
  /** A path that Lookout does not ask for. */
  | 'bad-path'

/** What is known of a fault beside its sentence. */
interface FaultDetails {
  readonly status?: number
  readonly retryAfterMs?: number | null
}

/**
 * A request that brought nothing. `message` is a sentence without a full stop that says what to do; it names origin and path, and
 * never a key, the values of a query, or the text of an answer.
 */
export class HttpFault extends SourceError {
  override readonly name = 'HttpFault'
  readonly kind: FaultKind
  /** Status of the answer where there was one. */
  readonly status: number | null
  /** How long the server asks to be left alone, ms. */
  readonly retryAfterMs: number | null

  constructor(kind: FaultKind, message: string, details: FaultDetails = {}) {
    super(message)
    this.kind = kind
    this.status = details.status ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}

/** Origin and path of a URL, for a sentence: all that cannot hold a key. */
export function nameOf(url: URL): string {
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname}`
}
