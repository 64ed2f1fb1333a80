/** What arrives from outside is `unknown` until one of these has read it. None of them throws. */

/** A JSON object. Its keys may be hostile (`__proto__`): read them, never assign them to another object. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether the value is a JSON object; arrays are not. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, or null for anything else. */
export function toJsonObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null
}

/** The list, or an empty one for anything else. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The string as it is, or null for anything else. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The text with `�` for every NUL: SQLite would end it there. */
export function replaceNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}

/** The trimmed string, or null where it is blank or no string; without NUL. */
export function toFilledText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const trimmed = replaceNul(value).trim()
  return trimmed === '' ? null : trimmed
}

/** The finite number, or null for anything else; numbers written as text are not numbers. */
export function toFiniteNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
