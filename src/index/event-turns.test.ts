import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventPage, EventQuestion, EventRow } from './event-port.ts'
import { ALL_EVENTS, aUserMessage, anEvent, Chance, plantIndex, START_MS, type PlantedIndex } from './planted-index.ts'
import type { StoredEvent } from './records.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const APPEND_ORDER = { key: 'TIMESTAMP', descending: false } as const

function ask(question: Partial<EventQuestion> & Pick<EventQuestion, 'view'>): EventPage {
  const whole = { filter: ALL_EVENTS, sort: APPEND_ORDER, limit: 100, start: { offset: 0 }, ...question }
  const page = index.reader().events({ conversationId: 'x', ...whole })
  if (page === null) throw new Error('there is no such conversation')
  return page
}

/** Messages, calls, their answers (sooner or later), errors and quiet events in any order. */
function sequenceOf(chance: Chance, length: number): StoredEvent[] {
  const open: StoredEvent[] = []
  return Array.from({ length }, (_, seq) => {
    const kind = chance.pick(['user', 'agent', 'call', 'call', 'call', 'answer', 'answer', 'quiet', 'error'])
    if (kind === 'user') return aUserMessage(seq, 'go on')
    if (kind === 'agent') return anEvent(seq, { kind: 'MessageEvent', source: 'agent' })
    if (kind === 'quiet') return anEvent(seq, { kind: 'ConversationStateUpdateEvent' })
    const answered = open.splice(chance.below(open.length), 1)[0]
    if (kind === 'call' || answered === undefined) {
      const call = anEvent(seq, {
        kind: 'ActionEvent',
        toolName: 'terminal',
        time: chance.happens(0.1) ? null : timeOf(seq),
      })
      open.push(call)
      return call
    }
    return anEvent(seq, {
      kind: kind === 'error' ? 'AgentErrorEvent' : 'ObservationEvent',
      actionId: answered.id,
      isError: kind === 'error',
    })
  })
}

const timeOf = (seq: number) => ({ microseconds: (START_MS + seq * 1000) * 1000, zoned: false })

/** The same as the index says, from what the three views list. */
function naiveTurn(turn: number, all: Record<EventQuestion['view'], readonly EventRow[]>) {
  const rows = all.transcript.filter((row) => row.turn === turn)
  const messages = all.focused.filter((row) => row.turn === turn)
  const events = all.events.filter((event) => event.turn === turn)
  const times = events
    .filter(({ kind }) => kind !== 'ConversationStateUpdateEvent')
    .flatMap((event) => event.timestamp ?? [])
  return {
    turn,
    row: all.transcript.findIndex((row) => row.turn >= turn),
    rows: rows.length,
    steps: rows.length - messages.length,
    errors: events.filter((event) => event.is_error).length,
    last_message_row: messages.at(-1)?.row ?? null,
    started_at: times[0] ?? null,
    ended_at: times.at(-1) ?? null,
  }
}

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))('turns equal what the views list (seed %i)', (seed) => {
  const chance = new Chance(seed)
  index.plant('x', {}, sequenceOf(chance, 5 + chance.below(90)))
  const [events, transcript, focused] = (['events', 'transcript', 'focused'] as const).map(
    (view) => ask({ view }).items,
  )
  const all = { events: events ?? [], transcript: transcript ?? [], focused: focused ?? [] }
  for (let round = 0; round < 6; round++) {
    const from = chance.below(all.transcript.length)
    const descending = chance.happens(0.3)
    const page = ask({
      view: 'transcript',
      sort: { key: 'TIMESTAMP', descending },
      limit: 1 + chance.below(20),
      start: { offset: from },
    })
    const numbers = page.items.map(({ turn }) => turn)
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
    const expected = Array.from({ length: high - low + 1 }, (_, at) => naiveTurn(low + at, all))
    expect(page.turns).toEqual(numbers.length === 0 ? [] : expected)
  }
})

test('a filter changes nothing of a turn, and other views and orders have none', () => {
  index.plant('x', {}, [
    aUserMessage(0, 'one'),
    anEvent(1, { kind: 'ActionEvent' }),
    anEvent(2, { kind: 'ActionEvent' }),
    aUserMessage(3, 'two'),
  ])
  const filter = { ...ALL_EVENTS, kind: { include: ['ActionEvent'], exclude: [] } }
  expect(ask({ view: 'transcript', filter }).turns).toMatchObject([
    { turn: 1, row: 0, rows: 3, steps: 2, last_message_row: 0 },
  ])
  expect(ask({ view: 'events' }).turns).toEqual([])
  expect(ask({ view: 'transcript', sort: { key: 'SIZE', descending: false } }).turns).toEqual([])
})

test('turns between those of the rows that a filter leaves are not told', () => {
  index.plant(
    'x',
    {},
    Array.from({ length: 40 }, (_, seq) => aUserMessage(seq, 'go', seq === 5 || seq === 35 ? { toolName: 'odd' } : {})),
  )
  const filter = { ...ALL_EVENTS, toolName: { include: ['odd'], exclude: [] } }
  expect(ask({ view: 'transcript', filter }).turns.map(({ turn, row }) => [turn, row])).toEqual([
    [6, 5],
    [36, 35],
  ])
})

test('a turn is told whole on a page that shows one of its 3,001 rows', () => {
  const calls = Array.from({ length: 3000 }, (_, at) => anEvent(at + 1, { kind: 'ActionEvent' }))
  index.plant('x', {}, [aUserMessage(0, 'go'), ...calls, aUserMessage(3001, 'on')])
  expect(ask({ view: 'transcript', start: { offset: 1500 }, limit: 1 }).turns).toMatchObject([
    { turn: 1, row: 0, rows: 3001, steps: 3000, ended_at: (START_MS + 3_000_000) * 1000 },
  ])
})
