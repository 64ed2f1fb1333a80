import type { ConversationCursor } from '../index/conversation-port.ts'
import type { FoundConversation, FoundEvent } from '../index/event-port.ts'
import type { PageStart } from '../index/port-parts.ts'
import { addStrings, joinText } from '../sources/event-text.ts'
import { toConversationFilter, type ConversationFilterValues } from './conversation-questions.ts'
import { toAsOf } from './conversation-routes.ts'
import { toWireTime } from './conversation-wire.ts'
import { decodeCursor, encodeCursor, spellingOf } from './cursor.ts'
import { toEventFilter } from './event-questions.ts'
import { toWireMicroseconds } from './event-wire.ts'
import type { Success, Values } from './operations.ts'
import { toEventIdSpellings } from './parameters.ts'
import { goneCursor, malformedCursor } from './refusals.ts'
import type { Asked, Handlers } from './routes.ts'
import { cutSnippet, type Snippet } from './snippet.ts'
import { isRelativeTime, parseTime, resolveMoment, type Clock } from './times.ts'

type Item = Success<'search'>['items'][number]

/** Events shown of one conversation. */
const HITS = 5
/** Larger events are not read again for their spelling: a page may show 500. */
const READ_BYTES = 64 * 1024
const SORT = 'UPDATED_AT_DESC'
const PREFIX = /^(-?)conversation\./

/** The handlers of what is asked about the events of all conversations. */
export const searchRoutes: Pick<Handlers, 'search' | 'locateEvent'> = {
  async locateEvent({ values, nowMs, index, signal }) {
    const { revision, complete, items } = await index.eventPlaces(toEventIdSpellings(values.event_id), signal)
    return { revision, body: { items: [...items], exact: complete, as_of: toAsOf(nowMs) } }
  },

  async search(asked) {
    const { values, query, nowMs, index, signal } = asked
    const page = toPage(values, query, nowMs)
    const clock = { nowMs: page.resolvedAtMs ?? nowMs, timeZone: values.time_zone }
    const question = {
      conversations: toConversationFilter(toConversationValues(values), clock),
      events: await toEventFilter(values, async (text) => toMs(text, clock)),
      limit: values.limit,
      hits: HITS,
      start: page.start,
    }
    const answer = await index.searchEvents(question, signal)
    const items: Item[] = []
    for (const found of answer.items) items.push(await toItem(asked, found))
    const body = {
      items,
      next_page_id: answer.hasNext ? toPageId('after', answer.cursors.at(-1), page) : null,
      previous_page_id: answer.hasPrevious ? toPageId('before', answer.cursors[0], page) : null,
      rank: answer.rank,
      total: answer.total,
      total_conversations: answer.totalConversations,
      exact: answer.complete,
      as_of: toAsOf(clock.nowMs),
    }
    return { revision: answer.revision, body }
  },
}

interface Page {
  readonly start: PageStart<ConversationCursor>
  readonly filter: string
  /** When the relative times were resolved; null: there are none. UTC ms. */
  readonly resolvedAtMs: number | null
}

/** @throws Refusal 422 for what is no cursor, 410 for one of another question */
function toPage(values: Values<'search'>, query: URLSearchParams, nowMs: number): Page {
  const filter = spellingOf('search', query)
  const isRelative = Object.entries(values).some(
    ([name, value]) => /__(?:gte|lt)$/.test(name) && typeof value === 'string' && isRelativeTime(value),
  )
  const { page_id: pageId } = values
  if (pageId === undefined) return { start: { offset: 0 }, filter, resolvedAtMs: isRelative ? nowMs : null }
  const isId = (key: unknown): key is string => typeof key === 'string'
  const reading = decodeCursor(pageId, { sort: SORT, filter }, isId, (value) => typeof value !== 'string')
  if (reading.kind === 'gone') throw goneCursor()
  if (reading.kind === 'malformed') throw malformedCursor(pageId)
  const { direction, value, key, resolvedAtMs } = reading.cursor
  const cursor = { value, id: key }
  return { start: direction === 'after' ? { after: cursor } : { before: cursor }, filter, resolvedAtMs }
}

function toPageId(
  direction: 'after' | 'before',
  cursor: ConversationCursor | undefined,
  { filter, resolvedAtMs }: Page,
): string | null {
  if (cursor === undefined) return null
  return encodeCursor({ sort: SORT, filter, direction, value: cursor.value, key: cursor.id, resolvedAtMs })
}

/** The filters of conversations by the names that they have among themselves. */
function toConversationValues(values: Values<'search'>): ConversationFilterValues {
  const own = Object.entries(values).filter(([name]) => PREFIX.test(name))
  const named = own.map(([name, value]) => [name.replace(PREFIX, '$1'), value])
  // The contract gives each the schema that it has without the prefix.
  return { ...(Object.fromEntries(named) as Partial<ConversationFilterValues>), time_zone: values.time_zone }
}

function toMs(text: string, clock: Clock): number {
  const moment = parseTime(text)
  if (moment === null) throw new TypeError('times are checked before they are resolved')
  return resolveMoment(moment, clock)
}

async function toItem(asked: Asked<'search'>, found: FoundConversation): Promise<Item> {
  const { id, title, first_message, status, updated_at, count } = found
  const snippets = await toSnippets(asked, found)
  return {
    // The sync stores one of the nine statuses and nothing else.
    conversation: {
      id,
      title,
      first_message,
      status: status as Item['conversation']['status'],
      updated_at: toWireTime(updated_at),
    },
    count,
    hits: found.hits.map(({ event }, at) => ({
      event_id: event.id,
      seq: event.seq,
      kind: event.kind,
      source: event.source,
      timestamp: event.timestamp === null ? null : toWireMicroseconds(event.timestamp),
      ...(snippets[at] ?? { snippet: '', ranges: [] }),
    })),
  }
}

/** In the event's own spelling where its headline or, for its size, its body can give it; else folded. */
async function toSnippets(asked: Asked<'search'>, found: FoundConversation): Promise<Snippet[]> {
  const { values, writeEvents, signal } = asked
  const inHeadline = found.hits.map(({ event }) => cutSnippet(event.headline ?? '', values.text))
  const unread = found.hits.filter(({ event }, at) => inHeadline[at] === null && event.size_bytes <= READ_BYTES)
  const wanted = unread.map(({ event: { id, seq, locator } }) => ({ place: { id, seq, locator }, own: null }))
  const written = wanted.length === 0 ? [] : await writeEvents(found.source, found.id, wanted, signal)
  const inBody = (hit: FoundEvent) => {
    const json = written[unread.indexOf(hit)]
    return json === undefined ? null : cutSnippet(toText(json), values.text)
  }
  const nothing: Snippet = { snippet: '', ranges: [] }
  return found.hits.map((hit, at) => inHeadline[at] ?? inBody(hit) ?? cutSnippet(hit.folded, values.text) ?? nothing)
}

/** Everything that an event says, as it is indexed but spelt as it is. */
function toText(json: Uint8Array): string {
  const found: string[] = []
  addStrings(JSON.parse(Buffer.from(json).toString('utf8')), found)
  return joinText(found) ?? ''
}
