/**
 * What the index can be asked. Every answer is exact and taken from one snapshot, whose revision it carries. Asynchronous,
 * because SQLite is not: the questions travel to a pool of reader threads. No SQL and no wire spelling beyond this folder.
 */

/** One value of a filter field; `null` is "none". */
export type FilterValue = string | null

/** A filter field that chooses values. OR inside a field, AND between fields; `exclude` keeps nulls unless it names null. */
export interface ValueChoice {
  readonly include: readonly FilterValue[]
  readonly exclude: readonly FilterValue[]
}

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

/** Half-open range; both bounds optional: `gte` inclusive, `lt` exclusive. Nulls never lie in a range. */
export interface Range {
  readonly gte?: number | undefined
  readonly lt?: number | undefined
}

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

/** `start` is a cursor (rows after it; `before`: the page that ends just before it) or the number of rows to skip. */
export type PageStart<C> = { readonly after: C } | { readonly before: C } | { readonly offset: number }

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

/**
 * Every answer says which revision it is from, and whether all sources have been read once; where it is about a text, also whether no
 * conversation that it may be in has events still to be read.
 */
export interface Answer {
  readonly revision: string
  readonly complete: boolean
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

export interface FacetValues {
  readonly values: readonly { readonly value: FilterValue; readonly count: number }[]
  readonly distinct: number
  /** Conversations counted under values that are not listed. */
  readonly other_count: number
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

export type EventView = 'events' | 'transcript' | 'focused'
export type EventSortKey = 'TIMESTAMP' | 'SIZE' | 'KIND' | 'SOURCE' | 'TOOL'

/** Times are UTC ms; the server converts times without offset by the conversation's own (`zoneOf`). */
export interface EventFilter {
  readonly kind: ValueChoice
  readonly source: ValueChoice
  readonly toolName: ValueChoice
  readonly isError: boolean | null
  readonly failedCommand: boolean | null
  /** Substrings of the message text alone, as the Agent Server's `body` means it; one must match. */
  readonly body: readonly string[]
  /** Substrings of everything; one must match. */
  readonly text: readonly string[]
  readonly timestamp: Range
}

export interface EventCursor {
  /** Sort value; for `TIMESTAMP` the position itself. */
  readonly value: number | string | null
  /** Dense 0-based position of the (head) event in append order. */
  readonly position: number
}

export interface EventQuestion {
  readonly conversationId: string
  readonly filter: EventFilter
  readonly view: EventView
  readonly sort: { readonly key: EventSortKey; readonly descending: boolean }
  readonly limit: number
  /** `at`: the first row at or after this time (UTC ms); `event`: the page that starts with this event's row. */
  readonly start: PageStart<EventCursor> | { readonly at: number } | { readonly event: string }
}

/** An event without its body. Time is UTC microseconds. */
export interface EventRow {
  readonly id: string
  readonly seq: number
  readonly locator: string | null
  readonly timestamp: number | null
  readonly timestamp_assumed: boolean
  readonly kind: string
  readonly native_kind: string | null
  readonly source: string | null
  readonly tool_name: string | null
  readonly is_error: boolean
  readonly exit_code: number | null
  readonly size_bytes: number
  readonly headline: string | null
  readonly action_id: string | null
  readonly tool_call_id: string | null
  readonly llm_response_id: string | null
  readonly turn: number
  readonly off_branch: boolean
  /** 0-based row of the unfiltered transcript that this event is, is folded into, or follows. */
  readonly row: number
  /** In the views transcript and focused: the event folded into this action. */
  readonly answer: EventAnswer | null
}

export interface EventAnswer {
  readonly id: string
  readonly seq: number
  readonly locator: string | null
  readonly kind: string
  readonly is_error: boolean
  readonly exit_code: number | null
  readonly elapsed_ms: number | null
  readonly headline: string | null
  readonly size_bytes: number
}

export interface EventPage extends Answer {
  /** Id of the source whose events these are. */
  readonly source: string
  readonly items: readonly EventRow[]
  readonly cursors: readonly EventCursor[]
  readonly hasNext: boolean
  readonly total: number
  /** Matching events of quiet kinds that the view leaves out. */
  readonly hidden: number
  /** 0-based number, under filter, view and sort, of the first item. */
  readonly offset: number
}

export interface EventFacets extends Answer {
  readonly total: number
  readonly facets: Readonly<Record<'kind' | 'source' | 'tool_name', FacetValues>>
  readonly errors: {
    readonly count: number
    readonly first_event_id: string | null
    readonly last_event_id: string | null
  }
  readonly failed_commands: { readonly count: number }
  /** Over the events that match; null where no matching event has a time. Bucket starts are UTC ms. */
  readonly histogram: {
    readonly bucket_seconds: number
    readonly buckets: readonly { readonly start: number; readonly count: number }[]
  } | null
}

/** One event, with its offset under filter and view; null where no row is its own or before it. */
export interface EventFound extends Answer {
  readonly source: string
  readonly event: EventRow
  readonly offset: number | null
}

/** A search for events of all conversations. `events.text` names at least one text. */
export interface SearchQuestion {
  readonly conversations: ConversationFilter
  readonly events: EventFilter
  /** Conversations of a page, and events shown of each. */
  readonly limit: number
  readonly hits: number
  /** Conversations come newest change first. */
  readonly start: PageStart<ConversationCursor>
}

/** An event that was found; `folded` is the text around the place, lower-case as it is searched. */
export interface FoundEvent {
  readonly event: EventRow
  readonly folded: string
}

/** A conversation with events that were found: how many, and the first of them. Time in UTC ms. */
export interface FoundConversation extends Pick<
  ConversationRow,
  'id' | 'title' | 'first_message' | 'status' | 'updated_at' | 'source'
> {
  readonly count: number
  readonly hits: readonly FoundEvent[]
}

export interface FoundEvents extends Answer {
  readonly items: readonly FoundConversation[]
  readonly cursors: readonly ConversationCursor[]
  readonly hasNext: boolean
  /** Events found. */
  readonly total: number
  /** Conversations that they are of. */
  readonly totalConversations: number
}

/** What the events of one conversation say of durations, and which of them say what it cost. Durations in ms. */
export interface UsageEvents extends Answer {
  /** Id of the source whose events these are. */
  readonly source: string
  readonly tools: readonly { readonly tool_name: string; readonly count: number; readonly elapsed_ms: number | null }[]
  readonly slowest: readonly { readonly event_id: string; readonly elapsed_ms: number }[]
  /** Events in whose bodies cost and tokens so far may stand, in order; the last is always among them. */
  readonly tellers: readonly EventRow[]
}

/** What is known of a source, for `/api/sources`. Times are UTC ms. */
export interface SourceRow {
  readonly id: string
  readonly name: string
  readonly dialect: string
  readonly location: string
  readonly reachable: boolean
  /** A sentence; null when all is well. */
  readonly error: string | null
  /** What a person should know of it, in sentences without a full stop. */
  readonly notes: readonly string[]
  readonly last_sync_at: number | null
  /** Of the walk under way, or of the last one. */
  readonly progress: { readonly read: number; readonly total: number }
  /** Whether the first walk has ended. */
  readonly complete: boolean
  readonly conversation_count: number
  readonly event_count: number
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
  readonly text_index: { readonly done: number; readonly total: number }
}

/**
 * The index as the server sees it. Unknown conversations and events are `null`. A question whose `signal` is aborted is given
 * up: the promise rejects with the signal's reason.
 */
export interface LookoutIndex {
  search(question: ConversationQuestion, signal?: AbortSignal): Promise<ConversationPage>
  count(filter: ConversationFilter, signal?: AbortSignal): Promise<Answer & { readonly total: number }>
  facets(filter: ConversationFilter, question: FacetQuestion, signal?: AbortSignal): Promise<ConversationFacets>
  /** Buckets over the range of `updatedAt`; where a bound is missing, the conversations that match give it. */
  histogram(filter: ConversationFilter, signal?: AbortSignal): Promise<ConversationHistogram>
  sums(filter: ConversationFilter, signal?: AbortSignal): Promise<ConversationSums>
  batch(
    ids: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer & { readonly items: readonly (ConversationRow | null)[] }>
  neighbours(
    id: string,
    filter: ConversationFilter,
    sort: ConversationSort,
    nested: boolean,
    signal?: AbortSignal,
  ): Promise<Neighbours | null>
  events(question: EventQuestion, signal?: AbortSignal): Promise<EventPage | null>
  countEvents(
    conversationId: string,
    filter: EventFilter,
    signal?: AbortSignal,
  ): Promise<(Answer & { readonly total: number }) | null>
  eventFacets(conversationId: string, filter: EventFilter, signal?: AbortSignal): Promise<EventFacets | null>
  event(
    conversationId: string,
    eventId: string,
    filter: EventFilter,
    view: EventView,
    signal?: AbortSignal,
  ): Promise<EventFound | null>
  usage(conversationId: string, signal?: AbortSignal): Promise<UsageEvents | null>
  /** Events of all conversations that hold a text, grouped by conversation. */
  searchEvents(question: SearchQuestion, signal?: AbortSignal): Promise<FoundEvents>
  /** Offset of the conversation's event clock from UTC in minutes at this naive time (UTC ms as if UTC); null: unknown conversation. */
  zoneOffset(conversationId: string, naiveMs: number): Promise<number | null>
  sources(): Promise<Answer & { readonly items: readonly SourceRow[] }>
  revision(): Promise<string>
  /** What opening it had to say ("the index was of a newer version: rebuilt"); shown once on the console. */
  readonly notices: readonly string[]
  close(): Promise<void>
}
