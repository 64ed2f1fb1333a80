/** The first and the last moment that the wire can write (RFC 3339 has the years 0000 to 9999), UTC ms. */
export const FIRST_MOMENT_MS = Date.parse('0000-01-01T00:00:00.000Z')
export const LAST_MOMENT_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** Whether the wire can write a moment, UTC ms. */
export function isWritable(ms: number): boolean {
  return ms >= FIRST_MOMENT_MS && ms <= LAST_MOMENT_MS
}
