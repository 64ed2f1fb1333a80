import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openForWriting } from '../index/open.ts'
import { ALL_EVENTS, EVERYTHING } from '../index/planted-index.ts'
import { Reader } from '../index/reader.ts'
import { openDatabase } from '../index/sqlite.ts'
import { IndexWriter } from '../index/writer.ts'
import type { Source } from '../sources/source.ts'
import { V1Database } from '../sources/v1/v1-database.ts'
import { openV1Directory } from '../sources/v1/v1-directory.ts'
import { Sync } from './sync.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))

interface Expected {
  readonly total: number
  readonly events: number
  readonly by_status: Record<string, number>
  readonly by_trigger: Record<string, number>
  readonly by_repository: Record<string, number>
  readonly conversations: readonly (Record<string, unknown> & {
    readonly id: string
    readonly event_count: number
    readonly in_database: boolean
  })[]
}

// Written by a tool of ours; the assertions below say what is in it.
const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected/app-server-v1.json'), 'utf8')) as Expected

let folder: string
let place: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-v1-sync-'))
  place = join(folder, 'place')
  cpSync(join(FIXTURES, 'app-server-v1'), place, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** One walk, as a start of Lookout makes it. */
async function walk(path = place): Promise<{ source: Source; rowsWritten: number }> {
  const writer = new IndexWriter(openForWriting(join(folder, 'index.sqlite')).database)
  const source = openV1Directory({ path, id: 'v1', timezone: 'UTC', openDatabase })
  const sync = new Sync({
    writer,
    sources: [source],
    processZone: 'UTC',
    now: Date.now,
    report: () => undefined,
    complain: (sentence) => expect.unreachable(sentence),
  })
  await sync.once()
  const { rowsWritten } = writer
  writer.close()
  return { source, rowsWritten }
}

const toMs = (time: unknown): number | null => (typeof time === 'string' ? Date.parse(time) : null)

/** Everything that the recording's own count says, out of the index. */
function expectEverything(): void {
  const reader = new Reader(join(folder, 'index.sqlite'), () => false)
  const fields = ['status', 'trigger', 'selected_repository'] as const
  const facets = reader.facets(EVERYTHING, { fields: [...fields], prefix: null, limit: 100 })
  expect(facets.total).toBe(expected.total)
  const counted = (field: (typeof fields)[number]) =>
    Object.fromEntries(
      (facets.facets[field]?.values ?? [])
        .filter(({ count }) => count > 0)
        .map(({ value, count }) => [value ?? '(none)', count]),
    )
  expect(counted('status')).toEqual(expected.by_status)
  expect(counted('trigger')).toEqual(expected.by_trigger)
  expect(counted('selected_repository')).toEqual(expected.by_repository)
  for (const { in_database, by_kind, by_source, created_at, updated_at, ...said } of expected.conversations) {
    const [row] = reader.batch([said.id]).items
    expect(in_database).toBe(true)
    expect(row).toMatchObject({ ...said, created_at: toMs(created_at), updated_at: toMs(updated_at) })
    const events = reader.eventFacets(said.id, ALL_EVENTS)
    const counts = (field: 'kind' | 'source') =>
      Object.fromEntries((events?.facets[field].values ?? []).map(({ value, count }) => [value, count]))
    expect([counts('kind'), counts('source')]).toEqual([by_kind, by_source])
    expect(reader.countEvents(said.id, ALL_EVENTS)?.total).toBe(said.event_count)
  }
  const [tagged] = reader.batch(['a6c0d8b17e304c04a908f4a94e542fd3']).items
  expect(tagged?.tags).toMatchObject({ team: 'platform', repo_name: 'globex/api-gateway' })
  reader.close()
}

test('the recording of a real server equals a plain count of its files, each read once', async () => {
  const { source } = await walk()
  expectEverything()
  expect(source.work.eventFilesRead).toBe(expected.events)
})

test('a second start over unchanged conversations reads no event and writes no row', async () => {
  await walk()
  const { source, rowsWritten } = await walk()
  expect(source.work.eventFilesRead).toBe(0)
  expect(rowsWritten).toBe(0)
})

test('the layout of 0.62 says the same', async () => {
  for (const id of readdirSync(join(place, 'v1_conversations'))) {
    const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    mkdirSync(join(place, 'v1/events', dashed), { recursive: true })
    for (const name of readdirSync(join(place, 'v1_conversations', id))) {
      const path = join(place, 'v1_conversations', id, name)
      const event: { timestamp: string; kind: string } = JSON.parse(readFileSync(path, 'utf8'))
      const second = event.timestamp.slice(0, 19).replaceAll(/\D/g, '')
      renameSync(path, join(place, 'v1/events', dashed, `${second}_${event.kind}_${name.slice(0, 32)}`))
    }
  }
  rmSync(join(place, 'v1_conversations'), { recursive: true })
  await walk()
  expectEverything()
})

test('the database itself is never opened, and nothing of the place is touched', async () => {
  const state = () =>
    readdirSync(place, { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => [name, statSync(join(place, name)).ctimeMs])
  const before = state()
  await walk()
  expect(state()).toEqual(before)
})

async function titleOf(id: string): Promise<string | null | undefined> {
  return (await openV1Directory({ path: place, id: 'v1', openDatabase }).look(id))?.record?.title
}

const CART = '289cc69b34da473e8d039cdbce3f5737'

test('what its server has written ahead is read, while it holds the database', async () => {
  const server = openDatabase(join(place, 'openhands.db'))
  server.exec('PRAGMA journal_mode = WAL')
  server.exec(`UPDATE conversation_metadata SET title = 'Ahead' WHERE title LIKE 'Fix the total%'`)
  server.exec(`UPDATE conversation_metadata SET conversation_version = 'V0' WHERE title = 'Split the monolith'`)
  server.exec('BEGIN EXCLUSIVE')
  expect(await titleOf(CART)).toBe('Ahead')
  expect(await titleOf('eb956b49a4fd45d7a6e8df0f9571a7d6')).toBeUndefined()
  server.close()
})

test('what its server has begun and not finished is not read', async () => {
  const server = openDatabase(join(place, 'openhands.db'))
  server.exec('PRAGMA cache_size = 1')
  server.exec('BEGIN')
  server.exec(`UPDATE conversation_metadata SET title = hex(randomblob(4000))`)
  expect(statSync(join(place, 'openhands.db-journal')).size).toBeGreaterThan(0)
  expect(await titleOf(CART)).toBe('Fix the total of the cart')
  server.exec('ROLLBACK')
  server.close()
})

test('a database whose pages do not fit together is a failure', async () => {
  const file = join(place, 'openhands.db')
  const bytes = readFileSync(file)
  bytes.fill(0x55, 4096, 60_000)
  writeFileSync(file, bytes)
  await expect(titleOf(CART)).rejects.toThrow('cannot be read')
})

test('a database of many rows is read in parts, every row once, and not to its end where nobody waits for it', async () => {
  const file = join(folder, 'many.db')
  const made = openDatabase(file)
  made.exec(`CREATE TABLE conversation_metadata (conversation_id VARCHAR PRIMARY KEY, conversation_version VARCHAR);
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT 5000)
    INSERT INTO conversation_metadata SELECT printf('%032x', n), 'V1' FROM number`)
  made.close()
  const database = new V1Database({ file, openDatabase })
  const ending = new AbortController()
  const reading = database.rows(false, ending.signal)
  ending.abort(new Error('the end'))
  await expect(reading).rejects.toThrow('the end')
  const ids = [...(await database.rows()).keys()]
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([5000, (1).toString(16).padStart(32, '0'), '1388'.padStart(32, '0')])
})
