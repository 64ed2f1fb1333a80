import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBody } from '../index/event-bodies.ts'
import { openForReading } from '../index/open.ts'
import { ALL_EVENTS, EVERYTHING, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import { HttpClient } from '../sources/http/http-client.ts'
import { RequestPace } from '../sources/http/request-pace.ts'
import type { ServerAdapter } from '../sources/http/server-adapter.ts'
import type { Sighting, Source } from '../sources/source.ts'
import {
  readItems,
  readStore,
  startPlantedV1Server,
  type PlantedV1Server,
} from '../sources/v1-server/planted-v1-server.ts'
import { V1ServerAdapter } from '../sources/v1-server/v1-server-adapter.ts'
import { plantServerLoop } from './planted-server-loop.ts'
import type { ServerLoop } from './server-loop.ts'

const E2E = fileURLToPath(new URL('../../e2e/', import.meta.url))
const CUT_OFF = '04ed4126639545d5a7b02adafd2f1c83'
const LONG = '1092957dbb0a4644ac46679e46abb4ff'

interface Expected {
  readonly total: number
  readonly by_status: Record<string, number>
  readonly by_trigger: Record<string, number>
  readonly by_repository: Record<string, number>
  readonly conversations: readonly (Record<string, unknown> & {
    readonly id: string
    readonly event_count: number
    readonly by_kind: Record<string, number>
    readonly by_source: Record<string, number>
  })[]
}
// Written by a tool of ours; the assertions below say what is in it.
const expected = JSON.parse(readFileSync(join(E2E, 'fixtures/expected/app-server-v1.json'), 'utf8')) as Expected

let index: PlantedIndex
let server: PlantedV1Server
let client: HttpClient
let end: AbortController
/** Called after every write. */
let wrote: () => void
/** Ms of the clock that never jumps. */
let nowMs: number
/** Ends the pause before the next look; while true, each ends by itself. */
let lookAgain: () => void
let isLooking: boolean

beforeEach(() => {
  index = plantIndex()
  end = new AbortController()
  wrote = () => undefined
  lookAgain = () => undefined
  isLooking = false
  nowMs = 0
})
afterEach(async () => {
  end.abort()
  client.close()
  await server.close()
  index.close()
})

function toSource(adapter: ServerAdapter): Source & Required<Pick<Source, 'following'>> {
  return {
    id: 'a',
    name: 'a',
    dialect: adapter.dialect,
    location: server.url,
    timezone: 'UTC',
    work: { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 },
    count: (signal) => adapter.count(signal),
    list: (_, signal) => adapter.list(signal),
    look: async (id) => {
      let found: Sighting | null = null
      for await (const [, sighting] of adapter.lookAt([id], end.signal)) found = sighting
      return found
    },
    events: (id, known, signal, isAwaited = false) => adapter.events(id, known, signal, isAwaited),
    body: () => Promise.resolve(null),
    following: {
      changes: (active, signal) => adapter.changes(active, signal),
      lookAt: (ids, signal) => adapter.lookAt(ids, signal),
      isWalkDue: () => adapter.isWalkDue(),
      notes: () => adapter.notes(),
      eventBudget: 500,
      intervalMs: null,
    },
  }
}

async function follow(eventPaths: 'of-one' | 'of-all', replies = 'app-server-v1'): Promise<ServerLoop> {
  const rows = readItems(join(E2E, 'replies', replies, 'search-with-subs-limit-100.json'))
  const events = readStore(join(E2E, 'fixtures/app-server-v1/v1_conversations'))
  server = await startPlantedV1Server({ rows, events, eventPaths })
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_A', pace })
  return loopOf(eventPaths)
}

function loopOf(eventPaths: 'of-one' | 'of-all'): ServerLoop {
  const source = toSource(new V1ServerAdapter({ client, eventPaths, now: () => nowMs }))
  return plantServerLoop({
    source,
    index,
    wrote: () => wrote(),
    // What is to be read at once is; the rest waits to be told.
    pause: (ms, signal) =>
      ms === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve())
            if (!Number.isFinite(ms)) return
            lookAgain = () => {
              nowMs += 60_000
              resolve()
            }
            if (isLooking) setImmediate(lookAgain)
          }),
  })
}

const row = (id: string) => index.reader().batch([id]).items[0]

/** Waits until something holds, which is asked after every write. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    wrote = () => {
      if (holds()) resolve()
    }
    wrote()
  })
}

const allRead = () =>
  index
    .reader()
    .batch(expected.conversations.map(({ id }) => id))
    .items.every((one) => one?.event_count_reason === null)

const toMs = (time: unknown) => (typeof time === 'string' ? Date.parse(time) : null)

describe.each(['of-one', 'of-all'] as const)('a V1 server whose events lie by %s', (eventPaths) => {
  test('equals a plain count of its files, and every body is kept', async () => {
    const loop = await follow(eventPaths)
    void loop.run(end.signal)
    await until(allRead)
    const fields = ['status', 'trigger', 'selected_repository'] as const
    const { total, facets } = index.reader().facets(EVERYTHING, { fields: [...fields], prefix: null, limit: 100 })
    const counted = fields.map((field) =>
      Object.fromEntries(
        (facets[field]?.values ?? [])
          .filter(({ count }) => count > 0)
          .map(({ value, count }) => [value ?? '(none)', count]),
      ),
    )
    expect([total, ...counted]).toEqual([
      expected.total,
      expected.by_status,
      expected.by_trigger,
      expected.by_repository,
    ])
    const database = openForReading(index.file)
    for (const { in_database: _, by_kind, by_source, created_at, updated_at, ...said } of expected.conversations) {
      expect(row(said.id)).toMatchObject({ ...said, created_at: toMs(created_at), updated_at: toMs(updated_at) })
      const found = index.reader().eventFacets(said.id, ALL_EVENTS)?.facets
      const counts = (field: 'kind' | 'source') =>
        Object.fromEntries((found?.[field].values ?? []).map(({ value, count }) => [value, count]))
      expect([counts('kind'), counts('source')]).toEqual([by_kind, by_source])
      const sort = { key: 'TIMESTAMP', descending: false } as const
      const question = { conversationId: said.id, view: 'events', limit: 100, start: { offset: 0 }, sort } as const
      for (const { id, kind } of index.reader().events({ ...question, filter: ALL_EVENTS })?.items ?? [])
        expect(readBody(database, said.id, id)).toMatchObject({ id, kind })
    }
    database.close()
  })
})

describe('a V1 server', () => {
  const eventRequests = () => server.requests.filter(({ path }) => path.includes('/events'))

  test('that has not changed is asked for no event by a second start, and no status is forgotten', async () => {
    void (await follow('of-one')).run(end.signal)
    await until(allRead)
    end.abort()
    end = new AbortController()
    const before = { requests: eventRequests().length, rows: index.writer.rowsWritten }
    await loopOf('of-one').walk(end.signal)
    expect({ requests: eventRequests().length, rows: index.writer.rowsWritten }).toEqual(before)
    expect(row(LONG)).toMatchObject({ status: 'finished', accumulated_cost: 0.1331775 })
  })

  test('says itself what runs in a sandbox, and its events say it when that has gone', async () => {
    const loop = await follow('of-one', 'app-server-v1-live')
    expect(server.rows.get(CUT_OFF)).toMatchObject({ sandbox_status: 'RUNNING', execution_status: 'running' })
    void loop.run(end.signal)
    await until(allRead)
    expect(row(CUT_OFF)).toMatchObject({ status: 'running', sandbox_status: 'RUNNING', native_status: 'running' })
    expect(row('95834ca49a7740f8895325d1826b7f35')).toMatchObject({ status: 'finished', sandbox_status: 'PAUSED' })
    for (const id of [CUT_OFF, LONG]) change(id, { sandbox_status: 'MISSING', execution_status: null })
    await look(() => row(LONG)?.sandbox_status === 'MISSING' && row(CUT_OFF)?.sandbox_status === 'MISSING')
    const cutOff =
      'The last word of its events is running, and its server does not say that it still is: it was cut off'
    expect(row(LONG)).toMatchObject({ status: 'finished', status_reason: null })
    expect(row(CUT_OFF)).toMatchObject({ status: 'unknown', status_reason: cutOff, native_status: 'running' })
  })

  test('whose rows do not tell of new events has those of a sandbox counted', async () => {
    void (await follow('of-one', 'app-server-v1-live')).run(end.signal)
    await until(allRead)
    const before = row(CUT_OFF)?.event_count ?? 0
    const message = server.events
      .get(CUT_OFF)
      ?.find((event) => typeof event === 'object' && event['kind'] === 'MessageEvent')
    if (typeof message !== 'object') return expect.unreachable('there is a message')
    server.events.get(CUT_OFF)?.push({ ...message, id: crypto.randomUUID(), timestamp: '2026-11-22T15:20:00' })
    await look(() => row(CUT_OFF)?.event_count === before + 1)
    expect(row(CUT_OFF)).toMatchObject({ status: 'running', event_count: before + 1, event_count_reason: null })
  })
})

function change(id: string, fields: Record<string, unknown>): void {
  server.rows.set(id, { ...server.rows.get(id), ...fields })
}

/** Looks again and again, a minute apart, until something holds. */
async function look(holds: () => boolean): Promise<void> {
  isLooking = true
  lookAgain()
  await until(holds)
  isLooking = false
}
