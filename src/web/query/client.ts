import createClient from 'openapi-fetch'
import type { components, paths } from '../../contract/openapi.gen.ts'

/** The contract's schemas by name, `Schemas['Conversation']`. */
export type Schemas = components['schemas']

/** What the server (or the way to it) said instead of an answer. `status` 0: no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** The body's `detail`, or whatever came in its place; for the folded details of an error. */
  readonly detail: unknown
  /** Seconds that the server asked to wait (`Retry-After`), or null. */
  readonly retryAfterSeconds: number | null
  /** What the server calls the request in its own output (`Lookout-Request-Id`), or null. */
  readonly requestId: string | null

  constructor(message: string, status: number, detail: unknown, headers: Headers = new Headers()) {
    super(message)
    this.status = status
    this.detail = detail
    const wait = Number(headers.get('Retry-After') ?? Number.NaN)
    this.retryAfterSeconds = Number.isNaN(wait) ? null : wait
    this.requestId = headers.get('Lookout-Request-Id')
  }
}

/** The typed client of the contract. `fetch` is looked up at each call, so that a test may replace it. */
export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  fetch: (request) => globalThis.fetch(request),
  // Arrays are repeated keys: OR inside a field.
  querySerializer: { array: { style: 'form', explode: true } },
})

interface Reply<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/**
 * Unwraps an answer of `client`: its body, or an `ApiError` thrown. Aborts pass through as they are, so that the query that
 * gave up is not drawn as one that failed.
 */
export async function read<T>(reply: Promise<Reply<T>>): Promise<T> {
  return (await readAnswer(reply)).body
}

/** A body, and the revision of the index that it is from. */
export interface Answer<T> {
  readonly body: T
  /** `<generation>.<n>`; null where the server named none. */
  readonly revision: string | null
}

/** As `read`, with the revision that the answer names in its header. */
export async function readAnswer<T>(reply: Promise<Reply<T>>): Promise<Answer<T>> {
  let settled: Reply<T>
  try {
    settled = await reply
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('The server cannot be reached.', 0, cause instanceof Error ? cause.message : String(cause))
  }
  const { data, error, response } = settled
  if (response.ok && data !== undefined) return { body: data, revision: response.headers.get('Lookout-Revision') }
  throw new ApiError(messageOf(response.status, error), response.status, detailOf(error), response.headers)
}

function detailOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'detail' in body ? body.detail : body
}

/** One line for people. A 422 names the first thing that was wrong, as the server worded it. */
function messageOf(status: number, body: unknown): string {
  const detail = detailOf(body)
  if (status === 422 && Array.isArray(detail)) {
    const first: unknown = detail[0]
    if (typeof first === 'object' && first !== null && 'msg' in first && 'loc' in first) {
      const place = Array.isArray(first.loc) ? first.loc.at(-1) : first.loc
      return `The server does not accept ${String(place)}: ${String(first.msg)}`
    }
  }
  if (status === 404) return 'There is nothing at this address.'
  if (status === 401 || status === 403) return 'The server does not let this page in.'
  if (typeof detail === 'string' && detail !== '') return detail
  return `The server answered with status ${status}.`
}

/** Whether another attempt may help: no answer, a limit, or a fault of the server. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)
}
