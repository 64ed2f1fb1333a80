import { expect, test } from 'vitest'
import { findMatches } from './find-matches.ts'

test('every place, case aside, as it is spelt', () => {
  expect(findMatches('Fix the FIX.', 'fix')).toEqual([
    [0, 3],
    [8, 11],
  ])
  expect(findMatches('a.b axb', ' a.b ')).toEqual([[0, 3]])
  expect(findMatches('ΟΔΌΣ', 'οδός')).toEqual([[0, 4]])
  expect(findMatches('aaaa', 'aa')).toEqual([
    [0, 2],
    [2, 4],
  ])
})

test('nothing is nowhere', () => {
  expect(findMatches('text', '  ')).toEqual([])
  expect(findMatches('', 'x')).toEqual([])
})
