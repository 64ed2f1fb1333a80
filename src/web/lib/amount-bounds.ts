/** Ranges include their lower bound alone: "more than x" and "at most x" are bounds this much further up. */
export const STEP = 1e-6
const DECIMALS = 6

/** Without the dust of binary fractions. */
export const rounded = (value: number) => Number(value.toFixed(DECIMALS))

/** The round number that a bound lies one step above, or null. */
export function beneath(bound: number): number | null {
  const base = rounded(bound - STEP)
  const isRound = (value: number) => Number(value.toFixed(2)) === value
  return base >= 0 && isRound(base) && !isRound(bound) && rounded(base + STEP) === bound ? base : null
}
