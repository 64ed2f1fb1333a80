import { expect, test } from 'vitest'
import { diffTexts, formatDiff, readPatch, toPairs, type DiffRow } from './event-diff.ts'

const lines = (count: number, change: (line: number) => string) =>
  Array.from({ length: count }, (_, index) => `${change(index + 1)}\n`).join('')

/** A row in short: its numbers, its sign and its text. */
const short = (row: DiffRow | null) =>
  row === null
    ? null
    : row.type === 'skip'
      ? `⋯ ${row.lines}`
      : `${row.oldLine ?? ''}/${row.newLine ?? ''} ${row.type} ${row.text}`

test('a changed line is one removed and one added, with its context and its numbers', () => {
  const diff = diffTexts(
    lines(50, (line) => `line ${line}`),
    lines(50, (line) => (line === 42 ? 'new' : `line ${line}`)),
  )
  expect(diff).toMatchObject({ added: 1, removed: 1, hunks: 1 })
  expect(diff?.rows.map(short)).toEqual([
    '⋯ 38',
    '39/39 same line 39',
    '40/40 same line 40',
    '41/41 same line 41',
    '42/ delete line 42',
    '/42 insert new',
    '43/43 same line 43',
    '44/44 same line 44',
    '45/45 same line 45',
  ])
})

test('the whole file is every line of it, changed or not', () => {
  const whole = diffTexts(
    lines(50, (line) => `line ${line}`),
    lines(50, (line) => (line === 42 ? 'new' : `line ${line}`)),
    'whole',
  )
  expect(whole?.rows).toHaveLength(51)
  expect(diffTexts('same\n', 'same\n', 'whole')?.rows.map(short)).toEqual(['1/1 same same'])
})

test('line numbers of the two sides part after an insertion', () => {
  expect(diffTexts('a\nb\n', 'a\nx\nb\n')?.rows.map(short)).toEqual(['1/1 same a', '/2 insert x', '2/3 same b'])
})

test('equal texts have no lines; the mark of a missing newline is no line', () => {
  expect(diffTexts('same', 'same')).toEqual({ rows: [], hunks: 0, added: 0, removed: 0 })
  expect(diffTexts('a', 'b')).toMatchObject({ added: 1, removed: 1 })
})

test('texts that share nothing over thousands of lines are not drawn', () => {
  expect(
    diffTexts(
      lines(3000, (line) => `old ${line}`),
      lines(3000, (line) => `new ${line}`),
    ),
  ).toBeNull()
})

test('a patch without context keeps its numbers; a text that is none, or is cut off, is no difference', () => {
  const patch = '--- /p/cart.py\n+++ /p/cart.py\n@@ -2 +2 @@\n-one\n+two\n@@ -7,0 +8,2 @@\n+three\n+'
  const diff = readPatch(patch)
  expect(diff).toMatchObject({ added: 3, removed: 1, hunks: 2 })
  expect(diff?.rows.map(short)).toEqual([
    '⋯ 1',
    '2/ delete one',
    '/2 insert two',
    '⋯ 5',
    '/8 insert three',
    '/9 insert ',
  ])
  for (const text of ['', 'no patch', '@@ -2,3 +2,3 @@\n-one']) expect(readPatch(text)).toBeNull()
})

test('beside each other: what was removed and what came in its place', () => {
  const { rows } = diffTexts('a\nb\nc\nd\n', 'a\nB\nC\nx\nd\n') ?? { rows: [] }
  expect(toPairs(rows).map(({ left, right }) => [short(left), short(right)])).toEqual([
    ['1/1 same a', '1/1 same a'],
    ['2/ delete b', '/2 insert B'],
    ['3/ delete c', '/3 insert C'],
    [null, '/4 insert x'],
    ['4/5 same d', '4/5 same d'],
  ])
})

test('what changed within a line is marked, never half a character of it', () => {
  const marks = (before: string, after: string) =>
    diffTexts(before, after)?.rows.map((row) =>
      row.type === 'skip' || row.mark === undefined ? null : row.text.slice(...row.mark),
    )
  expect(marks('return items[start : size + 1]\n', 'return items[start : size]\n')).toEqual([' + 1', ''])
  expect(marks('say "🙂" to all of them\n', 'say "🙃" to all of them\n')).toEqual(['🙂', '🙃'])
  expect(marks('abc\n', 'xyz\n')).toEqual([null, null])
})

test('a difference can be taken along as text', () => {
  expect(formatDiff(diffTexts('a\nb\n', 'a\nc\n')?.rows ?? [])).toBe(' a\n-b\n+c')
})
