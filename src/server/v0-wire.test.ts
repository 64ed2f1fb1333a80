import { expect, test } from 'vitest'
import type { ConversationRow } from '../index/conversation-port.ts'
import { toV0Fields, toV0Status } from './v0-wire.ts'

/** As much of a row as V0's own fields are made of. */
function row(sandbox: string | null, status: string, dialect = 'v0-directory'): ConversationRow {
  // Nothing else is looked at.
  return { sandbox_status: sandbox, status, dialect } as ConversationRow
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

test.each([
  ['v0-directory', null, 'V0'],
  ['v0-trajectory', null, 'V0'],
  ['app-server-v0', null, 'V0'],
  ['app-server-v0', 'MISSING', 'V1'],
  ['app-server-v1', 'RUNNING', 'V1'],
  ['cli-directory', null, 'V1'],
])('what a %s shows with a sandbox that is %s is of version %s', (dialect, sandbox, version) => {
  expect(toV0Fields(row(sandbox, 'idle', dialect)).conversation_version).toBe(version)
})
