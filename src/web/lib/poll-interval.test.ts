import { expect, test } from 'vitest'
import { pollInterval, type PollFacts } from './poll-interval.ts'

const calm: PollFacts = {
  sinceChangeMs: Number.POSITIVE_INFINITY,
  isAnythingRunning: false,
  unchanged: 0,
  failures: 0,
  failedStatus: null,
  retryAfterMs: null,
  jitter: 0.5,
}

test('attentive after a change, busy while something runs, else calm', () => {
  expect(pollInterval({ ...calm, sinceChangeMs: 0 })).toBe(3000)
  expect(pollInterval({ ...calm, sinceChangeMs: 29_999, isAnythingRunning: true })).toBe(3000)
  expect(pollInterval({ ...calm, sinceChangeMs: 30_000, isAnythingRunning: true })).toBe(10_000)
  expect(pollInterval({ ...calm, isAnythingRunning: true, unchanged: 50 })).toBe(10_000)
  expect(pollInterval(calm)).toBe(30_000)
})

test('three unchanged answers slow it down, up to two minutes', () => {
  const after = (unchanged: number) => pollInterval({ ...calm, unchanged })
  expect([2, 3, 4, 5, 6, 7, 99].map(after)).toEqual([30_000, 45_000, 67_500, 101_250, 120_000, 120_000, 120_000])
})

test('it stops where it is not let in', () => {
  expect(pollInterval({ ...calm, failures: 1, failedStatus: 401 })).toBe(false)
  expect(pollInterval({ ...calm, failures: 1, failedStatus: 403 })).toBe(false)
})

test('failures double the interval, with a spread, and the server may ask for more', () => {
  const failed = { ...calm, isAnythingRunning: true, failures: 1, failedStatus: 503 }
  expect(pollInterval(failed)).toBe(20_000)
  expect(pollInterval({ ...failed, failures: 2 })).toBe(40_000)
  expect(pollInterval({ ...failed, failures: 60 })).toBe(120_000)
  expect(pollInterval({ ...failed, jitter: 0 })).toBe(16_000)
  expect(pollInterval({ ...failed, jitter: 1 })).toBe(24_000)
  expect(pollInterval({ ...failed, retryAfterMs: 90_000 })).toBe(90_000)
  expect(pollInterval({ ...failed, failedStatus: 0 })).toBe(20_000)
})
