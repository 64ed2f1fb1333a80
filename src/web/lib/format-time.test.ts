import { expect, test } from 'vitest'
import { formatAbsolute, formatAge, formatClock, formatFull, formatRelative } from './format-time.ts'

const now = Date.parse('2026-11-22T14:02:05Z')

test.each([
  [0, 'now'],
  [-60_000, 'now'],
  [12_000, '12 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [3_600_000, '1 h ago'],
  [86_399_999, '23 h ago'],
  [86_400_000, 'Nov 21, 14:02'],
])('%d ms back is "%s"', (age, text) => {
  expect(formatRelative(now - age, now, 'utc')).toBe(text)
})

test('a time in the future is called what it is', () => {
  expect(formatRelative(now + 3_600_000, now, 'utc')).toBe('Nov 22, 15:02 (clock skew)')
})

test('another year is named', () => {
  expect(formatAbsolute(Date.parse('2025-03-01T00:00:00Z'), now, 'utc')).toBe('Mar 1, 2025, 00:00')
})

test('clock, full time and age', () => {
  expect(formatClock(now, 'utc')).toBe('14:02:05')
  expect(formatFull(now, 'utc')).toBe('Nov 22, 2026, 14:02:05 UTC')
  expect(formatAge(45_500)).toBe('45 s')
  expect(formatAge(-5)).toBe('0 s')
  expect(formatAge(7_200_000)).toBe('2 h')
})
