import type { HttpClient, Reply, RequestOptions } from '../http/http-client.ts'
import { HttpFault } from '../http/http-fault.ts'
import type { Query } from '../http/request-url.ts'
import { toFiniteNumber } from '../json-value.ts'
import { SourceError } from '../source.ts'

/** A server limits how often it is asked, Lookout and its own sandboxes together: it says when to come back. */
const MOST_TRIES = 3

/** Whom to ask, and how. */
export interface V1Access {
  readonly client: HttpClient
  readonly options: RequestOptions
}

/** An answer in JSON. */
export type JsonReply = Reply & { readonly json: unknown }

/** Asks for JSON, and again after the pause that the server wants. @throws HttpFault */
export async function askJson({ client, options }: V1Access, path: string, query: Query): Promise<JsonReply> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.getJson(path, query, options)
    } catch (error) {
      const isToWait = error instanceof HttpFault && error.kind === 'rate-limited' && error.retryAfterMs !== null
      if (!isToWait || tries === MOST_TRIES) throw error
    }
  }
}

/** Asks for one of the server's counts, a bare number. @throws SourceError */
export async function askCount(access: V1Access, path: string, query: Query = {}): Promise<number> {
  const count = toFiniteNumber((await askJson(access, path, query)).json)
  if (count === null) throw oddAnswer(access, path)
  return count
}

/** An answer that is JSON, and not what was asked for. */
export function oddAnswer({ client }: V1Access, path: string): SourceError {
  return new SourceError(`What ${client.location}${path} answers is not what an app server says`)
}

/** Whether fewer things at once may be had where these could not: one of them is too large, or the server fails on it. */
export function isOfSomeItem(error: unknown): boolean {
  return error instanceof HttpFault && (error.kind === 'too-large' || error.kind === 'server-error')
}
