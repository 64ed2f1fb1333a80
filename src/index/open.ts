import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { createSchema, SCHEMA_VERSION, schemaVersion } from './schema.ts'
import { openDatabase, type Database } from './sqlite.ts'

const QUICK_CHECK_BYTES = 64e6

/** The index is in use by another process. */
export class IndexLockedError extends Error {
  override readonly name = 'IndexLockedError'
}

export interface OpenedIndex {
  readonly database: Database
  /** Sentences for the console, in order: what was wrong with the file that was there. */
  readonly notices: readonly string[]
}

/**
 * Takes the lock of an index file for this process: an exclusive transaction on a file of its own, which the system gives back
 * even after a crash. @throws IndexLockedError; Error where the lock itself cannot be used.
 */
export function lockIndex(file: string): { release(): void } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const lock = openDatabase(`${file}.lock`)
  try {
    lock.exec('PRAGMA busy_timeout = 200; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!(error instanceof Error) || !/locked|busy/i.test(error.message)) {
      throw new Error(`${file}.lock is no lock of Lookout; remove it, or give Lookout another --cache directory`, {
        cause: error,
      })
    }
    throw new IndexLockedError(
      'another Lookout is running on these sources: use that one, end it, or give this one its own --cache directory',
    )
  }
  chmodSync(`${file}.lock`, 0o600)
  return { release: () => lock.close() }
}

/** Opens the index for writing, making it where there is none; one that cannot be used is set aside, never lost. */
export function openForWriting(file: string): OpenedIndex {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const notices: string[] = []
  const reason = existsSync(file) ? whyUnusable(file) : null
  if (reason !== null) {
    setAside(file)
    notices.push(`${reason}: it was set aside as ${file}.aside and is rebuilt from the sources`)
  }
  const database = openDatabase(file)
  chmodSync(file, 0o600)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA busy_timeout = 5000',
  )
  if (schemaVersion(database) === 0) createSchema(database, randomBytes(4).toString('hex'))
  for (const companion of [`${file}-wal`, `${file}-shm`]) if (existsSync(companion)) chmodSync(companion, 0o600)
  return { database, notices }
}

/** Opens the index for reading; the writer must have made it. */
export function openForReading(file: string): Database {
  const database = openDatabase(file, true)
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA busy_timeout = 5000')
  return database
}

function whyUnusable(file: string): string | null {
  let database: Database | null = null
  try {
    database = openDatabase(file)
    const version = schemaVersion(database)
    if (version > SCHEMA_VERSION) return 'the index was made by a newer Lookout'
    if (version < 0) return 'the index is not one of Lookout'
    if (version !== 0 && version < SCHEMA_VERSION) return 'the index was made by an older Lookout'
    // A full check reads every page: worth it only while that takes no time.
    if (statSync(file).size > QUICK_CHECK_BYTES) return null
    const check = database.prepare('PRAGMA quick_check(1)').get()
    return check?.['quick_check'] === 'ok' ? null : 'the index is damaged'
  } catch {
    // Not a database, cut off, unreadable: all one to the user, and nothing in it that the sources do not have.
    return 'the index is damaged'
  } finally {
    database?.close()
  }
}

function setAside(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${file}.aside${suffix}`, { force: true })
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.aside${suffix}`)
  }
}
