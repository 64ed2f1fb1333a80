import { expect, test } from 'vitest'
import { cutSnippet } from './snippet.ts'

const marked = (text: string, words: readonly string[]) => {
  const cut = cutSnippet(text, words)
  return cut?.ranges.map(([start, end]) => cut.snippet.slice(start, end))
}

test('a snippet keeps the spelling and marks every word', () => {
  expect(cutSnippet('Run the Linter, then LINT again', ['lint'])).toEqual({
    snippet: 'Run the Linter, then LINT again',
    ranges: [
      [8, 12],
      [21, 25],
    ],
  })
  expect(marked('ΟΔΟΣ and Straße and e\u0301te\u0301', ['οδος', 'STRAßE', 'ÉT'])).toEqual(['ΟΔΟΣ', 'Straße', 'ét'])
  expect(marked('abcabc', ['abc', 'bca'])).toEqual(['abcabc'])
  expect(cutSnippet('nothing', ['else'])).toBeNull()
})

test('a long text is cut around the first word, between letters, on one line', () => {
  const cut = cutSnippet(`${'🙂\n'.repeat(500)}needle${'🐛\t'.repeat(500)}`, ['NEEDLE'])
  expect(cut?.snippet.length).toBeLessThan(250)
  expect(cut?.snippet).toMatch(/^…[🙂 ]+needle[🐛 ]+…$/u)
  expect(cut?.snippet.isWellFormed()).toBe(true)
  expect(cut?.snippet.slice(...(cut.ranges[0] ?? []))).toBe('needle')
})

test('letters that grow when folded do not lose the place', () => {
  expect(marked(`${'İ'.repeat(700)}needle`, ['needle'])).toEqual(['needle'])
})

test('a letter that grows when folded is marked whole', () => {
  expect(marked('xİ', ['xi'])).toEqual(['xİ'])
})

test('of a word that goes on behind the cut, what is seen is marked', () => {
  const word = 'word '.repeat(100)
  expect(marked(`some ${word}`, [word])).toEqual([word.slice(0, 235)])
  expect(marked(`ab ${'-'.repeat(235)}abcd`, ['ab', 'abcd'])).toEqual(['ab', 'ab'])
})
