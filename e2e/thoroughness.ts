/** With `LOOKOUT_E2E=all` nothing is left out of the sweeps below, which takes minutes more. */
export const isThorough = process.env['LOOKOUT_E2E'] === 'all'

/** Widths that a colour scheme is looked at in: colours do not depend on the width, so that the dark one needs no other. */
export function widthsOf(colorScheme: 'light' | 'dark', widths: readonly number[]): readonly number[] {
  const sorted = widths.toSorted((a, b) => a - b)
  if (isThorough) return sorted
  return colorScheme === 'light' ? [...new Set([...sorted.slice(0, 1), ...sorted.slice(-1)])] : sorted.slice(-1)
}
