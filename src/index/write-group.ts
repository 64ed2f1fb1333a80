import type { Database } from './sqlite.ts'
import type { Statements } from './statements.ts'

/** A group of writes is committed after this time, or after so many rows. */
const GROUP_MS = 25
/** Where one group follows the other: what is read in bulk need not be seen at once, and larger groups write each page less often. */
const BUSY_GROUP_MS = 250
const GROUP_ROWS = 5000

/**
 * Writes that follow each other closely are committed together. Each is whole or has not happened, and raises the revision where
 * it changed something.
 */
export class WriteGroup {
  readonly #database: Database
  readonly #statements: Statements
  readonly #rolledBack: () => void
  #isDirty = false
  #commitTimer: NodeJS.Timeout | null = null
  /** Runs for as long after a commit as a group takes: who writes meanwhile is busy. */
  #busyTimer: NodeJS.Timeout | null = null
  #groupStart = 0
  /** Rows written since the start, as far as they were counted. */
  rowsWritten = 0

  /** `rolledBack`: a write has not happened; what it had changed in memory is to be forgotten. */
  constructor(database: Database, statements: Statements, rolledBack: () => void) {
    this.#database = database
    this.#statements = statements
    this.#rolledBack = rolledBack
  }

  /** One write. An exception undoes it, and leaves those before it in the group as they are. */
  write<T>(body: () => T): T {
    this.#begin()
    this.#isDirty = false
    this.#statements.prepare('SAVEPOINT one').run()
    let result: T
    try {
      result = body()
      if (this.#isDirty) this.#statements.prepare("UPDATE meta SET value = value + 1 WHERE key = 'revision'").run()
      this.#statements.prepare('RELEASE one').run()
    } catch (error) {
      // Where the disk is full, SQLite itself has rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO one; RELEASE one')
      this.#rolledBack()
      throw error
    }
    if (this.rowsWritten - this.#groupStart > GROUP_ROWS) this.flush()
    return result
  }

  /** Runs a statement inside a write, and counts the rows that it changed. */
  run(sql: string, ...values: readonly (string | number | null)[]): void {
    const { changes } = this.#statements.prepare(sql).run(...values)
    this.count(changes)
  }

  /** Counts rows that were written without `run`. */
  count(rows: number): void {
    this.rowsWritten += rows
    if (rows > 0) this.#isDirty = true
  }

  /** Revision of what is being written. */
  nextRevision(): number {
    const row = this.#statements.prepare("SELECT value FROM meta WHERE key = 'revision'").get()
    return Number(row?.['value'] ?? 0) + 1
  }

  /** Commits what is written but not yet to be seen. */
  flush(): void {
    if (this.#commitTimer === null) return
    clearTimeout(this.#commitTimer)
    this.#commitTimer = null
    if (this.#database.isTransaction) this.#database.exec('COMMIT')
    if (this.#busyTimer !== null) clearTimeout(this.#busyTimer)
    this.#busyTimer = setTimeout(() => {
      this.#busyTimer = null
    }, GROUP_MS).unref()
  }

  #begin(): void {
    if (this.#commitTimer !== null) return
    this.#database.exec('BEGIN IMMEDIATE')
    this.#groupStart = this.rowsWritten
    this.#commitTimer = setTimeout(() => this.flush(), this.#busyTimer === null ? GROUP_MS : BUSY_GROUP_MS)
  }
}
