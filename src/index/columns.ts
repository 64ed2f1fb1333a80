/** Reading and writing the columns of SQLite rows. */

/** The text of a column; null for everything else. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The number of a column; null for everything else. */
export function toNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/**
 * A number for an INTEGER column: without its fraction, and null beyond what JavaScript reads back exactly. SQLite refuses the one
 * and the binding the other, and a single number would take its whole conversation with it.
 */
export function toInteger(value: number | null): number | null {
  const whole = value === null ? null : Math.floor(value)
  return Number.isSafeInteger(whole) ? whole : null
}

/** Counts by name as JSON for a column; null, for nobody knows them, where one is no whole number that JavaScript holds exactly. */
export function toCounts(counts: object | null): string | null {
  return counts !== null && Object.values(counts).every(Number.isSafeInteger) ? JSON.stringify(counts) : null
}

/** A text for a column: a NUL, at which the binding would end it, is a space. */
export function toStored(text: string | null): string | null {
  return text?.replaceAll('\0', ' ') ?? null
}
