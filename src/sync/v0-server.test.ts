import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBody } from '../index/event-bodies.ts'
import { openForReading } from '../index/open.ts'
import { ALL_EVENTS, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import { HttpClient } from '../sources/http/http-client.ts'
import { RemoteSource } from '../sources/http/remote-source.ts'
import { RequestPace } from '../sources/http/request-pace.ts'
import { startPlantedV0Server, type PlantedV0Server } from '../sources/v0-server/planted-v0-server.ts'
import { V0ServerAdapter } from '../sources/v0-server/v0-server-adapter.ts'
import { plantServerLoop } from './planted-server-loop.ts'
import type { ServerLoop } from './server-loop.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))
const NOW_MS = Date.parse('2026-11-22T15:12:28Z')
/** Its last state is `running`. */
const DIED = '58a450f3d510a104dae49e74318360d4'
/** Its last event is of a kind that its server does not know. */
const FUTURE = 'ad921d60486366258809553a3db49a4a'

interface Expected {
  readonly conversations: readonly (Record<string, unknown> & {
    readonly id: string
    readonly event_count: number
    readonly accumulated_cost: number | null
    readonly by_kind: Record<string, number>
    readonly by_source: Record<string, number>
  })[]
}

let index: PlantedIndex
let server: PlantedV0Server
let client: HttpClient
let end: AbortController
/** Ends the pauses under way, but those that nothing ends. */
let goOn: () => void
/** Called after every write. */
let wrote: () => void

beforeEach(async () => {
  index = plantIndex()
  server = await startPlantedV0Server({ folder: `${FIXTURES}app-server-v0`, nowMs: NOW_MS })
  // Time passes where somebody sleeps, and nowhere else.
  let clockMs = 0
  const sleep = async (ms: number) => Promise.resolve((clockMs += ms))
  const pace = new RequestPace({ perMinute: null, now: () => clockMs, sleep, random: () => 1 })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_A', pace })
  end = new AbortController()
  goOn = () => undefined
  wrote = () => undefined
})
afterEach(async () => {
  end.abort()
  client.close()
  await server.close()
  index.close()
})

/** As a start of Lookout makes it. */
function follow(): ServerLoop {
  const settings = { dialect: undefined, timezone: 'UTC', intervalMs: null, eventBudget: 500 }
  const toAdapter = () => new V0ServerAdapter({ client, hasV1: false, now: () => NOW_MS })
  const source = new RemoteSource({ id: 'a', name: 'a', client, ...settings, toAdapter })
  return plantServerLoop({
    source,
    index,
    wrote: () => wrote(),
    pause: async (ms, signal) => {
      if (ms === 0) return
      await new Promise<void>((resolve) => {
        if (Number.isFinite(ms)) goOn = resolve
        signal.addEventListener('abort', () => resolve())
      })
    },
  })
}

/** Waits until this holds of what is written. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    wrote = () => {
      if (holds()) resolve()
    }
  })
}
const row = (id: string) => index.reader().batch([id]).items[0]
const toMs = (time: unknown) => (typeof time === 'string' ? Date.parse(time) : null)
const expected = JSON.parse(readFileSync(`${FIXTURES}expected/app-server-v0.json`, 'utf8')) as Expected
const listed = expected.conversations.filter(({ id, created_at }) => {
  const isOld = NOW_MS - (toMs(created_at) ?? 0) > 864_000_000
  return !isOld && isReadable(id)
})

/** Without `created_at`, with torn or no metadata, of a trigger from the future: never listed. */
function isReadable(id: string): boolean {
  return !/^(?:47e949af|54ddc3c7|78243c1b|3b38792c)/.test(id)
}

test('equals a plain count of its files as far as it shows them, and keeps every body', async () => {
  expect(listed).toHaveLength(44)
  const isRead = until(() => listed.every(({ id }) => row(id)?.event_count_reason === null))
  void follow().run(end.signal)
  await isRead
  const database = openForReading(index.file)
  for (const { llm_model: _, metadata_readable: __, by_native_kind: ___, ...said } of listed) {
    const { by_kind, by_source, created_at, updated_at, accumulated_cost: cost, ...fields } = said
    const isFuture = fields.id === FUTURE
    const unread = isFuture ? { unreadable_count: 1, updated_at: expect.any(Number) as number } : {}
    expect(row(fields.id)).toMatchObject({
      ...fields,
      created_at: toMs(created_at),
      updated_at: toMs(updated_at),
      // Its list does not say it; only events do.
      accumulated_cost: fields.event_count > 0 && (cost ?? 0) > 0 ? cost : null,
      ...unread,
    })
    const { facets } = index.reader().eventFacets(fields.id, ALL_EVENTS) ?? {}
    const counts = (field: 'kind' | 'source') =>
      Object.fromEntries((facets?.[field].values ?? []).map(({ value, count }) => [value ?? 'None', count]))
    if (!isFuture) expect([counts('kind'), counts('source')]).toEqual([by_kind, by_source])
    const sort = { key: 'TIMESTAMP', descending: false } as const
    const question = { conversationId: fields.id, view: 'events', limit: 500, start: { offset: 0 }, sort } as const
    for (const { id, kind } of index.reader().events({ ...question, filter: ALL_EVENTS })?.items ?? [])
      if (kind !== 'UnreadableEvent') expect(readBody(database, fields.id, id)).toMatchObject({ id: Number(id) })
  }
  database.close()
})

test('an agent is at work only while its server says so, and a restart of Lookout asks for nothing twice', async () => {
  server.running.add(DIED)
  void follow().run(end.signal)
  await until(() => listed.every(({ id }) => row(id)?.event_count_reason === null))
  expect(row(DIED)).toMatchObject({ status: 'running', native_status: 'running', sandbox_status: 'RUNNING' })
  end.abort()
  const before = server.requests.length
  const { rowsWritten } = index.writer
  end = new AbortController()
  const again = until(() => true)
  void follow().run(end.signal)
  await again
  // Until it pauses.
  await setImmediate()
  expect(row(DIED)?.status).toBe('running')
  expect(index.writer.rowsWritten).toBe(rowsWritten)
  expect(server.requests.slice(before).filter(({ path }) => path.includes('/events'))).toEqual([])
  server.running.delete(DIED)
  const isCutOff = until(() => row(DIED)?.status === 'unknown')
  goOn()
  await isCutOff
  expect(row(DIED)?.status_reason).toBe('Its newest event says running, but nothing runs it: it was cut off')
})

test('a conversation that grows too old for the list is kept; one that was deleted has gone', async () => {
  const loop = follow()
  await loop.walk(end.signal)
  const [old, deleted] = ['e24e400485d773e557476259bb790e01', 'a']
  const metadata = server.store.get(old)
  server.store.set(old, { ...metadata, created_at: '2026-11-01T00:00:00Z' })
  server.store.delete(deleted)
  await loop.walk(end.signal)
  expect(row(old)?.sources).toMatchObject([{ gone_at: null }])
  expect(row(deleted)?.sources).toMatchObject([{ gone_at: 0 }])
})
