import { trigramExpression } from './fold.ts'
import { Kept } from './kept.ts'
import { POSITIONS, rangeOf } from './schema.ts'
import type { Database, Statement } from './sqlite.ts'

/** A question was given up because nobody waits for its answer. */
export class GivenUpError extends Error {
  override readonly name = 'GivenUpError'
}

/** Answers kept for the page, count and facets of one filter. */
const KEPT_ANSWERS = 8

/**
 * Finds conversations by the text of their events, exactly: trigrams propose, the stored text decides, and what the trigram index
 * has not reached yet is scanned.
 */
export class TextSearch {
  readonly #database: Database
  readonly #isGivenUp: () => boolean
  #any: Statement | null = null
  readonly #kept = new Kept<ReadonlySet<number>>(KEPT_ANSWERS)

  constructor(database: Database, isGivenUp: () => boolean) {
    this.#database = database
    this.#isGivenUp = isGivenUp
  }

  /** Keys of the conversations with an event whose text holds `folded`. @throws GivenUpError */
  conversationsWith(folded: string, revision: number): ReadonlySet<number> {
    return this.#kept.of(`${revision} ${folded}`, () => this.#find(folded))
  }

  #find(folded: string): ReadonlySet<number> {
    const found = new Set<number>()
    const expression = trigramExpression(folded)
    if (expression === null) this.#scanAll(folded, found)
    else {
      this.#propose(expression, folded, found)
      this.#scanPending(folded, found)
    }
    return found
  }

  /** What the trigrams propose, decided by the text. */
  #propose(expression: string, folded: string, into: Set<number>): void {
    const rows = this.#database.prepare(
      `SELECT t.pk AS pk, instr(t.text, ?) > 0 AS holds FROM event_trigram f JOIN event_text t ON t.pk = f.rowid
       WHERE event_trigram MATCH ?`,
    )
    for (const row of rows.iterate(folded, expression)) {
      this.#giveUpIfAsked()
      if (row['holds'] === 1) into.add(Math.floor(Number(row['pk']) / POSITIONS))
    }
  }

  /** What the trigram index has not reached. A pending range lies within one conversation. */
  #scanPending(folded: string, into: Set<number>): void {
    for (const { first, last } of this.#database.prepare('SELECT first, last FROM text_pending').all()) {
      const conversation = Math.floor(Number(first) / POSITIONS)
      if (!into.has(conversation) && this.#holds(Number(first), Number(last), folded)) into.add(conversation)
    }
  }

  /** Too short for trigrams: each conversation is read until one of its events holds the text. */
  #scanAll(folded: string, into: Set<number>): void {
    for (const row of this.#database.prepare('SELECT pk FROM conversation WHERE positions > 0').all()) {
      const [from, to] = rangeOf(Number(row['pk']))
      if (this.#holds(from, to - 1, folded)) into.add(Number(row['pk']))
    }
  }

  #holds(first: number, last: number, folded: string): boolean {
    this.#giveUpIfAsked()
    this.#any ??= this.#database.prepare(
      'SELECT 1 FROM event_text WHERE pk BETWEEN ? AND ? AND instr(text, ?) > 0 LIMIT 1',
    )
    return this.#any.get(first, last, folded) !== undefined
  }

  #giveUpIfAsked(): void {
    if (this.#isGivenUp()) throw new GivenUpError('nobody waits for this answer any more')
  }
}
