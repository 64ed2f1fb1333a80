import { UNKNOWN, formatCost, formatCount } from './format.ts'

/** A sum over conversations, and how many of them do not say the value. */
interface Sum {
  /** Null where none says it. */
  readonly sum: number | null
  readonly unknown: number
}

/** What conversations cost and hold together. */
export interface Sums {
  readonly accumulated_cost: Sum
  readonly event_count: Sum
  readonly total_tokens: Sum
}

/**
 * "$1,904.22", "1,102,540 events", "412,000,123 tokens", "cost unknown for 20". `isExact` false: numbers of a source that is still
 * being read are lower bounds, and carry the sign.
 */
export function describeSums(
  { accumulated_cost, event_count, total_tokens }: Sums,
  isExact: boolean,
): readonly string[] {
  const sign = isExact ? '' : '≥ '
  const count = ({ sum }: Sum, one: string) =>
    sum === null ? `${one}s ${UNKNOWN}` : `${sign}${formatCount(sum)} ${one}${sum === 1 ? '' : 's'}`
  const cost = accumulated_cost.sum === null ? `cost ${UNKNOWN}` : `${sign}${formatCost(accumulated_cost.sum)}`
  return [
    cost,
    count(event_count, 'event'),
    count(total_tokens, 'token'),
    ...describeUnknown([
      ['cost', accumulated_cost],
      ['events', event_count],
      ['tokens', total_tokens],
    ]),
  ]
}

/** "cost and tokens unknown for 20", "events unknown for 3": what is missing for equally many is said once. */
function describeUnknown(sums: readonly (readonly [name: string, sum: Sum])[]): readonly string[] {
  const missing = sums.filter(([, { sum, unknown }]) => unknown > 0 && sum !== null)
  return [...new Set(missing.map(([, { unknown }]) => unknown))].map((unknown) => {
    const names = missing.filter(([, each]) => each.unknown === unknown).map(([name]) => name)
    return `${names.join(' and ')} ${UNKNOWN} for ${formatCount(unknown)}`
  })
}
