/** What the index can be asked of events, of one conversation or of all, and what it answers. */

import type { ConversationCursor, ConversationFilter, ConversationRow } from './conversation-port.ts'
import type { Answer, FacetValues, PageStart, Range, ValueChoice } from './port-parts.ts'

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
  /** In the view transcript in append order: the turns that its items are of, each once, ascending; else none. */
  readonly turns: readonly EventTurn[]
}

/** What stands between one message of the user and the next, all of it, whatever the filter. Times are UTC microseconds. */
export interface EventTurn {
  /** As events have it: 0 is what stands before the first message. */
  readonly turn: number
  /** 0-based row of the unfiltered transcript where it begins, and how many rows it has. */
  readonly row: number
  readonly rows: number
  /** Rows that the focused view leaves out. */
  readonly steps: number
  readonly errors: number
  /** Row of its last message, which may be that of the user; null where nobody said anything. */
  readonly last_message_row: number | null
  readonly started_at: number | null
  readonly ended_at: number | null
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

/**
 * When something happened in one lane: a row of the transcript, or several that are near each other. Times are UTC microseconds; a
 * lane is a tool, or where none was called a source.
 */
export interface TimelineSpan {
  readonly start: number
  /** When the last was answered; null: nobody knows, or there is nothing to answer. */
  readonly end: number | null
  readonly tool_name: string | null
  readonly source: string | null
  readonly count: number
  readonly error_count: number
  readonly failed_count: number
  /** The next four are null where several rows are one span. */
  readonly event_id: string | null
  readonly kind: string | null
  readonly headline: string | null
  readonly turn: number | null
}

export interface EventTimeline extends Answer {
  /** Rows of the transcript that match, and how many of them have no time. */
  readonly total: number
  readonly untimed: number
  /** Whether spans may stand for several rows. */
  readonly merged: boolean
  /** In the order of their beginning. */
  readonly spans: readonly TimelineSpan[]
}

/** One event, with its offset under filter and view; null where no row is its own or before it. */
export interface EventFound extends Answer {
  readonly source: string
  readonly event: EventRow
  readonly offset: number | null
}

/** An event of one conversation, by its id and number there. */
export interface EventPlace {
  readonly conversation_id: string
  readonly event_id: string
  readonly seq: number
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
  readonly hasPrevious: boolean
  /** 1-based rank of the first conversation; null when the page is empty. */
  readonly rank: number | null
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
  readonly slowest: readonly {
    readonly event_id: string
    readonly tool_name: string
    readonly headline: string | null
    readonly elapsed_ms: number
  }[]
  /** Events in whose bodies cost and tokens so far may stand, in order; the last is always among them. */
  readonly tellers: readonly EventRow[]
}
