import { afterEach, beforeEach, expect, test } from 'vitest'
import { anEvent, plantIndex, START_MS, type PlantedIndex } from './planted-index.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const at = (ms: number) => ({ microseconds: (START_MS + ms) * 1000, zoned: false })
const action = (seq: number, ms: number, toolName: string) =>
  anEvent(seq, { kind: 'ActionEvent', source: 'agent', time: at(ms), toolName, headline: `call ${seq}` })
const answer = (seq: number, ms: number, toolName: string, of: number) =>
  anEvent(seq, { kind: 'ObservationEvent', time: at(ms), toolName, actionId: `event-${of}` })

test('durations are from action to answer, by tool and the longest first', () => {
  const events = [
    action(0, 0, 'terminal'),
    answer(1, 500, 'terminal', 0),
    action(2, 600, 'editor'),
    answer(3, 2600, 'editor', 2),
  ]
  index.plant('c', {}, [
    ...events,
    action(4, 3000, 'terminal'),
    answer(5, 3100, 'terminal', 4),
    action(6, 4000, 'browser'),
  ])
  expect(index.reader().usage('c')).toMatchObject({
    source: 'a',
    tools: [
      { tool_name: 'editor', count: 1, elapsed_ms: 2000 },
      { tool_name: 'terminal', count: 2, elapsed_ms: 600 },
      { tool_name: 'browser', count: 1, elapsed_ms: null },
    ],
    slowest: [
      { event_id: 'event-2', tool_name: 'editor', headline: 'call 2', elapsed_ms: 2000 },
      { event_id: 'event-0', tool_name: 'terminal', headline: 'call 0', elapsed_ms: 500 },
      { event_id: 'event-4', tool_name: 'terminal', headline: 'call 4', elapsed_ms: 100 },
    ],
    tellers: [],
  })
  expect(index.reader().usage('nobody')).toBeNull()
})

test('an answer from before its action has no duration', () => {
  index.plant('c', {}, [action(0, 5000, 'terminal'), answer(1, 0, 'terminal', 0)])
  expect(index.reader().usage('c')).toMatchObject({ tools: [{ count: 1, elapsed_ms: null }], slowest: [] })
})

test('durations that no column of whole numbers holds together are summed all the same', () => {
  const [early, late] = [-9e15, 9e15].map((microseconds) => ({ microseconds, zoned: true }))
  const step = (seq: number) => [
    { ...action(seq, 0, 'terminal'), time: early ?? null },
    { ...answer(seq + 1, 0, 'terminal', seq), time: late ?? null },
  ]
  index.plant('c', {}, Array.from({ length: 600 }, (_, number) => step(2 * number)).flat())
  expect(index.reader().usage('c')?.tools).toEqual([{ tool_name: 'terminal', count: 600, elapsed_ms: 600 * 1.8e13 }])
})

test('of many statistics two hundred are read, the last among them', () => {
  const update = (seq: number) => anEvent(seq, { kind: 'ConversationStateUpdateEvent', headline: 'stats updated' })
  index.plant(
    'c',
    {},
    Array.from({ length: 999 }, (_, seq) => update(seq)),
  )
  const seqs = index
    .reader()
    .usage('c')
    ?.tellers.map(({ seq }) => seq)
  expect([seqs?.length, seqs?.at(-1), new Set(seqs).size]).toEqual([200, 998, 200])
})

test('where there are none, the actions of an older server are', () => {
  index.plant('c', {}, [
    anEvent(0, { nativeKind: 'action:run', source: 'agent' }),
    anEvent(1, { nativeKind: 'observation:run' }),
  ])
  expect(
    index
      .reader()
      .usage('c')
      ?.tellers.map(({ seq }) => seq),
  ).toEqual([0])
})
