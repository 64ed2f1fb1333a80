/** An amount as addresses and texts spell it, as the source of a pattern: never with an exponent, and never beyond what a number holds. */
export const AMOUNT = String.raw`\d{1,12}(?:\.\d{1,20})?`

/** An amount in digits alone, as `AMOUNT` matches it: JavaScript itself writes 0.0000001 as `1e-7`. */
export function writeAmount(amount: number): string {
  const [digits = '', exponent] = String(amount).split('e-')
  return exponent === undefined ? digits : `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`
}

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
