import { expect, test } from 'vitest'
import document from './openapi.gen.json' with { type: 'json' }
import { isStatus, STATUSES } from './statuses.ts'

test('the statuses are those of the contract, in its order', () => {
  expect(document.components.schemas.Status.enum).toEqual([...STATUSES])
})

test('only the nine are statuses', () => {
  expect(isStatus('waiting_for_confirmation')).toBe(true)
  expect(isStatus('RUNNING')).toBe(false)
})
