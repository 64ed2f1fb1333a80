import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutTimeline, MOST_LEVELS, PAUSE_MS } from './timeline-layout.ts'

const MINUTE = 60_000
const WIDTH = 900
const span = (start: number, end: number | null = null) => ({ start, end })
const lane = (...spans: { start: number; end: number | null }[]) => ({ name: 'terminal', spans })

const someSpans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 1e8 }), fc.option(fc.integer({ min: 0, max: 1e6 })))
    .map(([start, length]) => span(start, length === null ? null : start + length)),
  { minLength: 1, maxLength: 80 },
)
const someLanes = fc.array(someSpans, { minLength: 1, maxLength: 4 })
const layOut = (lanes: readonly (readonly { start: number; end: number | null }[])[]) =>
  layOutTimeline(
    lanes.map((spans, at) => ({ name: `lane ${at}`, spans })),
    WIDTH,
  )

test('a pause of five minutes is folded with its length, a shorter one and one that a call fills are not', () => {
  const { folds, stretches } = layOutTimeline(
    [
      lane(span(0, MINUTE), span(2 * MINUTE), span(2 * MINUTE + PAUSE_MS)),
      lane(span(3 * MINUTE + PAUSE_MS, 60 * MINUTE), span(70 * MINUTE)),
    ],
    WIDTH,
  )
  expect(folds.map(({ start, end, isWide }) => [end - start, isWide])).toEqual([
    [PAUSE_MS, true],
    [10 * MINUTE, true],
  ])
  expect(stretches.map(({ start, end }) => [start, end])).toEqual([
    [0, 2 * MINUTE],
    [2 * MINUTE + PAUSE_MS, 60 * MINUTE],
    [70 * MINUTE, 70 * MINUTE + 1],
  ])
  expect(layOutTimeline([lane(span(0), span(PAUSE_MS - 1))], WIDTH).folds).toEqual([])
})

test('a turn lasts through the pauses in it, which are folded all the same', () => {
  const turns = { ...lane(span(0, 60 * MINUTE)), name: 'Turns', isFrame: true }
  const { folds, placed } = layOutTimeline([turns, lane(span(MINUTE), span(60 * MINUTE))], WIDTH)
  expect(folds.map(({ start, end }) => [start, end])).toEqual([[MINUTE, 60 * MINUTE]])
  expect(placed[0]?.width).toBeGreaterThan(WIDTH * 0.9)
})

test('where there is no room for all folds the longest are there, and the others are counted', () => {
  const spans = Array.from({ length: 60 }, (_, at) => span(at * at * 10 * MINUTE))
  const { folds, unfolded, stretches } = layOutTimeline([lane(...spans)], WIDTH)
  const lengths = folds.map(({ start, end }) => (end - start) / (10 * MINUTE))
  expect(unfolded).toBe(59 - folds.length)
  expect(lengths).toEqual(Array.from({ length: folds.length }, (_, at) => 2 * (unfolded + at) + 1))
  // Those with room for their length are the longest.
  expect(folds.map(({ isWide }) => isWide)).toEqual(folds.map((_, at) => at >= folds.length - 3))
  const drawn = stretches.reduce((sum, { width }) => sum + width, 0)
  expect(drawn).toBeGreaterThan(WIDTH * 0.4)
})

test('calls at the same time lie below each other, at most six deep', () => {
  const parallel = Array.from({ length: 9 }, (_, at) => span(at, 100))
  const { placed, lanes } = layOutTimeline([lane(...parallel, span(100, 120))], WIDTH)
  expect(placed.map(({ level }) => level)).toEqual([0, 1, 2, 3, 4, 5, 5, 5, 5, 0])
  expect(lanes).toEqual([{ name: 'terminal', levels: MOST_LEVELS }])
})

test('whatever happens when: nothing overlaps on a level but the deepest, everything is in the picture and in order', () => {
  fc.assert(
    fc.property(someLanes, (lanes) => {
      const { placed, folds, stretches } = layOut(lanes)
      expect(placed).toHaveLength(lanes.flat().length)
      for (const { x, width, level } of placed) {
        expect(x >= 0 && x + width <= WIDTH + 0.001 && width >= 3).toBe(true)
        expect(level < MOST_LEVELS).toBe(true)
      }
      for (const one of placed) {
        const before = placed.filter(
          (other) =>
            other.lane === one.lane &&
            other.level === one.level &&
            other.level < MOST_LEVELS - 1 &&
            other !== one &&
            other.span.start < one.span.start,
        )
        for (const { span: other } of before) expect((other.end ?? other.start) <= one.span.start).toBe(true)
      }
      for (const { start, end } of folds) expect(end - start).toBeGreaterThanOrEqual(PAUSE_MS)
      const edges = stretches.flatMap(({ x, width }) => [x, x + width])
      expect(edges).toEqual(edges.toSorted((a, b) => a - b))
      expect(edges.at(-1)).toBeCloseTo(WIDTH, 3)
    }),
  )
})

test('a place leads to its moment and back, and none to the middle of a pause', () => {
  fc.assert(
    fc.property(someSpans, fc.double({ min: 0, max: WIDTH, noNaN: true }), (spans, x) => {
      const { timeAt, placed, folds } = layOut([spans])
      for (const one of placed) {
        if (one.x + one.width < WIDTH - 0.001) expect(timeAt(one.x)).toBeCloseTo(one.span.start, 0)
      }
      if (folds.length === 0) expect(timeAt(x)).toBeGreaterThanOrEqual(Math.min(...spans.map(({ start }) => start)))
    }),
  )
})
