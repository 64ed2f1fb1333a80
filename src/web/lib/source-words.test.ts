import { expect, test } from 'vitest'
import { formatDialect, formatFound, isAddress, toSourceState } from './source-words.ts'

test('a dialect is told in words, an unknown one as it is', () => {
  expect(formatDialect('v1-directory')).toBe('Directory of an app server V1')
  expect(formatDialect('carrier-pigeon')).toBe('carrier-pigeon')
})

test('where a source stands', () => {
  expect(toSourceState({ reachable: true, complete: true })).toBe('reachable')
  expect(toSourceState({ reachable: true, complete: false })).toBe('reading')
  expect(toSourceState({ reachable: false, complete: true })).toBe('unreachable')
})

test('what was not read is not counted as nothing', () => {
  const never = { reachable: false, complete: false, last_sync_at: null }
  expect(formatFound(0, never)).toBe('unknown')
  expect(formatFound(1200, { ...never, reachable: true })).toBe('≥ 1,200')
  expect(formatFound(0, { reachable: false, complete: true, last_sync_at: '2026-11-22T14:02:05Z' })).toBe('0')
})

test('a server is told from a path', () => {
  expect(['http://127.0.0.1:8000', 'https://a.example', '/srv/https:', 'C:\\x'].map(isAddress)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
