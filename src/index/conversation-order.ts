import type { Catalogue, NumberColumn } from './catalogue.ts'
import type { ConversationCursor, ConversationSort, ConversationSortKey } from './conversation-port.ts'
import type { PageStart } from './port-parts.ts'
import { smallest, sortedPart } from './smallest.ts'

const NUMBER_OF: Record<Exclude<ConversationSortKey, 'TITLE'>, NumberColumn> = {
  CREATED_AT: 'created_at',
  UPDATED_AT: 'updated_at',
  EVENT_COUNT: 'event_count',
  ACCUMULATED_COST: 'accumulated_cost',
  DURATION: 'duration_seconds',
}

/** As much of a title as decides its place: cursors hold it, and travel in URLs. */
const SORTED_LETTERS = 100

/** Order of conversations under a sort: nulls last in both directions, ties by id. */
export class ConversationOrder {
  readonly #catalogue: Catalogue
  readonly #numbers: readonly number[] | null
  readonly #sign: number

  constructor(catalogue: Catalogue, sort: ConversationSort) {
    this.#catalogue = catalogue
    this.#numbers = sort.key === 'TITLE' ? null : catalogue.numbers[NUMBER_OF[sort.key]]
    this.#sign = sort.descending ? -1 : 1
  }

  cursorOf(slot: number): ConversationCursor {
    return { value: this.#valueOf(slot), id: this.#catalogue.ids[slot] ?? '' }
  }

  compare(a: number, b: number): number {
    return (
      this.#compareValues(this.#valueOf(a), this.#valueOf(b)) ||
      compareText(this.#catalogue.ids[a] ?? '', this.#catalogue.ids[b] ?? '')
    )
  }

  /** Negative where the slot comes before the cursor, 0 where it is its very row. */
  compareToCursor(slot: number, cursor: ConversationCursor): number {
    return (
      this.#compareValues(this.#valueOf(slot), cursor.value) || compareText(this.#catalogue.ids[slot] ?? '', cursor.id)
    )
  }

  #valueOf(slot: number): number | string | null {
    if (this.#numbers === null) return this.#catalogue.shown[slot]?.slice(0, SORTED_LETTERS) ?? null
    const value = this.#numbers[slot]
    return value === undefined || Number.isNaN(value) ? null : value
  }

  #compareValues(a: number | string | null, b: number | string | null): number {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === 'number' && typeof b === 'number') return this.#sign * (a - b)
    return this.#sign * compareText(String(a), String(b))
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A page of slots, and how many rows come before it. */
export interface SlotPage {
  readonly slots: readonly number[]
  readonly skipped: number
}

/** Cuts one page out of unordered rows without sorting them all: keeps the best `limit` in one pass. */
export function selectPage(
  rows: readonly number[],
  order: ConversationOrder,
  start: PageStart<ConversationCursor>,
  limit: number,
): SlotPage {
  const compare = (a: number, b: number) => order.compare(a, b)
  if ('after' in start) {
    const later = rows.filter((slot) => order.compareToCursor(slot, start.after) > 0)
    return { slots: smallest(later, compare, limit), skipped: rows.length - later.length }
  }
  if ('before' in start) {
    const earlier = rows.filter((slot) => order.compareToCursor(slot, start.before) < 0)
    const slots = smallest(earlier, (a, b) => compare(b, a), limit).toReversed()
    return { slots, skipped: earlier.length - slots.length }
  }
  if (start.offset === 0) return { slots: smallest(rows, compare, limit), skipped: 0 }
  return {
    slots: sortedPart(rows, compare, start.offset, start.offset + limit),
    skipped: Math.min(start.offset, rows.length),
  }
}
