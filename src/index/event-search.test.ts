import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  ALL_EVENTS,
  anEvent,
  aUserMessage,
  EVERYTHING,
  plantIndex,
  START_MS,
  type PlantedIndex,
} from './planted-index.ts'
import type { EventFilter, SearchQuestion } from './event-port.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const ask = (events: Partial<EventFilter>, question: Partial<SearchQuestion> = {}) =>
  index.reader().searchEvents({
    conversations: EVERYTHING,
    events: { ...ALL_EVENTS, ...events },
    limit: 10,
    hits: 5,
    start: { offset: 0 },
    ...question,
  })
const only = (value: string) => ({ include: [value], exclude: [] })

function plantApples(): void {
  const seven = Array.from({ length: 7 }, (_, seq) =>
    anEvent(seq, { text: `Apple number ${seq}`, toolName: 'terminal' }),
  )
  // Their newest events say which is newer.
  index.plant('old', { title: 'Orchard' }, seven)
  index.plant('new', { status: 'error' }, [aUserMessage(100, 'an APPLE and a pear'), aUserMessage(101, 'plum')])
  index.plant('none', {}, [aUserMessage(0, 'plum')])
}

/** With the trigrams still to be built, and built. */
test.each([false, true])('events are found, counted and grouped, newest conversation first (built: %s)', (isBuilt) => {
  plantApples()
  if (isBuilt) index.writer.buildText()
  const found = ask({ text: ['apple'] })
  expect([found.total, found.totalConversations]).toEqual([8, 2])
  expect(found.items.map(({ id, count, hits }) => [id, count, hits.map(({ event }) => event.seq)])).toEqual([
    ['new', 1, [100]],
    ['old', 7, [0, 1, 2, 3, 4]],
  ])
  expect(found.items[0]?.hits[0]?.folded).toBe('an apple and a pear')
  expect(ask({ text: ['pear', 'plum', 'apple'] })).toMatchObject({ total: 10, totalConversations: 3 })
  expect(ask({ text: ['pp'] })).toMatchObject({ total: 8 })
  expect(ask({ text: ['grape'] })).toMatchObject({ total: 0, items: [], hasNext: false })
})

test('filters of events and of conversations narrow it', () => {
  plantApples()
  const text = ['apple']
  expect(ask({ text, toolName: only('terminal') })).toMatchObject({ total: 7, totalConversations: 1 })
  expect(ask({ text, kind: only('MessageEvent') })).toMatchObject({ total: 1 })
  expect(ask({ text, body: ['PEAR'] })).toMatchObject({ total: 1 })
  expect(ask({ text, isError: true })).toMatchObject({ total: 0 })
  expect(ask({ text, timestamp: { gte: START_MS + 3000, lt: START_MS + 5000 } })).toMatchObject({ total: 2 })
  const failed = { ...EVERYTHING, values: { status: only('error') } }
  expect(ask({ text }, { conversations: failed })).toMatchObject({ total: 1, totalConversations: 1 })
})

test('pages follow each other, and what is written meanwhile is found', () => {
  plantApples()
  const first = ask({ text: ['apple'] }, { limit: 1 })
  expect([first.items[0]?.id, first.hasNext]).toEqual(['new', true])
  const [cursor] = first.cursors
  const second = ask({ text: ['apple'] }, { limit: 1, start: cursor ? { after: cursor } : { offset: 9 } })
  expect([second.items[0]?.id, second.hasNext, second.total]).toEqual(['old', false, 8])
  expect([first.rank, first.hasPrevious, second.rank, second.hasPrevious]).toEqual([1, false, 2, true])
  const [here] = second.cursors
  const back = ask({ text: ['apple'] }, { limit: 1, start: here ? { before: here } : { offset: 9 } })
  expect([back.items[0]?.id, back.rank, back.hasPrevious, back.hasNext]).toEqual(['new', 1, false, true])
  index.plant('later', {}, [aUserMessage(0, 'one more apple')])
  expect(ask({ text: ['apple'] })).toMatchObject({ total: 9 })
})

test('a long text is cut around what was found', () => {
  index.plant('long', {}, [aUserMessage(0, `${'x'.repeat(5000)}needle${'y'.repeat(5000)}`)])
  expect(ask({ text: ['Needle'] }).items[0]?.hits[0]?.folded).toBe(`${'x'.repeat(120)}needle${'y'.repeat(120)}`)
})
