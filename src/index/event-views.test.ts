import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { QUIET_KINDS } from '../contract/kinds.ts'
import {
  ALL_EVENTS,
  Chance,
  START_MS,
  UTC,
  aTornEvent,
  anEvent,
  plantIndex,
  type PlantedIndex,
} from './planted-index.ts'
import type { EventCursor, EventFilter, EventPage, EventQuestion, EventSortKey, EventView } from './event-port.ts'
import type { StoredEvent } from './records.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const VIEWS: readonly [EventView, EventView, EventView] = ['events', 'transcript', 'focused']
const KEYS: readonly [EventSortKey, ...EventSortKey[]] = ['TIMESTAMP', 'TIMESTAMP', 'SIZE', 'KIND', 'SOURCE', 'TOOL']
const WORDS: readonly [string, ...string[]] = ['fix', 'paging', 'ΟΔΌΣ', 'straße', '🙂 smile']

/** A conversation as agents make them: some answers late, some missing, some of unknown actions. */
function sequenceOf(chance: Chance, length: number): StoredEvent[] {
  const open: StoredEvent[] = []
  return Array.from({ length }, (_, seq) => {
    const text = chance.happens(0.7) ? `${chance.pick(WORDS)} ${chance.pick(WORDS)}` : null
    const common = { text, sizeBytes: chance.below(5), source: chance.pick(['agent', 'environment', null]) }
    const kind = chance.pick([
      'user',
      'agent',
      'action',
      'action',
      'answer',
      'answer',
      'error',
      'reject',
      'quiet',
      'other',
      'acp',
    ])
    const toolName = chance.pick(['terminal', 'finish', 'edit'])
    const answered = chance.happens(0.8) ? open.splice(chance.below(open.length), 1)[0] : undefined
    if (kind === 'user')
      return anEvent(seq, {
        ...common,
        kind: 'MessageEvent',
        source: chance.pick(['user', null]),
        isUserMessage: true,
        messageText: text,
      })
    if (kind === 'agent') return anEvent(seq, { ...common, kind: 'MessageEvent', source: 'agent', messageText: text })
    if (kind === 'quiet')
      return anEvent(seq, { ...common, kind: chance.pick(['ConversationStateUpdateEvent', 'TokenEvent']) })
    if (kind === 'other') return anEvent(seq, { ...common, kind: 'Condensation' })
    if (kind === 'acp')
      return anEvent(seq, { ...common, kind: 'ACPToolCallEvent', toolCallId: `acp-${chance.below(3)}` })
    if (kind === 'action' || answered === undefined) {
      const action = anEvent(seq, {
        ...common,
        kind: 'ActionEvent',
        toolName,
        toolCallId: chance.happens(0.8) ? `call-${chance.below(6)}` : null,
      })
      open.push(action)
      return action
    }
    const { id, toolCallId } = answered
    if (kind === 'error') return anEvent(seq, { ...common, kind: 'AgentErrorEvent', toolCallId, isError: true })
    if (kind === 'reject') return anEvent(seq, { ...common, kind: 'UserRejectObservation', actionId: id, toolCallId })
    return anEvent(seq, {
      ...common,
      kind: 'ObservationEvent',
      actionId: id,
      toolCallId,
      exitCode: chance.pick([null, 0, 1, -1]),
    })
  })
}

interface NaiveRow {
  readonly head: StoredEvent
  answer: StoredEvent | null
}

/** Every event's row, found by looking back over the whole list. */
function naiveFold(events: readonly StoredEvent[]): ReadonlyMap<StoredEvent, NaiveRow> {
  const rows = new Map<StoredEvent, NaiveRow>()
  const heads: NaiveRow[] = []
  for (const event of events) {
    const isAnswer = /ObservationEvent|AgentErrorEvent|UserRejectObservation|ACPToolCallEvent/.test(event.kind)
    const waiting = heads.filter(
      ({ head, answer }) => answer === null && /ActionEvent|ACPToolCallEvent/.test(head.kind),
    )
    const byId = waiting.find(({ head }) => head.id === event.actionId)
    const byCall = waiting.findLast(({ head }) => event.toolCallId !== null && head.toolCallId === event.toolCallId)
    const row = isAnswer ? (byId ?? byCall) : undefined
    if (row !== undefined) row.answer = event
    const own = row ?? { head: event, answer: null }
    if (row === undefined) heads.push(own)
    rows.set(event, own)
  }
  return rows
}

const isFocused = ({ head }: NaiveRow) =>
  head.kind === 'MessageEvent'
    ? head.source !== null && ['user', 'agent'].includes(head.source)
    : head.kind === 'ActionEvent' && head.toolName === 'finish'

function passes(event: StoredEvent, filter: EventFilter): boolean {
  const chosen = (choice: EventFilter['kind'], value: string | null) =>
    (choice.include.length === 0 || choice.include.includes(value)) && !choice.exclude.includes(value)
  const failed = event.exitCode !== null && event.exitCode > 0
  const ms = (event.time?.microseconds ?? Number.NaN) / 1000
  const holds = (text: string | null, word: string) =>
    text !== null && text.toLowerCase().replaceAll('ς', 'σ').includes(word.toLowerCase().replaceAll('ς', 'σ'))
  return (
    chosen(filter.kind, event.kind) &&
    chosen(filter.source, event.source) &&
    chosen(filter.toolName, event.toolName) &&
    (filter.isError ?? event.isError) === event.isError &&
    (filter.failedCommand ?? failed) === failed &&
    (filter.text.length === 0 || filter.text.some((word) => holds(event.text, word))) &&
    (filter.body.length === 0 || filter.body.some((word) => holds(event.messageText, word))) &&
    (filter.timestamp.gte === undefined || ms >= filter.timestamp.gte) &&
    (filter.timestamp.lt === undefined || ms < filter.timestamp.lt)
  )
}

function naiveRows(
  events: readonly StoredEvent[],
  filter: EventFilter,
  view: EventView,
): { rows: StoredEvent[]; hidden: number } {
  if (view === 'events') return { rows: events.filter((event) => passes(event, filter)), hidden: 0 }
  const folded = naiveFold(events)
  const isLoud = (event: StoredEvent) => !QUIET_KINDS.has(event.kind) || filter.kind.include.includes(event.kind)
  const passing = events.filter((event) => passes(event, filter))
  const heads = new Set(passing.filter(isLoud).map((event) => folded.get(event)))
  const rows = [...heads].filter((row) => row !== undefined).filter((row) => view === 'transcript' || isFocused(row))
  const inOrder = rows.map(({ head }) => head).toSorted((a, b) => a.seq - b.seq)
  return { rows: inOrder, hidden: passing.filter((event) => !isLoud(event)).length }
}

function sorted(rows: readonly StoredEvent[], { key, descending }: EventQuestion['sort']): StoredEvent[] {
  const sign = descending ? -1 : 1
  const valueOf = (event: StoredEvent) =>
    ({ SIZE: event.sizeBytes, KIND: event.kind, SOURCE: event.source, TOOL: event.toolName, TIMESTAMP: event.seq })[key]
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)]
    if (one === other) return a.seq - b.seq
    if (one === null || other === null) return one === null ? 1 : -1
    return (one < other ? -1 : 1) * sign
  })
}

function filterFrom(chance: Chance): EventFilter {
  if (chance.happens(0.25)) return ALL_EVENTS
  const choice = (values: readonly (string | null)[]) => {
    const include = chance.happens(0.3) ? chance.some(values, 0.4) : []
    return { include, exclude: chance.happens(0.2) ? chance.some(values, 0.2) : [] }
  }
  return {
    kind: choice([
      'MessageEvent',
      'ActionEvent',
      'ObservationEvent',
      'TokenEvent',
      'ConversationStateUpdateEvent',
      'Nothing',
    ]),
    source: choice(['user', 'agent', 'environment', null]),
    toolName: choice(['terminal', 'finish', null]),
    isError: chance.happens(0.1) ? chance.happens(0.5) : null,
    failedCommand: chance.happens(0.1) ? chance.happens(0.5) : null,
    body: chance.happens(0.1) ? [chance.pick(['fix', 'aging'])] : [],
    text: chance.happens(0.2) ? [chance.pick(['FIX', 'οδός', 'ß', '🙂', 'nowhere'])] : [],
    timestamp: chance.happens(0.2) ? { gte: START_MS + 3000, lt: START_MS + chance.below(40) * 1000 } : {},
  }
}

function ask(question: Omit<EventQuestion, 'conversationId'>): EventPage {
  const page = index.reader().events({ conversationId: 'x', ...question })
  if (page === null) throw new Error('there is no such conversation')
  return page
}

const seqs = (rows: readonly { readonly seq: number }[]) => rows.map(({ seq }) => seq)
const cursorAt = (page: EventPage, at: number): EventCursor => page.cursors.at(at) ?? { value: null, position: 0 }

test.each(Array.from({ length: 16 }, (_, seed) => seed + 1))('views equal a naive fold (seed %i)', (seed) => {
  const chance = new Chance(seed)
  const events = sequenceOf(chance, 5 + chance.below(40))
  index.plant('x', {}, events)
  for (let round = 0; round < 8; round++) {
    const filter = filterFrom(chance)
    const view = chance.pick(VIEWS)
    const sort = { key: chance.pick(KEYS), descending: chance.happens(0.5) }
    const limit = 1 + chance.below(7)
    const naive = naiveRows(events, filter, view)
    const expected = seqs(sorted(naive.rows, sort))
    const whole = ask({ filter, view, sort, limit: 100, start: { offset: 0 } })
    expect([seqs(whole.items), whole.total, whole.hidden]).toEqual([expected, expected.length, naive.hidden])
    const forwards: number[] = []
    for (
      let page = ask({ filter, view, sort, limit, start: { offset: 0 } });
      ;
      page = ask({ filter, view, sort, limit, start: { after: cursorAt(page, -1) } })
    ) {
      expect(page.offset).toBe(forwards.length)
      forwards.push(...seqs(page.items))
      if (!page.hasNext) break
    }
    expect(forwards).toEqual(expected)
    const [middle] = [chance.below(expected.length + 1)]
    const page = ask({ filter, view, sort, limit, start: { offset: middle } })
    if (page.items.length === 0) continue
    const before = ask({ filter, view, sort, limit, start: { before: cursorAt(page, 0) } })
    expect(seqs(before.items)).toEqual(expected.slice(Math.max(0, middle - limit), middle))
  }
})

test.each(Array.from({ length: 10 }, (_, seed) => seed + 1))(
  'offsets and counts of facets equal naive ones (seed %i)',
  (seed) => {
    const chance = new Chance(seed)
    const events = sequenceOf(chance, 30)
    index.plant('x', {}, events)
    const folded = naiveFold(events)
    for (let round = 0; round < 5; round++) {
      const filter = filterFrom(chance)
      const view = chance.pick(VIEWS)
      const { rows } = naiveRows(events, filter, view)
      for (const event of chance.some(events, 0.3)) {
        const head = view === 'events' ? event : (folded.get(event)?.head ?? event)
        const offset = rows.findLastIndex((row) => row.seq <= head.seq)
        expect(index.reader().event('x', event.id, filter, view)?.offset).toBe(offset === -1 ? null : offset)
      }
      const facets = index.reader().eventFacets('x', filter)
      const open = { include: [], exclude: [] }
      const withoutErrors = { ...filter, isError: null, failedCommand: null }
      const tally = (freed: Partial<EventFilter>, valueOf: (event: StoredEvent) => string | null) => {
        const counts = new Map<string | null, number>()
        for (const event of events)
          if (passes(event, { ...filter, ...freed })) counts.set(valueOf(event), (counts.get(valueOf(event)) ?? 0) + 1)
        return counts
      }
      const listed = (field: 'kind' | 'source' | 'tool_name') =>
        new Map(
          (facets?.facets[field].values ?? [])
            .filter(({ count }) => count > 0)
            .map(({ value, count }) => [value, count]),
        )
      expect(listed('kind')).toEqual(tally({ kind: open }, ({ kind }) => kind))
      expect(listed('source')).toEqual(tally({ source: open }, ({ source }) => source))
      expect(listed('tool_name')).toEqual(tally({ toolName: open }, ({ toolName }) => toolName))
      const errors = events.filter((event) => event.isError && passes(event, withoutErrors))
      expect(facets?.errors).toEqual({
        count: errors.length,
        first_event_id: errors[0]?.id ?? null,
        last_event_id: errors.at(-1)?.id ?? null,
      })
      expect(facets?.total).toBe(events.filter((event) => passes(event, filter)).length)
      const inBuckets = (facets?.histogram?.buckets ?? []).reduce((sum, { count }) => sum + count, 0)
      expect(inBuckets).toBe(facets?.total)
    }
  },
)

test.each(Array.from({ length: 14 }, (_, seed) => seed + 1))(
  'pieces and healed files give what one whole read gives (seed %i)',
  (seed) => {
    const chance = new Chance(seed)
    const tree = sequenceOf(chance, 30).map((event, at) => ({
      ...event,
      parentId: at === 0 ? null : `event-${chance.happens(0.9) ? at - 1 : chance.below(at)}`,
    }))
    const record = { leafEventId: 'event-29' }
    index.plant('whole', record, tree)
    const torn = new Set(chance.some(seqs(tree), 0.2))
    index.plant('pieces', record)
    for (let from = 0; from < tree.length;) {
      const to = from + 1 + chance.below(8)
      const events = tree.slice(from, to).map((event) => (torn.has(event.seq) ? aTornEvent(event.seq) : event))
      index.writer.take('pieces', { mode: 'append', events }, UTC)
      from = to
    }
    const healed = tree.filter(({ seq }) => torn.has(seq))
    const cut = chance.below(healed.length + 1)
    for (const events of [healed.slice(cut), healed.slice(0, cut)])
      index.writer.take('pieces', { mode: 'heal', events }, UTC)
    index.writer.settle('a', 'pieces', 'f')
    const said = (id: string) => {
      const [row] = index.reader().batch([id]).items
      const sort = { key: 'TIMESTAMP', descending: false } as const
      const pages = VIEWS.map((view) =>
        index.reader().events({ conversationId: id, filter: ALL_EVENTS, view, sort, limit: 100, start: { offset: 0 } }),
      )
      const views = pages.map((page) => [page?.items, page?.total, page?.hidden])
      const found = WORDS.map((word) => index.reader().countEvents(id, { ...ALL_EVENTS, text: [word] })?.total)
      return { row: { ...row, id: '' }, views, found, held: index.writer.held(id) }
    }
    expect(said('pieces')).toEqual(said('whole'))
  },
)

test('an id that goes on behind a NUL is another id', () => {
  index.plant('x', {}, [anEvent(0)])
  const reader = index.reader()
  expect(reader.event('x', 'event-0', ALL_EVENTS, 'events')?.event.seq).toBe(0)
  expect(reader.event('x', 'event-0\0', ALL_EVENTS, 'events')).toBeNull()
  expect(reader.event('x\0', 'event-0', ALL_EVENTS, 'events')).toBeNull()
  expect([reader.countEvents('x\0y', ALL_EVENTS), reader.usage('x\0'), reader.zoneOffset('x\0', 0)]).toEqual([
    null,
    null,
    null,
  ])
})

test('the error that ended a conversation is its last of that kind, else its last error', () => {
  const failed = (seq: number, kind: string) => anEvent(seq, { kind, isError: true })
  index.plant('x', {}, [
    failed(0, 'AgentErrorEvent'),
    failed(1, 'ConversationErrorEvent'),
    failed(2, 'ConversationErrorEvent'),
    failed(3, 'AgentErrorEvent'),
  ])
  expect(index.reader().eventFacets('x', ALL_EVENTS)?.errors).toMatchObject({
    first_event_id: 'event-0',
    last_event_id: 'event-2',
  })
  const filter = { ...ALL_EVENTS, kind: { include: ['AgentErrorEvent'], exclude: [] } }
  expect(index.reader().eventFacets('x', filter)?.errors).toMatchObject({ count: 2, last_event_id: 'event-3' })
})

describe('cursors and times', () => {
  const action = (seq: number) => anEvent(seq, { kind: 'ActionEvent', toolName: 'terminal' })
  const answer = (seq: number, to: number) =>
    anEvent(seq, { kind: 'ObservationEvent', actionId: `event-${to}`, sizeBytes: 9 })
  const append = { key: 'TIMESTAMP', descending: false } as const
  const newest = { key: 'TIMESTAMP', descending: true } as const
  const at = (seconds: number) => ({ at: START_MS + seconds * 1000 })

  test('a cursor outlives its row in every order', () => {
    index.plant('x', {}, [action(0), aTornEvent(1), anEvent(2), anEvent(3)])
    const question = { filter: ALL_EVENTS, view: 'transcript', limit: 2 } as const
    const page = (sort: EventQuestion['sort']) => ask({ ...question, sort, start: { offset: 0 } })
    const torn = { value: 'UnreadableEvent', position: 1 }
    index.writer.take('x', { mode: 'heal', events: [answer(1, 0)] }, UTC)
    expect(seqs(page(append).items)).toEqual([0, 2])
    expect(seqs(ask({ ...question, sort: append, start: { after: torn } }).items)).toEqual([2, 3])
    expect(seqs(ask({ ...question, sort: newest, start: { after: torn } }).items)).toEqual([0])
    expect(seqs(ask({ ...question, sort: append, start: { before: torn } }).items)).toEqual([0])
    expect(seqs(ask({ ...question, sort: { key: 'KIND', descending: true }, start: { after: torn } }).items)).toEqual([
      2, 3,
    ])
  })

  test('nothing comes after the last row, even where that has gone', () => {
    index.plant('x', {}, [anEvent(0, { kind: 'TokenEvent' }), anEvent(1)])
    const page = ask({
      filter: ALL_EVENTS,
      view: 'transcript',
      sort: newest,
      limit: 5,
      start: { after: { value: null, position: 0 } },
    })
    expect([page.items, page.offset, page.hasNext]).toEqual([[], 1, false])
  })

  test('a time leads to the first row at or after it', () => {
    index.plant('x', {}, [
      action(0),
      anEvent(1),
      answer(2, 0),
      anEvent(3, { kind: 'TokenEvent' }),
      anEvent(4),
      anEvent(5),
    ])
    const offset = (seconds: number, filter: EventFilter, view: EventView) =>
      ask({ filter, view, sort: append, limit: 5, start: at(seconds) }).offset
    expect([0, 1, 2, 3, 4, 5, 6].map((seconds) => offset(seconds, ALL_EVENTS, 'events'))).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect([0, 1, 2, 3, 4, 5, 6].map((seconds) => offset(seconds, ALL_EVENTS, 'transcript'))).toEqual([
      0, 1, 0, 2, 2, 3, 4,
    ])
    const pauses = { ...ALL_EVENTS, kind: { include: ['PauseEvent'], exclude: [] } }
    expect([0, 1, 2, 3, 4, 5, 6].map((seconds) => offset(seconds, pauses, 'transcript'))).toEqual([0, 0, 1, 1, 1, 2, 3])
  })
})

test('the facets of a conversation that changed are counted anew, and nobody gets those of another', () => {
  index.plant('x', {}, [anEvent(0), anEvent(1)])
  index.plant('y', {}, [anEvent(0)])
  const total = (id: string, filter = ALL_EVENTS) => index.reader().eventFacets(id, filter)?.total
  const none = { ...ALL_EVENTS, isError: true }
  expect([total('x'), total('y'), total('x', none)]).toEqual([2, 1, 0])
  index.writer.take('x', { mode: 'append', events: [anEvent(2, { isError: true })] }, UTC)
  expect([total('x'), total('y'), total('x', none)]).toEqual([3, 1, 1])
  index.writer.setClock('x', { zone: 'Asia/Tokyo', basis: 'own' })
  const start = index.reader().eventFacets('x', ALL_EVENTS)?.histogram?.buckets[0]?.start
  expect(start).toBe(START_MS - 9 * 3_600_000)
})
