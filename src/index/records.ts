/**
 * What the index is given to keep. The shapes are those that sources produce (`sources/source.ts`), restated here as far as they
 * are stored, because the index depends on nobody.
 */

/** What one source says of a conversation. Times UTC ms, cost USD. */
export interface StoredRecord {
  readonly title: string | null
  readonly status: string
  readonly statusReason: string | null
  readonly nativeStatus: string | null
  readonly statusUntil: number | null
  readonly statusAfter: { readonly status: string; readonly reason: string | null } | null
  readonly trigger: string | null
  readonly selectedRepository: string | null
  readonly selectedBranch: string | null
  readonly gitProvider: string | null
  readonly prNumbers: readonly number[]
  readonly llmModel: string | null
  readonly accumulatedCost: number | null
  readonly tokenUsage: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly parentConversationId: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly workingDir: string | null
  readonly sandboxStatus: string | null
  readonly leafEventId: string | null
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

export interface StoredSighting {
  readonly id: string
  readonly fingerprint: string
  readonly record: StoredRecord
  readonly eventCount: number | null
  /** Of a source whose events come behind its rows. */
  readonly eventsMark?: string
}

/** What the events of a conversation say of it. What is left out stays as earlier events told it. */
export interface StoredTold {
  readonly status?: Pick<StoredRecord, 'status' | 'statusReason' | 'nativeStatus'>
  readonly accumulatedCost?: number | null
  readonly tokenUsage?: object
}

/** One event without its body. `time` in microseconds as stated; `zoned`: it carried an offset. */
export interface StoredEvent {
  readonly seq: number
  readonly id: string
  readonly locator: string | null
  readonly time: { readonly microseconds: number; readonly zoned: boolean } | null
  readonly kind: string
  readonly nativeKind: string | null
  readonly source: string | null
  readonly toolName: string | null
  readonly isError: boolean
  readonly exitCode: number | null
  readonly sizeBytes: number
  readonly headline: string | null
  readonly actionId: string | null
  readonly toolCallId: string | null
  readonly llmResponseId: string | null
  readonly parentId: string | null
  readonly isUserMessage: boolean
  readonly text: string | null
  readonly messageText: string | null
  readonly retry: boolean
  /** Kept where it is given. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** What the index holds of a conversation's events. */
export interface HeldEvents {
  readonly count: number
  readonly lastSeq: number
  readonly lastId: string | null
  readonly retrySeqs: readonly number[]
}

/** Zone of a conversation's event clock and how it is known. `process` is a guess, and marked as one on every event. */
export interface EventClock {
  readonly zone: string
  readonly basis: 'configured' | 'own' | 'majority' | 'process'
}
