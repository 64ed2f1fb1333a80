import { createRequire } from 'node:module'
import type * as Binding from '@photostructure/sqlite'

/**
 * SQLite through the `node:sqlite` API: the built-in where the runtime has it (Node 22.13 and later), else the same binding as a
 * package. The cast holds because the package is a repackaging of Node's own module.
 */
const builtin = process.getBuiltinModule('node:sqlite') as unknown as typeof Binding | undefined
const binding = builtin ?? (createRequire(import.meta.url)('@photostructure/sqlite') as typeof Binding)

export type Database = Binding.DatabaseSyncInstance
export type Statement = Binding.StatementSyncInstance

/** Opens a database file. @throws when the file is no database or cannot be opened. */
export function openDatabase(file: string, readOnly = false): Database {
  return new binding.DatabaseSync(file, { readOnly })
}

/** Runs `body` between BEGIN and COMMIT; an exception rolls back. */
export function transaction<T>(database: Database, begin: 'BEGIN' | 'BEGIN IMMEDIATE', body: () => T): T {
  database.exec(begin)
  try {
    const result = body()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
