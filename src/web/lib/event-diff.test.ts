import { expect, test } from 'vitest'
import { diffTexts, readPatch } from './event-diff.ts'

const lines = (count: number, change: (line: number) => string) =>
  Array.from({ length: count }, (_, index) => `${change(index + 1)}\n`).join('')

test('a changed line is one removed and one added, with its context and its numbers', () => {
  const diff = diffTexts(
    lines(50, (line) => `line ${line}`),
    lines(50, (line) => (line === 42 ? 'new' : `line ${line}`)),
  )
  expect(diff).toMatchObject({ added: 1, removed: 1 })
  expect(diff?.hunks).toHaveLength(1)
  const changes = diff?.hunks[0]?.changes ?? []
  expect(changes.find((change) => change.type === 'delete')).toMatchObject({ lineNumber: 42, content: 'line 42' })
  expect(changes.find((change) => change.type === 'insert')).toMatchObject({ lineNumber: 42, content: 'new' })
  expect(changes[0]).toMatchObject({ type: 'normal', oldLineNumber: 39, newLineNumber: 39 })
})

test('line numbers of the two sides part after an insertion', () => {
  const diff = diffTexts('a\nb\n', 'a\nx\nb\n')
  expect(diff?.hunks[0]?.changes.at(-1)).toMatchObject({ oldLineNumber: 2, newLineNumber: 3, content: 'b' })
})

test('equal texts have no hunks; the mark of a missing newline is no line', () => {
  expect(diffTexts('same', 'same')).toEqual({ hunks: [], added: 0, removed: 0 })
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
  expect(diff).toMatchObject({ added: 3, removed: 1 })
  expect(diff?.hunks.map(({ oldStart, newStart }) => [oldStart, newStart])).toEqual([
    [2, 2],
    [8, 8],
  ])
  expect(diff?.hunks[1]?.changes[1]).toMatchObject({ type: 'insert', lineNumber: 9, content: '' })
  for (const text of ['', 'no patch', '@@ -2,3 +2,3 @@\n-one']) expect(readPatch(text)).toBeNull()
})
