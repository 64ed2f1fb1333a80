import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openForWriting } from '../index/open.ts'
import { ALL_EVENTS, EVERYTHING } from '../index/planted-index.ts'
import { Reader } from '../index/reader.ts'
import { IndexWriter } from '../index/writer.ts'
import type { Source } from '../sources/source.ts'
import { openV0Directory } from '../sources/v0/v0-directory.ts'
import { Sync } from './sync.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))

interface Expected {
  readonly total: number
  readonly by_status: Record<string, number>
  readonly by_trigger: Record<string, number>
  readonly by_repository: Record<string, number>
  readonly conversations: readonly (Record<string, unknown> & { readonly id: string; readonly event_count: number })[]
}

// Written by a tool of ours; the assertions below say what is in it.
const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected/app-server-v0.json'), 'utf8')) as Expected

let folder: string
let place: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-v0-sync-'))
  place = join(folder, 'sessions')
  cpSync(join(FIXTURES, 'app-server-v0'), place, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** One walk, as a start of Lookout makes it. */
async function walk(timezone: string | null = 'UTC'): Promise<{ source: Source; rowsWritten: number }> {
  const writer = new IndexWriter(openForWriting(join(folder, 'index.sqlite')).database)
  const source = openV0Directory({
    path: place,
    id: 'v0',
    timezone: timezone ?? undefined,
    wait: () => Promise.resolve(),
  })
  const sync = new Sync({
    writer,
    sources: [source],
    processZone: 'Asia/Tokyo',
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

// Without a zone given, the conversations' own dates tell it.
test.each(['UTC', null])(
  'a V0 recording is indexed as a plain count of its files says (time zone %s)',
  async (zone) => {
    await walk(zone)
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
    for (const conversation of expected.conversations) {
      const {
        metadata_readable: _readable,
        by_native_kind: _native,
        by_kind,
        by_source,
        created_at,
        updated_at,
        ...said
      } = conversation
      const [row] = reader.batch([said.id]).items
      expect(row).toMatchObject({ ...said, created_at: toMs(created_at), updated_at: toMs(updated_at) })
      const events = reader.eventFacets(said.id, ALL_EVENTS)
      const counts = (field: 'kind' | 'source') =>
        Object.fromEntries((events?.facets[field].values ?? []).map(({ value, count }) => [value ?? 'None', count]))
      expect([counts('kind'), counts('source')]).toEqual([by_kind, by_source])
      expect(reader.countEvents(said.id, ALL_EVENTS)?.total).toBe(said.event_count)
    }
    reader.close()
  },
)

test('a second start reads no file and writes no row; a new event costs itself and metadata.json', async () => {
  await walk()
  const second = await walk()
  expect(second.source.work).toMatchObject({ eventFilesRead: 0, stateFilesRead: 0 })
  expect(second.rowsWritten).toBe(0)
  const state = {
    source: 'environment',
    observation: 'agent_state_changed',
    content: '',
    extras: { agent_state: 'paused' },
  }
  const path = join(place, 'd8e5923e4b5f439786e0859183ba1d44', 'events', '24.json')
  writeFileSync(path, JSON.stringify({ id: 24, timestamp: '2026-11-22T15:02:00', message: '', ...state }))
  const third = await walk()
  // Once for the status, once as an event.
  expect(third.source.work).toMatchObject({ eventFilesRead: 2, stateFilesRead: 1 })
})
