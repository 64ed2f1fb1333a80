import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConversationId, ConversationRecord, Sighting } from '../source.ts'
import type { ServerDialect } from './detect-server.ts'
import { HttpClient } from './http-client.ts'
import { RemoteSource } from './remote-source.ts'
import { startReplayServer, type PlantedReply, type ReplayServer } from './replay-server.ts'
import { RequestPace } from './request-pace.ts'
import type { ServerAdapter } from './server-adapter.ts'

let server: ReplayServer
let client: HttpClient
/** What the server says of itself. */
let version: string
/** Rows by dialect: id and title. */
let rows: Record<ServerDialect, Record<ConversationId, string>>
let made: { readonly dialect: ServerDialect; readonly asked: string[] }[]
const { signal } = new AbortController()

beforeEach(async () => {
  version = '0.62.0'
  rows = { 'agent-server': {}, 'app-server-v1': {}, 'app-server-v0': {} }
  made = []
  server = await startReplayServer({ answer: ({ path }) => answer(path) })
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_TEST', pace })
})
afterEach(async () => {
  client.close()
  await server.close()
})

/** An app server of 2025, which speaks both. */
function answer(path: string): PlantedReply | null {
  if (path === '/api/v1/app-conversations/count') return { body: '1' }
  if (path === '/api/conversations') return { body: '{"results": [], "next_page_id": null}' }
  if (path === '/openapi.json')
    return { body: JSON.stringify({ info: { title: 'OpenHands', version }, paths: { '/api/v1/events/search': {} } }) }
  return null
}

function open(): RemoteSource {
  return new RemoteSource({
    id: 'server',
    name: 'server',
    client,
    dialect: undefined,
    timezone: undefined,
    intervalMs: null,
    eventBudget: 500,
    toAdapter: (dialect) => new FakeAdapter(dialect),
  })
}

class FakeAdapter implements ServerAdapter {
  readonly dialect: ServerDialect
  readonly #asked: string[] = []

  constructor(dialect: ServerDialect) {
    this.dialect = dialect
    made.push({ dialect, asked: this.#asked })
  }

  async count(): Promise<number> {
    return Promise.resolve(Object.keys(rows[this.dialect]).length)
  }

  async *list(): AsyncGenerator<readonly Sighting[]> {
    yield await Promise.resolve(Object.keys(rows[this.dialect]).map((id) => this.#see(id)))
  }

  async *changes(active: readonly ConversationId[]): AsyncGenerator<readonly Sighting[]> {
    this.#asked.push(`changes of ${active.join()}`)
    yield* this.list()
  }

  async *lookAt(ids: readonly ConversationId[]): AsyncGenerator<readonly [ConversationId, Sighting | null]> {
    for (const id of ids) yield await Promise.resolve([id, id in rows[this.dialect] ? this.#see(id) : null] as const)
  }

  async *events(id: ConversationId): AsyncGenerator<never> {
    this.#asked.push(`events of ${id}`)
    yield* await Promise.resolve([])
  }

  notes(): readonly string[] {
    return [`note of ${this.dialect}`]
  }

  isWalkDue(): boolean {
    return this.dialect === 'app-server-v0'
  }

  #see(id: ConversationId): Sighting {
    // A title is all that these tests look at.
    const record = { id, title: rows[this.dialect][id] } as ConversationRecord
    return { id, fingerprint: 'f', record, eventCount: null, eventsMark: 'm' }
  }
}

async function collect(batches: AsyncIterable<readonly Sighting[]>): Promise<readonly string[]> {
  const titles: string[] = []
  for await (const batch of batches) titles.push(...batch.map(({ record }) => record?.title ?? ''))
  return titles
}
const asked = () => made.map(({ dialect, asked: questions }) => [dialect, ...questions])

test('is of no dialect until it has answered, then of what it speaks', async () => {
  const source = open()
  expect([source.dialect, source.following.notes(), server.requests]).toEqual(['server', [], []])
  await source.count(signal)
  expect(source.dialect).toBe('app-server-v0')
  expect(source.following.notes()).toEqual(['note of app-server-v1', 'note of app-server-v0'])
  expect(source.following.isWalkDue()).toBe(true)
})

test('of a conversation that is shown in two dialects, the first one counts everywhere', async () => {
  rows['app-server-v1'] = { x: 'x by V1' }
  rows['app-server-v0'] = { x: 'x by V0', y: 'y by V0' }
  const source = open()
  expect(await source.count(signal)).toBe(3)
  expect(await collect(source.list(undefined, signal))).toEqual(['x by V1', 'y by V0'])
  expect(await collect(source.following.changes(['x', 'y'], signal))).toEqual(['x by V1', 'y by V0'])
  const found: unknown[] = []
  for await (const [id, sighting] of source.following.lookAt(['x', 'y', 'z'], signal))
    found.push([id, sighting?.record?.title])
  expect(found).toEqual([
    ['x', 'x by V1'],
    ['y', 'y by V0'],
    ['z', undefined],
  ])
  for (const id of ['x', 'y'])
    for await (const batch of source.events(id, { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }, signal))
      expect.unreachable(JSON.stringify(batch))
  expect(asked()).toEqual([
    ['app-server-v1', 'changes of x', 'events of x'],
    ['app-server-v0', 'changes of y', 'events of y'],
  ])
})

test('is asked again with every walk what it speaks; what has not changed goes on', async () => {
  const source = open()
  await source.count(signal)
  await source.count(signal)
  expect(made).toHaveLength(2)
  version = '0.63.0'
  await source.count(signal)
  expect(made).toHaveLength(4)
})

test('that does not answer is a failure, and found out later', async () => {
  const source = open()
  server.plant('/api/v1/app-conversations/count', { status: 401, body: '{"detail": "Unauthorized"}' })
  await expect(source.count(signal)).rejects.toThrow('LOOKOUT_KEY_TEST')
  await expect(source.look('x')).rejects.toThrow('LOOKOUT_KEY_TEST')
  server.plant('/api/v1/app-conversations/count', null)
  expect(await source.look('x')).toBeNull()
  expect(await source.body()).toBeNull()
})
