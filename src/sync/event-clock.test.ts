import { expect, test } from 'vitest'
import { assumedClock, shownOffset } from './event-clock.ts'

const MINUTE_MS = 60_000
const record = { createdAt: 1e12, updatedAt: 1e12 + 1e7, forkedFromConversationId: null }
/** First and last event by a clock that is so many minutes ahead at either end. */
const wall = (first: number, last: number) => ({
  first: record.createdAt + first * MINUTE_MS,
  last: record.updatedAt + last * MINUTE_MS,
})

test.each([
  ['both ends agree', record, wall(120, 120), 120],
  ['they agree to a quarter of an hour', record, wall(122, 113), 120],
  ['it is UTC', record, wall(-3, 2), 0],
  ['it is west of UTC', record, wall(-210, -210), -210],
  ['the ends differ', record, wall(120, 60), null],
  ['no zone is so far away', record, wall(15 * 60, 15 * 60), null],
  ['no event has a time', record, null, null],
  ['it is a fork', { ...record, forkedFromConversationId: 'x' }, wall(120, 120), null],
  ['it has no dates', { ...record, createdAt: null }, wall(120, 120), null],
])('the offset that a conversation shows when %s', (_, dates, clock, offset) => {
  expect(shownOffset(dates, clock)).toBe(offset)
})

test('an assumed clock is the configured one, else that of most, else a guess', () => {
  const own = new Map([
    ['60', 1],
    ['120', 3],
    ['0', 3],
  ])
  expect(assumedClock('Asia/Tokyo', own, 'UTC')).toEqual({ zone: 'Asia/Tokyo', basis: 'configured' })
  expect(assumedClock(null, own, 'UTC')).toEqual({ zone: '0', basis: 'majority' })
  expect(assumedClock(null, new Map(), 'Europe/Berlin')).toEqual({ zone: 'Europe/Berlin', basis: 'process' })
})
