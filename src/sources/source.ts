/** The port between Lookout and the places that conversations come from. A dialect ends inside its own file. */

/** Stable and readable name of a configured place: `conversations`, `cli`. Lower-case letters, digits and dashes. */
export type SourceId = string

/** UUIDs as 32 lower-case hex digits, other ids as they are. */
export type ConversationId = string

/** The API or file layout that a source speaks. */
export type Dialect =
  | 'agent-server'
  | 'agent-server-directory'
  | 'agent-server-trajectory'
  | 'app-server-v0'
  | 'app-server-v1'
  | 'cli-directory'
  | 'v0-directory'
  | 'v0-trajectory'
  | 'v1-directory'
  | 'v1-trajectory'
  /** A server that has not answered yet: nobody knows what it speaks. */
  | 'server'

/** Totals over all usages of one conversation, in tokens. */
export interface TokenUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cache_read_tokens: number
  readonly cache_write_tokens: number
  readonly reasoning_tokens: number
}

/** What a source says of a conversation, its events aside. Unknown is `null`. Times are UTC, milliseconds since 1970. */
export interface ConversationRecord {
  readonly id: ConversationId
  /** The source's own title; empty or blank is null. */
  readonly title: string | null
  /** One of the nine statuses of the contract. */
  readonly status: string
  /** Why the status is what it is, where a person would ask; a sentence without a full stop. */
  readonly statusReason: string | null
  /** The source's own word, untouched. */
  readonly nativeStatus: string | null
  /** When time alone will change the status: at this moment it becomes `statusAfter`. UTC ms. */
  readonly statusUntil: number | null
  readonly statusAfter: { readonly status: string; readonly reason: string | null } | null
  readonly trigger: string | null
  readonly selectedRepository: string | null
  readonly selectedBranch: string | null
  readonly gitProvider: string | null
  readonly prNumbers: readonly number[]
  readonly llmModel: string | null
  /** USD, summed over usages. */
  readonly accumulatedCost: number | null
  readonly tokenUsage: TokenUsage | null
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly parentConversationId: ConversationId | null
  readonly forkedFromConversationId: ConversationId | null
  readonly tags: Readonly<Record<string, string>>
  readonly workingDir: string | null
  readonly sandboxStatus: string | null
  /** Id of the newest event of the active branch, where the source keeps a tree of events. */
  readonly leafEventId: string | null
  /** What of this conversation could not be read, events aside (a torn `meta.json`). */
  readonly unreadable: readonly UnreadableFile[]
}

/** A file that is there but says nothing. `path` is relative to the source. */
export interface UnreadableFile {
  readonly path: string
  readonly reason: string
}

/** A conversation as a walk comes by it. `record` is null where nothing changed since `knownFingerprint`. */
export interface Sighting {
  readonly id: ConversationId
  /** Changes whenever the record or the list of events may have changed. Opaque. */
  readonly fingerprint: string
  readonly record: ConversationRecord | null
  /** Number of events that the source holds, found without reading them; decides whose events a merged row shows. */
  readonly eventCount: number | null
  /** Of a source with `following`: changes whenever the conversation's events may have changed. Opaque. */
  readonly eventsMark?: string
}

/** Where an event's body is, as the index keeps it. */
export interface EventPlace {
  readonly seq: number
  readonly id: string
  /** Where the body lies if that does not follow from `seq` and `id`; opaque to everybody but the source. */
  readonly locator: string | null
}

/** A time as an event states it. */
export interface StatedTime {
  /** Microseconds since 1970, read as if the stated wall clock were UTC. */
  readonly microseconds: number
  /** Whether the text carried an offset (already applied then). Without one the zone is found by the sync. */
  readonly zoned: boolean
}

/** One entry of a conversation, without its body. Produced by a reader, stored as a skeleton. */
export interface EventRecord extends EventPlace {
  readonly time: StatedTime | null
  /** The SDK's simple class name; `UnreadableEvent` where the file could not be read. */
  readonly kind: string
  readonly nativeKind: string | null
  readonly source: string | null
  readonly toolName: string | null
  readonly isError: boolean
  /** Exit code of a command; −1 while it still runs. */
  readonly exitCode: number | null
  readonly sizeBytes: number
  /** One line: the meaningful argument. At most 200 characters. */
  readonly headline: string | null
  /** Event id of the action that this one answers. */
  readonly actionId: string | null
  readonly toolCallId: string | null
  readonly llmResponseId: string | null
  readonly parentId: string | null
  /** A message of the user starts a turn. */
  readonly isUserMessage: boolean
  /** Everything a search should find: messages, thoughts, commands, outputs, errors, file contents. Unfolded. */
  readonly text: string | null
  /** Message text alone, as the Agent Server's `body` filter means it; only of `MessageEvent`. */
  readonly messageText: string | null
  /** Set when the file may heal: the sync asks for it again at the next look. */
  readonly retry: boolean
  /** The event through the redactor, of a source that cannot give it again for free: the index keeps it. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** What the index already holds of a conversation's events; lets a source read only what is new. */
export interface KnownEvents {
  /** Number of events held. */
  readonly count: number
  /** Highest seq held, and the locator-independent id of that event; −1 and null when none. */
  readonly lastSeq: number
  readonly lastId: string | null
  /** Seqs of events that could not be read and may heal. */
  readonly retrySeqs: readonly number[]
}

/** Events that a source found, in order. */
export interface EventBatch {
  /**
   * `append`: events after the known ones. `replace-all`: what was known no longer holds (an event was removed, or came in
   * between): forget it and take these. `heal`: events known as unreadable, readable now
   * or with a new reason, to be replaced in place by seq.
   */
  readonly mode: 'append' | 'replace-all' | 'heal'
  readonly events: readonly EventRecord[]
  /** What these events say of the conversation itself. */
  readonly told?: ToldByEvents
}

/**
 * What the events of a conversation say of it, where its source's own record cannot: a V1 server knows neither status nor cost of one
 * whose sandbox has gone, a V0 server never. A status that the record states (`nativeStatus`) goes before the one told, and `running` is
 * believed only while the record's `sandboxStatus` is `RUNNING`; cost and tokens told go before those of the record. What is left out
 * stays as earlier events told it.
 */
export interface ToldByEvents {
  readonly status?: Pick<ConversationRecord, 'status' | 'statusReason' | 'nativeStatus'>
  /** USD; null: they state no number. */
  readonly accumulatedCost?: number | null
  readonly tokenUsage?: TokenUsage
}

/** A source that cannot answer. `message` is a sentence that says what to do; it never holds a secret. */
export class SourceError extends Error {
  override readonly name: string = 'SourceError'
}

/** The events of one conversation that are not to be had, for a reason that a person is told; the source itself answers. */
export class EventsRefusedError extends SourceError {
  override readonly name = 'EventsRefusedError'
  /** Whether another try may bring them, although nothing of the conversation has changed. */
  readonly mayPass: boolean

  constructor(message: string, mayPass = false) {
    super(message)
    this.mayPass = mayPass
  }
}

/** Counters of the work done, for tests and `/api/sources`; never reset. */
export interface SourceWork {
  eventFilesRead: number
  stateFilesRead: number
  directoriesListed: number
}

/**
 * How a source on a server is followed. Its rows come by walks (`list`) and, between them, by `changes`; each request costs the
 * server, so events are read behind the rows, within a budget.
 */
export interface Following {
  /**
   * What has changed since, as far as one or two requests tell: the newest rows, and those of `active` (conversations that were at
   * work). What only a walk can find is left to it.
   * @throws SourceError when the server cannot be asked.
   */
  changes(active: readonly ConversationId[], signal: AbortSignal): AsyncIterable<readonly Sighting[]>
  /**
   * These conversations now, each by its id; null: the server says that it has no such one. What it does not answer for is left out.
   * @throws SourceError when the server cannot be asked.
   */
  lookAt(ids: readonly ConversationId[], signal: AbortSignal): AsyncIterable<readonly [ConversationId, Sighting | null]>
  /** Whether the last look found that rows are missing: only a walk tells which. */
  isWalkDue(): boolean
  /** How many of the newest conversations have their events read although nobody asked for them. */
  readonly eventBudget: number
  /** Shortest pause between two looks that the user allows, ms; null: as the sync finds right. */
  readonly intervalMs: number | null
  /** What a person should know of this server, in sentences without a full stop: what it hides, what it is too old for. */
  notes(): readonly string[]
}

/** One place that conversations come from. Every method is free of side effects on the conversation. */
export interface Source {
  readonly id: SourceId
  /** What a person calls it. */
  readonly name: string
  readonly dialect: Dialect
  /** Path or URL, as shown. */
  readonly location: string
  /** IANA zone of event times that state none, where it was configured; null: the sync finds it. */
  readonly timezone: string | null
  readonly work: SourceWork
  /**
   * Walks all conversations in batches, most recently changed first where that is cheap. `knownFingerprint` gives what an earlier
   * walk said; an unchanged conversation costs no read of its files.
   * @throws SourceError when the place itself cannot be read; never for one conversation.
   */
  list(
    knownFingerprint: (id: ConversationId) => string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<readonly Sighting[]>
  /** How many conversations a walk will come by, before it has read them. */
  count(signal: AbortSignal): Promise<number>
  /** One conversation now, or null where it is gone. Always read afresh. */
  look(id: ConversationId): Promise<Sighting | null>
  /**
   * Events that are not known yet, in order, in batches; no file of a known event is read, `retrySeqs` aside. `isAwaited`: somebody waits
   * for them, so that a server is asked at once.
   */
  events(id: ConversationId, known: KnownEvents, signal: AbortSignal, isAwaited?: boolean): AsyncIterable<EventBatch>
  /**
   * The fingerprint to keep once the events of this sighting have been read: it holds the files that could not be read, so that a
   * later walk, of a later process too, sees when one of them has healed. Without it: the sighting's own.
   */
  settledFingerprint?(sighting: Sighting): string
  /**
   * The event's own top-level fields through the redactor, read afresh; null where it is gone or unreadable.
   * `bodies` of a directory stay on disk.
   */
  body(id: ConversationId, place: EventPlace): Promise<Readonly<Record<string, unknown>> | null>
  /** Present where the source is a server: its events come behind its rows, and what it no longer has stays readable. */
  readonly following?: Following
  /** Calls `hint` when something may have changed. Hints carry no data and may be lost. `newest`: whom to watch closely. */
  watch?(newest: () => readonly ConversationId[], hint: (id?: ConversationId) => void): () => void
}
