import type { components } from '../contract/openapi.gen.ts'
import type { EventPage, EventQuestion, EventRow } from '../index/event-port.ts'
import { toAsOf } from './conversation-routes.ts'
import { Download } from './download.ts'
import { timesOf, toEventFilter, toEventSort } from './event-questions.ts'
import { toWanted } from './event-routes.ts'
import { conversationNotFound } from './refusals.ts'
import type { Asked, Handlers } from './routes.ts'
import { TRAJECTORY_FORMATS, type TrajectoryFormat, type TrajectoryHead } from './trajectory-text.ts'

type Trajectory = Asked<'downloadTrajectory'>
type Event = components['schemas']['WholeEvent']

/** Skeletons read at a time, and bytes of bodies held at a time; a larger event comes alone. */
const PAGE = 100
const BYTES = 8 * 1024 * 1024

/** The handler of a conversation as a file. */
export const trajectoryRoutes: Pick<Handlers, 'downloadTrajectory'> = {
  async downloadTrajectory(asked) {
    const { values, nowMs, index, signal } = asked
    const { conversation_id: conversationId } = values
    const clock = { nowMs, timeZone: values.time_zone }
    const question: EventQuestion = {
      conversationId,
      filter: await toEventFilter(values, timesOf(index, conversationId, clock)),
      view: 'events',
      sort: toEventSort('TIMESTAMP'),
      limit: PAGE,
      start: { offset: 0 },
    }
    const first = await index.events(question, signal)
    const [row] = (await index.batch([conversationId], signal)).items
    if (first === null || !row) throw conversationNotFound(conversationId)
    const all = row.event_count ?? first.total
    const head: TrajectoryHead = {
      title: row.title ?? row.first_message ?? conversationId,
      conversation_id: conversationId,
      exported_at: toAsOf(nowMs),
      left_out: [
        `${Math.max(0, all - first.total)} of ${all} events do not match the filters and are left out.`,
        'Credentials are masked, and of full states only status and statistics are kept.',
      ],
    }
    const format = TRAJECTORY_FORMATS[values.format]
    const fileName = `${conversationId.replaceAll(/[^\w-]/g, '-').slice(0, 100)}.${format.extension}`
    return {
      revision: first.revision,
      body: new Download(format.contentType, fileName, write(asked, question, first, format, head)),
    }
  },
}

async function* write(
  asked: Trajectory,
  question: EventQuestion,
  first: EventPage,
  format: TrajectoryFormat,
  head: TrajectoryHead,
): AsyncGenerator<string> {
  yield format.head(head)
  let isFirst = true
  for await (const event of readEvents(asked, question, first)) {
    yield format.event(event, isFirst)
    isFirst = false
  }
  yield format.tail
}

async function* readEvents(asked: Trajectory, question: EventQuestion, first: EventPage): AsyncGenerator<Event> {
  const { values, index, writeEvents, signal } = asked
  let page: EventPage | null = first
  while (page !== null) {
    for (const group of inGroups(page.items)) {
      const wanted = group.map((event) => toWanted(event, 'events'))
      for (const json of await writeEvents(page.source, values.conversation_id, wanted, signal))
        // Written by ourselves, in the contract's shape.
        yield JSON.parse(Buffer.from(json).toString('utf8')) as Event
    }
    const last = page.cursors.at(-1)
    if (!page.hasNext || last === undefined) return
    page = await index.events({ ...question, start: { after: last } }, signal)
  }
  throw new Error('the conversation was removed while it was downloaded')
}

function inGroups(events: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const event of events) {
    bytes += event.size_bytes
    if (bytes > BYTES) {
      groups.push([])
      bytes = event.size_bytes
    }
    groups.at(-1)?.push(event)
  }
  return groups
}
