/** Most buckets that a histogram is cut into; with a boundary in its first one there may be one more. */
const BUCKETS = 60

/** Bucket widths that a person can read off an axis, in seconds. */
const WIDTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000,
]

/** Width of a histogram's buckets, in whole seconds, for a span in seconds. */
export function bucketSeconds(span: number): number {
  return WIDTHS.find((seconds) => span / seconds <= BUCKETS) ?? Math.ceil(span / BUCKETS)
}
