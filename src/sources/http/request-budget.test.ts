import { array, assert, boolean, constant, integer, nat, oneof, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RequestBudget } from './request-budget.ts'

/** Who asks when: ms after the one before, in one turn of so many requests. */
interface Asking {
  readonly afterMs: number
  readonly isAwaited: boolean
  readonly requests: number
}

/** Times at which requests go out where each waits for its turn, in the order given. */
function send(budget: RequestBudget, askings: readonly Asking[]): readonly number[] {
  let nowMs = 0
  return askings.flatMap(({ afterMs, isAwaited, requests }) => {
    nowMs = Math.max(nowMs + afterMs, budget.readyAt(requests, isAwaited))
    budget.take(requests, nowMs)
    return Array.from({ length: requests }, () => nowMs)
  })
}

const times = (count: number, asking: Partial<Asking> = {}) =>
  Array.from({ length: count }, () => ({ afterMs: 0, isAwaited: true, requests: 1, ...asking }))

/** Most times within any span of this length. */
function mostWithin(spanMs: number, sent: readonly number[]): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + spanMs).length))
}

/** Whether a bucket of so many tokens, so many more of which come each second, has one for each. */
function fitsBucket(tokens: number, perSecond: number, sent: readonly number[]): boolean {
  let [left, atMs] = [tokens, 0]
  return sent.every((at) => {
    left = Math.min(tokens, left + ((at - atMs) * perSecond) / 1000) - 1
    atMs = at
    return left >= 0
  })
}

const askings = array(
  record({
    afterMs: oneof(constant(0), nat(3_000), nat(90_000)),
    isAwaited: boolean(),
    requests: constant(1),
  }),
  { minLength: 100, maxLength: 200 },
)

test('no minute has more than its budget, whoever asks and when', () => {
  assert(
    property(integer({ min: 1, max: 150 }), askings, (perMinute, asked) => {
      expect(mostWithin(60_000, send(new RequestBudget(perMinute), asked))).toBeLessThanOrEqual(perMinute)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('a server that bears sixty a minute, or ten a second, is never asked too often', () => {
  assert(
    property(askings, (asked) => {
      const sent = send(new RequestBudget(60), asked)
      expect([mostWithin(60_000, sent) <= 60, mostWithin(1_000, sent) <= 10]).toEqual([true, true])
      expect([fitsBucket(10, 1, sent), fitsBucket(10, 10, sent)]).toEqual([true, true])
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('all of a budget but what is at once goes out evenly', () => {
  const sent = send(new RequestBudget(60), times(61))
  expect(sent.slice(0, 11)).toEqual([...Array(10).fill(0), 1177])
  expect(sent.slice(10).every((at, number) => at === 1177 * (number + 1))).toBe(true)
  expect(sent[60]).toBeLessThan(61_000)
})

describe('what somebody waits for', () => {
  test('goes out at once beside what is read in the background', () => {
    const budget = new RequestBudget(60)
    const background = send(budget, times(30, { isAwaited: false }))
    const last = background.at(-1) ?? 0
    expect(last).toBe(25 * 1177)
    for (let number = 0; number < 5; number += 1) {
      expect(budget.readyAt(1, true)).toBeLessThanOrEqual(last)
      budget.take(1, last)
    }
    expect(budget.readyAt(1, true)).toBe(last + 1177)
  })

  test.each([2, 4, 60])('goes before the background where %i are borne', (perMinute) => {
    const budget = new RequestBudget(perMinute)
    const [last = 0] = send(budget, times(perMinute)).slice(-1)
    expect(budget.readyAt(1, true)).toBeGreaterThan(last)
    expect(budget.readyAt(1, false)).toBeGreaterThan(budget.readyAt(1, true))
  })
})

test('a turn of more than may go out at once is paid for afterwards', () => {
  const sent = send(new RequestBudget(1), [...times(2, { requests: 2 }), ...times(1)])
  expect(sent).toEqual([0, 0, 120_000, 120_000, 240_000])
})

test('without a budget nobody waits, and with one again from its start', () => {
  const budget = new RequestBudget(null)
  expect(send(budget, times(100, { isAwaited: false }))).toEqual(Array(100).fill(0))
  budget.allow(1)
  expect(send(budget, times(2))).toEqual([0, 60_000])
  budget.allow(null)
  expect(budget.readyAt(9, false)).toBe(-Infinity)
})
