import { VALUE_KEYS, type Choice, type ListSearch, type ValueKey } from './list-search.ts'
import { NONE } from './search-params.ts'

/** What of a conversation decides whether it still matches: the fields that filters with values look at. */
export interface MatchFields {
  readonly status: string
  readonly trigger: string | null
  readonly selected_repository: string | null
  readonly selected_branch: string | null
  readonly llm_model: string | null
  readonly git_provider: string | null
  readonly parent_conversation_id: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly sources: readonly { readonly source: string }[]
  readonly error_count: number | null
}

/**
 * How many rows of a fresh page the reader has not got: those that stand before some row that is shown. Rows after the last
 * one shown came up from the next page because others left; they are not new. Where no row is shown any more, all are.
 */
export function countNew(shown: readonly string[], fresh: readonly string[]): number {
  const known = new Set(shown)
  const lastShown = fresh.findLastIndex((id) => known.has(id))
  const above = lastShown === -1 ? fresh : fresh.slice(0, lastShown)
  return above.filter((id) => !known.has(id)).length
}

const FIELD_VALUES: Readonly<Record<ValueKey, (row: MatchFields) => readonly string[]>> = {
  status: (row) => [row.status],
  trigger: (row) => [row.trigger ?? NONE],
  repo: (row) => [row.selected_repository ?? NONE],
  branch: (row) => [row.selected_branch ?? NONE],
  model: (row) => [row.llm_model ?? NONE],
  provider: (row) => [row.git_provider ?? NONE],
  parent: (row) => [row.parent_conversation_id ?? NONE],
  source: (row) => row.sources.map((sighting) => sighting.source),
  tag: (row) => {
    const tags = Object.entries(row.tags).map(([key, value]) => `${key}:${value}`)
    return tags.length === 0 ? [NONE] : tags
  },
}

/**
 * Whether a row passes the filters with values and the one for errors. Texts, times and numbers are not judged here: only
 * the index can.
 */
export function passesChoices(row: MatchFields, search: ListSearch): boolean {
  const passes = (choice: Choice, values: readonly string[]) =>
    (choice.include.length === 0 || values.some((value) => choice.include.includes(value))) &&
    !values.some((value) => choice.exclude.includes(value))
  if (search.errors !== null && row.error_count !== null && row.error_count > 0 !== search.errors) return false
  return VALUE_KEYS.every((key) => passes(search.values[key], FIELD_VALUES[key](row)))
}
