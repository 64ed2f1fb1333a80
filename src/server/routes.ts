import type { LookoutIndex } from '../index/port.ts'
import type { Download } from './download.ts'
import type { WantedEvent, WrittenEvent } from './event-writer.ts'
import type { OperationId, Success, Values } from './operations.ts'

/** Reads events from their source, secrets redacted, and writes each as JSON, in the order asked. */
export type WriteEvents = (
  sourceId: string,
  conversationId: string,
  wanted: readonly WantedEvent[],
  signal: AbortSignal,
) => Promise<readonly WrittenEvent[]>

/** What every handler may use. */
export interface Surroundings {
  readonly index: LookoutIndex
  readonly writeEvents: WriteEvents
  /** Somebody waits for the events of this conversation: where they are still to be read, they are next. */
  readonly want: (conversationId: string) => void
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

/** A body that has been written as JSON already, in pieces; it holds whole events, which are not parsed again. */
export class WrittenJson {
  readonly pieces: readonly Uint8Array[]

  constructor(pieces: readonly Uint8Array[]) {
    this.pieces = pieces
  }
}

/** A 200, and the revision of the index that it is from. */
export interface Answered<Id extends OperationId> {
  readonly revision: string
  readonly body: Success<Id> | WrittenJson | Download
}

/** One handler per route of the contract. @throws Refusal for every documented answer that is not 200 */
export type Handlers = {
  readonly [Id in OperationId]: (asked: Asked<Id>) => Promise<Answered<Id>>
}
