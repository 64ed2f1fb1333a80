import { chmodSync, copyFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { mark, statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import { errorCode } from '../error-code.ts'
import { isJsonObject } from '../json-value.ts'
import { SourceError } from '../source.ts'
import type { ConversationId } from '../source.ts'
import { makeTemporaryFolder } from '../temporary-folders.ts'

/** As much of a SQLite binding as reading one table takes. */
export interface OpenedDatabase {
  prepare(sql: string): { all(): unknown[] }
  close(): void
}

/** Opens a database file; given by whoever opens the source, because SQLite itself belongs to the index. */
export type OpenDatabase = (file: string) => OpenedDatabase

/** Every column that is ever read; older servers have fewer. `execution_status` goes stale: it is not among them. */
const COLUMNS = [
  'conversation_id',
  'user_id',
  'title',
  'trigger',
  'selected_repository',
  'selected_branch',
  'git_provider',
  'pr_number',
  'llm_model',
  'accumulated_cost',
  'prompt_tokens',
  'completion_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'parent_conversation_id',
  'tags',
  'created_at',
  'last_updated_at',
] as const

// A transaction under way lies in one of these, and is undone or replayed in the copy as SQLite would after a crash.
const COMPANIONS = ['', '-wal', '-journal']
const TRIES = 3
const ROWS_PER_TURN = 5_000
const RETRY_MS = 100
/** At most a twentieth of the time goes into reading a database that changes all the time. */
const REST_FACTOR = 19

/** Rows of V1 conversations by id, each as compact JSON of its columns: small in memory, and comparable as text. */
export type V1Rows = ReadonlyMap<ConversationId, string>

/** Whoever knows the rows. */
export type V1RowSource = Pick<V1Database, 'rows' | 'changes'>

/** How to read a database. */
export interface V1DatabaseOptions {
  readonly file: string
  readonly openDatabase: OpenDatabase
  /** UTC ms; given in tests. */
  readonly now?: () => number
  /** Pause before a torn copy is made again; given in tests. */
  readonly wait?: (ms: number) => Promise<unknown>
}

/**
 * The table `conversation_metadata` of a V1 app server. The original is never opened, so that its server never finds it locked: it is
 * copied to a temporary folder, checked, and read by column name; a copy that was torn by a write is made again.
 */
export class V1Database {
  readonly #options: V1DatabaseOptions
  readonly #now: () => number
  #rows: V1Rows = new Map()
  /** Ids of rows that have changed since `changes` was last asked. */
  readonly #changed = new Set<ConversationId>()
  #isAsked = false
  #marks: string | null = null
  #restUntil = 0

  constructor(options: V1DatabaseOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /**
   * Rows as they are; nothing is copied where the file has not changed. `mayRest`: those of a moment ago will do where reading them
   * takes long. Gives way to other work between some thousand of them.
   * @throws SourceError where the file cannot be read; the signal's reason where it is aborted.
   */
  async rows(mayRest = false, signal?: AbortSignal): Promise<V1Rows> {
    if (mayRest && this.#marks !== null && this.#now() < this.#restUntil) return this.#rows
    const started = this.#now()
    let reason = ''
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await (this.#options.wait ?? setTimeout)(RETRY_MS)
      const marks = this.#look()
      if (marks === this.#marks) return this.#rows
      try {
        const rows = await this.#read(signal)
        if (marks === this.#look()) {
          this.#take(rows)
          this.#marks = marks
          this.#restUntil = this.#now() + (this.#now() - started) * REST_FACTOR
          return rows
        }
        reason = 'it changes all the time'
      } catch (error) {
        signal?.throwIfAborted()
        reason =
          error instanceof SourceError
            ? error.message
            : `it is no whole database, or may not be read (${errorCode(error)})`
      }
    }
    throw new SourceError(`The database ${this.#options.file} cannot be read: ${reason}. It is tried again`)
  }

  /**
   * Ids of the rows that came, went or changed since this was last asked; waits where the last reading was long and a moment ago, and then
   * says nothing to whoever else asks meanwhile.
   * @throws SourceError where the file cannot be read.
   */
  async changes(): Promise<readonly ConversationId[]> {
    if (this.#isAsked) return []
    this.#isAsked = true
    try {
      const restMs = this.#restUntil - this.#now()
      if (restMs > 0) await (this.#options.wait?.(restMs) ?? setTimeout(restMs, undefined, { ref: false }))
      await this.rows()
    } finally {
      this.#isAsked = false
    }
    const changed = [...this.#changed]
    this.#changed.clear()
    return changed
  }

  #take(rows: V1Rows): void {
    if (this.#marks !== null) {
      for (const [id, row] of rows) if (this.#rows.get(id) !== row) this.#changed.add(id)
      for (const id of this.#rows.keys()) if (!rows.has(id)) this.#changed.add(id)
    }
    this.#rows = rows
  }

  /** Size and time of the files. @throws SourceError where there is no database (any more). */
  #look(): string {
    const { file } = this.#options
    const stats = COMPANIONS.map((companion) => statFile(file + companion))
    if (stats[0] === null) throw new SourceError(`There is no database ${file}`)
    return stats.map(mark).join('|')
  }

  async #read(signal: AbortSignal | undefined): Promise<V1Rows> {
    const folder = makeTemporaryFolder('v1')
    try {
      const copy = join(folder, basename(this.#options.file))
      for (const companion of COMPANIONS) copyFile(this.#options.file + companion, copy + companion)
      const database = this.#options.openDatabase(copy)
      try {
        check(database)
        return await readRows(database, signal)
      } finally {
        database.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to)
    // SQLite replays a journal into the copy, whatever rights the original has.
    chmodSync(to, 0o600)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return // a companion that is not there, or a database that has just gone: no table then
    throw error
  }
}

function check(database: OpenedDatabase): void {
  const [answer] = database.prepare('PRAGMA quick_check(1)').all()
  if (!isJsonObject(answer) || Object.values(answer)[0] !== 'ok') throw new SourceError('its pages do not fit together')
}

/** Columns by name, whatever their order; a table or version column that is not there (older servers) means no rows. */
async function readRows(database: OpenedDatabase, signal: AbortSignal | undefined): Promise<V1Rows> {
  const table = database.prepare("SELECT name FROM pragma_table_info('conversation_metadata')").all()
  const there = new Set(table.map((column) => (isJsonObject(column) ? column['name'] : null)))
  const rows = new Map<ConversationId, string>()
  if (!there.has('conversation_id') || !there.has('conversation_version')) return rows
  const columns = COLUMNS.filter((name) => there.has(name)).map((name) => `"${name}"`)
  const select = `SELECT ${columns.join(', ')} FROM conversation_metadata WHERE conversation_version = 'V1'`
  let found: unknown[] = []
  for (let start = 0; start === 0 || found.length === ROWS_PER_TURN; start += ROWS_PER_TURN) {
    found = database.prepare(`${select} LIMIT ${ROWS_PER_TURN} OFFSET ${start}`).all()
    for (const row of found) {
      const id = isJsonObject(row) ? toConversationId(row['conversation_id']) : null
      if (id !== null) rows.set(id, JSON.stringify(row))
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return rows
}
