import { expect, test } from 'vitest'
import { KIND_LABELS, QUIET_KINDS, toSimpleKind } from './kinds.ts'

test.each([
  ['openhands.sdk.event.llm_convertible.message.MessageEvent', 'MessageEvent'],
  ['openhands.agent_server.models.ServerErrorEvent', 'ServerErrorEvent'],
  ['openhands.sdk.event.condenser.Condensation', 'Condensation'],
  ['MessageEvent', 'MessageEvent'],
  ['my.own.Kind', 'Kind'],
  ['a kind. of its own', 'a kind. of its own'],
  ['openhands.', 'openhands.'],
  ['openhands.sdk..X', 'X'],
])('%s is %s', (spelt, simple) => {
  expect(toSimpleKind(spelt)).toBe(simple)
})

test('quiet kinds of the SDK have labels', () => {
  expect([...QUIET_KINDS].filter((kind) => !KIND_LABELS.has(kind))).toEqual([])
})
