import { expect, test } from 'vitest'
import { foldRows, readNumbered, rowsText, toFileRows, toRowPages } from './event-lines.ts'

const rows = toFileRows(Array.from({ length: 500 }, (_, index) => `line ${index + 1}`).join('\n'))

test('a file that a tool printed with its numbers is read line by line', () => {
  const numbered = readNumbered(
    "Here's the result of running `cat -n` on /p/a.py:\n     9\tdef a():\n    10\t\n    11\t  b\tc\n",
  )
  expect(numbered?.intro).toBe("Here's the result of running `cat -n` on /p/a.py:")
  expect(numbered?.rows).toEqual([
    { type: 'same', oldLine: 9, newLine: 9, text: 'def a():' },
    { type: 'same', oldLine: 10, newLine: 10, text: '' },
    { type: 'same', oldLine: 11, newLine: 11, text: '  b\tc' },
  ])
})

test.each(['', 'plain text', '1\tone\nand many\nother\nlines', '1\tone\nno number\n3\tthree'])(
  'a text that is not numbered throughout is none (%j)',
  (text) => {
    expect(readNumbered(text)).toBeNull()
  },
)

test('rows fold to the first of them, and open around what is searched', () => {
  expect(rowsText(foldRows(rows, 20, ''))).toBe(rowsText(rows.slice(0, 20)))
  const found = foldRows(rows, 20, 'LINE 300')
  expect(found[20]).toEqual({ type: 'skip', lines: 273 })
  expect(rowsText(found.slice(21))).toBe(rowsText(rows.slice(293, 305)))
  expect(foldRows(rows, 20, 'line 22')).toHaveLength(27)
})

test('pages hold all rows', () => {
  expect(toRowPages(rows).map((page) => page.length)).toEqual(Array.from({ length: 10 }, () => 50))
  expect(toRowPages(rows).flat()).toEqual(rows)
  expect(toFileRows('')).toEqual([])
})
