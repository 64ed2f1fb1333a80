import { tornNamesIn, withTornMarks } from './conversation-folder.ts'
import { readEvents } from './event-log.ts'
import type { EventLog, TornFiles } from './event-log.ts'
import type { ConversationId, EventBatch, KnownEvents, Sighting } from './source.ts'

/** The torn event files of a source's conversations, kept for as long as it is open and told in fingerprints beyond that. */
export class TornEvents {
  readonly #files = new Map<ConversationId, TornFiles>()

  /** Reads a conversation's events as `readEvents` does, and keeps what of them was torn. */
  async *read(
    id: ConversationId,
    log: Omit<EventLog, 'torn'>,
    known: KnownEvents,
    signal: AbortSignal,
  ): AsyncGenerator<EventBatch> {
    const torn: TornFiles = this.#files.get(id) ?? new Map()
    this.#files.set(id, torn)
    try {
      yield* readEvents({ ...log, torn }, known, signal)
    } finally {
      if (torn.size === 0) this.#files.delete(id)
    }
  }

  /** Names of a conversation's torn files; as an earlier fingerprint told them where it has not been read since the start. */
  namesOf(id: ConversationId, fingerprint: string | undefined): Iterable<string> {
    return this.#files.get(id)?.keys() ?? tornNamesIn(fingerprint ?? '')
  }

  /** A sighting's fingerprint with the torn files as its events were read. */
  settledFingerprint({ id, fingerprint }: Sighting): string {
    const torn = [...(this.#files.get(id) ?? [])].map(([name, file]) => [name, file.mark] as const)
    return withTornMarks(fingerprint, torn)
  }
}
