import { isJsonObject } from '../json-value.ts'

/**
 * Cursors of V0's lists are offsets among all that its store holds, before age hides any: until 0.59 in decimal, later one of V0 and one
 * of V1 together (OpenHands `openhands/utils/search_utils.py`, `openhands/server/routes/manage_conversations.py`). Where a page fails, the
 * server gives none for the next, so they are made here.
 */

/** How a server spells its cursors. */
export type CursorForm = 'one' | 'pair'

/** Which of two stores is walked. */
export type Store = 'v0' | 'v1'

/** An offset that no store reaches: its page is empty. */
export const BEYOND = 1_000_000_000

/** The cursor of an offset in one store. In a pair the other store is at its end: where both give rows, those that are cut off are lost. */
export function toCursor(form: CursorForm, store: Store, offset: number): string {
  if (form === 'one') return encode(String(offset))
  const [v0, v1] = store === 'v0' ? [offset, BEYOND] : [BEYOND, offset]
  return encode(JSON.stringify({ v0: encode(String(v0)), v1: String(v1) }))
}

/** The offset that a cursor stands for; null where it is none of these, or at the end of this store. */
export function parseCursor(cursor: string, store: Store): number | null {
  const value = parseJson(decode(cursor))
  const own = isJsonObject(value) ? value[store] : value
  const offset = typeof own === 'string' ? Number(store === 'v0' ? decode(own) : own) : own
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? offset : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a cursor of another server
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64')
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
