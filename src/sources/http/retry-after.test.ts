import { expect, test } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const NOW = Date.parse('2026-11-22T15:40:00Z')

test.each([
  ['1', 1000],
  [' 30 ', 30_000],
  ['0', 0],
  ['Sun, 22 Nov 2026 15:41:30 GMT', 90_000],
  ['Sun, 22 Nov 2026 15:39:00 GMT', 0],
  ['999999999999999', 3_600_000],
  ['Sun, 22 Nov 2099 15:39:00 GMT', 3_600_000],
  ['-1', null],
  ['1.5', null],
  ['2026-11-22T15:41:00Z', null],
  ['Sometime', null],
  ['', null],
  [undefined, null],
])('%j is a pause of %j ms', (text, ms) => {
  expect(parseRetryAfter(text, NOW)).toBe(ms)
})
