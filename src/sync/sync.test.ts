import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openForWriting } from '../index/open.ts'
import { ALL_EVENTS, EVERYTHING } from '../index/planted-index.ts'
import { Reader } from '../index/reader.ts'
import { IndexWriter } from '../index/writer.ts'
import { openDirectory } from '../sources/agent-server-directory.ts'
import { applyTimes } from '../sources/fixture-times.ts'
import { Sync } from './sync.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-sync-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function copyFixture(name: string): Promise<string> {
  const directory = join(folder, name)
  cpSync(join(FIXTURES, name), directory, { recursive: true })
  await applyTimes(directory, join(FIXTURES, 'times.json'))
  return directory
}

/** One walk over some directories, as a start of Lookout makes it. */
async function walk(paths: readonly string[], timezone = 'UTC') {
  const { database } = openForWriting(join(folder, 'index.sqlite'))
  const writer = new IndexWriter(database)
  const sources = paths.map((path, at) => openDirectory({ path, id: `source-${at}`, timezone }))
  const sync = new Sync({
    writer,
    sources,
    processZone: 'UTC',
    now: Date.now,
    report: () => undefined,
    complain: (sentence) => expect.unreachable(sentence),
  })
  await sync.once()
  const { rowsWritten } = writer
  writer.close()
  return { sources, rowsWritten }
}

interface Expected {
  readonly total: number
  readonly events: number
  readonly by_status: Record<string, number>
  readonly conversations: readonly (Record<string, unknown> & {
    readonly id: string
    readonly by_kind: Record<string, number>
    readonly by_source: Record<string, number>
  })[]
}

const open = () => new Reader(join(folder, 'index.sqlite'), () => false)
const toMs = (time: unknown) => (typeof time === 'string' ? Date.parse(time) : null)

describe.each([
  'agent-server-1.58.0',
  'agent-server-1.58.0-running',
  'agent-server-1.11.4',
  'agent-server-1.11.4-running',
])('%s', (name) => {
  test('equals a plain count of its files', async () => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected', `${name}.json`), 'utf8')) as Expected
    await walk([await copyFixture(name)])
    const reader = open()
    const facets = reader.facets(EVERYTHING, { fields: ['status'], prefix: null, limit: 12 })
    expect(facets.total).toBe(expected.total)
    const counted = (facets.facets.status?.values ?? []).filter(({ count }) => count > 0)
    expect(Object.fromEntries(counted.map(({ value, count }) => [value, count]))).toEqual(expected.by_status)
    for (const {
      by_kind,
      by_source,
      first_message_starts,
      created_at,
      updated_at,
      ...fields
    } of expected.conversations) {
      const [row] = reader.batch([fields.id]).items
      expect(row).toMatchObject({ ...fields, created_at: toMs(created_at), updated_at: toMs(updated_at) })
      expect(row?.first_message?.startsWith(String(first_message_starts)) ?? null).toBe(
        first_message_starts === null ? null : true,
      )
      const events = reader.eventFacets(fields.id, ALL_EVENTS)
      const counts = (field: 'kind' | 'source') =>
        Object.fromEntries((events?.facets[field].values ?? []).map(({ value, count }) => [value, count]))
      expect(counts('kind')).toEqual(by_kind)
      expect(counts('source')).toEqual(by_source)
      expect(reader.countEvents(fields.id, ALL_EVENTS)?.total).toBe(fields['event_count'])
    }
    reader.close()
  })
})

test('two recordings that share their ids are one row each, with the events of the one that has more', async () => {
  const names = ['agent-server-1.11.4', 'agent-server-1.58.0']
  const counts = names.map((name) => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected', `${name}.json`), 'utf8')) as Expected
    return new Map(expected.conversations.map((one) => [one.id, Number(one['event_count'])]))
  })
  await walk(await Promise.all(names.map(copyFixture)))
  const reader = open()
  const ids = new Set(counts.flatMap((one) => [...one.keys()]))
  expect(reader.facets(EVERYTHING, { fields: ['status'], prefix: null, limit: 12 }).total).toBe(ids.size)
  for (const id of ids) {
    const said = counts.map((one) => one.get(id))
    const most = Math.max(...said.map((count) => count ?? 0))
    const [row] = reader.batch([id]).items
    expect(row?.event_count).toBe(most)
    expect(reader.countEvents(id, ALL_EVENTS)?.total).toBe(most)
    expect(said[Number(row?.source.slice('source-'.length))]).toBe(most)
    const seen = new Map(row?.sources.map((one) => [one.source, one.event_count]))
    expect(said.map((_, at) => seen.get(`source-${at}`))).toEqual(said)
  }
  reader.close()
})

describe('work', () => {
  test('a second start over unchanged conversations reads no event file and writes no row', async () => {
    const directory = await copyFixture('agent-server-1.58.0')
    await walk([directory])
    const { sources, rowsWritten } = await walk([directory])
    expect(sources[0]?.work.eventFilesRead).toBe(0)
    expect(sources[0]?.work.stateFilesRead).toBe(0)
    expect(rowsWritten).toBe(0)
  })

  test('one new event reads one file', async () => {
    const directory = await copyFixture('agent-server-1.58.0')
    await walk([directory])
    const event = {
      id: '00000000-0000-4000-8000-000000000001',
      timestamp: '2026-11-22T15:40:00',
      source: 'user',
      kind: 'PauseEvent',
    }
    const conversation = '594c8d0865314a368e6675f78134c4b8'
    writeFileSync(join(directory, conversation, 'events', `event-00037-${event.id}.json`), JSON.stringify(event))
    const { sources } = await walk([directory])
    expect(sources[0]?.work.eventFilesRead).toBe(1)
    const reader = open()
    expect(reader.batch([conversation]).items[0]?.event_count).toBe(38)
    reader.close()
  })
})
