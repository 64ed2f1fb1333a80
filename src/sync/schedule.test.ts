import { expect, test } from 'vitest'
import {
  pauseAfterFailures,
  pauseAfterRefusals,
  pauseBeforeFullWalk,
  pauseBeforeLook,
  pauseBeforeWalk,
} from './schedule.ts'

const rest = { active: 0, quietWalks: 0, failures: 0, lastedMs: 0 }

test.each([
  ['something runs', { active: 1 }, 5_000],
  ['something runs, however quiet', { active: 1, quietWalks: 50 }, 5_000],
  ['nothing runs', {}, 30_000],
  ['it has been quiet for long', { quietWalks: 6 }, 120_000],
  ['it has been quiet for ever', { quietWalks: 10_000 }, 300_000],
  ['it failed', { failures: 1 }, 60_000],
  ['it fails while something ran', { active: 1, failures: 3 }, 40_000],
  ['it keeps failing', { failures: 1_000 }, 300_000],
  ['a walk takes long', { active: 1, lastedMs: 60_000 }, 540_000],
])('pause when %s', (_, outcome, pauseMs) => {
  expect(pauseBeforeWalk({ ...rest, ...outcome })).toBe(pauseMs)
})

const look = { active: 0, quietLooks: 0, failures: 0, lastedMs: 0, intervalMs: null, jitter: 0.5 }

test.each([
  ['something runs', { active: 2 }, 5_000],
  ['nothing runs', {}, 30_000],
  ['it has been quiet for a while', { quietLooks: 4 }, 45_000],
  ['it has been quiet for ever', { quietLooks: 1_000 }, 120_000],
  ['the user says so', { active: 1, quietLooks: 9, intervalMs: 7_000 }, 7_000],
  ['the user wants it sooner than a tenth of the time allows', { intervalMs: 1_000, lastedMs: 500 }, 4_500],
  ['it failed once, and may be about to start', { failures: 1, quietLooks: 9 }, 5_000],
  ['it failed while something ran', { active: 1, failures: 3 }, 20_000],
  ['it failed, and many look at once', { failures: 2, jitter: 0 }, 8_000],
  ['it failed, and few do', { failures: 2, jitter: 1 }, 12_000],
  ['it failed, and the user wants it seldom', { failures: 1, intervalMs: 60_000 }, 60_000],
  ['it keeps failing', { failures: 1_000, intervalMs: 1_000 }, 300_000],
  ['it takes long', { active: 1, lastedMs: 20_000 }, 180_000],
  ['it was held up for an hour', { active: 1, lastedMs: 3_600_000 }, 300_000],
])('pause before a server is asked again when %s', (_, outcome, pauseMs) => {
  expect(pauseBeforeLook({ ...look, ...outcome })).toBe(pauseMs)
})

test('all rows are walked again after ten minutes, later where that takes long', () => {
  expect([0, 60_000].map((lastedMs) => pauseBeforeFullWalk(lastedMs, 0))).toEqual([600_000, 1_140_000])
})

test('all rows are walked again later and later while that finds nothing, up to an hour', () => {
  const pauses = [1, 2, 3, 99].map((quietWalks) => pauseBeforeFullWalk(0, quietWalks))
  expect(pauses).toEqual([1_200_000, 2_400_000, 3_600_000, 3_600_000])
  expect(pauseBeforeFullWalk(600_000, 99)).toBe(11_400_000)
})

test('events are asked for later and later while that fails', () => {
  expect([0, 1, 2, 99].map(pauseAfterFailures)).toEqual([0, 5_000, 10_000, 300_000])
})

test('one conversation that was refused is asked for again later and later, up to an hour', () => {
  expect([1, 2, 3, 99].map(pauseAfterRefusals)).toEqual([60_000, 120_000, 240_000, 3_600_000])
})
