import { FIRST_MOMENT_MS, isWritable, LAST_MOMENT_MS } from '../contract/calendar.ts'
import { bucketSeconds } from './bucket-width.ts'
import type { Catalogue, NumberColumn } from './catalogue.ts'
import type { Condition } from './conversation-match.ts'
import type { ConversationHistogram, ConversationSums, Sum } from './conversation-port.ts'
import type { Range } from './port-parts.ts'

type Figures<T> = Omit<T, 'revision' | 'complete'>

/** What the conversations that pass the conditions cost and hold together, in one pass. */
export function sumUp(catalogue: Catalogue, conditions: readonly Condition[]): Figures<ConversationSums> {
  const cost = new Total(catalogue, 'accumulated_cost')
  const tokens = new Total(catalogue, 'total_tokens')
  const events = new Total(catalogue, 'event_count')
  for (const slot of passing(catalogue, conditions)) {
    cost.add(slot)
    tokens.add(slot)
    if (catalogue.isUnread(slot)) events.miss()
    else events.add(slot)
  }
  return { accumulated_cost: cost.sum(), total_tokens: tokens.sum(), event_count: events.sum() }
}

class Total {
  readonly #column: readonly number[]
  #sum = 0
  /** What adding lost to rounding (Kahan): 100,000 costs of a few cents add up to the cent. */
  #lost = 0
  #known = 0
  #unknown = 0

  constructor(catalogue: Catalogue, column: NumberColumn) {
    this.#column = catalogue.numbers[column]
  }

  add(slot: number): void {
    const value = this.#column[slot] ?? Number.NaN
    if (Number.isNaN(value)) {
      this.miss()
      return
    }
    this.#known++
    const corrected = value - this.#lost
    const next = this.#sum + corrected
    this.#lost = next - this.#sum - corrected
    this.#sum = next
  }

  /** A row of which the value is unknown, or of a part. */
  miss(): void {
    this.#unknown++
  }

  /** No row at all adds up to 0; rows of which none is known, to nothing that anybody could say. */
  sum(): Sum {
    return { sum: this.#known === 0 && this.#unknown > 0 ? null : this.#sum, unknown: this.#unknown }
  }
}

/**
 * Conversations by their newest change and status. `conditions` are all but the one on `updated_at`, whose bounds are the range:
 * where one is missing, the rows themselves give it.
 */
export function countOverTime(
  catalogue: Catalogue,
  conditions: readonly Condition[],
  range: Range,
): Figures<ConversationHistogram> {
  const updated = catalogue.numbers.updated_at
  const within: number[] = []
  let outside = 0
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const slot of passing(catalogue, conditions)) {
    const time = updated[slot] ?? Number.NaN
    const isWithin = time >= (range.gte ?? Number.NEGATIVE_INFINITY) && time < (range.lt ?? Number.POSITIVE_INFINITY)
    if (!isWithin || !isWritable(time)) {
      outside++
      continue
    }
    within.push(slot)
    least = Math.min(least, time)
    most = Math.max(most, time)
  }
  // Times are whole milliseconds: the last one below a bound between two of them is the first of the two.
  const [from, to] = [range.gte ?? least, range.lt === undefined ? most : Math.ceil(range.lt) - 1]
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
    return { bucket_seconds: bucketSeconds(0), buckets: [], outside }
  return { ...cut(catalogue, within, Math.max(from, FIRST_MOMENT_MS), Math.min(to, LAST_MOMENT_MS)), outside }
}

/** Buckets over [from, to] in UTC ms, aligned to whole widths since 1970, those without a conversation too. */
function cut(catalogue: Catalogue, slots: readonly number[], from: number, to: number) {
  const seconds = bucketSeconds((to - from) / 1000)
  const width = seconds * 1000
  const first = Math.floor(from / width)
  const buckets = Array.from({ length: Math.floor(to / width) - first + 1 }, (_, at) => ({
    start: Math.max(FIRST_MOMENT_MS, (first + at) * width),
    counts: new Map<string, number>(),
  }))
  for (const slot of slots) {
    const counts = buckets[Math.floor((catalogue.numbers.updated_at[slot] ?? 0) / width) - first]?.counts
    const status = catalogue.codes.valueOf(catalogue.single.status[slot] ?? 0) ?? 'unknown'
    counts?.set(status, (counts.get(status) ?? 0) + 1)
  }
  return {
    bucket_seconds: seconds,
    buckets: buckets.map(({ start, counts }) => ({ start, counts: Object.fromEntries(counts) })),
  }
}

function* passing(catalogue: Catalogue, conditions: readonly Condition[]): Generator<number> {
  for (let slot = 0; slot < catalogue.slots; slot++)
    if (catalogue.isAlive(slot) && conditions.every((condition) => condition.holds(slot))) yield slot
}
