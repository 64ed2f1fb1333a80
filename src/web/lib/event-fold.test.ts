import { expect, test } from 'vitest'
import { fold } from './event-fold.ts'

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')

test('a short text is whole, its last newline is no line', () => {
  expect(fold('one\ntwo\n', 0)).toMatchObject({ shown: 'one\ntwo', shownLines: 2, totalLines: 2, isWhole: true })
  expect(fold(lines(20), 0)).toMatchObject({ shownLines: 20, isWhole: true })
  expect(fold('', 0)).toMatchObject({ shown: '', totalLines: 0, isWhole: true })
})

test('a long text shows twenty lines, then all', () => {
  expect(fold(lines(214), 0)).toMatchObject({
    shown: lines(20),
    shownLines: 20,
    totalLines: 214,
    isWhole: false,
    nextIsWhole: true,
  })
  expect(fold(lines(214), 1)).toMatchObject({ shown: lines(214), isWhole: true })
})

test('a huge text unfolds in steps', () => {
  expect(fold(lines(5000), 1)).toMatchObject({ shownLines: 2020, isWhole: false, nextIsWhole: false })
  expect(fold(lines(5000), 3)).toMatchObject({ shownLines: 5000, isWhole: true })
})

test('one endless line is cut by letters', () => {
  expect(fold('x'.repeat(50_000), 0)).toMatchObject({
    shown: 'x'.repeat(8000),
    shownLines: 1,
    totalLines: 1,
    isWhole: false,
  })
})
