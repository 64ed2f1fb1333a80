import type { LookoutIndex } from '../index/port.ts'
import type { EventPlace } from '../sources/source.ts'
import type { OperationId, Success, Values } from './operations.ts'

/** Reads an event's own fields from its source, secrets redacted; null where they are gone or unreadable. */
export type ReadBody = (
  sourceId: string,
  conversationId: string,
  place: EventPlace,
) => Promise<Readonly<Record<string, unknown>> | null>

/** What every handler may use. */
export interface Surroundings {
  readonly index: LookoutIndex
  readonly readBody: ReadBody
  /** Ids of sources that are the bundled sample. */
  readonly sampleSources: ReadonlySet<string>
  /** Version of Lookout. */
  readonly version: string
}

/** A request whose parameters have been checked, with what is needed to answer it. */
export interface Asked<Id extends OperationId> extends Surroundings {
  readonly values: Values<Id>
  /** The query as spelt; what a cursor is bound to. */
  readonly query: URLSearchParams
  /** UTC ms: the one clock of this answer. */
  readonly nowMs: number
  /** Since the start, and since the request before this one. */
  readonly uptimeSeconds: number
  readonly idleSeconds: number
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
}

/** A 200, and the revision of the index that it is from. */
export interface Answered<Id extends OperationId> {
  readonly revision: string
  readonly body: Success<Id>
}

/** One handler per route of the contract. @throws Refusal for every documented answer that is not 200 */
export type Handlers = {
  readonly [Id in OperationId]: (asked: Asked<Id>) => Promise<Answered<Id>>
}
