import { fold } from '../../index/fold.ts'
import { FIELDS, type ConversationFilter, type ValuesOf } from './conversation-filter.ts'
import type { Conversation } from './facts.ts'
import { expectSame, expectThat } from './law.ts'
import { numberOf, textsOf, wordOf, type Question } from './question.ts'

/** `FacetValues` of the document. */
export interface Facet {
  readonly values: readonly { readonly value: string | null; readonly count: number }[]
  readonly distinct: number
  readonly other_count: number
}

/** Each field asked for is counted under all other filters. @throws Breach where it is not */
export function expectFacets(
  question: Question,
  filter: ConversationFilter,
  given: Readonly<Record<string, Facet>>,
): void {
  const asked = textsOf(question, 'facet')
  const names = Object.keys(FIELDS).filter((field) => asked.length === 0 || asked.includes(field))
  expectSame('the facets', Object.keys(given).toSorted(), names.toSorted())
  for (const field of names) {
    const facet = given[field]
    const valuesOf = FIELDS[field]
    if (facet === undefined || valuesOf === undefined) continue
    const [sure, most] = [filter.rows(false, field), filter.rows(true, field)]
    if (sure.length === most.length) expectFacet(field, facet, countBy(sure, valuesOf), question)
  }
}

/** How many rows have each value. */
export function countBy(rows: readonly Conversation[], valuesOf: ValuesOf): Map<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const row of rows) for (const value of valuesOf(row)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

export function sumOf(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, number) => sum + number, 0)
}

/** Every count is right, the most frequent come first, and what is not listed is in `other_count`. */
function expectFacet(
  field: string,
  { values, distinct, other_count }: Facet,
  counts: ReadonlyMap<string | null, number>,
  question: Question,
): void {
  for (const { value, count } of values) expectSame(`the count of ${field} ${value}`, count, counts.get(value) ?? 0)
  const prefix = fold(wordOf(question, 'facet_prefix') ?? '')
  const fits = (value: string | null) => prefix === '' || fold(value ?? '(none)').includes(prefix)
  expectSame(`other_count of ${field}`, other_count, sumOf(counts.values()) - sumOf(values.map(({ count }) => count)))
  expectSame(`distinct of ${field}`, distinct, [...counts.keys()].filter(fits).length)
  const limit = numberOf(question, 'facet_limit') ?? 0
  // Chosen values take their place among those that are listed.
  expectThat(`${field} should list what fits`, values.length >= Math.min(limit, distinct))
  const isSorted = values.every(({ count }, at) => at === 0 || count <= (values[at - 1]?.count ?? 0))
  if (prefix === '' && field !== 'status') expectThat(`${field} should list the most frequent first`, isSorted)
}
