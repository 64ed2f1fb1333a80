import { scaleLinear } from 'd3-scale'

/** How many conversations, by status. */
export type StatusCounts = Readonly<Record<string, number>>

/**
 * The bands of a bar from its foot to its top. Few, so that colours can be told apart: what ended well, what rests, what works or
 * waits, what needs a look. A status never seen before rests.
 */
export const BANDS = ['finished', 'quiet', 'active', 'stuck', 'error'] as const
export type Band = (typeof BANDS)[number]

const BAND_OF: Readonly<Record<string, Band>> = {
  finished: 'finished',
  running: 'active',
  waiting_for_confirmation: 'active',
  stuck: 'stuck',
  error: 'error',
}

/** A piece of a bar; `y` is its upper edge, counted from the top of the picture. */
export interface Segment {
  readonly band: Band
  readonly y: number
  readonly height: number
}

/** What is there is seen: one error among a thousand too. In pixels. */
const LEAST: Readonly<Record<Band, number>> = { finished: 1, quiet: 1, active: 1, stuck: 1, error: 2 }
/** Below a band of at least three times its height, so that bands are told apart without their colours. */
const GAP = 1

/** All conversations of a bucket. */
export function totalOf(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Buckets taken together. */
export function addCounts(all: readonly StatusCounts[]): StatusCounts {
  const sum: Record<string, number> = {}
  for (const counts of all)
    for (const [status, count] of Object.entries(counts)) sum[status] = (sum[status] ?? 0) + count
  return sum
}

/** The bar of a bucket in a picture of this `height`, whose highest bar stands for `most` conversations. */
export function toSegments(counts: StatusCounts, most: number, height: number): readonly Segment[] {
  const scale = scaleLinear([0, Math.max(1, most)], [0, height])
  const heights = new Map<Band, number>()
  for (const band of BANDS) {
    const inBand = Object.entries(counts).filter(([status]) => (BAND_OF[status] ?? 'quiet') === band)
    const count = inBand.reduce((sum, [, each]) => sum + each, 0)
    if (count > 0) heights.set(band, Math.max(LEAST[band], scale(count)))
  }
  shrinkLargest(heights, scale(totalOf(counts)))
  let foot = height
  return [...heights].map(([band, tall]) => {
    const gap = foot < height && tall >= 3 * GAP ? GAP : 0
    foot -= tall
    return { band, y: round(foot), height: round(tall - gap) }
  })
}

/** Takes from the largest band what the small ones got too much, so that bars stay as high as their totals. */
function shrinkLargest(heights: Map<Band, number>, total: number): void {
  const tallest = [...heights].toSorted((a, b) => b[1] - a[1])[0]
  if (tallest === undefined) return
  const excess = [...heights.values()].reduce((sum, each) => sum + each, 0) - total
  heights.set(tallest[0], Math.max(LEAST[tallest[0]], tallest[1] - Math.max(0, excess)))
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
