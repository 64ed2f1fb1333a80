import { expect, test } from 'vitest'
import { parseCount, parseDuration, parseSize } from './quantities.ts'

test.each([
  ['30', 30_000],
  ['30s', 30_000],
  ['5 m', 300_000],
  ['1h', 3_600_000],
  ['0', null],
  ['0s', null],
  ['-5', null],
  ['1.5m', null],
  ['500ms', null],
  ['1d', null],
  ['', null],
  ['soon', null],
])('the duration %j is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each([
  ['2GB', 2_147_483_648],
  ['500 MB', 524_288_000],
  ['1.5g', 1_610_612_736],
  ['4096', 4096],
  ['1 kb', 1024],
  ['0', 0],
  ['-1', null],
  ['GB', null],
  ['2 GiB', null],
  ['999999999999999TB', null],
  ['', null],
])('the size %j is %j bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each([
  ['60', 60],
  [' 1 ', 1],
  ['0', null],
  ['-1', null],
  ['1.5', null],
  ['1e3', null],
  ['many', null],
])('the count %j is %j', (text, count) => {
  expect(parseCount(text)).toBe(count)
})
