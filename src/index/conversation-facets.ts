import { STATUSES } from '../contract/statuses.ts'
import type { Catalogue } from './catalogue.ts'
import type { Condition } from './conversation-match.ts'
import { fold } from './fold.ts'
import { FACET_FIELDS, type ConversationFilter, type FacetField, type FacetQuestion } from './conversation-port.ts'
import type { FacetValues, FilterValue } from './port-parts.ts'
import { smallest } from './smallest.ts'

/**
 * Counts of each field's values under all other filters, in one pass: a row that fails no condition counts everywhere, one that
 * fails a single condition counts in that condition's own field alone.
 */
export function countFacets(
  catalogue: Catalogue,
  conditions: readonly Condition[],
  filter: ConversationFilter,
  question: FacetQuestion,
): { total: number; facets: Partial<Record<FacetField, FacetValues>> } {
  const { failures, total } = findFailures(catalogue, conditions)
  const facets: Partial<Record<FacetField, FacetValues>> = {}
  for (const field of FACET_FIELDS) {
    if (!question.fields.includes(field)) continue
    const own = conditions.findIndex((condition) => condition.field === field)
    const counts = countField(catalogue, field, failures, own === -1 ? NONE : own)
    const choice = filter.values[field]
    const chosen = [...(choice?.include ?? []), ...(choice?.exclude ?? [])]
    facets[field] = listValues(valuesOf(catalogue, counts), field, chosen, question)
  }
  return { total, facets }
}

/** Which condition a row fails: none, several (or there is no row), or the place of the only one. */
const NONE = -1
const MANY = -2

/** What each slot fails, and how many fail nothing. */
function findFailures(catalogue: Catalogue, conditions: readonly Condition[]): { failures: Int8Array; total: number } {
  const failures = new Int8Array(catalogue.slots).fill(NONE)
  let total = 0
  for (let slot = 0; slot < failures.length; slot++) {
    if (!catalogue.isAlive(slot)) failures[slot] = MANY
    else {
      for (const [place, condition] of conditions.entries()) {
        if (condition.holds(slot)) continue
        const isFirst = failures[slot] === NONE
        failures[slot] = isFirst ? place : MANY
        if (!isFirst) break
      }
      if (failures[slot] === NONE) total++
    }
  }
  return { failures, total }
}

/** Counts a field's codes over the rows that fail nothing, or nothing but the field's own condition. */
function countField(catalogue: Catalogue, field: FacetField, failures: Int8Array, own: number): Int32Array {
  const counts = new Int32Array(catalogue.codes.size)
  const add = (code: number) => {
    counts[code] = (counts[code] ?? 0) + 1
  }
  const isMulti = field === 'source' || field === 'tag'
  const single = isMulti ? [] : catalogue.single[field]
  const multi = isMulti ? catalogue.multi[field] : []
  for (let slot = 0; slot < failures.length; slot++) {
    const failed = failures[slot]
    if (failed !== NONE && failed !== own) continue
    if (!isMulti) add(single[slot] ?? 0)
    else {
      const codes = multi[slot] ?? []
      if (codes.length === 0) add(0)
      else for (const code of codes) add(code)
    }
  }
  return counts
}

function valuesOf(catalogue: Catalogue, counts: Int32Array): Map<FilterValue, number> {
  const values = new Map<FilterValue, number>()
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code] ?? 0
    if (count > 0) values.set(catalogue.codes.valueOf(code), count)
  }
  return values
}

/** Lists the values to show: the chosen ones always, the rest by count; statuses all, in their order. */
export function listValues(
  counts: ReadonlyMap<FilterValue, number>,
  field: FacetField | null,
  chosen: readonly FilterValue[],
  question: Pick<FacetQuestion, 'prefix' | 'limit'>,
): FacetValues {
  const all = new Map(counts)
  for (const value of chosen) if (!all.has(value)) all.set(value, 0)
  if (field === 'status') for (const status of STATUSES) if (!all.has(status)) all.set(status, 0)
  const prefix = fold(question.prefix ?? '')
  const entries = Array.from(all, ([value, count]) => ({ value, count }))
  const isChosen = ({ value }: FacetCount) => chosen.includes(value)
  const fits = entries.filter((entry) => holds(entry.value, prefix) || isChosen(entry))
  const order = (a: FacetCount, b: FacetCount) =>
    rank(a, field, prefix) - rank(b, field, prefix) || b.count - a.count || compareValues(a.value, b.value)
  // One in two tags may be of one conversation alone: they are never all sorted.
  const first = smallest(fits, order, field === 'status' ? fits.length : question.limit)
  const others = fits.filter((entry) => isChosen(entry) && !first.includes(entry)).toSorted(order)
  const values = [...first, ...others]
  const distinct = prefix === '' ? counts.size : [...counts.keys()].filter((value) => holds(value, prefix)).length
  return { values, distinct, other_count: sumOf(entries) - sumOf(values) }
}

type FacetCount = FacetValues['values'][number]

function sumOf(counts: readonly FacetCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** Statuses in their order; of other fields what begins with the prefix, then what holds it, then what is listed for being chosen. */
function rank({ value }: FacetCount, field: FacetField | null, prefix: string): number {
  if (field === 'status') {
    const at = STATUSES.findIndex((status) => status === value)
    return at === -1 ? STATUSES.length : at
  }
  if (value !== null && fold(value).startsWith(prefix)) return 0
  return holds(value, prefix) ? (prefix === '' ? 0 : 1) : 2
}

/** Null is found by its spelling, `(none)`. */
function holds(value: FilterValue, prefix: string): boolean {
  return prefix === '' || fold(value ?? '(none)').includes(prefix)
}

function compareValues(a: FilterValue, b: FilterValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
