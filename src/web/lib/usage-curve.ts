import { scaleLinear } from 'd3-scale'

/** What was used so far at a moment, as on the wire; null is unknown. */
interface UsagePoint {
  readonly timestamp: string
  readonly cost: number | null
  readonly tokens: number | null
}

/** What a curve is of: cost where it is known, else tokens. */
export type UsageMeasure = 'cost' | 'tokens'

/** Totals so far over time; `at` in UTC ms, ascending. */
export interface UsageCurve {
  readonly measure: UsageMeasure
  readonly points: readonly { readonly at: number; readonly value: number }[]
}

/** The curve of what is known; null where that are no two moments. */
export function toUsageCurve(usage: readonly UsagePoint[]): UsageCurve | null {
  const measure = usage.some(({ cost }) => cost !== null && cost > 0) ? 'cost' : 'tokens'
  const points = usage
    .flatMap((point) => {
      const value = point[measure]
      return value === null ? [] : [{ at: Date.parse(point.timestamp), value }]
    })
    // Appended in order; a clock that was set back would draw a curve that returns.
    .toSorted((a, b) => a.at - b.at)
  const [first, last] = [points[0], points.at(-1)]
  return first === undefined || last === undefined || first.at === last.at ? null : { measure, points }
}

/** A curve as the `d` of an SVG path: a total stays until the next one is told. In pixels, from the top left. */
export function toStepPath({ points }: UsageCurve, width: number, height: number): string {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const most = Math.max(...points.map(({ value }) => value))
  const x = scaleLinear([first, last], [0, width])
  const y = scaleLinear([0, Math.max(most, Number.MIN_VALUE)], [height, 0])
  const steps = points.map(({ at, value }) => `H${round(x(at))}V${round(y(value))}`)
  return `M0,${height}${steps.join('')}`
}

/** The point that was told last before or at a share (0 to 1) of the curve's width. */
export function pointAt({ points }: UsageCurve, share: number): UsageCurve['points'][number] | undefined {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const at = first + share * (last - first)
  return points.findLast((point) => point.at <= at) ?? points[0]
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
