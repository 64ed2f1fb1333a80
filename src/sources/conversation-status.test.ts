import { expect, test } from 'vitest'
import { toStatus } from './conversation-status.ts'

test('a run without a lease is believed until a whole millisecond, as the index keeps it', () => {
  const now = Date.UTC(2026, 0, 1)
  const evidence = {
    base: { execution_status: 'running' },
    baseProblem: null,
    leaseUntil: null,
    lastWrite: now - 0.25,
    now,
  }
  expect(toStatus(evidence)).toMatchObject({ status: 'running', statusUntil: now + 600_000 })
})
