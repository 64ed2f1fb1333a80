import { STATUSES } from '../contract/statuses.ts'
import type { Catalogue } from './catalogue.ts'
import type { Condition } from './conversation-match.ts'
import { fold } from './fold.ts'
import {
  FACET_FIELDS,
  type ConversationFilter,
  type FacetField,
  type FacetQuestion,
  type FacetValues,
  type FilterValue,
} from './port.ts'

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
  const counts = new Map<FacetField, Int32Array>(
    question.fields.map((field) => [field, new Int32Array(catalogue.codes.size)]),
  )
  let total = 0
  for (let slot = 0; slot < catalogue.slots; slot++) {
    if (!catalogue.isAlive(slot)) continue
    const failed = soleFailure(conditions, slot)
    if (failed === 'many') continue
    if (failed === null) {
      total++
      for (const [field, column] of counts) countSlot(catalogue, field, slot, column)
    } else if (failed.field !== null) {
      const column = counts.get(failed.field)
      if (column !== undefined) countSlot(catalogue, failed.field, slot, column)
    }
  }
  const facets: Partial<Record<FacetField, FacetValues>> = {}
  for (const field of FACET_FIELDS) {
    const column = counts.get(field)
    if (column === undefined) continue
    const choice = filter.values[field]
    facets[field] = listValues(
      valuesOf(catalogue, column),
      field,
      [...(choice?.include ?? []), ...(choice?.exclude ?? [])],
      question,
    )
  }
  return { total, facets }
}

function soleFailure(conditions: readonly Condition[], slot: number): Condition | null | 'many' {
  let failed: Condition | null = null
  for (const condition of conditions) {
    if (condition.holds(slot)) continue
    if (failed !== null) return 'many'
    failed = condition
  }
  return failed
}

function countSlot(catalogue: Catalogue, field: FacetField, slot: number, counts: Int32Array): void {
  const add = (code: number) => {
    counts[code] = (counts[code] ?? 0) + 1
  }
  if (field !== 'source' && field !== 'tag') return add(catalogue.single[field][slot] ?? 0)
  const codes = catalogue.multi[field][slot] ?? []
  if (codes.length === 0) add(0)
  else codes.forEach(add)
}

function valuesOf(catalogue: Catalogue, counts: Int32Array): Map<FilterValue, number> {
  const values = new Map<FilterValue, number>()
  counts.forEach((count, code) => {
    if (count > 0) values.set(catalogue.codes.valueOf(code), count)
  })
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
  const entries = [...all].map(([value, count]) => ({ value, count }))
  const fits = entries.filter(({ value }) => holds(value, prefix) || chosen.includes(value))
  fits.sort(
    (a, b) => rank(a, field, prefix) - rank(b, field, prefix) || b.count - a.count || compareValues(a.value, b.value),
  )
  const isStatus = field === 'status'
  const listed = fits.filter(({ value }, at) => isStatus || at < question.limit || chosen.includes(value))
  const listedCount = listed.reduce((sum, { count }) => sum + count, 0)
  const total = entries.reduce((sum, { count }) => sum + count, 0)
  const distinct = [...counts.keys()].filter((value) => holds(value, prefix)).length
  return { values: listed, distinct, other_count: total - listedCount }
}

function rank({ value }: { value: FilterValue }, field: FacetField | null, prefix: string): number {
  if (field === 'status') {
    const at = STATUSES.findIndex((status) => status === value)
    return at === -1 ? STATUSES.length : at
  }
  return prefix !== '' && (value === null || !fold(value).startsWith(prefix)) ? 1 : 0
}

function holds(value: FilterValue, prefix: string): boolean {
  return prefix === '' || (value !== null && fold(value).includes(prefix))
}

function compareValues(a: FilterValue, b: FilterValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
