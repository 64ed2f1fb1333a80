/** Where a reader of a histogram is. Both are numbers of buckets, and they may be in either order. */
export interface Brush {
  /** The bucket that is pointed at, by pointer or keyboard; null: none. */
  readonly at: number | null
  /** Where a selection began that ends at `at`; null: nothing is selected. */
  readonly anchor: number | null
}

/** Nothing pointed at, nothing selected. */
export const NO_BRUSH: Brush = { at: null, anchor: null }

/** Buckets from `first` to `last`, both included. */
export interface Span {
  readonly first: number
  readonly last: number
}

const FAR = 10

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at - 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at) => at - FAR,
  PageUp: (at) => at + FAR,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Where a key leads among `count` buckets; `extends` (Shift) selects on the way. Null: this key leads nowhere. */
export function moveBrush(brush: Brush, key: string, selects: boolean, count: number): Brush | null {
  const step = STEPS[key]
  if (step === undefined || count === 0) return null
  const from = brush.at ?? count - 1
  const at = Math.min(count - 1, Math.max(0, step(from, count)))
  return { at, anchor: selects ? (brush.anchor ?? from) : null }
}

/** The buckets that a brush means, of those that there are now; null: none. */
export function spanOf({ at, anchor }: Brush, count: number): Span | null {
  if (at === null || count === 0) return null
  const within = (bucket: number) => Math.min(bucket, count - 1)
  return { first: within(Math.min(at, anchor ?? at)), last: within(Math.max(at, anchor ?? at)) }
}

/** The bucket under a point so far from the left edge of a picture of that width, for points beside it the nearest. */
export function bucketAt(offset: number, width: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((offset / width) * count)))
}
