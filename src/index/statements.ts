import type { Database, Statement } from './sqlite.ts'

/** Prepared statements of one connection, each made once. */
export class Statements {
  readonly #database: Database
  readonly #made = new Map<string, Statement>()

  constructor(database: Database) {
    this.#database = database
  }

  prepare(sql: string): Statement {
    const known = this.#made.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#made.set(sql, statement)
    return statement
  }
}
