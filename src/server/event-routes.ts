import type { EventFound, EventPage, EventQuestion } from '../index/port.ts'
import { toAsOf } from './conversation-routes.ts'
import { toWireFacetValues } from './conversation-wire.ts'
import { encodeCursor } from './cursor.ts'
import { timesOf, toEventFilter, toEventPageIdentity, toEventSort, type EventPageIdentity } from './event-questions.ts'
import { toWireSkeleton, toWireWhole } from './event-wire.ts'
import { OPERATIONS, type Values } from './operations.ts'
import { toEventIdSpellings } from './parameters.ts'
import { conversationNotFound, notFound } from './refusals.ts'
import type { Asked, Handlers } from './routes.ts'

/** The handlers of everything under `/api/conversations/{conversation_id}/events`. */
export const eventRoutes: Pick<Handlers, 'searchEvents' | 'countEvents' | 'facetEvents' | 'getEvent'> = {
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
    const body = {
      items: await toItems(asked, answer),
      next_page_id: toNextPageId(answer, identity, values.sort_order),
      total,
      hidden,
      exact: complete,
      as_of: toAsOf(clock.nowMs),
      offset,
    }
    return { revision, body }
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

  async getEvent(asked) {
    const { values, query, readBody } = asked
    const found = await findEvent(asked)
    if (found === null) throw notFound()
    const { revision, source, event, offset } = found
    const { id, seq, locator } = event
    const body = await readBody(source, values.conversation_id, { id, seq, locator })
    // A file that cannot be read has no fields of its own; the skeleton says why.
    if (values.raw) return { revision, body: { ...body } }
    const whole = toWireWhole(body, toWireSkeleton(event, values.view))
    return { revision, body: [...query.keys()].some((name) => PLACING.has(name)) ? { ...whole, offset } : whole }
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

function toItems({ values, readBody }: Asked<'searchEvents'>, answer: EventPage) {
  return Promise.all(
    answer.items.map(async (event) => {
      const skeleton = toWireSkeleton(event, values.view)
      if (values.skeleton) return skeleton
      const { id, seq, locator } = event
      return toWireWhole(await readBody(answer.source, values.conversation_id, { id, seq, locator }), skeleton)
    }),
  )
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
