import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../index/sqlite.ts'
import { findPlaces } from '../../sources/find-places.ts'
import { openSource } from '../../sources/open-source.ts'
import type { ConversationRecord } from '../../sources/source.ts'
import { conversationAt } from './conversation.mjs'
import { LAYOUTS } from './layouts.mjs'
import { plantDirectory } from './plant.mjs'

const SIZE = { conversations: 6, events: 4, long: 7 }
const { signal } = new AbortController()

/** What Lookout's own readers find: records by id, and the number of events of each. */
async function readAll(directory: string) {
  const records = new Map<string, ConversationRecord | null>()
  const counts = new Map<string, number>()
  const dialects = new Set<string>()
  for (const [at, { path }] of findPlaces(directory).places.entries()) {
    const source = openSource({ path, id: `place-${at}`, openDatabase })
    dialects.add(source.dialect)
    for await (const batch of source.list(() => undefined, signal))
      for (const { id, record } of batch) {
        records.set(id, record)
        const nothing = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
        for await (const { events } of source.events(id, nothing, signal))
          for (const { kind } of events) if (kind !== 'UnreadableEvent') counts.set(id, (counts.get(id) ?? 0) + 1)
      }
  }
  return { records, counts, dialects: [...dialects].toSorted() }
}

test.each([
  ['agent-server', ['agent-server-directory']],
  ['cli', ['cli-directory']],
  ['v0', ['v0-directory']],
  ['v1', ['v1-directory']],
  ['trajectory', ['agent-server-trajectory', 'v0-trajectory', 'v1-trajectory']],
] as const)('what is planted as %s is read as such', async (name, expected) => {
  const directory = mkdtempSync(join(tmpdir(), 'lookout-planted-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  await plantDirectory(directory, name, SIZE)
  const { records, counts, dialects } = await readAll(directory)
  expect(dialects).toEqual(expected)
  const planted = Array.from({ length: 7 }, (_, number) => conversationAt(number, SIZE))
  expect(records.size).toBe(7)
  for (const { id, status, eventCount } of planted) {
    expect([id, counts.get(id)]).toEqual([id, eventCount])
    // V0 has no word for stuck.
    expect([status, 'error']).toContain(records.get(id)?.status)
  }
  const { next } = LAYOUTS[name] ?? expect.unreachable()
  const [long] = planted.slice(-1)
  if (next === undefined || long === undefined) return
  const [path, content] = next(long, 7)
  writeFileSync(join(directory, path), content)
  expect((await readAll(directory)).counts.get(long.id)).toBe(8)
})
