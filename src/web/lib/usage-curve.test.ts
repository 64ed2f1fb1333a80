import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointAt, toStepPath, toUsageCurve } from './usage-curve.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22) + seconds * 1000).toISOString()
const told = (seconds: number, cost: number | null, tokens: number | null) => ({ timestamp: at(seconds), cost, tokens })

test('a total stays until the next one is told', () => {
  const curve = toUsageCurve([told(0, 0, 5), told(5, 1, 8), told(10, 4, 9)])
  expect(curve?.measure).toBe('cost')
  expect(curve && toStepPath(curve, 100, 40)).toBe('M0,40H0V40H50V30H100V0')
  expect([0, 0.49, 0.5, 1].map((share) => curve && pointAt(curve, share)?.value)).toEqual([0, 0, 1, 4])
})

test('where no cost is known it is of tokens, and of one moment there is none', () => {
  expect(toUsageCurve([told(0, null, 5), told(5, null, 8)])?.measure).toBe('tokens')
  expect(toUsageCurve([told(0, 0, 5), told(5, 0, 8)])?.measure).toBe('tokens')
  for (const few of [[], [told(0, 1, 1)], [told(0, 1, 1), told(0, 2, 2)], [told(0, null, null), told(5, null, null)]])
    expect(toUsageCurve(few)).toBeNull()
})

test('whatever was told, the path stays in its picture and never goes back', () => {
  const point = fc.record({ s: fc.integer({ min: 0, max: 1e6 }), value: fc.double({ min: 0, max: 1e6, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 50 }), (points) => {
      const curve = toUsageCurve(points.map(({ s, value }) => told(s, value, null)))
      if (curve === null) return
      const path = toStepPath(curve, 200, 40)
      const xs = [...path.matchAll(/H([\d.]+)/g)].map(([, x]) => Number(x))
      const ys = [...path.matchAll(/V([-\d.]+)/g)].map(([, y]) => Number(y))
      expect(xs).toEqual(xs.toSorted((a, b) => a - b))
      expect(xs.every((x) => x <= 200) && ys.every((y) => y >= 0 && y <= 40)).toBe(true)
    }),
  )
})
