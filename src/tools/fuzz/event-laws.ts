import { EVENT_FIELDS, EventFilter, isFailed } from './event-filter.ts'
import { inOrder } from './event-order.ts'
import type { Conversation, Events, Facts, TranscriptRow } from './facts.ts'
import { askFurther, expectSame, expectThat, expectWithin, queryWith, type Answered, type Law } from './law.ts'
import { followPages } from './paging-laws.ts'
import { answerOf, momentOf, numberOf, textsOf, toId, toNs, wordOf, type Question } from './question.ts'
import { OFFSET_MINUTES } from './world.ts'

/** The conversation that a question about events names, with its events. */
function conversationOf(question: Question, facts: Facts): [Conversation, Events] {
  const id = toId(textsOf(question, 'conversation_id')[0] ?? '')
  const [row, events] = [facts.byId.get(id), facts.events.get(id)]
  expectThat(`${id} is known to nobody`, row !== undefined && events !== undefined)
  return [row as Conversation, events as Events] // as just seen
}

const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id)

/** A page holds the rows of the view that pass, in their order, each as everywhere; its numbers are those of a plain count. */
export const searchEvents: Law = async (answered) => {
  const { question, body, facts } = answered
  const [conversation, events] = conversationOf(question, facts)
  const filter = new EventFilter(conversation, events, question)
  const view = wordOf(question, 'view') ?? ''
  const [sure, most] = [filter.rows(view, false), filter.rows(view, true)]
  expectWithin('total', body.total, sure.length, most.length)
  expectWithin('hidden', body.hidden, filter.hidden(view, false), filter.hidden(view, true))
  const limit = numberOf(question, 'limit') ?? 0
  expectThat(`a page should hold ${limit} items at most`, body.items.length <= limit)
  const rest = Math.max(0, body.total - body.offset)
  expectSame('the number of items', body.items.length, Math.min(limit, rest))
  expectSame('whether there is a next page', body.next_page_id !== null, rest > limit)
  if (sure.length === most.length) {
    const sortOrder = wordOf(question, 'sort_order') ?? ''
    const all = inOrder(sure, sortOrder)
    expectSame('ids of the items', ids(body.items), ids(all.slice(body.offset, body.offset + limit)))
    const start = startOf(question, conversation, all, view, sortOrder)
    if (start !== null) expectSame('offset', body.offset, start)
  }
  for (const item of body.items) expectEvent(item, events, view, answerOf(question, 'skeleton') === true)
  await followPages(answered, body.total)
  if (answered.turn % 10 === 9) await expectOneTotal(answered)
}

/** Every route counts the same, filters of which nobody knows the answer here too. */
async function expectOneTotal({ question, body, client, path }: Answered): Promise<void> {
  const beside = ['sort_order', 'limit', 'page_id', 'offset', 'at', 'skeleton']
  const query = queryWith(question.query, beside, '')
  const ask = (route: string, rest: string) => askFurther(client, `${path.replace(/search$/, route)}?${rest}`)
  expectSame('the count', await ask('count', query), body.total)
  if (wordOf(question, 'view') !== 'events') return
  const { total, facets, histogram } = await ask('facets', queryWith(query, ['view'], ''))
  expectSame('the total of the facets', total, body.total)
  if (question.values.has('kind') || question.values.has('-kind')) return
  expectSame('the sum of the kinds', sumOf(facets.kind.values), total)
  expectThat('the histogram should hold no more', sumOf(histogram?.buckets ?? []) <= total)
}

function sumOf(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0)
}

/** Where a page starts, as far as that is plain: times lead to a row of their own only where events are rows in their order. */
function startOf(
  question: Question,
  { source }: Conversation,
  all: readonly TranscriptRow[],
  view: string,
  sortOrder: string,
): number | null {
  if (question.values.has('page_id')) return null
  const at = momentOf(question, 'at', OFFSET_MINUTES[source] ?? 0)
  if (at === null) return Math.min(numberOf(question, 'offset') ?? 0, all.length)
  const ns = all.map(({ timestamp }) => (timestamp === undefined ? null : toNs(timestamp)))
  const isOrdered = ns.every((own, index) => own !== null && (index === 0 || own >= (ns[index - 1] ?? 0n)))
  if (view !== 'events' || sortOrder !== 'TIMESTAMP' || !isOrdered) return null
  const found = ns.findIndex((own) => own !== null && own >= at)
  return found === -1 ? all.length : found
}

/** An item says of itself what it says everywhere. */
function expectEvent(item: Answered['body'], { all, transcript }: Events, view: string, isSkeleton: boolean): void {
  const plain = all.find(({ id }) => id === item.id)
  const folding = view === 'events' ? plain : (transcript.find(({ id }) => id === item.id) ?? plain)
  const own = Object.fromEntries(Object.keys(folding ?? {}).map((name) => [name, item[name]]))
  expectSame(`the event ${item.id}`, isSkeleton && folding !== plain ? item : own, folding)
}

/** The count is that of the rows of the view that pass. */
export const countEvents: Law = ({ question, body, facts }) => {
  const filter = new EventFilter(...conversationOf(question, facts), question)
  const view = wordOf(question, 'view') ?? ''
  expectWithin('the count', body, filter.rows(view, false).length, filter.rows(view, true).length)
}

/** Each field is counted under all other filters, and every event with a time is in its bucket. */
export const facetEvents: Law = ({ question, body, facts }) => {
  const filter = new EventFilter(...conversationOf(question, facts), question)
  const [sure, most] = [filter.events(false), filter.events(true)]
  expectWithin('total', body.total, sure.length, most.length)
  if (sure.length !== most.length) return
  for (const [field, valueOf] of Object.entries(EVENT_FIELDS)) {
    const under = filter.events(false, [field])
    if (under.length !== filter.events(true, [field]).length) continue
    const facet = body.facets[field]
    for (const { value, count } of facet.values)
      expectSame(`the count of ${field} ${value}`, count, under.filter((event) => valueOf(event) === value).length)
    expectSame(`other_count of ${field}`, facet.other_count, under.length - sumOf(facet.values))
    expectSame(`distinct of ${field}`, facet.distinct, new Set(under.map(valueOf)).size)
  }
  const aside = ['is_error', 'failed_command']
  const outcomes = filter.events(false, aside)
  if (outcomes.length !== filter.events(true, aside).length) return
  const errors = outcomes.filter((event) => event.is_error)
  const end = errors.findLast(({ kind }) => kind === 'ConversationErrorEvent') ?? errors.at(-1)
  expectSame('errors', body.errors, {
    count: errors.length,
    first_event_id: errors[0]?.id ?? null,
    last_event_id: end?.id ?? null,
  })
  expectSame('failed_commands', body.failed_commands, { count: outcomes.filter(isFailed).length })
  const timed = sure.filter(({ timestamp }) => timestamp !== undefined)
  const buckets: { start: string; count: number }[] = body.histogram?.buckets ?? []
  expectSame('the sum of the histogram', sumOf(buckets), timed.length)
  const width = BigInt(body.histogram?.bucket_seconds ?? 0) * 1_000_000_000n
  for (const { start, count } of buckets) {
    const isWithin = (ns: bigint) => ns >= toNs(start) && ns < toNs(start) + width
    expectSame(`the bucket of ${start}`, count, timed.filter(({ timestamp }) => isWithin(toNs(timestamp ?? ''))).length)
  }
}

/** The event is the one that the list has, and its offset that of its row. */
export const getEvent: Law = ({ question, body, facts }) => {
  const [conversation, events] = conversationOf(question, facts)
  const event = eventOf(events, question)
  expectThat('an event that nobody knows is answered', event !== undefined)
  if (event === undefined || answerOf(question, 'raw') === true) return
  const view = wordOf(question, 'view') ?? ''
  expectEvent(body, { ...events, transcript: [] }, view, false)
  const filter = new EventFilter(conversation, events, question)
  const [rows, most] = [filter.rows(view, false), filter.rows(view, true)]
  const isAsked = [...question.values.keys()].some((name) => !NOT_PLACING.includes(name))
  expectSame('whether there is an offset', 'offset' in body, isAsked)
  if (!isAsked || rows.length !== most.length) return
  const head = view === 'events' ? event.id : (filter.headOf(event) ?? event.id)
  const place = events.all.findIndex(({ id }) => id === head)
  const before = rows.findLastIndex(({ id }) => events.all.findIndex((one) => one.id === id) <= place)
  expectSame('offset', body.offset, before === -1 ? null : before)
}

const NOT_PLACING = ['conversation_id', 'event_id', 'raw', 'time_zone']

/** The event that a question names, its id in any spelling. */
export function eventOf({ all }: Events, question: Question): TranscriptRow | undefined {
  const [asked = ''] = textsOf(question, 'event_id')
  return all.find(({ id }) => id === asked) ?? all.find(({ id }) => toId(id) === toId(asked))
}

/** Every row of the transcript that passes is in one span or has no time. */
export const timeline: Law = ({ question, body, facts }) => {
  const filter = new EventFilter(...conversationOf(question, facts), question)
  const [sure, most] = [filter.rows('transcript', false), filter.rows('transcript', true)]
  expectWithin('total', body.total, sure.length, most.length)
  expectSame('the sum of the spans', sumOf(body.spans) + body.untimed, body.total)
  const starts = body.spans.map(({ start }: { start: string }) => toNs(start))
  expectThat(
    'spans should come in the order of their beginning',
    starts.every((ns: bigint, at: number) => at === 0 || ns >= starts[at - 1]),
  )
  if (sure.length !== most.length || body.merged) return
  const timed = sure.filter(({ timestamp }) => timestamp !== undefined)
  const told: readonly { event_id: string }[] = body.spans
  expectSame('the rows', told.map(({ event_id: id }) => id).toSorted(), ids(timed).toSorted())
}

/** Every call of a tool is counted, and only actions are slow. */
export const usage: Law = ({ question, body, facts }) => {
  const [, { all }] = conversationOf(question, facts)
  const calls = all.filter(({ kind, tool_name: tool }) => kind === 'ActionEvent' && tool !== undefined)
  expectSame('the calls of all tools', sumOf(body.tools), calls.length)
  for (const { event_id: id } of body.slowest)
    expectThat(
      `${id} should be an action`,
      calls.some((event) => event.id === id),
    )
}
