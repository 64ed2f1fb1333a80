import { expect, test } from 'vitest'
import { isAtLeast, majorOf } from './server-version.ts'

test.each([
  ['1.58.0', '1.37.0', true],
  ['1.37.0', '1.37.0', true],
  ['1.37', '1.37.0', true],
  ['1.36.9', '1.37.0', false],
  ['1.9.0', '1.37.0', false],
  ['2.0.0', '1.37.1', true],
  ['1.58.0rc1', '1.58.0', true],
  ['1.37.1.dev3', '1.37.1', true],
  ['0.62.0', '1.0.0', false],
  ['unknown', '0.0.0', false],
  [null, '0.0.0', false],
])('%j is at least %s: %s', (version, wanted, isIt) => {
  expect(isAtLeast(version, wanted)).toBe(isIt)
})

test.each([
  ['1.58.0', 1],
  [' 12', 12],
  ['v1.2', null],
  ['', null],
  [null, null],
])('the major of %j is %j', (version, major) => {
  expect(majorOf(version)).toBe(major)
})
