import { toText } from './columns.ts'
import type { Statements } from './statements.ts'

/** How many conversations of each source show which offset of their own: counted once, and kept up after that. */
export class OwnClocks {
  readonly #statements: Statements
  readonly #known = new Map<string, Map<string, number>>()

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Forgets what a rolled-back transaction had changed in memory. */
  reset(): void {
    this.#known.clear()
  }

  /** Conversations of a source by the offset that they show. */
  of(source: string): ReadonlyMap<string, number> {
    const known = this.#known.get(source)
    if (known !== undefined) return known
    const rows = this.#statements.prepare(
      `SELECT zone, count(*) AS n FROM conversation WHERE zone_basis = 'own' AND source = (SELECT pk FROM source WHERE id = ?) GROUP BY zone`,
    )
    const clocks = new Map(rows.all(source).map((row) => [String(row['zone']), Number(row['n'])]))
    this.#known.set(source, clocks)
    return clocks
  }

  /** Runs what may change the clock of a conversation or whose it is, or remove it. */
  around<T>(conversation: number, body: () => T): T {
    const before = this.#of(conversation)
    const result = body()
    this.#add(before, -1)
    this.#add(this.#of(conversation), 1)
    return result
  }

  #of(conversation: number): Record<string, unknown> | undefined {
    return this.#statements
      .prepare(
        `SELECT source.id AS source, zone FROM conversation JOIN source ON source.pk = conversation.source
         WHERE conversation.pk = ? AND zone_basis = 'own'`,
      )
      .get(conversation)
  }

  #add(row: Record<string, unknown> | undefined, change: number): void {
    const [source, zone] = [toText(row?.['source']), toText(row?.['zone'])]
    const clocks = this.#known.get(source ?? '')
    if (clocks === undefined || zone === null) return
    const count = (clocks.get(zone) ?? 0) + change
    if (count === 0) clocks.delete(zone)
    else clocks.set(zone, count)
  }
}
