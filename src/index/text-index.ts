import type { Database, Statement } from './sqlite.ts'

/** End of the last range that starts at a key or before. Ranges never overlap, so no other can hold the key. */
const endOfRangeAt = (key: string) =>
  `coalesce((SELECT last FROM text_pending WHERE first <= ${key} ORDER BY first DESC LIMIT 1), -1)`

/** The trigram index behind the text: what is still to be built, and the building. Runs in the caller's transaction. */
export class TextIndex {
  readonly #mark: Statement
  readonly #forgetTrigrams: Statement
  readonly #forgetPending: Statement
  readonly #forgetText: Statement
  readonly #next: Statement
  readonly #cut: Statement
  readonly #build: Statement
  readonly #done: Statement

  constructor(database: Database) {
    this.#mark = database.prepare(
      `INSERT INTO text_pending (first, last) SELECT ?1, ?2 WHERE ${endOfRangeAt('?1')} < ?2
       ON CONFLICT (first) DO UPDATE SET last = max(last, excluded.last)`,
    )
    this.#forgetTrigrams = database.prepare(
      `INSERT INTO event_trigram (event_trigram, rowid, text)
       SELECT 'delete', pk, text FROM event_text WHERE pk >= ? AND pk < ? AND ${endOfRangeAt('event_text.pk')} < pk`,
    )
    this.#forgetPending = database.prepare('DELETE FROM text_pending WHERE first >= ? AND last < ?')
    this.#forgetText = database.prepare('DELETE FROM event_text WHERE pk >= ? AND pk < ?')
    this.#next = database.prepare('SELECT first, last FROM text_pending ORDER BY first LIMIT 1')
    this.#cut = database.prepare('SELECT pk FROM event_text WHERE pk >= ? AND pk <= ? ORDER BY pk LIMIT 1 OFFSET ?')
    this.#build = database.prepare(
      'INSERT INTO event_trigram (rowid, text) SELECT pk, text FROM event_text WHERE pk >= ? AND pk <= ?',
    )
    this.#done = database.prepare('DELETE FROM text_pending WHERE first = ?')
  }

  /** Notes that the trigrams of these keys (inclusive) are still to be built. */
  markPending(first: number, last: number): void {
    this.#mark.run(first, last)
  }

  /** Removes text in [from, to), from the trigram index too where it had got there. */
  forget(from: number, to: number): void {
    this.#forgetTrigrams.run(from, to)
    this.#forgetPending.run(from, to)
    this.#forgetText.run(from, to)
  }

  /** Builds the trigrams of about `rows` rows; false when none were left. */
  build(rows: number): boolean {
    let built = 0
    while (built < rows) {
      const range = this.#next.get()
      if (range === undefined) break
      built += this.#buildRange(Number(range['first']), Number(range['last']), rows - built)
    }
    return built > 0
  }

  #buildRange(first: number, last: number, rows: number): number {
    const cut = this.#cut.get(first, last, rows)
    const end = cut === undefined ? last : Number(cut['pk']) - 1
    const { changes } = this.#build.run(first, end)
    this.#done.run(first)
    if (end < last) this.markPending(end + 1, last)
    return Math.max(1, changes)
  }
}
