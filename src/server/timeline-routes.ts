import type { TimelineSpan } from '../index/event-port.ts'
import { toAsOf } from './conversation-routes.ts'
import { timesOf, toEventFilter } from './event-questions.ts'
import { toWireMicroseconds } from './event-wire.ts'
import type { Success } from './operations.ts'
import { conversationNotFound } from './refusals.ts'
import type { Handlers } from './routes.ts'

/** The handler of when things happened. */
export const timelineRoutes: Pick<Handlers, 'getTimeline'> = {
  async getTimeline({ values, nowMs, index, signal }) {
    const { conversation_id: conversationId } = values
    const filter = await toEventFilter(values, timesOf(index, conversationId, { nowMs, timeZone: values.time_zone }))
    const answer = await index.eventTimeline(conversationId, filter, signal)
    if (answer === null) throw conversationNotFound(conversationId)
    const { revision, total, untimed, merged, complete } = answer
    const spans = answer.spans.flatMap(toWireSpan)
    // Beyond what the wire can write there is no time either.
    const unwritable = total - untimed - spans.reduce((sum, { count }) => sum + count, 0)
    return {
      revision,
      body: { total, untimed: untimed + unwritable, merged, exact: complete, as_of: toAsOf(nowMs), spans },
    }
  },
}

function toWireSpan(span: TimelineSpan): Success<'getTimeline'>['spans'] {
  const start = toWireMicroseconds(span.start)
  if (start === null) return []
  return [{ ...span, start, end: span.end === null ? null : toWireMicroseconds(span.end) }]
}
