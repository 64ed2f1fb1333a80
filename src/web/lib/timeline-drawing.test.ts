import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveCursor, nearestTo, toDrawing } from './timeline-drawing.ts'
import { layOutTimeline } from './timeline-layout.ts'

const item = (lane: string, start: number, end: number | null = null) => ({
  lane,
  start,
  end,
  tone: 'plain' as const,
  isSeveral: false,
})
type Item = Omit<ReturnType<typeof item>, 'tone'> & { readonly tone: 'plain' | 'error' }
const draw = (items: readonly Item[], names = ['a', 'b', 'c']) =>
  toDrawing(
    layOutTimeline(
      names.map((name) => ({ name, spans: items.filter(({ lane }) => lane === name) })),
      600,
    ),
    600,
  )

const drawing = draw([item('a', 0, 100), item('b', 10), item('c', 50, 60), item('b', 90), item('a', 100, 110)])

test('left and right lead through time, up and down to the nearest of the next lane', () => {
  expect([0, 1, 2, 3, 4].map((from) => moveCursor(drawing, from, 'ArrowRight'))).toEqual([1, 2, 3, 4, 4])
  expect([0, 1, 4].map((from) => moveCursor(drawing, from, 'ArrowLeft'))).toEqual([0, 0, 3])
  expect([moveCursor(drawing, 2, 'Home'), moveCursor(drawing, 2, 'End')]).toEqual([0, 4])
  expect([moveCursor(drawing, 4, 'ArrowDown'), moveCursor(drawing, 2, 'ArrowUp')]).toEqual([3, 3])
  expect([moveCursor(drawing, 0, 'ArrowUp'), moveCursor(drawing, 2, 'ArrowDown')]).toEqual([0, 2])
  expect(moveCursor(drawing, 0, 'Enter')).toBeNull()
})

test('a point means the nearest item of its lane, the middle of each item means it', () => {
  for (const [at, { x, y, width }] of drawing.items.entries()) expect(nearestTo(drawing, x + width / 2, y + 6)).toBe(at)
  expect(nearestTo(drawing, 300, 2)).toBeNull()
  expect(nearestTo(drawing, 0, (drawing.rows[2]?.y ?? 0) + 8)).toBeNull()
})

test('an error has a sign, of several rows that alone; signs that lie on each other are one', () => {
  const error = { ...item('a', 0), tone: 'error' as const }
  const shapes = (path: string) => path.split('z').length - 1
  const { paths } = draw([error, { ...error, start: 1 }, item('b', 1000)])
  expect([shapes(paths.error), shapes(paths.errorSigns), shapes(paths.plain)]).toEqual([2, 1, 1])
  const several = draw([{ ...error, isSeveral: true }, item('b', 1000)])
  expect([several.paths.error, shapes(several.paths.errorSigns), shapes(several.paths.plain)]).toEqual(['', 1, 2])
})

test('whatever there is, every item has room to be pointed at, within the height', () => {
  const items = fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 1e6 }))
      .map(([lane, start, length]) => item(lane, start, start + length)),
    { minLength: 1, maxLength: 60 },
  )
  fc.assert(
    fc.property(items, (all) => {
      const { items: placed, height, rows } = draw(all)
      expect(placed).toHaveLength(all.length)
      for (const { box, y, lane } of placed) {
        expect(box.left >= 0 && box.left + box.width <= 600.001).toBe(true)
        expect(box.width >= 24 && box.height >= 24 && y >= 0 && y + 12 <= height).toBe(true)
        const row = rows[lane]
        expect(row !== undefined && y >= row.y && y + 12 <= row.y + row.height).toBe(true)
      }
    }),
  )
})
