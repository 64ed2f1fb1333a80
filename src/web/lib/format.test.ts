import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatPlural,
  formatShortCount,
  shortenId,
  shortenMiddle,
} from './format.ts'

test('unknown is never zero', () => {
  expect(formatCount(null)).toBe('unknown')
  expect(formatCost(null)).toBe('unknown')
  expect(formatDuration(null)).toBe('unknown')
  expect(formatCount(0)).toBe('0')
  expect(formatCost(0)).toBe('$0.00')
  expect(formatDuration(0)).toBe('0.0s')
})

test.each([
  [9999, '9,999'],
  [10_000, '10k'],
  [12_345, '12.3k'],
  [999_999, '999.9k'],
  [1_250_000, '1.2M'],
])('a short count of %d is %s', (count, text) => {
  expect(formatShortCount(count)).toBe(text)
})

test.each([
  [0.004, '<$0.01'],
  [0.31, '$0.31'],
  [1904.216, '$1,904.22'],
])('a cost of %d is %s', (usd, text) => {
  expect(formatCost(usd)).toBe(text)
})

test.each([
  [-1, 'clock skew'],
  [4.01, '4.0s'],
  [4.21, '4.2s'],
  [9.96, '10s'],
  [59.4, '59s'],
  [59.6, '1m 00s'],
  [191, '3m 11s'],
  [3599.9, '1h 00m'],
  [3860, '1h 04m'],
  [90_000, '1d 01h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('sizes, ids and plurals', () => {
  expect(formatBytes(812)).toBe('812 B')
  expect(formatBytes(4120)).toBe('4.1 kB')
  expect(formatBytes(20_000_000)).toBe('20 MB')
  expect(shortenId('20ceb09b7d3c4a19a2b0c1d2e3f4ac71')).toBe('20ceb09b…ac71')
  expect(shortenId('short-id')).toBe('short-id')
  expect(formatPlural(1, 'event')).toBe('1 event')
  expect(formatPlural(1200, 'event')).toBe('1,200 events')
})

test('a long text keeps both of its ends', () => {
  expect(shortenMiddle('octo/shop')).toBe('octo/shop')
  expect(shortenMiddle('abcdefghij', 10)).toBe('abcdefghij')
  expect(shortenMiddle('abcdefghijk', 10)).toBe('abcde…hijk')
  expect(shortenMiddle('🛒🛒🛒🛒🛒🛒', 5)).toBe('🛒🛒…🛒🛒')
})
