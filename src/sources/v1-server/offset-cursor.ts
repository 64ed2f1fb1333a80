/** The cursor some items from a cursor that is an offset (null: the start); undefined where there is none, or it is no offset. */
export function toOffset(cursor: string | null, items: number): string | undefined {
  const offset = Number(cursor ?? 0) + items
  return Number.isSafeInteger(offset) && offset >= 0 ? String(offset) : undefined
}
