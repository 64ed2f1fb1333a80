import { expect, test } from 'vitest'
import { readTypedCost, readTypedDuration, writeExactCost, writeTypedDuration } from './typed-amounts.ts'

test.each([
  ['', null],
  ['  ', null],
  ['1.5', 1.5],
  ['$ 0.005', 0.005],
  ['0', 0],
])('dollars "%s"', (text, value) => {
  expect(readTypedCost(text)).toEqual({ value })
})

test.each(['-1', '1,5', 'a lot', '1e3', '$', '0.000000000000000000001'])('"%s" is no number of dollars', (text) => {
  expect(readTypedCost(text).problem).toContain('like 1.50')
})

test.each([
  ['', null],
  ['90', 90],
  ['90s', 90],
  ['1h 30m', 5400],
  ['2D', 172_800],
  ['1h0.5s', 3600.5],
])('duration "%s"', (text, value) => {
  expect(readTypedDuration(text)).toEqual({ value })
})

test.each(['-5', '1.5h', '30m 1h', 'long', 'h'])('"%s" is no duration', (text) => {
  expect(readTypedDuration(text).problem).toContain('1h 30m')
})

test('what is written is read as it was', () => {
  for (const seconds of [0, 0.5, 59.999, 60, 5399, 5400, 86_400, 90_061, 3_600_000]) {
    expect(readTypedDuration(writeTypedDuration(seconds))).toEqual({ value: seconds })
  }
  expect(writeTypedDuration(5399)).toBe('1h 29m 59s')
  for (const usd of [0, 0.005, 1.5, 0.000001, 1.5e-7, 1234.5]) {
    expect(readTypedCost(writeExactCost(usd))).toEqual({ value: usd })
  }
  expect(writeExactCost(1.5)).toBe('$1.50')
})
