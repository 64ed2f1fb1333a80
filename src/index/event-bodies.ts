import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { POSITIONS, rangeOf } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Statements } from './statements.ts'

/** After a trim this much of the budget is in use, so that the next event does not trim again. */
const TRIM_TO = 0.9
/** While a conversation is read, this much of the budget may be in use. */
const READING_TO = 1.1

/** Bodies of events that their source cannot give again for free, within a budget. Runs in the caller's transaction. */
export class EventBodies {
  readonly #statements: Statements
  readonly #budgetBytes: number
  #bytes: number | null = null

  constructor(statements: Statements, budgetBytes: number) {
    this.#statements = statements
    this.#budgetBytes = budgetBytes
  }

  /** Forgets what a rolled-back transaction had changed in memory. */
  reset(): void {
    this.#bytes = null
  }

  keep(key: number, body: Readonly<Record<string, unknown>>): void {
    const packed = deflateRawSync(JSON.stringify(body), { level: 3 })
    this.#statements.prepare('INSERT OR REPLACE INTO event_body (pk, body) VALUES (?, ?)').run(key, packed)
    this.#count(Math.floor(key / POSITIONS), packed.length)
  }

  /** Keeps the body of an event that may have lost it. */
  restore(key: number, body: Readonly<Record<string, unknown>>): void {
    if (this.#statements.prepare('SELECT 1 FROM event_body WHERE pk = ?').get(key) === undefined) this.keep(key, body)
  }

  /** Drops the bodies of these keys of one conversation, [from, to). */
  forget(conversation: number, from: number, to: number): void {
    const range = [from, to] as const
    const bytes = this.#statements
      .prepare('SELECT coalesce(sum(length(body)), 0) AS n FROM event_body WHERE pk >= ? AND pk < ?')
      .get(...range)?.['n']
    if (Number(bytes) === 0) return
    this.#statements.prepare('DELETE FROM event_body WHERE pk >= ? AND pk < ?').run(...range)
    this.#count(conversation, -Number(bytes))
  }

  /** Holds the budget roughly while the events of a conversation are read: it may be larger than the budget. */
  trimWhileReading(conversation: number): void {
    if (this.#total() > this.#budgetBytes * READING_TO) this.trim(conversation)
  }

  /**
   * Drops the bodies of the conversations that changed longest ago until the budget holds. Those of `spared`, which has just been read, go
   * last, and are not missed: read again they would go again.
   */
  trim(spared: number): void {
    if (this.#total() <= this.#budgetBytes) return
    const miss = this.#statements.prepare('UPDATE conversation SET trimmed = 1 WHERE pk = ? AND pk <> ?')
    const oldest = this.#statements
      .prepare(
        'SELECT pk FROM conversation WHERE body_bytes > 0 ORDER BY pk = ?, coalesce(updated_at, created_at, 0), pk',
      )
      .all(spared)
    for (const row of oldest) {
      if (this.#total() <= this.#budgetBytes * TRIM_TO) return
      this.forget(Number(row['pk']), ...rangeOf(Number(row['pk'])))
      miss.run(Number(row['pk']), spared)
    }
  }

  #total(): number {
    const read = () =>
      Number(this.#statements.prepare('SELECT coalesce(sum(body_bytes), 0) AS n FROM conversation').get()?.['n'])
    this.#bytes ??= read()
    return this.#bytes
  }

  #count(conversation: number, bytes: number): void {
    const total = this.#total()
    this.#statements
      .prepare('UPDATE conversation SET body_bytes = body_bytes + ? WHERE pk = ?')
      .run(bytes, conversation)
    this.#bytes = total + bytes
  }
}

/** The body of an event that the index keeps; null where it keeps none. The database may be one that only reads. */
export function readBody(database: Database, conversationId: string, eventId: string): Record<string, unknown> | null {
  const row = database
    .prepare(
      `SELECT body FROM event_body WHERE pk = (SELECT event.pk FROM event JOIN conversation ON conversation.pk = event.conversation
       WHERE conversation.id = ? AND event.id = ?)`,
    )
    .get(conversationId, eventId)
  const packed = row?.['body']
  if (!(packed instanceof Uint8Array)) return null
  // `keep` packed an object.
  return JSON.parse(inflateRawSync(packed).toString('utf8')) as Record<string, unknown>
}
