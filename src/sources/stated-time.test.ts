import { expect, test } from 'vitest'
import { parseStatedTime, parseUtcTime } from './stated-time.ts'

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0)

test.each([
  ['2026-11-22T12:00:00.123456', NOON * 1000 + 123_456, false],
  ['2026-11-22T12:00:00', NOON * 1000, false],
  [' 2026-11-22 12:00 ', NOON * 1000, false],
  ['2026-11-22T12:00:00.5Z', NOON * 1000 + 500_000, true],
  ['2026-11-22T12:00:00.123456789+00:00', NOON * 1000 + 123_456, true],
  ['2026-11-22T14:30:00+02:30', NOON * 1000, true],
  ['2026-11-22T07:00:00-0500', NOON * 1000, true],
])('%s', (text, microseconds, zoned) => {
  expect(parseStatedTime(text)).toEqual({ microseconds, zoned })
})

test.each([
  '',
  'yesterday',
  '2026-11-22',
  '2026-13-01T00:00:00',
  '2026-02-30T00:00:00',
  '2026-11-22T24:00:00',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59',
  1_795_361_614,
  null,
  {},
  '2'.repeat(1_000_000),
])('no time: %.30s', (value) => {
  expect(parseStatedTime(value)).toBeNull()
})

test("a conversation's time is UTC, with and without a zone", () => {
  expect(parseUtcTime('2026-11-22T12:00:00.999999Z')).toBe(NOON + 999)
  expect(parseUtcTime('2026-11-22T12:00:00')).toBe(NOON)
  expect(parseUtcTime(undefined)).toBeNull()
})
