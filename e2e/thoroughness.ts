/** With `LOOKOUT_E2E=all` nothing is left out of the sweeps below, which takes minutes more. */
export const isThorough = process.env['LOOKOUT_E2E'] === 'all'

/** Widths to look at a state in: the smallest and the largest. */
export function widthsOf(widths: readonly number[]): readonly number[] {
  const sorted = widths.toSorted((a, b) => a - b)
  return isThorough ? sorted : [...new Set([...sorted.slice(0, 1), ...sorted.slice(-1)])]
}

/** Whether the dark is looked at in a window so wide: colours do not depend on the width. */
export function isDarkSeenAt(width: number): boolean {
  return isThorough || width > 1024
}
