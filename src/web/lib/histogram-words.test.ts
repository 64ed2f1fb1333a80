import { expect, test } from 'vitest'
import { describeCounts, describeOutside, formatPeriod, orderCounts, toTicks } from './histogram-words.ts'

const at = (text: string) => Date.parse(text)
const now = at('2026-11-22T12:00:00Z')
const labels = (from: string, to: string) => toTicks(at(from), at(to), now, 'utc').map(({ label }) => label)

test('a few round times, the first with its day', () => {
  expect(labels('2026-11-22T10:05:00Z', '2026-11-22T11:00:00Z')).toEqual(['Nov 22, 10:15', '10:30', '10:45'])
  expect(labels('2026-11-20T06:00:00Z', '2026-11-22T18:00:00Z')).toEqual([
    'Nov 20, 12:00',
    'Nov 21',
    '12:00',
    'Nov 22',
    '12:00',
  ])
  expect(labels('2025-11-01T00:00:00Z', '2026-12-01T00:00:00Z')[0]).toBe('Jan 1')
})

test('a picture of one second has no two marks of the same name', () => {
  expect(labels('2026-11-22T10:05:01Z', '2026-11-22T10:05:02Z')).toEqual(['Nov 22, 10:05:01'])
})

test('no time, no marks', () => {
  expect(toTicks(0, 0, now, 'utc')).toEqual([])
})

test('a period says its day once, and seconds only where it has some', () => {
  const period = (from: string, to: string) => formatPeriod(at(from), at(to), now, 'utc')
  expect(period('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z')).toBe('Nov 22')
  expect(period('2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z')).toBe('Nov 16 – Nov 22')
  expect(period('2025-11-16T00:00:00Z', '2025-11-17T00:00:00Z')).toBe('Nov 16, 2025')
  expect(period('2026-11-22T15:00:00Z', '2026-11-22T16:00:00Z')).toBe('Nov 22, 15:00 – 16:00')
  expect(period('2026-11-22T18:00:00Z', '2026-11-23T00:00:00Z')).toBe('Nov 22, 18:00 – Nov 23, 00:00')
  expect(period('2026-11-22T15:00:30Z', '2026-11-22T15:00:35Z')).toBe('Nov 22, 15:00:30 – 15:00:35')
})

test('counts in the order of the badges, words never seen before at the end', () => {
  expect(orderCounts({ hibernating: 1, finished: 3, running: 2, idle: 0 })).toEqual([
    ['running', 2],
    ['finished', 3],
    ['hibernating', 1],
  ])
  expect(describeCounts({ finished: 1_000, error: 1 })).toBe('1,001 conversations: 1 Error, 1,000 Finished')
  expect(describeCounts({})).toBe('no conversation')
})

test('what is not in the picture is said, and why', () => {
  expect(describeOutside(1_037, true)).toBe('1,037 outside this range')
  expect(describeOutside(2, false)).toBe('2 without a time')
  expect(describeOutside(0, true)).toBe('')
})
