import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { HttpFault } from '../http/http-fault.ts'
import type { Query } from '../http/request-url.ts'
import { SourceError } from '../source.ts'
import { toConversationId } from '../conversation-record.ts'
import { toJsonObject } from '../json-value.ts'
import { toPage } from './agent-server-row.ts'

/** About as much as a page is to weigh: a row grows by half a kilobyte with each LLM call. */
const PAGE_BYTES = 4 * 1024 * 1024
const FIRST_LIMIT = 10
const MAX_LIMIT = 100
/** A page has at most so many times the rows of the one before: of few rows one may be light among heavy ones. */
const GROWTH = 10
/** A walk that is thrown back to its first page more often than this is given up. */
const MAX_RESTARTS = 3

/** Where the list is. */
export const SEARCH = '/api/conversations/search'

/**
 * Pages of an Agent Server's list, sized by what the ones before weighed, each row once. A cursor is the id of the first row of its page:
 * where that row has gone the server begins anew without a word, so the first row is compared and rows that were there are left out.
 * @throws SourceError
 */
export async function* walkRows(
  client: Pick<HttpClient, 'getJson' | 'location'>,
  query: Query,
  options: RequestOptions,
  firstLimit: number = FIRST_LIMIT,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>()
  let limit = firstLimit
  let cursor: string | null = null
  let restarts = 0
  for (;;) {
    const asked = { ...query, limit, ...(cursor === null ? {} : { page_id: cursor }) }
    const reply = await askOrShrink(client, asked, options)
    if (reply === null) {
      limit = Math.max(1, Math.floor(limit / 2))
      continue
    }
    const page = toPage(reply.json)
    if (page === null) throw new SourceError(`What ${client.location}${SEARCH} answers is no list of conversations`)
    const isThrownBack = cursor !== null && page.items.length > 0 && idOf(page.items[0]) !== toConversationId(cursor)
    if (isThrownBack && ++restarts > MAX_RESTARTS)
      throw new SourceError(
        `The list of ${client.location} changes faster than it can be read: it is tried again later`,
      )
    const fresh = page.items.filter((row) => {
      const id = idOf(row)
      return id === null || (!seen.has(id) && seen.add(id).size > 0)
    })
    if (fresh.length > 0) yield fresh
    // Nothing new on a page that follows another would go round for ever, unless it was thrown back on the way.
    if (page.nextPageId === null || (fresh.length === 0 && restarts === 0)) return
    cursor = page.nextPageId
    limit = Math.min(limit * GROWTH, nextLimit(page.items.length, reply.bytes))
  }
}

function nextLimit(rows: number, bytes: number): number {
  const rowBytes = Math.max(1, bytes / Math.max(1, rows))
  return Math.min(MAX_LIMIT, Math.max(1, Math.floor(PAGE_BYTES / rowBytes)))
}

/** Null where the page would be larger than is taken, and a smaller one can be asked for. */
async function askOrShrink(
  client: Pick<HttpClient, 'getJson'>,
  query: Query & { limit: number },
  options: RequestOptions,
) {
  try {
    return await client.getJson(SEARCH, query, options)
  } catch (error) {
    if (error instanceof HttpFault && error.kind === 'too-large' && query.limit > 1) return null
    throw error
  }
}

function idOf(row: unknown): string | null {
  return toConversationId(toJsonObject(row)?.['id'])
}
