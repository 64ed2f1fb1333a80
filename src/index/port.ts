/**
 * What the index can be asked. Every answer is exact and taken from one snapshot, whose revision it carries. Asynchronous,
 * because SQLite is not: the questions travel to a pool of reader threads. No SQL and no wire spelling beyond this folder.
 */

import type {
  ConversationFacets,
  ConversationFilter,
  ConversationHistogram,
  ConversationPage,
  ConversationQuestion,
  ConversationRow,
  ConversationSort,
  ConversationSums,
  FacetQuestion,
  Neighbours,
} from './conversation-port.ts'
import type {
  EventFacets,
  EventFilter,
  EventFound,
  EventPage,
  EventPlace,
  EventQuestion,
  EventRow,
  EventTimeline,
  EventView,
  FoundEvents,
  SearchQuestion,
  UsageEvents,
} from './event-port.ts'
import type { Answer } from './port-parts.ts'
import type { SourceRow } from './source-port.ts'

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
  /** Rows of the transcript as spans of time; above a bound those that are near each other are one. */
  eventTimeline(conversationId: string, filter: EventFilter, signal?: AbortSignal): Promise<EventTimeline | null>
  event(
    conversationId: string,
    eventId: string,
    filter: EventFilter,
    view: EventView,
    signal?: AbortSignal,
  ): Promise<EventFound | null>
  /** Events by their ids, in that order; null for an id that this conversation does not have. */
  eventBatch(
    conversationId: string,
    eventIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<(Answer & { readonly source: string; readonly items: readonly (EventRow | null)[] }) | null>
  /** Where an event is that has one of these ids; of several conversations the one created first comes first, at most 100. */
  eventPlaces(
    eventIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer & { readonly items: readonly EventPlace[] }>
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
