import { fold } from '../../index/fold.ts'
import { shownOf } from './conversation-filter.ts'
import type { Conversation } from './facts.ts'

const KEYS: Readonly<Record<string, (row: Conversation) => number | string | null>> = {
  CREATED_AT: (row) => toMs(row.created_at),
  UPDATED_AT: (row) => toMs(row.updated_at),
  // The planted titles differ within their first letters, or not at all.
  TITLE: (row) => (shownOf(row) === null ? null : fold(shownOf(row) ?? '').slice(0, 100)),
  EVENT_COUNT: (row) => row.event_count,
  ACCUMULATED_COST: (row) => row.accumulated_cost,
  DURATION: (row) => row.duration_seconds,
}

function toMs(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}

/** Rows in an order of the document: nulls last, ties by id. */
export function inOrder(rows: readonly Conversation[], sortOrder: string): readonly Conversation[] {
  const isDescending = sortOrder.endsWith('_DESC')
  const key = KEYS[sortOrder.replace(/_DESC$/, '')] ?? (() => null)
  return rows.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)]
    if (one === null || other === null) return one === other ? compare(a.id, b.id) : one === null ? 1 : -1
    return (isDescending ? -1 : 1) * compare(one, other) || compare(a.id, b.id)
  })
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Those of the matching rows whose parent does not match; of a ring of parents the one with the smallest id. */
export function folded(rows: readonly Conversation[]): readonly Conversation[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows.filter((row) => {
    const chain: string[] = [row.id]
    for (let at = byId.get(row.parent_conversation_id ?? ''); at !== undefined;) {
      if (at.id === row.id) return chain.every((id) => row.id <= id)
      if (chain.includes(at.id)) return false
      chain.push(at.id)
      at = byId.get(at.parent_conversation_id ?? '')
    }
    return chain.length === 1
  })
}
