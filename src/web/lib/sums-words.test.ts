import { expect, test } from 'vitest'
import { describeSums } from './sums-words.ts'

const known = (sum: number) => ({ sum, unknown: 0 })
const sums = { accumulated_cost: known(1904.22), event_count: known(1_102_540), total_tokens: known(412_000_123) }

test('cost, events and tokens, exact to the last digit', () => {
  expect(describeSums(sums, true)).toEqual(['$1,904.22', '1,102,540 events', '412,000,123 tokens'])
})

test('what some do not say is said, once for equally many', () => {
  const cost = { sum: 12.5, unknown: 20 }
  expect(describeSums({ ...sums, accumulated_cost: cost }, true)).toContain('cost unknown for 20')
  const all = { accumulated_cost: cost, total_tokens: { sum: 5, unknown: 20 }, event_count: { sum: 1, unknown: 1_003 } }
  expect(describeSums(all, true)).toEqual([
    '$12.50',
    '1 event',
    '5 tokens',
    'cost and tokens unknown for 20',
    'events unknown for 1,003',
  ])
})

test('what nobody says is unknown, and no row at all adds up to nothing', () => {
  const none = { sum: null, unknown: 3 }
  expect(describeSums({ accumulated_cost: none, event_count: none, total_tokens: none }, true)).toEqual([
    'cost unknown',
    'events unknown',
    'tokens unknown',
  ])
  expect(describeSums({ accumulated_cost: known(0), event_count: known(0), total_tokens: known(0) }, true)).toEqual([
    '$0.00',
    '0 events',
    '0 tokens',
  ])
})

test('numbers of a source that is still being read are lower bounds', () => {
  expect(describeSums(sums, false)).toEqual(['≥ $1,904.22', '≥ 1,102,540 events', '≥ 412,000,123 tokens'])
})
