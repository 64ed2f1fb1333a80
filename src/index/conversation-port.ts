/** What the index can be asked of conversations, and what it answers. */

import type { Answer, FacetValues, PageStart, Range, ValueChoice } from './port-parts.ts'

/** Fields whose values are counted by `facets`, in their order on the wire. */
export const FACET_FIELDS = [
  'status',
  'trigger',
  'selected_repository',
  'selected_branch',
  'source',
  'llm_model',
  'git_provider',
  'tag',
  'has_errors',
] as const

export type FacetField = (typeof FACET_FIELDS)[number]

/** Fields that `ConversationFilter.values` may name. `tag` values are `key:value`; `has_errors` is `true` or `false`. */
export type ValueField = FacetField | 'parent_conversation_id'

/** The typed question of a page. Times are UTC milliseconds, cost is USD, duration seconds. */
export interface ConversationFilter {
  readonly values: Readonly<Partial<Record<ValueField, ValueChoice>>>
  /** Case-insensitive substrings of the title that is shown; one must match, none of those excluded. */
  readonly title: readonly string[]
  /** Case-insensitive substrings of the title or of any event's text; one must match, none of those excluded. Two letters at least. */
  readonly text: readonly string[]
  readonly excludeTitle: readonly string[]
  readonly excludeText: readonly string[]
  readonly createdAt: Range
  readonly updatedAt: Range
  readonly accumulatedCost: Range
  readonly durationSeconds: Range
}

/** Whether a filter asks for anything at all; decides the default of `nested`. */
export function isUnfiltered(filter: ConversationFilter): boolean {
  const ranges = [filter.createdAt, filter.updatedAt, filter.accumulatedCost, filter.durationSeconds]
  const texts = [filter.title, filter.text, filter.excludeTitle, filter.excludeText]
  return (
    Object.values(filter.values).every((choice) => choice.include.length + choice.exclude.length === 0) &&
    texts.every((list) => list.length === 0) &&
    ranges.every((range) => range.gte === undefined && range.lt === undefined)
  )
}

/** Sort keys; nulls last in both directions, ties by id. `TITLE` sorts by what is shown. */
export type ConversationSortKey =
  | 'CREATED_AT'
  | 'UPDATED_AT'
  | 'TITLE'
  | 'EVENT_COUNT'
  | 'ACCUMULATED_COST'
  | 'DURATION'

export interface ConversationSort {
  readonly key: ConversationSortKey
  readonly descending: boolean
}

/** Position in a sorted list: just after the row with this value and id, whether or not that row still exists. */
export interface ConversationCursor {
  readonly value: number | string | null
  readonly id: string
}

export interface ConversationQuestion {
  readonly filter: ConversationFilter
  readonly sort: ConversationSort
  readonly nested: boolean
  readonly limit: number
  readonly start: PageStart<ConversationCursor>
  /** Ask for the facets of the same snapshot. */
  readonly facets: FacetQuestion | null
}

export interface FacetQuestion {
  readonly fields: readonly FacetField[]
  /** Only values that start with (first) or contain this, case-insensitively. */
  readonly prefix: string | null
  readonly limit: number
}

/** Fields in the shape of the contract's `Conversation`; compat names are added by the server. Times are UTC ms. */
export interface ConversationRow {
  readonly id: string
  readonly title: string | null
  readonly first_message: string | null
  readonly status: string
  readonly status_reason: string | null
  readonly native_status: string | null
  readonly sandbox_status: string | null
  readonly trigger: string | null
  readonly selected_repository: string | null
  readonly selected_branch: string | null
  readonly git_provider: string | null
  readonly pr_number: readonly number[]
  readonly llm_model: string | null
  readonly accumulated_cost: number | null
  readonly accumulated_token_usage: Readonly<Record<string, number>> | null
  readonly created_at: number | null
  readonly updated_at: number | null
  readonly duration_seconds: number | null
  /** Null until the events of this conversation have been read once, as is what else is counted or measured of them. */
  readonly event_count: number | null
  /** Why the number of events is unknown, or of an earlier moment (then a lower bound); null where it is neither. */
  readonly event_count_reason: string | null
  readonly error_count: number | null
  readonly failed_command_count: number | null
  readonly unreadable_count: number | null
  readonly parent_conversation_id: string | null
  readonly sub_conversation_ids: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly working_dir: string | null
  readonly source: string
  /** What that source speaks. */
  readonly dialect: string
  readonly sources: readonly SightingRow[]
}

export interface SightingRow {
  readonly source: string
  readonly native_status: string | null
  readonly event_count: number | null
  readonly updated_at: number | null
  /** Since when this source has it no more, UTC ms. */
  readonly gone_at: number | null
}

export interface ConversationPage extends Answer {
  readonly items: readonly ConversationRow[]
  /** Sort position of each item, for cursors. */
  readonly cursors: readonly ConversationCursor[]
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  /** Matching conversations. */
  readonly total: number
  /** Rows of the list (differs from `total` where children are folded under their parents). */
  readonly totalRows: number
  /** 1-based rank of the first item; null when the page is empty. */
  readonly rank: number | null
  readonly facets: ConversationFacets | null
}

/** Counts of each field's values under all other filters. */
export interface ConversationFacets extends Answer {
  readonly total: number
  readonly facets: Readonly<Partial<Record<FacetField, FacetValues>>>
}

/** Conversations by their newest change and status. Bucket starts are UTC ms. */
export interface ConversationHistogram extends Answer {
  readonly bucket_seconds: number
  readonly buckets: readonly { readonly start: number; readonly counts: Readonly<Record<string, number>> }[]
  /** Conversations that pass every filter but the bounds of `updatedAt`, or have no time to be placed by. */
  readonly outside: number
}

/** A sum over conversations, and of how many of them the value is unknown (or, of events, of an earlier moment); null: of every one. */
export interface Sum {
  readonly sum: number | null
  readonly unknown: number
}

/** Sums over the conversations that match. Cost in USD; tokens sent and answered. */
export interface ConversationSums extends Answer {
  readonly accumulated_cost: Sum
  readonly total_tokens: Sum
  readonly event_count: Sum
}

export interface Neighbour {
  readonly id: string
  /** What is shown: title, else first message; null where there is neither. */
  readonly title: string | null
}

export interface Neighbours extends Answer {
  readonly previous: Neighbour | null
  readonly next: Neighbour | null
  /** 1-based; null when the conversation is no row under this filter. */
  readonly position: number | null
  readonly total: number
}
