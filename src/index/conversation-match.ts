import type { Catalogue, MultiColumn, NumberColumn, SingleColumn } from './catalogue.ts'
import { fold } from './fold.ts'
import type { ConversationFilter, FacetField, ValueField } from './conversation-port.ts'
import type { Range, ValueChoice } from './port-parts.ts'

/** One condition of a filter on a catalogue slot. `field` names the facet that ignores it: its own. */
export interface Condition {
  readonly field: FacetField | null
  holds(slot: number): boolean
}

/** Finds the conversations (by key) whose events hold a folded text. */
export type TextMatcher = (folded: string) => ReadonlySet<number>

const MULTI: Partial<Record<ValueField, MultiColumn>> = { source: 'source', tag: 'tag' }
const SINGLE: Partial<Record<ValueField, SingleColumn>> = {
  status: 'status',
  trigger: 'trigger',
  selected_repository: 'selected_repository',
  selected_branch: 'selected_branch',
  llm_model: 'llm_model',
  git_provider: 'git_provider',
  has_errors: 'has_errors',
  parent_conversation_id: 'parent_id',
}

/** Turns a filter into conditions, at most one for each facet field. All must hold. */
export function conditionsOf(
  filter: ConversationFilter,
  catalogue: Catalogue,
  withText: TextMatcher,
): readonly Condition[] {
  const conditions: Condition[] = []
  for (const [name, choice] of Object.entries(filter.values)) {
    // `values` has no other keys: its type is a record of these.
    const field = name as ValueField
    if (choice.include.length + choice.exclude.length === 0) continue
    conditions.push({
      field: field === 'parent_conversation_id' ? null : field,
      holds: valueTest(field, choice, catalogue),
    })
  }
  const add = (holds: (slot: number) => boolean) => conditions.push({ field: null, holds })
  const titled = (word: string) => (slot: number) => catalogue.shown[slot]?.includes(word) === true
  const spoken = (word: string) => textTest(fold(word), catalogue, withText)
  if (filter.title.length > 0) add(any(filter.title.map((word) => titled(fold(word)))))
  if (filter.excludeTitle.length > 0) add(not(any(filter.excludeTitle.map((word) => titled(fold(word))))))
  if (filter.text.length > 0) add(any(filter.text.map(spoken)))
  if (filter.excludeText.length > 0) add(not(any(filter.excludeText.map(spoken))))
  const ranges: readonly [NumberColumn, Range][] = [
    ['created_at', filter.createdAt],
    ['updated_at', filter.updatedAt],
    ['accumulated_cost', filter.accumulatedCost],
    ['duration_seconds', filter.durationSeconds],
  ]
  for (const [column, range] of ranges) {
    if (range.gte !== undefined || range.lt !== undefined) add(rangeTest(catalogue.numbers[column], range))
  }
  return conditions
}

function any(tests: readonly ((slot: number) => boolean)[]): (slot: number) => boolean {
  return (slot) => tests.some((test) => test(slot))
}

function not(test: (slot: number) => boolean): (slot: number) => boolean {
  return (slot) => !test(slot)
}

function textTest(folded: string, catalogue: Catalogue, withText: TextMatcher): (slot: number) => boolean {
  const keys = withText(folded)
  return (slot) => keys.has(catalogue.keys[slot] ?? -1) || catalogue.shown[slot]?.includes(folded) === true
}

function rangeTest(column: readonly number[], range: Range): (slot: number) => boolean {
  const from = range.gte ?? Number.NEGATIVE_INFINITY
  const to = range.lt ?? Number.POSITIVE_INFINITY
  // NaN, which stands for null, fails both comparisons.
  return (slot) => (column[slot] ?? Number.NaN) >= from && (column[slot] ?? Number.NaN) < to
}

function valueTest(field: ValueField, choice: ValueChoice, catalogue: Catalogue): (slot: number) => boolean {
  const codesOf = (values: ValueChoice['include']) =>
    new Set(values.map((value) => catalogue.codes.find(value)).filter((code) => code !== undefined))
  const include = choice.include.length === 0 ? null : codesOf(choice.include)
  const exclude = codesOf(choice.exclude)
  const multi = MULTI[field]
  if (multi !== undefined) {
    const column = catalogue.multi[multi]
    const anyOf = (codes: readonly number[], set: ReadonlySet<number>) =>
      codes.length === 0 ? set.has(0) : codes.some((code) => set.has(code))
    return (slot) => (include === null || anyOf(column[slot] ?? [], include)) && !anyOf(column[slot] ?? [], exclude)
  }
  const column = catalogue.single[SINGLE[field] ?? 'status']
  return (slot) => {
    const code = column[slot] ?? 0
    return (include === null || include.has(code)) && !exclude.has(code)
  }
}

/** Slots of the matching conversations, and those of them that are rows when children are folded under matching parents. */
export function matchAll(
  catalogue: Catalogue,
  conditions: readonly Condition[],
  nested: boolean,
): { matching: Uint8Array; total: number; rows: number[] } {
  const matching = new Uint8Array(catalogue.slots)
  const slots: number[] = []
  for (let slot = 0; slot < catalogue.slots; slot++) {
    if (!catalogue.isAlive(slot) || !conditions.every((condition) => condition.holds(slot))) continue
    matching[slot] = 1
    slots.push(slot)
  }
  const rows = nested ? slots.filter((slot) => isRow(catalogue, matching, slot)) : slots
  return { matching, total: slots.length, rows }
}

/** A match is a row unless its parent matches too; of parents that form a ring, the one with the smallest id is a row. */
function isRow(catalogue: Catalogue, matching: Uint8Array, slot: number): boolean {
  const parent = catalogue.parentOf(slot)
  if (parent === undefined || matching[parent] !== 1) return true
  const seen = new Set([slot])
  let smallest = catalogue.ids[slot] ?? ''
  for (let at: number | undefined = parent; at !== undefined && matching[at] === 1; at = catalogue.parentOf(at)) {
    if (at === slot) return catalogue.ids[slot] === smallest
    if (seen.has(at)) return false
    seen.add(at)
    const id = catalogue.ids[at] ?? ''
    if (id < smallest) smallest = id
  }
  return false
}
