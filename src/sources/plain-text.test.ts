import { expect, test } from 'vitest'
import { cutText, firstLine, stripAnsi, toHeadline } from './plain-text.ts'

test('escape codes go, what they coloured stays', () => {
  expect(stripAnsi('\u001B[1;31mFA\u001B[0mIL\u001B[K')).toBe('FAIL')
  expect(stripAnsi('\u001B]8;;https://example.org\u0007link\u001B]8;;\u001B\\!')).toBe('link!')
  expect(stripAnsi('\u001B(Bplain\u009B31m\u001B7')).toBe('plain')
  expect(stripAnsi('\u001B]never ended')).toBe('never ended')
})

test('many unfinished escape codes cost no more than their length', () => {
  expect(stripAnsi('\u001B]x'.repeat(200_000))).toBe('x'.repeat(200_000))
})

test('a headline is one line of at most 200 characters without control characters', () => {
  expect(toHeadline('a\u0000b\u0007\tc\u2028d')).toBe('a b c d')
  expect(toHeadline('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`)
  expect(toHeadline('x'.repeat(200))).toHaveLength(200)
  expect(toHeadline(' \u001B[0m\n')).toBeNull()
})

test('no character is cut in half', () => {
  expect(cutText('a🛒b', 2)).toBe('a')
  expect(toHeadline(`${'x'.repeat(198)}🛒 and more`)).toBe(`${'x'.repeat(198)}…`)
})

test('blanks without end cost no more than their length', () => {
  const blanks = ' '.repeat(20_000)
  expect(Array.from({ length: 100 }, () => firstLine(blanks)).every((line) => line === null)).toBe(true)
})

test('the first line is the first that says something', () => {
  expect(firstLine('\r\n \u001B[32m\n  ok  \nmore')).toBe('ok')
  expect(firstLine('\n \n')).toBeNull()
  expect(firstLine(null)).toBeNull()
})
