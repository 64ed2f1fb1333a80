import { toPage } from '../agent-server/agent-server-row.ts'
import { toConversationId } from '../conversation-record.ts'
import type { Query } from '../http/request-url.ts'
import { toJsonObject } from '../json-value.ts'
import { toOffset } from './offset-cursor.ts'
import { PageSize } from './page-size.ts'
import { askJson, isOfSomeItem, oddAnswer, type JsonReply, type V1Access } from './v1-asking.ts'

/** For each row the server asks its sandbox. */
const PAGE_ROWS = 25
const SHRINK_FACTOR = 5
/** Rows in a row that the server fails on; after these it fails on everything. */
const MOST_SKIPPED = 10
/** Pages in a row that bring nothing new; after these there is no end to them. */
const MOST_STALE = 3

/** A server may have clocks that differ, and a row is written a moment after its time. */
const MARGIN_MS = 120_000

const SEARCH = '/api/v1/app-conversations/search'

/** Some rows of the list, each once a walk. */
export interface RowPage {
  readonly rows: readonly unknown[]
  /** Rows at this place that the server fails on whenever they are asked for. */
  readonly skipped: number
  /** Rows before these have gone since, and those behind have moved up: some may have been passed over. */
  readonly hasMovedUp: boolean
  /** When the server answered, by its own clock, UTC ms; null where it does not say. */
  readonly answeredAt: number | null
}

/**
 * Pages of a V1 server's list, newest created first, sub-conversations with the others where the server can. A cursor is an offset: rows
 * that come in move the others down, and those come twice and are left out; for those that go away each page begins with the last row
 * of the one before. One row of a value unknown to the server fails its page: smaller ones are asked for, down to that row.
 * @throws SourceError
 */
export async function* walkRows(access: V1Access, query: Query): AsyncGenerator<RowPage> {
  const seen = new Set<string>()
  const cursors = new Set<string>()
  const size = new PageSize(PAGE_ROWS, SHRINK_FACTOR)
  let cursor: string | null = null
  /** Whether the page begins with the last row of the one before. */
  let isOverlapped = false
  let skipped = 0
  let stale = 0
  while (stale <= MOST_STALE) {
    const page_id: string | undefined = isOverlapped ? toOffset(cursor, -1) : (cursor ?? undefined)
    const asked: Query = {
      ...query,
      include_sub_conversations: true,
      limit: size.limit + Number(isOverlapped),
      page_id,
    }
    let reply: JsonReply
    try {
      reply = await askJson(access, SEARCH, asked)
    } catch (error) {
      if (!isOfSomeItem(error)) throw error
      if (size.shrink()) continue
      cursor = toOffset(cursor, 1) ?? null
      skipped += 1
      if (cursor === null || skipped > MOST_SKIPPED) throw error
      isOverlapped = false
      yield { rows: [], skipped: 1, hasMovedUp: false, answeredAt: null }
      size.pass(1)
      continue
    }
    const page = toPage(reply.json)
    if (page === null) throw oddAnswer(access, SEARCH)
    const fresh = page.items.filter((row) => !seen.has(idOf(row) ?? ''))
    const hasMovedUp = isOverlapped && (page.items.length === 0 || page.items[0] === fresh[0])
    for (const row of fresh) seen.add(idOf(row) ?? '')
    seen.delete('')
    yield { rows: fresh, skipped: 0, hasMovedUp, answeredAt: timeOf(reply) }
    if (page.nextPageId === null || cursors.has(page.nextPageId)) return
    stale = fresh.length === 0 ? stale + 1 : 0
    skipped = 0
    size.pass(page.items.length)
    cursor = page.nextPageId
    cursors.add(cursor)
    isOverlapped = toOffset(cursor, -1) !== undefined
  }
}

/** The question for rows that have changed since a moment by the server's clock, UTC ms, and a while before. */
export function changedSince(time: number): Query {
  // In UTC: SQLite compares the text, and drops an offset without a word.
  return { updated_at__gte: new Date(time - MARGIN_MS).toISOString() }
}

function idOf(row: unknown): string | null {
  return toConversationId(toJsonObject(row)?.['id'])
}

function timeOf({ headers }: JsonReply): number | null {
  const time = Date.parse(headers.date ?? '')
  return Number.isNaN(time) ? null : time
}
