import { afterEach, beforeEach, expect, test } from 'vitest'
import { FIRST_MOMENT_MS, LAST_MOMENT_MS } from '../contract/calendar.ts'
import { aUserMessage, EVERYTHING, plantIndex, START_MS, type PlantedIndex } from './planted-index.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const DAY = 86_400_000
const tokens = (prompt: number, completion: number) => ({ prompt_tokens: prompt, completion_tokens: completion })

test('sums say what they leave out', () => {
  index.plant('a', { accumulatedCost: 0.1, tokenUsage: tokens(10, 5) }, [
    aUserMessage(0, 'one'),
    aUserMessage(1, 'two'),
  ])
  index.plant('b', { accumulatedCost: 0.2, tokenUsage: { prompt_tokens: 7 } })
  index.plant('c', { accumulatedCost: 0.3, status: 'error', tokenUsage: tokens(1, 1) })
  index.plant('d', { status: 'stuck' })
  expect(index.reader().sums(EVERYTHING)).toMatchObject({
    accumulated_cost: { sum: 0.6, unknown: 1 },
    total_tokens: { sum: 17, unknown: 2 },
    event_count: { sum: 2, unknown: 0 },
  })
  const failed = { ...EVERYTHING, values: { status: { include: ['error'], exclude: [] } } }
  expect(index.reader().sums(failed)).toMatchObject({
    accumulated_cost: { sum: 0.3, unknown: 0 },
    total_tokens: { sum: 2, unknown: 0 },
    event_count: { sum: 0, unknown: 0 },
  })
  const stuck = { ...EVERYTHING, values: { status: { include: ['stuck'], exclude: [] } } }
  expect(index.reader().sums(stuck)).toMatchObject({ accumulated_cost: { sum: null, unknown: 1 } })
  const none = { ...EVERYTHING, title: ['nobody'] }
  expect(index.reader().sums(none)).toMatchObject({ accumulated_cost: { sum: 0, unknown: 0 } })
})

test('many small costs add up to the cent', () => {
  for (let number = 0; number < 1000; number++) index.plant(`c${number}`, { accumulatedCost: 0.1 })
  expect(index.reader().sums(EVERYTHING).accumulated_cost.sum).toBe(100)
})

test('what the writer changes, the sums follow', () => {
  index.plant('a', { tokenUsage: tokens(1, 2) })
  expect(index.reader().sums(EVERYTHING).total_tokens).toEqual({ sum: 3, unknown: 0 })
  index.plant('a', { tokenUsage: tokens(3, 4) })
  expect(index.reader().sums(EVERYTHING).total_tokens).toEqual({ sum: 7, unknown: 0 })
})

test('a histogram counts by status over the range asked, and the rest outside', () => {
  index.plant('a', { updatedAt: START_MS, status: 'idle' })
  index.plant('b', { updatedAt: START_MS + 1, status: 'error' })
  index.plant('c', { updatedAt: START_MS + 30 * DAY, status: 'idle' })
  index.plant('d', { updatedAt: null })
  const whole = index.reader().histogram(EVERYTHING)
  expect([whole.bucket_seconds, whole.buckets.length, whole.outside]).toEqual([43_200, 61, 1])
  expect(whole.buckets[0]).toEqual({ start: START_MS, counts: { idle: 1, error: 1 } })
  expect(whole.buckets.at(-1)).toEqual({ start: START_MS + 30 * DAY, counts: { idle: 1 } })
  const range = { gte: START_MS + 1, lt: START_MS + DAY }
  const part = index.reader().histogram({ ...EVERYTHING, updatedAt: range })
  expect(part.outside).toBe(3)
  expect(part.buckets.flatMap(({ counts }) => Object.entries(counts))).toEqual([['error', 1]])
  expect(part.buckets.at(-1)?.start).toBe(START_MS + DAY - 1800_000)
  const idle = { ...EVERYTHING, values: { status: { include: ['idle'], exclude: [] } }, updatedAt: range }
  expect(index.reader().histogram(idle)).toMatchObject({ outside: 3 })
})

test('a range that nothing lies in, or that ends before it begins, has no bucket to fill', () => {
  index.plant('a', { updatedAt: START_MS })
  const of = (updatedAt: { gte?: number; lt?: number }) => index.reader().histogram({ ...EVERYTHING, updatedAt })
  expect(of({ gte: START_MS + 1 })).toMatchObject({ buckets: [], outside: 1 })
  expect(of({ gte: START_MS, lt: START_MS })).toMatchObject({ buckets: [], outside: 1 })
  expect(of({ lt: START_MS + 1 })).toMatchObject({ buckets: [{ start: START_MS }], outside: 0 })
})

test('a bound between two milliseconds loses no conversation', () => {
  index.plant('a', { updatedAt: START_MS })
  const { buckets, outside } = index.reader().histogram({ ...EVERYTHING, updatedAt: { lt: START_MS + 0.5 } })
  expect([buckets, outside]).toEqual([[{ start: START_MS, counts: { idle: 1 } }], 0])
})

test('a range that goes beyond the calendar ends with it', () => {
  index.plant('a', { updatedAt: START_MS })
  index.plant('b', { updatedAt: LAST_MOMENT_MS + 1 })
  const { buckets, outside } = index.reader().histogram({ ...EVERYTHING, updatedAt: { gte: -6e14, lt: 9e14 } })
  expect([buckets[0]?.start, outside]).toEqual([FIRST_MOMENT_MS, 1])
  expect(buckets.at(-1)?.start).toBeLessThanOrEqual(LAST_MOMENT_MS)
})

test('sums hold more tokens than a column of whole numbers', () => {
  index.plant('a', { tokenUsage: tokens(Number.MAX_SAFE_INTEGER, 1) })
  expect(index.reader().sums(EVERYTHING).total_tokens).toEqual({ sum: 2 ** 53, unknown: 0 })
})
