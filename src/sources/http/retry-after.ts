/** Longer pauses are not believed. */
const LONGEST_MS = 3_600_000

/**
 * How long a server asks to be left alone, in ms, from its `Retry-After` (RFC 9110, 10.2.3): seconds or a date. Null: it does not say.
 * `now` in UTC ms.
 */
export function parseRetryAfter(text: string | undefined, now: number): number | null {
  const value = text?.trim() ?? ''
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) - now : NaN
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_MS)
}
