import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALL_EVENTS, Chance, aUserMessage, anEvent, plantIndex, START_MS, type PlantedIndex } from './planted-index.ts'
import type { StoredEvent } from './records.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const at = (ms: number) => ({ microseconds: (START_MS + ms) * 1000, zoned: false })
const us = (ms: number) => (START_MS + ms) * 1000
const action = (seq: number, ms: number, toolName: string, fields: Partial<StoredEvent> = {}) =>
  anEvent(seq, { kind: 'ActionEvent', source: 'agent', time: at(ms), toolName, headline: `call ${seq}`, ...fields })
const answer = (seq: number, ms: number, of: number, fields: Partial<StoredEvent> = {}) =>
  anEvent(seq, { kind: 'ObservationEvent', source: 'environment', time: at(ms), actionId: `event-${of}`, ...fields })
const timeline = (filter = ALL_EVENTS) => index.reader().eventTimeline('c', filter)

test('a row lasts until its answer; what cannot be known is null, and without a time there is no span', () => {
  index.plant('c', {}, [
    aUserMessage(0, 'Do it', { time: at(0) }),
    action(1, 1000, 'terminal'),
    answer(2, 1500, 1, { exitCode: 1 }),
    action(3, 2000, 'editor'),
    answer(4, 1000, 3, { isError: true }),
    action(5, 3000, 'browser'),
    action(6, 0, 'late', { time: null }),
    anEvent(7, { kind: 'ConversationStateUpdateEvent', time: at(4000) }),
  ])
  expect(timeline()).toMatchObject({ total: 5, untimed: 1, merged: false })
  expect(timeline()?.spans).toMatchObject([
    { start: us(0), end: null, tool_name: null, source: 'user', event_id: 'event-0', turn: 1, error_count: 0 },
    { start: us(1000), end: us(1500), tool_name: 'terminal', headline: 'call 1', failed_count: 1, error_count: 0 },
    { start: us(2000), end: null, tool_name: 'editor', error_count: 1 },
    { start: us(3000), end: null, tool_name: 'browser', error_count: 0, failed_count: 0 },
  ])
  expect(index.reader().eventTimeline('nobody', ALL_EVENTS)).toBeNull()
})

test('a row is told under a filter that its answer alone passes', () => {
  index.plant('c', {}, [action(0, 0, 'terminal'), answer(1, 10, 0, { isError: true }), action(2, 20, 'terminal')])
  expect(timeline({ ...ALL_EVENTS, isError: true })?.spans.map(({ event_id }) => event_id)).toEqual(['event-0'])
  const late = timeline({ ...ALL_EVENTS, timestamp: { gte: START_MS + 5 } })
  expect(late?.spans.map(({ event_id }) => event_id)).toEqual(['event-0', 'event-2'])
})

test('many rows are few spans that leave none out, and no span lies over a pause', () => {
  const chance = new Chance(7)
  const events: StoredEvent[] = []
  let ms = 0
  for (let call = 0; call < 3000; call++) {
    ms += call % 300 === 299 ? 7_200_000 : 1000 + chance.below(4000)
    events.push(action(events.length, ms, `tool ${chance.below(8)}`))
    const fields = { isError: chance.happens(0.02), exitCode: chance.happens(0.1) ? 1 : 0 }
    events.push(answer(events.length, ms + chance.below(900), events.length - 1, fields))
  }
  index.plant('c', {}, events)
  for (const filter of [ALL_EVENTS, { ...ALL_EVENTS, kind: { include: ['ActionEvent'], exclude: [] } }]) {
    const { total, merged, spans } = timeline(filter) ?? { spans: [] }
    expect([total, merged]).toEqual([3000, true])
    expect(spans.length).toBeLessThanOrEqual(2000)
    const sum = (name: 'count' | 'error_count' | 'failed_count') => spans.reduce((all, span) => all + span[name], 0)
    const answers = events.filter(({ kind }) => kind === 'ObservationEvent')
    expect([sum('count'), sum('error_count'), sum('failed_count')]).toEqual([
      3000,
      answers.filter(({ isError }) => isError).length,
      answers.filter(({ exitCode }) => exitCode === 1).length,
    ])
    const starts = spans.map(({ start }) => start)
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    expect(Math.max(...spans.map(({ start, end }) => ((end ?? start) - start) / 1000))).toBeLessThan(3_600_000)
  }
  const hour = { gte: START_MS, lt: START_MS + 600_000 }
  expect(timeline({ ...ALL_EVENTS, timestamp: hour })).toMatchObject({ merged: false })
})

test('of very many tools the rarest share a lane', () => {
  const calls = Array.from({ length: 2400 }, (_, seq) =>
    action(seq, seq * 1000, seq % 3 === 0 ? `rare ${seq}` : 'often'),
  )
  index.plant('c', {}, calls)
  const { spans } = timeline() ?? { spans: [] }
  expect(new Set(spans.map(({ tool_name }) => tool_name)).size).toBeLessThanOrEqual(40)
  const often = spans.filter(({ tool_name }) => tool_name === 'often')
  expect(often.reduce((sum, { count }) => sum + count, 0)).toBe(1600)
  expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(2400)
})
