import { expect, test } from 'vitest'
import { pauseBeforeWalk } from './schedule.ts'

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
