/** Conversations that were read in this browser, the last one last, with the number of rows that their transcript had. */
export type Visits = readonly (readonly [conversationId: string, rows: number])[]

const MAX_REMEMBERED = 500

/** Reads what the browser kept; what is not of this shape is left out. */
export function parseVisits(text: string | null): Visits {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter(isVisit) : []
  } catch {
    return []
  }
}

function isVisit(value: unknown): value is readonly [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isSafeInteger(value[1])
}

/** The visits with this one as the last; the oldest are forgotten. */
export function recordVisit(visits: Visits, conversationId: string, rows: number): Visits {
  const others = visits.filter(([id]) => id !== conversationId)
  return [...others, [conversationId, rows] as const].slice(-MAX_REMEMBERED)
}
