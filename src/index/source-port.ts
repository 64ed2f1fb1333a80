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
