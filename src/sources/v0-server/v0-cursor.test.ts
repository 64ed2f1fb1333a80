import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseCursor, toCursor } from './v0-cursor.ts'

const REPLIES = fileURLToPath(new URL('../../../e2e/replies/app-server-v0-', import.meta.url))

/** The cursor that a recorded list ended with. */
function cursorOf(reply: string): string {
  // Recorded by a tool of ours.
  return (JSON.parse(readFileSync(`${REPLIES}${reply}.json`, 'utf8')) as { body: { next_page_id: string } }).body
    .next_page_id
}

test('cursors of 0.62 are a pair, and those that are made are read as its own', () => {
  expect(parseCursor(cursorOf('stopped/list-limit-7-page-01'), 'v0')).toBe(7)
  expect(parseCursor(cursorOf('stopped/list-limit-7-page-01'), 'v1')).toBeNull()
  expect(parseCursor(cursorOf('merged/merged-list-limit-10-page-01'), 'v0')).toBe(10)
  expect(parseCursor(cursorOf('merged/merged-list-limit-10-page-01'), 'v1')).toBe(10)
  expect(parseCursor(cursorOf('stopped/list-limit-0'), 'v0')).toBe(0)
  expect(parseCursor(cursorOf('stopped/list-limit--1'), 'v0')).toBeNull()
  expect(parseCursor(toCursor('pair', 'v0', 123), 'v0')).toBe(123)
  expect(parseCursor(toCursor('pair', 'v1', 123), 'v1')).toBe(123)
})

test('cursors until 0.59 are an offset', () => {
  expect(toCursor('one', 'v0', 20)).toBe('MjA=')
  expect(parseCursor('MjA=', 'v0')).toBe(20)
})

test.each(['', '!', 'bm90IGpzb24=', 'bnVsbA==', 'W10=', 'eyJ2MCI6e319'])('%s is no cursor of V0', (text) => {
  expect(parseCursor(text, 'v0')).toBeNull()
})
