import { expect, test } from 'vitest'
import type { ConversationRow } from '../index/port.ts'
import { toV0Fields, toV0Status } from './v0-wire.ts'

/** As much of a row as V0's own fields are made of. */
function row(sandbox: string | null, status: string, source = 'app'): ConversationRow {
  // Nothing else is looked at.
  return { sandbox_status: sandbox, status, source } as ConversationRow
}

test.each([
  [null, 'running', 'RUNNING'],
  [null, 'waiting_for_confirmation', 'STOPPED'],
  [null, 'error', 'STOPPED'],
  [null, 'unknown', 'STOPPED'],
  ['RUNNING', 'finished', 'RUNNING'],
  ['STARTING', 'unknown', 'STARTING'],
  ['PAUSED', 'running', 'STOPPED'],
  ['ERROR', 'unknown', 'ERROR'],
  ['MISSING', 'running', 'ARCHIVED'],
  ['a state of tomorrow', 'running', 'RUNNING'],
  ['toString', 'idle', 'STOPPED'],
])('a sandbox that is %s with an agent that is %s is %s', (sandbox, status, word) => {
  expect(toV0Status(row(sandbox, status))).toBe(word)
})

test('only what V0 wrote is of its version', () => {
  const versionOf = (source: string) => toV0Fields(row(null, 'idle', source), new Set(['app'])).conversation_version
  expect([versionOf('app'), versionOf('cli')]).toEqual(['V0', 'V1'])
})
