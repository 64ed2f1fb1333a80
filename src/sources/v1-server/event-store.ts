import { toDashed, toPage } from '../agent-server/agent-server-row.ts'
import { eventIdOf } from '../event-record.ts'
import type { Query } from '../http/request-url.ts'
import { toFilledText, toJsonObject } from '../json-value.ts'
import type { ConversationId, KnownEvents } from '../source.ts'
import { sortInTime, WITHHELD } from './in-time.ts'
import { toOffset } from './offset-cursor.ts'
import { PageSize } from './page-size.ts'
import { askCount, askJson, isOfSomeItem, oddAnswer, type V1Access } from './v1-asking.ts'

/** Where events lie: below their conversation (1.x), or those of all in one place (0.62). */
export type EventPaths = 'of-one' | 'of-all'

/** The last events of a conversation, from one on that is known already. */
export interface Tail {
  /** Place of the first of them among all. */
  readonly start: number
  readonly pages: AsyncIterable<readonly unknown[]>
}

/** The events of one conversation as its server keeps them. Every method throws SourceError. */
export interface EventStore {
  /** Number of its event files; those that the server cannot read, and does not give, are counted too. */
  count(): Promise<number>
  /** All, page by page, in the order that `inTime` supposes. */
  all(): AsyncIterable<readonly unknown[]>
  /** Those behind the known ones, and a few before; null: only all of them tell. */
  tail(known: KnownEvents, total: number): Promise<Tail | null>
}

const MAX_LIMIT = 100
const SHRINK_FACTOR = 10
/** Events in a row that the server fails on; after these it fails on everything. */
const MOST_WITHHELD = 3
/** Known events that are asked for again: the last one, at its place, stands for all before it. */
const OVERLAP = 10

/** Asks for a page of the conversation's events. */
type Ask = (query: Query) => Promise<{ readonly items: readonly unknown[]; readonly nextPageId: string | null }>

/** The store of one conversation. */
export function toEventStore(access: V1Access, paths: EventPaths, id: ConversationId): EventStore {
  const dashed = toDashed(id)
  const isOfAll = paths === 'of-all'
  const path = isOfAll ? '/api/v1/events' : `/api/v1/conversation/${encodeURIComponent(dashed)}/events`
  // Without it these are the events of everybody.
  const always: Query = isOfAll ? { conversation_id__eq: dashed } : {}
  const ask: Ask = async (query) => {
    const page = toPage((await askJson(access, `${path}/search`, { ...always, ...query })).json)
    if (page === null) throw oddAnswer(access, `${path}/search`)
    return page
  }
  return {
    // Without a filter it is a mere listing; with one it reads every file of the conversation, on 1.x again for each hundred.
    count: () => askCount(access, `${path}/count`, always),
    all: () => (isOfAll ? pagesByName(ask) : pagesByOffset(ask, 0)),
    tail: (known, total) => (isOfAll ? tailByName(ask, known, total) : Promise.resolve(tailByOffset(ask, known))),
  }
}

function tailByOffset(ask: Ask, { count }: KnownEvents): Tail {
  const start = Math.max(0, count - OVERLAP)
  return { start, pages: pagesByOffset(ask, start) }
}

/** 1.x: `page_id` is an offset among the events that the server can read. */
async function* pagesByOffset(ask: Ask, start: number): AsyncGenerator<readonly unknown[]> {
  const size = new PageSize(MAX_LIMIT, SHRINK_FACTOR)
  const asked = new Set<string>()
  let cursor: string | null = start === 0 ? null : String(start)
  let withheld = 0
  for (;;) {
    let page: Awaited<ReturnType<Ask>>
    try {
      page = await ask({ sort_order: 'TIMESTAMP', limit: size.limit, page_id: cursor ?? undefined })
    } catch (error) {
      if (!isOfSomeItem(error)) throw error
      if (size.shrink()) continue
      cursor = toOffset(cursor, 1) ?? null
      withheld += 1
      if (cursor === null || withheld > MOST_WITHHELD) throw error
      yield [WITHHELD]
      size.pass(1)
      continue
    }
    yield page.items
    withheld = 0
    size.pass(page.items.length)
    cursor = page.nextPageId
    if (cursor === null || asked.has(cursor)) return
    asked.add(cursor)
  }
}

/**
 * 0.62: `page_id` is a file name, and the page begins behind it. What the server gives is the name of the next page's first event, which is
 * then on neither page: the name of the last event had is given back instead. From a name that it does not know it begins anew.
 */
async function* pagesByName(ask: Ask): AsyncGenerator<readonly unknown[]> {
  const size = new PageSize(MAX_LIMIT, SHRINK_FACTOR)
  const asked = new Set<string>()
  let cursor: string | null = null
  let given: string | null = null
  let first: string | null = null
  for (;;) {
    let page: Awaited<ReturnType<Ask>>
    try {
      page = await ask({ sort_order: 'TIMESTAMP', limit: size.limit, page_id: cursor ?? undefined })
    } catch (error) {
      if (isOfSomeItem(error) && size.shrink()) continue
      throw error
    }
    const isAnew = first !== null && idOf(page.items[0]) === first
    if (!isAnew) {
      first ??= idOf(page.items[0])
      yield page.items
      size.pass(page.items.length)
      given = page.nextPageId
    }
    if (given === null) return
    const own = isAnew ? null : fileNameOf(page.items.at(-1))
    cursor = [own, given].find((name) => name !== null && !asked.has(name)) ?? null
    if (cursor === null) return
    asked.add(cursor)
  }
}

/** 0.62 begins at no place but a name: the newest are asked for, and the last known one among them tells where they begin. */
async function tailByName(ask: Ask, { count, lastId }: KnownEvents, total: number): Promise<Tail | null> {
  const limit = total - count + OVERLAP
  if (limit > MAX_LIMIT) return null
  const { items } = await ask({ sort_order: 'TIMESTAMP_DESC', limit })
  const events = sortInTime(items.toReversed())
  const at = events.findIndex((event) => idOf(event) === lastId)
  const start = count - 1 - at
  // Otherwise one came in before it, or cannot be read.
  if (at < 0 || start < 0 || start + events.length < total) return null
  return {
    start,
    pages: (async function* () {
      yield events
    })(),
  }
}

/** As 0.62 names the file of an event: second, kind and id, by its own clock. Null where that cannot be told. */
function fileNameOf(value: unknown): string | null {
  const event = toJsonObject(value)
  const id = idOf(value)
  const kind = toFilledText(event?.['kind'])
  const second = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/.exec(toFilledText(event?.['timestamp']) ?? '')
  if (id === null || kind === null || second === null) return null
  return `${second.slice(1).join('')}_${kind}_${id.replaceAll('-', '')}`
}

function idOf(value: unknown): string | null {
  const event = toJsonObject(value)
  return event === null ? null : eventIdOf(event)
}
