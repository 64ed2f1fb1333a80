import { expect, test } from 'vitest'
import { narrowRange, widenRange } from './histogram-range.ts'
import { isTimeSpelling } from './search-params.ts'

const at = (text: string) => Date.parse(text)
const now = at('2026-11-22T12:30:30.500Z')

test('buckets become absolute bounds', () => {
  const range = { from: null, to: null }
  expect(narrowRange(range, at('2026-11-22T10:00Z'), at('2026-11-22T11:00Z'), now, 'utc')).toEqual({
    from: '2026-11-22T10:00:00Z',
    to: '2026-11-22T11:00:00Z',
  })
})

test('what lay outside the range stays outside of a bucket that begins before it', () => {
  const narrow = (from: string, to: string | null) =>
    narrowRange({ from, to }, at('2026-11-21T00:00Z'), at('2026-11-23T00:00Z'), now, 'utc')
  expect(narrow('2026-11-21T10:00:00+02:00', '2026-11-22T09:30:00Z')).toEqual({
    from: '2026-11-21T08:00:00Z',
    to: '2026-11-22T09:30:00Z',
  })
  expect(narrow('-24h', null)).toEqual({ from: '2026-11-21T12:30:30.500Z', to: '2026-11-23T00:00:00Z' })
  expect(narrow('today', null)).toEqual({ from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' })
})

test('a range three times as wide, spelt as the address takes it at both ends of the calendar', () => {
  expect(widenRange(at('2026-11-22T10:00Z'), at('2026-11-22T11:00Z'))).toEqual({
    from: '2026-11-22T09:00:00Z',
    to: '2026-11-22T12:00:00Z',
  })
  const widest = widenRange(at('0900-01-01T00:00Z'), at('9990-01-01T00:00Z'))
  expect([widest.from, widest.to].every((bound) => bound !== null && isTimeSpelling(bound))).toBe(true)
})
