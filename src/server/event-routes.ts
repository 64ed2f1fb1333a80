import type { EventFound, EventPage, EventQuestion, EventRow, EventView } from '../index/event-port.ts'
import { toAsOf } from './conversation-routes.ts'
import { toWireFacetValues } from './conversation-wire.ts'
import { encodeCursor } from './cursor.ts'
import { timesOf, toEventFilter, toEventPageIdentity, toEventSort, type EventPageIdentity } from './event-questions.ts'
import { toWireSkeleton, toWireTurn } from './event-wire.ts'
import type { WantedEvent } from './event-writer.ts'
import { OPERATIONS, type Success, type Values } from './operations.ts'
import { toEventIdSpellings } from './parameters.ts'
import { conversationNotFound, notFound } from './refusals.ts'
import { WrittenJson, type Asked, type Handlers } from './routes.ts'

/** The handlers of everything under `/api/conversations/{conversation_id}/events`. */
export const eventRoutes: Pick<Handlers, 'searchEvents' | 'countEvents' | 'facetEvents' | 'getEvents' | 'getEvent'> = {
  async searchEvents(asked) {
    const { values, query, nowMs, index, signal } = asked
    const identity = toEventPageIdentity(values, query, nowMs)
    const clock = { nowMs: identity.resolvedAtMs ?? nowMs, timeZone: values.time_zone }
    const toUtcMs = timesOf(index, values.conversation_id, clock)
    const question: EventQuestion = {
      conversationId: values.conversation_id,
      filter: await toEventFilter(values, toUtcMs),
      view: values.view,
      sort: toEventSort(values.sort_order),
      limit: values.limit,
      start: await toStart(values, identity, toUtcMs),
    }
    const answer = await index.events(question, signal)
    if (answer === null) throw conversationNotFound(values.conversation_id)
    const { revision, total, hidden, complete, offset } = answer
    const rest = {
      next_page_id: toNextPageId(answer, identity, values.sort_order),
      total,
      hidden,
      exact: complete,
      as_of: toAsOf(clock.nowMs),
      offset,
      turns: answer.turns.map(toWireTurn),
    }
    if (!values.skeleton) return { revision, body: toWrittenPage(await writeItems(asked, answer), rest) }
    return { revision, body: { items: answer.items.map((event) => toWireSkeleton(event, values.view)), ...rest } }
  },

  async countEvents({ values, nowMs, index, signal }) {
    const { conversation_id: conversationId, view } = values
    const filter = await toEventFilter(values, timesOf(index, conversationId, { nowMs, timeZone: values.time_zone }))
    const sort = toEventSort('TIMESTAMP')
    const answer =
      view === 'events'
        ? await index.countEvents(conversationId, filter, signal)
        : await index.events({ conversationId, filter, view, sort, limit: 1, start: { offset: 0 } }, signal)
    if (answer === null) throw conversationNotFound(conversationId)
    return { revision: answer.revision, body: answer.total }
  },

  async facetEvents({ values, nowMs, index, signal }) {
    const { conversation_id: conversationId, facet_limit: limit } = values
    const filter = await toEventFilter(values, timesOf(index, conversationId, { nowMs, timeZone: values.time_zone }))
    const answer = await index.eventFacets(conversationId, filter, signal)
    if (answer === null) throw conversationNotFound(conversationId)
    const { revision, total, complete, facets, errors, failed_commands, histogram } = answer
    const toFacet = (field: keyof typeof facets) => toWireFacetValues(atMost(limit, facets[field]))
    const body = {
      total,
      exact: complete,
      as_of: toAsOf(nowMs),
      facets: { kind: toFacet('kind'), source: toFacet('source'), tool_name: toFacet('tool_name') },
      errors: { ...errors },
      failed_commands: { ...failed_commands },
      histogram: histogram && {
        bucket_seconds: histogram.bucket_seconds,
        buckets: histogram.buckets.map(({ start, count }) => ({ start: toAsOf(start), count })),
      },
    }
    return { revision, body }
  },

  async getEvents({ values, index, writeEvents, signal }) {
    const { conversation_id: conversationId, ids } = values
    const spellings = ids.map(toEventIdSpellings)
    const found = await index.eventBatch(conversationId, spellings.flat(), signal)
    if (found === null) throw conversationNotFound(conversationId)
    const byId = new Map(found.items.flatMap((event) => (event === null ? [] : [[event.id, event]])))
    const events = spellings.map(
      (ofOne) => ofOne.map((id) => byId.get(id)).find((event) => event !== undefined) ?? null,
    )
    const wanted = events.flatMap((event) => (event === null ? [] : [toWanted(event, 'events')]))
    const written = [...(await writeEvents(found.source, conversationId, wanted, signal))]
    const items = events.map((event) => (event === null ? NULL : (written.shift() ?? NULL)))
    return {
      revision: found.revision,
      body: new WrittenJson([Buffer.from('['), ...commaSeparated(items), Buffer.from(']')]),
    }
  },

  async getEvent(asked) {
    const { values, query, writeEvents, signal } = asked
    const found = await findEvent(asked)
    if (found === null) throw notFound()
    const { revision, source, event, offset } = found
    const { id, seq, locator } = event
    const placed = [...query.keys()].some((name) => PLACING.has(name)) ? { offset } : {}
    const own = values.raw ? null : { ...toWireSkeleton(event, values.view), ...placed }
    const wanted = [{ place: { id, seq, locator }, own }]
    return { revision, body: new WrittenJson(await writeEvents(source, values.conversation_id, wanted, signal)) }
  },
}

/** Parameters with which the whole event also says where it stands. */
const PLACING: ReadonlySet<string> = new Set(
  OPERATIONS.get('getEvent')
    ?.parameters.filter((parameter) => parameter.in === 'query' && !['raw', 'time_zone'].includes(parameter.name))
    .map((parameter) => parameter.name),
)

async function findEvent({ values, nowMs, index, signal }: Asked<'getEvent'>): Promise<EventFound | null> {
  const { conversation_id: conversationId, event_id: eventId, view } = values
  const filter = await toEventFilter(values, timesOf(index, conversationId, { nowMs, timeZone: values.time_zone }))
  for (const spelling of toEventIdSpellings(eventId)) {
    const found = await index.event(conversationId, spelling, filter, view, signal)
    if (found !== null) return found
  }
  return null
}

async function toStart(
  values: Values<'searchEvents'>,
  identity: EventPageIdentity,
  toUtcMs: (text: string) => Promise<number>,
): Promise<EventQuestion['start']> {
  if (identity.after !== null) return { after: identity.after }
  return values.at === undefined ? { offset: values.offset ?? 0 } : { at: await toUtcMs(values.at) }
}

function writeItems({ values, writeEvents, signal }: Asked<'searchEvents'>, answer: EventPage) {
  const wanted = answer.items.map((event) => toWanted(event, values.view))
  return writeEvents(answer.source, values.conversation_id, wanted, signal)
}

/** An event of the index to be written whole, with what the index knows put over it. */
export function toWanted(event: EventRow, view: EventView): WantedEvent {
  const { id, seq, locator } = event
  return { place: { id, seq, locator }, own: toWireSkeleton(event, view) }
}

const NULL = Buffer.from('null')

function commaSeparated(items: readonly Uint8Array[]): Uint8Array[] {
  const comma = Buffer.from(',')
  return items.flatMap((item, at) => (at === 0 ? [item] : [comma, item]))
}

/** The page as JSON around items that are JSON already. */
function toWrittenPage(items: readonly Uint8Array[], rest: Omit<Success<'searchEvents'>, 'items'>): WrittenJson {
  return new WrittenJson([
    Buffer.from('{"items":['),
    ...commaSeparated(items),
    Buffer.from(`],${JSON.stringify(rest).slice(1)}`),
  ])
}

function toNextPageId(answer: EventPage, identity: EventPageIdentity, sort: string): string | null {
  const last = answer.cursors.at(-1)
  if (!answer.hasNext || !last) return null
  const { filterSpelling: filter, resolvedAtMs } = identity
  return encodeCursor({ sort, filter, direction: 'after', value: last.value, key: last.position, resolvedAtMs })
}

interface Counts {
  readonly values: readonly { readonly value: string | null; readonly count: number }[]
  readonly distinct: number
  readonly other_count: number
}

function atMost(limit: number, { values, distinct, other_count }: Counts): Counts {
  const left = values.slice(limit).reduce((sum, { count }) => sum + count, 0)
  return { values: values.slice(0, limit), distinct, other_count: other_count + left }
}
