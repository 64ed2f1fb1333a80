import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBody } from '../index/event-bodies.ts'
import { openForReading } from '../index/open.ts'
import { ALL_EVENTS, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import { AgentServerAdapter } from '../sources/agent-server/agent-server-adapter.ts'
import { startPlantedAgentServer, type PlantedAgentServer } from '../sources/agent-server/planted-agent-server.ts'
import { HttpClient } from '../sources/http/http-client.ts'
import { RemoteSource } from '../sources/http/remote-source.ts'
import { RequestPace } from '../sources/http/request-pace.ts'
import { plantServerLoop } from './planted-server-loop.ts'
import type { ServerLoop } from './server-loop.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))

interface Expected {
  readonly conversations: readonly (Record<string, unknown> & {
    readonly id: string
    readonly by_kind: Record<string, number>
    readonly by_source: Record<string, number>
  })[]
}

let index: PlantedIndex
let server: PlantedAgentServer
let client: HttpClient
let end: AbortController
/** Called after every write. */
let wrote: () => void

beforeEach(() => {
  index = plantIndex()
  end = new AbortController()
  wrote = () => undefined
})
afterEach(async () => {
  end.abort()
  client.close()
  await server.close()
  index.close()
})

async function follow(name: string, isLazy: boolean): Promise<ServerLoop> {
  server = await startPlantedAgentServer(`${FIXTURES}${name}`)
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_A', pace })
  const settings = { dialect: undefined, timezone: 'UTC', intervalMs: null, eventBudget: 500 }
  const toAdapter = () => new AgentServerAdapter({ client, isLazy })
  const source = new RemoteSource({ id: 'a', name: 'a', client, ...settings, toAdapter })
  return plantServerLoop({
    source,
    index,
    wrote: () => wrote(),
    // What is to be read at once is; nothing is looked at again.
    pause: (ms, signal) =>
      ms === 0 ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  })
}

/** Runs until the events of all of these have been read. */
async function runUntilRead(loop: ServerLoop, ids: readonly string[]): Promise<void> {
  const isRead = () =>
    index
      .reader()
      .batch(ids)
      .items.every((row) => row?.event_count_reason === null)
  const read = new Promise<void>((resolve) => {
    wrote = () => {
      if (isRead()) resolve()
    }
  })
  void loop.run(end.signal)
  await read
}

const toMs = (time: unknown) => (typeof time === 'string' ? Date.parse(time) : null)

describe.each([
  ['agent-server-1.58.0', true],
  ['agent-server-1.11.4', false],
])('%s over HTTP', (name, isLazy) => {
  test('equals a plain count of its files, wakes nothing, and keeps every body', async () => {
    const expected = JSON.parse(readFileSync(`${FIXTURES}expected/${name}.json`, 'utf8')) as Expected
    const loop = await follow(name, isLazy)
    // What says `running` on a disk without a server is at work for all that this one says.
    const listed = expected.conversations.filter(({ id, status }) => server.rows.has(id) && status !== 'unknown')
    await runUntilRead(
      loop,
      listed.map(({ id }) => id),
    )
    const database = openForReading(index.file)
    for (const { by_kind, by_source, first_message_starts: _, created_at, updated_at, ...fields } of listed) {
      const [row] = index.reader().batch([fields.id]).items
      expect(row).toMatchObject({ ...fields, created_at: toMs(created_at), updated_at: toMs(updated_at) })
      const { facets } = index.reader().eventFacets(fields.id, ALL_EVENTS) ?? {}
      const counts = (field: 'kind' | 'source') =>
        Object.fromEntries((facets?.[field].values ?? []).map(({ value, count }) => [value, count]))
      expect([counts('kind'), counts('source')]).toEqual([by_kind, by_source])
      const sort = { key: 'TIMESTAMP', descending: false } as const
      const question = { conversationId: fields.id, view: 'events', limit: 100, start: { offset: 0 }, sort } as const
      for (const { id, kind } of index.reader().events({ ...question, filter: ALL_EVENTS })?.items ?? [])
        expect(readBody(database, fields.id, id)).toMatchObject({ id, kind })
    }
    database.close()
    if (isLazy) expect(server.woken).toEqual([])
  })
})
