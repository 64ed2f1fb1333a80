import { expect, test } from 'vitest'
import { describeItem, toLanes } from './timeline-lanes.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 15) + seconds * 1000).toISOString()
const now = Date.UTC(2026, 10, 23)
const row = (seconds: number, fields: object = {}) => ({
  start: at(seconds),
  end: null,
  tool_name: null,
  source: 'agent',
  count: 1,
  error_count: 0,
  failed_count: 0,
  event_id: `event-${seconds}`,
  kind: 'MessageEvent',
  headline: `at ${seconds}`,
  turn: 1,
  ...fields,
})
const call = (seconds: number, tool: string, fields: object = {}) =>
  row(seconds, { tool_name: tool, kind: 'ActionEvent', end: at(seconds + 2), ...fields })
const user = (seconds: number, turn: number) => row(seconds, { source: 'user', turn })
const lines = (...arguments_: Parameters<typeof toLanes>) =>
  toLanes(...arguments_).map(({ name, spans }) => [name, ...spans.map((item) => describeItem(item, now, 'utc'))])

test('turns, the agent, tools with the most used first; each item in words', () => {
  const spans = [
    row(0, { source: null, kind: 'PauseEvent', headline: null }),
    user(1, 1),
    call(2, 'editor'),
    call(5, 'terminal', { error_count: 1 }),
    call(8, 'terminal', { failed_count: 1, end: null }),
    row(9),
    user(20, 2),
  ]
  expect(lines(spans, [])).toEqual([
    ['Turns', 'Turn 1: at 1, Nov 22, 15:00:01, 8.0s', 'Turn 2: at 20, Nov 22, 15:00:20'],
    ['Agent', 'Agent: at 9, Nov 22, 15:00:09'],
    ['terminal', 'terminal: at 5, Nov 22, 15:00:05, 2.0s, error', 'terminal: at 8, Nov 22, 15:00:08, failed command'],
    ['editor', 'editor: at 2, Nov 22, 15:00:02, 2.0s'],
    ['Other', 'Other: Pause, Nov 22, 15:00:00'],
  ])
})

test('a turn ends where the next begins, whatever still runs', () => {
  const [turns] = toLanes([user(0, 1), call(1, 'terminal', { end: at(50) }), user(10, 2)], [])
  expect(turns?.spans.map(({ start, end }) => end === null || (end - start) / 1000)).toEqual([10, true])
})

test('several rows lead to their time alone, and say how many failed', () => {
  const merged = { event_id: null, kind: null, headline: null, turn: null, count: 214, error_count: 3, failed_count: 1 }
  const [you, terminal] = toLanes(
    [
      row(0, { ...merged, source: 'user', error_count: 0, failed_count: 0 }),
      call(60, 'terminal', { ...merged, end: at(600) }),
    ],
    [],
  )
  expect(you?.name).toBe('You')
  const [item] = terminal?.spans ?? []
  expect(item && describeItem(item, now, 'utc')).toBe(
    'terminal: 214 calls, Nov 22, 15:01 – 15:10, 3 errors, 1 failed command',
  )
  expect(item?.target).toEqual({ to: 'range', from: Date.parse(at(60)), until: Date.parse(at(600)) + 1 })
})

test('sub-conversations are the last lane, those of unknown time left out', () => {
  const child = {
    id: 'c',
    title: null,
    first_message: 'Check it',
    error_count: null,
    created_at: at(3),
    updated_at: at(9),
  }
  expect(lines([row(0)], [child, { ...child, id: 'd', created_at: null }]).at(-1)).toEqual([
    'Delegated',
    'Delegated: Check it, Nov 22, 15:00:03, 6.0s',
  ])
})

test('of very many tools the rarest share a lane', () => {
  const spans = Array.from({ length: 60 }, (_, number) => call(number, `tool ${number % 40}`))
  const lanes = toLanes(spans, [])
  expect(lanes).toHaveLength(24)
  expect([lanes.at(-1)?.name, lanes.flatMap((lane) => lane.spans)]).toMatchObject(['Other', { length: 60 }])
})
