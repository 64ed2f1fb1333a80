// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { leftPlace, useRememberedPlace } from './reading-place.ts'

/** Leaves a step of the history that had so many rows. */
function leave(step: string, rows: number): void {
  const heights = Array.from({ length: rows }, (_, index) => ({
    index,
    key: index,
    start: index,
    end: index + 1,
    size: 1,
    lane: 0,
  }))
  renderHook(() => useRememberedPlace(step, () => ({ heights, folded: new Map() }))).unmount()
}

test('the newest steps are remembered, as many as there is room for, the last one always', () => {
  const steps = Array.from({ length: 25 }, (_, index) => `step ${index}`)
  for (const step of steps) leave(step, 1)
  expect(steps.filter((step) => leftPlace(step) !== undefined)).toEqual(steps.slice(5))
  // Back on an older one: it is the newest again.
  leave('step 5', 1)
  leave('long', 200_000)
  leave('longer', 150_000)
  expect([leftPlace('longer')?.heights.length, leftPlace('long'), leftPlace('step 5')]).toEqual([
    150_000,
    undefined,
    undefined,
  ])
  leave('longest', 400_000)
  expect(leftPlace('longest')?.heights).toHaveLength(400_000)
  expect(leftPlace('longer')).toBeUndefined()
})
