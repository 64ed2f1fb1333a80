import { trigramExpression } from './fold.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'

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
  readonly #answers = new Map<string, ReadonlySet<number>>()

  constructor(database: Database, isGivenUp: () => boolean) {
    this.#database = database
    this.#isGivenUp = isGivenUp
  }

  /** Keys of the conversations with an event whose text holds `folded`. @throws GivenUpError */
  conversationsWith(folded: string, revision: number): ReadonlySet<number> {
    const key = `${revision} ${folded}`
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const found = new Set<number>()
    const expression = trigramExpression(folded)
    if (expression === null) {
      this.#collect('SELECT pk FROM event_text WHERE instr(text, ?) > 0', [folded], found)
    } else {
      this.#collect(
        `SELECT t.pk AS pk FROM event_trigram f JOIN event_text t ON t.pk = f.rowid WHERE event_trigram MATCH ? AND instr(t.text, ?) > 0`,
        [expression, folded],
        found,
      )
      this.#collect(
        'SELECT t.pk AS pk FROM text_pending p JOIN event_text t ON t.pk BETWEEN p.first AND p.last WHERE instr(t.text, ?) > 0',
        [folded],
        found,
      )
    }
    if (this.#answers.size >= KEPT_ANSWERS) this.#answers.delete(this.#answers.keys().next().value ?? '')
    this.#answers.set(key, found)
    return found
  }

  #collect(sql: string, values: readonly string[], into: Set<number>): void {
    let rows = 0
    for (const row of this.#database.prepare(sql).iterate(...values)) {
      if (++rows % 1024 === 0 && this.#isGivenUp()) throw new GivenUpError('nobody waits for this answer any more')
      into.add(Math.floor(Number(row['pk']) / POSITIONS))
    }
  }
}
