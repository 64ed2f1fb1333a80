import { expect, test } from 'vitest'
import { estimateRowPx, isMessage, rowEnd, splitMatches } from './event-row.ts'

const row = { kind: 'ActionEvent', is_error: false, size_bytes: 900 }

test('a failed command is named but is no error; an error is both tinted and named', () => {
  expect(rowEnd({ ...row, answer: { is_error: false, exit_code: 1, elapsed_ms: 12_400 } })).toEqual({
    tone: 'failed',
    words: 'exit 1 · 12s',
  })
  expect(rowEnd({ ...row, answer: { is_error: true, elapsed_ms: 80 } })).toEqual({
    tone: 'error',
    words: 'error · 0.1s',
  })
  expect(rowEnd({ ...row, answer: { is_error: false, exit_code: 0, elapsed_ms: 200 } })).toEqual({
    tone: 'plain',
    words: '0.2s',
  })
})

test('code -1 still runs, and a call without an answer says so', () => {
  expect(rowEnd({ ...row, answer: { is_error: false, exit_code: -1 } })).toEqual({
    tone: 'plain',
    words: 'still running',
  })
  // The tool gave up: nobody knows whether what it started goes on.
  expect(rowEnd({ ...row, answer: { is_error: true, exit_code: -1 } }).words).toBe('error')
  expect(rowEnd(row)).toEqual({ tone: 'plain', words: 'no answer' })
  expect(rowEnd({ ...row, source: 'agent' }).words).toBe('no answer')
  for (const source of ['environment', 'user']) expect(rowEnd({ ...row, source }).words).toBe('')
  expect(rowEnd({ ...row, kind: 'PauseEvent' })).toEqual({ tone: 'plain', words: '' })
})

test('the final answer is a message, unless the call failed', () => {
  const finish = { ...row, tool_name: 'finish' }
  expect(isMessage(finish)).toBe(true)
  expect(isMessage({ ...finish, answer: { is_error: true } })).toBe(false)
  expect(isMessage({ ...row, tool_name: 'terminal' })).toBe(false)
})

test('a message is guessed taller than a call, and never taller than what is shown at first', () => {
  expect(estimateRowPx(undefined)).toBe(32)
  expect(estimateRowPx({ ...row, kind: 'MessageEvent', size_bytes: 3000 })).toBeGreaterThan(500)
  expect(estimateRowPx({ ...row, kind: 'MessageEvent', size_bytes: 20_000_000 })).toBeLessThan(2500)
})

test('matches stand at odd places, whatever signs the text holds', () => {
  expect(splitMatches('$ NPM test && npm ci', 'npm')).toEqual(['$ ', 'NPM', ' test && ', 'npm', ' ci'])
  expect(splitMatches('a.b (c)', '(c)')).toEqual(['a.b ', '(c)', ''])
  expect(splitMatches('same', '')).toEqual(['same'])
})
