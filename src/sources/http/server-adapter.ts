import type { ConversationId, Dialect, EventBatch, KnownEvents, Sighting } from '../source.ts'

/** One dialect of a server. Every method asks only for what has no side effect, and throws SourceError when the server cannot be asked. */
export interface ServerAdapter {
  readonly dialect: Dialect
  /** Number of conversations that a walk will come by, as far as the server says; 0 where it does not. */
  count(signal: AbortSignal): Promise<number>
  /** All rows; one that changes meanwhile may come again. The first walk goes before what is read in the background. */
  list(signal: AbortSignal): AsyncIterable<readonly Sighting[]>
  /** See `Following`. */
  changes(active: readonly ConversationId[], signal: AbortSignal): AsyncIterable<readonly Sighting[]>
  /** See `Following`. */
  lookAt(ids: readonly ConversationId[], signal: AbortSignal): AsyncIterable<readonly [ConversationId, Sighting | null]>
  /** See `Source`; bodies come with the records. */
  events(id: ConversationId, known: KnownEvents, signal: AbortSignal, isAwaited: boolean): AsyncIterable<EventBatch>
  /** See `Following`. */
  notes(): readonly string[]
  /** See `Following`. */
  isWalkDue(): boolean
}
