import { hash } from 'node:crypto'
import type { ConversationId, ConversationRecord, Sighting } from '../source.ts'

/** What an adapter has last said of each conversation. */
export class RowMemory {
  readonly #rows = new Map<ConversationId, { readonly fingerprint: string; readonly status: string }>()

  /** A row as a sighting, remembered. `marks` change whenever the conversation's events may have changed. */
  see(record: ConversationRecord, marks: readonly unknown[]): Sighting {
    const eventsMark = digest(marks)
    const fingerprint = digest([record, eventsMark])
    this.#rows.set(record.id, { fingerprint, status: record.status })
    return { id: record.id, fingerprint, record, eventCount: null, eventsMark }
  }

  fingerprintOf(id: ConversationId): string | undefined {
    return this.#rows.get(id)?.fingerprint
  }

  statusOf(id: ConversationId): string | undefined {
    return this.#rows.get(id)?.status
  }

  /** How many it has last said this status of. */
  countOf(status: string): number {
    return [...this.#rows.values()].filter((row) => row.status === status).length
  }

  forget(id: ConversationId): void {
    this.#rows.delete(id)
  }

  /** Forgets all but these. */
  retain(ids: { has(id: ConversationId): boolean }): void {
    for (const id of this.#rows.keys()) if (!ids.has(id)) this.#rows.delete(id)
  }

  get size(): number {
    return this.#rows.size
  }
}

function digest(value: unknown): string {
  return hash('sha1', JSON.stringify(value), 'base64url').slice(0, 16)
}
