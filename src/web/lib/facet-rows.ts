import type { components } from '../../contract/openapi.gen.ts'
import { formatValue } from './filter-words.ts'
import type { Choice, ValueKey } from './list-search.ts'
import { NONE } from './search-params.ts'

/** One value that a picker offers. `count` null: nobody knows. */
export interface FacetRow {
  readonly value: string
  readonly label: string
  readonly count: number | null
}

/** What a picker lists: rows, and how many values there are under what was typed. */
export interface FacetList {
  readonly rows: readonly FacetRow[]
  /** Null before an answer. */
  readonly distinct: number | null
  /** How many of those are not among the rows. */
  readonly hidden: number
}

/** Fields whose values are few and read otherwise than they are spelt: they are all asked for, and found by what is read. */
export function isFoundByLabel(key: ValueKey): boolean {
  return key === 'status' || key === 'trigger'
}

/** The rows of a picker from an answer of the index; without one those that are chosen, of unknown count. */
export function toFacetList(
  key: ValueKey,
  choice: Choice,
  answer: components['schemas']['FacetValues'] | undefined,
  typed: string,
): FacetList {
  const toRow = (value: string, count: number | null) => ({ value, label: formatValue(key, value), count })
  if (answer === undefined) {
    return {
      rows: [...choice.include, ...choice.exclude].map((value) => toRow(value, null)),
      distinct: null,
      hidden: 0,
    }
  }
  const rows = answer.values.map(({ value, count }) => toRow(value ?? NONE, count))
  const word = typed.toLowerCase()
  if (word === '' || !isFoundByLabel(key)) {
    // Values that are listed only for being chosen are not among those that were counted.
    const isCounted = ({ value, count }: FacetRow) => count !== 0 && value.toLowerCase().includes(word)
    return { rows, distinct: answer.distinct, hidden: Math.max(0, answer.distinct - rows.filter(isCounted).length) }
  }
  const found = rows.filter(({ label, value }) => label.toLowerCase().includes(word) || value.includes(word))
  const rank = (row: FacetRow) => (row.label.toLowerCase().startsWith(word) ? 0 : 1)
  return { rows: found.toSorted((a, b) => rank(a) - rank(b)), distinct: found.length, hidden: 0 }
}
