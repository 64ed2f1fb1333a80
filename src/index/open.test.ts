import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IndexLockedError, lockIndex, openForReading, openForWriting } from './open.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { openDatabase } from './sqlite.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-open-'))
  file = join(folder, 'cache', 'index.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Opens and closes the index; its generation, and what opening had to say. */
function open() {
  const { database, notices } = openForWriting(file)
  const generation = database.prepare("SELECT value FROM meta WHERE key = 'generation'").get()?.['value']
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  return { generation, notices }
}

test('an index is kept between starts, for its owner alone', () => {
  const first = open()
  expect(open()).toEqual({ ...first, notices: [] })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'cache')).mode & 0o777).toBe(0o700)
})

describe('an index that cannot be used is set aside', () => {
  test.each([
    ['made by a newer Lookout', () => inside(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`)],
    ['of another program', () => inside('PRAGMA user_version = 0')],
    ['no database', () => writeFileSync(file, 'this is no database at all, however long it is')],
    ['cut off', () => truncateSync(file, 5000)],
    ['overwritten in its middle', () => writeFileSync(file, readFileSync(file).fill(0xff, 4096, 12_000))],
  ])('%s', (_, harm) => {
    const { generation } = open()
    harm()
    const second = open()
    expect(second.generation).not.toBe(generation)
    expect(second.notices).toEqual([
      expect.stringMatching(/: it was set aside as .*index\.sqlite\.aside and is rebuilt from the sources$/),
    ])
    expect(existsSync(`${file}.aside`)).toBe(true)
    expect(open()).toEqual({ generation: second.generation, notices: [] })
  })
})

test('an empty file is no index yet', () => {
  lockIndex(file).release()
  writeFileSync(file, '')
  expect(open().notices).toEqual([])
  expect(existsSync(`${file}.aside`)).toBe(false)
})

test('a start that was cut off while it made the tables leaves none', () => {
  open()
  inside('DROP TABLE meta; PRAGMA user_version = 0')
  expect(open().notices).toHaveLength(1)
})

test('readers see what is committed while the writer goes on', () => {
  const { database } = openForWriting(file)
  const reader = openForReading(file)
  const revision = () => reader.prepare("SELECT value FROM meta WHERE key = 'revision'").get()?.['value']
  database.exec("BEGIN IMMEDIATE; UPDATE meta SET value = 7 WHERE key = 'revision'")
  expect(revision()).toBe(0)
  database.exec('COMMIT')
  expect(revision()).toBe(7)
  expect(() => reader.exec('DELETE FROM meta')).toThrow(/readonly/)
  reader.close()
  database.close()
})

describe('the lock', () => {
  /** Tries the lock in a process of its own. */
  function tryElsewhere(): string {
    const binding = createRequire(import.meta.url).resolve('@photostructure/sqlite')
    const script = `const { DatabaseSync } = require(${JSON.stringify(binding)})
      const lock = new DatabaseSync(${JSON.stringify(`${file}.lock`)})
      try { lock.exec('BEGIN EXCLUSIVE'); console.log('free') } catch { console.log('taken') }`
    return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim()
  }

  test('is held against this process and others, and given back', () => {
    const lock = lockIndex(file)
    expect(() => lockIndex(file)).toThrow(IndexLockedError)
    expect(tryElsewhere()).toBe('taken')
    lock.release()
    expect(tryElsewhere()).toBe('free')
    lockIndex(file).release()
  })

  test('a file in its place that is no lock is said to be one', () => {
    lockIndex(file).release()
    writeFileSync(`${file}.lock`, 'something else entirely, and long enough to be read')
    expect(() => lockIndex(file)).toThrow(/is no lock/)
  })
})

function inside(sql: string): void {
  const database = openDatabase(file)
  database.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`)
  database.close()
}
