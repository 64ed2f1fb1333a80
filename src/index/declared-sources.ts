import type { OwnClocks } from './own-clocks.ts'
import type { Sightings } from './sightings.ts'
import type { Statements } from './statements.ts'
import type { WriteGroup } from './write-group.ts'

/** A source as the index numbers it. `rank` is its place on the command line. */
export interface SourceEntry {
  readonly id: string
  readonly name: string
  readonly dialect: string
  readonly location: string
  readonly rank: number
}

/** The sources that the index is of. What writes runs inside a write of the group. */
export class DeclaredSources {
  readonly #statements: Statements
  readonly #group: WriteGroup
  readonly #sightings: Sightings
  readonly #ownClocks: OwnClocks

  constructor(statements: Statements, group: WriteGroup, sightings: Sightings, ownClocks: OwnClocks) {
    this.#statements = statements
    this.#group = group
    this.#sightings = sightings
    this.#ownClocks = ownClocks
  }

  /** Keeps these, and removes others with what only they had. */
  declare(entries: readonly SourceEntry[]): void {
    for (const entry of entries) {
      const values = [entry.name, entry.dialect, entry.location, entry.rank] as const
      const row = this.#statements
        .prepare('SELECT name, dialect, location, rank FROM source WHERE id = ?')
        .get(entry.id)
      const same =
        row !== undefined &&
        [row['name'], row['dialect'], row['location'], row['rank']].every((value, at) => value === values[at])
      if (same) continue
      this.#group.run(
        `INSERT INTO source (id, name, dialect, location, rank) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id)
         DO UPDATE SET name = ?2, dialect = ?3, location = ?4, rank = ?5`,
        entry.id,
        ...values,
      )
    }
    const ids = new Set(entries.map((entry) => entry.id))
    for (const row of this.#statements.prepare('SELECT pk, id FROM source').all()) {
      if (ids.has(String(row['id']))) continue
      const gone = this.#statements
        .prepare('SELECT conversation AS pk FROM sighting WHERE source = ?')
        .all(Number(row['pk']))
      for (const { pk } of gone)
        this.#ownClocks.around(Number(pk), () => this.#sightings.remove(Number(pk), String(row['id'])))
      this.#group.run('DELETE FROM source WHERE pk = ?', Number(row['pk']))
    }
  }

  /** Whether the first walk over a source has ended. */
  isComplete(source: string): boolean {
    return this.#statements.prepare('SELECT complete FROM source WHERE id = ?').get(source)?.['complete'] === 1
  }

  markComplete(source: string): void {
    this.#group.run('UPDATE source SET complete = 1 WHERE id = ?', source)
  }
}
