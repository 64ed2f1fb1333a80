import type {
  ConversationCursor,
  ConversationFilter,
  ConversationSort,
  ConversationSortKey,
  FacetQuestion,
} from '../index/conversation-port.ts'
import type { FilterValue, PageStart, Range, ValueChoice } from '../index/port-parts.ts'
import { FACET_FIELDS } from '../index/conversation-port.ts'
import { decodeCursor, spellingOf } from './cursor.ts'
import type { Values } from './operations.ts'
import { NONE } from './parameters.ts'
import { goneCursor, malformedCursor } from './refusals.ts'
import { isRelativeTime, parseTime, resolveMoment, type Clock } from './times.ts'

/** The filters that all questions about conversations share. */
export type ConversationFilterValues = Omit<Values<'countConversations'>, 'include_sub_conversations'>

type SortOrder = Values<'searchConversations'>['sort_order']

/** A choice of values as the index takes it: each once, `(none)` as null. */
export function toChoice(include: readonly string[] = [], exclude: readonly string[] = []): ValueChoice {
  return { include: toFilterValues(include), exclude: toFilterValues(exclude) }
}

function toFilterValues(words: readonly string[]): readonly FilterValue[] {
  return [...new Set(words)].map((word) => (word === NONE ? null : word))
}

/** The index's filter for the parameters of a request; relative times are resolved by `clock`. */
export function toConversationFilter(values: ConversationFilterValues, clock: Clock): ConversationFilter {
  const notTrigger = [...(values['-trigger'] ?? []), ...(values['-conversation_trigger'] ?? [])]
  return {
    values: {
      status: toChoice(values.status, values['-status']),
      trigger: toChoice([...(values.trigger ?? []), ...(values.conversation_trigger ?? [])], notTrigger),
      selected_repository: toChoice(values.selected_repository, values['-selected_repository']),
      selected_branch: toChoice(values.selected_branch, values['-selected_branch']),
      source: toChoice(values.source, values['-source']),
      llm_model: toChoice(values.llm_model, values['-llm_model']),
      git_provider: toChoice(values.git_provider, values['-git_provider']),
      tag: toChoice(values.tag, values['-tag']),
      parent_conversation_id: toChoice(values.parent_conversation_id, values['-parent_conversation_id']),
      has_errors: toChoice(values.has_errors, values['-has_errors']),
    },
    title: values.title ?? [],
    text: values.text ?? [],
    excludeTitle: values['-title'] ?? [],
    excludeText: values['-text'] ?? [],
    createdAt: toTimeRange(values.created_at__gte, values.created_at__lt, clock),
    updatedAt: toTimeRange(values.updated_at__gte, values.updated_at__lt, clock),
    accumulatedCost: { gte: values.accumulated_cost__gte, lt: values.accumulated_cost__lt },
    durationSeconds: { gte: values.duration_seconds__gte, lt: values.duration_seconds__lt },
  }
}

function toTimeRange(gte: string | undefined, lt: string | undefined, clock: Clock): Range {
  const toMs = (text: string | undefined) => {
    const moment = text === undefined ? null : parseTime(text)
    return moment === null ? undefined : resolveMoment(moment, clock)
  }
  return { gte: toMs(gte), lt: toMs(lt) }
}

/** `UPDATED_AT_DESC` as the index takes it. */
export function toConversationSort(sortOrder: SortOrder): ConversationSort {
  const descending = sortOrder.endsWith('_DESC')
  // The contract's orders are the index's keys, with and without `_DESC`.
  const key = (descending ? sortOrder.slice(0, -'_DESC'.length) : sortOrder) as ConversationSortKey
  return { key, descending }
}

/** Which facets are asked for; all where none is named. */
export function toFacetQuestion(
  values: Pick<Values<'facetConversations'>, 'facet' | 'facet_prefix' | 'facet_limit'>,
): FacetQuestion {
  const fields = values.facet ? FACET_FIELDS.filter((field) => values.facet?.includes(field)) : FACET_FIELDS
  return { fields, prefix: values.facet_prefix ?? null, limit: values.facet_limit }
}

/** Where a page starts, and the moment at which the relative times of its filter are resolved (null: it has none). */
export interface ConversationPageStart {
  readonly start: PageStart<ConversationCursor>
  /** For the cursors of this page. */
  readonly filterSpelling: string
  readonly resolvedAtMs: number | null
}

type TimeName = 'created_at__gte' | 'created_at__lt' | 'updated_at__gte' | 'updated_at__lt'
type PageValues = Pick<Values<'searchConversations'>, 'page_id' | 'offset' | 'sort_order' | TimeName>

/** Reads `page_id` or `offset`. @throws Refusal 422 for what is no cursor, 410 for one of another question */
export function toConversationPageStart(
  values: PageValues,
  query: URLSearchParams,
  nowMs: number,
): ConversationPageStart {
  const filterSpelling = spellingOf('conversations', query)
  const times = [values.created_at__gte, values.created_at__lt, values.updated_at__gte, values.updated_at__lt]
  const isRelative = times.some((time) => time !== undefined && isRelativeTime(time))
  const { page_id: pageId, sort_order: sort } = values
  if (pageId === undefined)
    return { start: { offset: values.offset ?? 0 }, filterSpelling, resolvedAtMs: isRelative ? nowMs : null }
  const isValue = (value: unknown) => value === null || (typeof value === 'string') === sort.startsWith('TITLE')
  const reading = decodeCursor(pageId, { sort, filter: filterSpelling }, isString, isValue)
  if (reading.kind === 'malformed') throw malformedCursor(pageId)
  if (reading.kind === 'gone') throw goneCursor()
  const { direction, value, key, resolvedAtMs } = reading.cursor
  const place = { value, id: key }
  return { start: direction === 'after' ? { after: place } : { before: place }, filterSpelling, resolvedAtMs }
}

function isString(key: unknown): key is string {
  return typeof key === 'string'
}
