import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { STATUSES } from '../../contract/statuses.ts'
import { BANDS, addCounts, toSegments, totalOf } from './histogram-bars.ts'

test('a bar stands on its foot, calm bands below those that need a look', () => {
  const segments = toSegments({ error: 10, finished: 20, idle: 10 }, 40, 40)
  expect(segments).toEqual([
    { band: 'finished', y: 20, height: 20 },
    { band: 'quiet', y: 10, height: 9 },
    { band: 'error', y: 0, height: 9 },
  ])
})

test('one error among a thousand is seen, and the bar is no higher for it', () => {
  const [finished, error] = toSegments({ finished: 999, error: 1 }, 1000, 27)
  expect(error).toEqual({ band: 'error', y: 0, height: 2 })
  expect(finished).toEqual({ band: 'finished', y: 2, height: 25 })
})

test('a status never seen before is drawn too, and an empty bucket is not', () => {
  expect(toSegments({ hibernating: 1 }, 1, 27)).toEqual([{ band: 'quiet', y: 0, height: 27 }])
  expect(toSegments({}, 5, 27)).toEqual([])
})

test('whatever the counts: inside the picture, in order, one segment for each band there is', () => {
  const counts = fc.dictionary(fc.constantFrom(...STATUSES), fc.integer({ min: 1, max: 100_000 }))
  fc.assert(
    fc.property(counts, fc.integer({ min: 0, max: 100_000 }), (some, others) => {
      const segments = toSegments(some, totalOf(some) + others, 27)
      const order = segments.map(({ band }) => BANDS.indexOf(band))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect(segments.length > 0).toBe(totalOf(some) > 0)
      let foot = 27
      for (const { y, height } of segments) {
        expect(height).toBeGreaterThanOrEqual(1)
        expect(y + height).toBeLessThanOrEqual(foot + 0.11)
        expect(y).toBeGreaterThanOrEqual(-0.1)
        foot = y
      }
    }),
  )
})

test('buckets taken together', () => {
  expect(addCounts([{ error: 1, idle: 2 }, {}, { idle: 3 }])).toEqual({ error: 1, idle: 5 })
})
