/** Median, 95th percentile, worst, and the first one apart, which found everything cold. @param {readonly number[]} times in ms */
export function spread(times) {
  if (times.length === 0) return 'not once'
  const sorted = times.toSorted((a, b) => a - b)
  const at = (/** @type {number} */ share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `${at(0.5)} ms median, ${at(0.95)} ms p95, ${(times[0] ?? 0).toFixed(1)} ms first`
}
