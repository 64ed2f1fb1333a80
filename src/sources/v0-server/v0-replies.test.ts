import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { HttpClient } from '../http/http-client.ts'
import { startReplayServer, type PlantedReply, type ReplayServer } from '../http/replay-server.ts'
import { RequestPace } from '../http/request-pace.ts'
import type { EventBatch, Sighting } from '../source.ts'
import { startPlantedV0Server } from './planted-v0-server.ts'
import usedApi from './used-api.json' with { type: 'json' }
import { toV0Row } from './v0-row.ts'
import { V0ServerAdapter } from './v0-server-adapter.ts'

const REPLIES = fileURLToPath(new URL('../../../e2e/replies/app-server-v0-', import.meta.url))
const FOLDER = fileURLToPath(new URL('../../../e2e/fixtures/app-server-v0', import.meta.url))
const NOTHING = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
const { signal } = new AbortController()

interface Body {
  readonly results?: readonly { readonly conversation_id: string; readonly conversation_version: string }[]
  readonly events?: readonly { readonly id: number }[]
}

/** Body of a recorded reply. */
function bodyOf(name: string): Body {
  const bytes = readFileSync(`${REPLIES}${name}`)
  // Recorded by a tool of ours.
  return (JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as { body: Body }).body
}

function follow(server: ReplayServer): V0ServerAdapter {
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  const client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_TEST', pace })
  onTestFinished(() => {
    client.close()
    return server.close()
  })
  return new V0ServerAdapter({ client, hasV1: true, now: () => Date.parse('2026-11-22T15:12:28Z') })
}

async function replay(folder: string, answer: () => PlantedReply | null = () => null): Promise<V0ServerAdapter> {
  return follow(await startReplayServer({ replies: `${REPLIES}${folder}`, answer }))
}

async function collect(batches: AsyncIterable<readonly Sighting[]>): Promise<readonly Sighting[]> {
  const all: Sighting[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

async function read(adapter: V0ServerAdapter, id: string): Promise<readonly EventBatch[]> {
  const batches: EventBatch[] = []
  for await (const batch of adapter.events(id, NOTHING, signal, true)) batches.push(batch)
  return batches
}

test('the recorded list is walked as it is', async () => {
  const adapter = await replay('stopped')
  const ids = bodyOf('stopped/list-limit-1000.json').results?.map((row) => row.conversation_id)
  expect((await collect(adapter.list(signal))).map(({ id }) => id)).toEqual(ids)
})

test('of the recorded merged list, the rows of V0', async () => {
  const adapter = await replay('merged')
  const rows = bodyOf('merged/merged-list-limit-1000.json').results ?? []
  const own = rows.filter((row) => row.conversation_version === 'V0').map((row) => row.conversation_id)
  expect(rows.length - own.length).toBe(12)
  expect((await collect(adapter.list(signal))).map(({ id }) => id)).toEqual(own)
})

test('a loop that is there is told as a sandbox that runs, and not as an agent at work', async () => {
  const adapter = await replay('live')
  const rows = await collect(adapter.list(signal))
  const running = rows.filter(({ record }) => record?.sandboxStatus === 'RUNNING')
  expect(running.map(({ record }) => record?.status)).toEqual(['unknown', 'unknown', 'unknown'])
  for await (const [, sighting] of adapter.lookAt(['21a9affc903e4bf6a7724664f2e0420e'], signal))
    expect(sighting).toEqual(running.find(({ id }) => id === sighting?.id))
})

test('an id that is unknown is 200 with null, also the dashed spelling of one that is known', async () => {
  const adapter = await replay('stopped')
  const ids = ['0'.repeat(32), 'da907a1b-8f74-e692-2d93-b025eecfb852', 'da907a1b8f74e6922d93b025eecfb852']
  const found: unknown[] = []
  for await (const [, sighting] of adapter.lookAt(ids, signal)) found.push(sighting?.id ?? null)
  expect(found).toEqual([null, null, 'da907a1b8f74e6922d93b025eecfb852'])
})

test('recorded pages of events are read to their end', async () => {
  const newest = bodyOf('stopped/events-big-page-3.json.gz').events?.slice(-10).toReversed()
  const pages = await startReplayServer({
    replies: `${REPLIES}stopped`,
    answer: ({ query }) => (query.has('reverse') ? { body: JSON.stringify({ events: newest, has_more: true }) } : null),
  })
  const batches = await read(follow(pages), 'd861877da56b8b4ceb35c8cbfdf65bb4')
  expect(batches.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
    Array.from({ length: 284 }, (_, seq) => seq),
  )
  expect(batches[0]?.told).toMatchObject({ status: { status: 'finished' } })
})

test.each([
  ['d8e5923e4b5f439786e0859183ba1d44', 24, 'finished', null],
  ['83ab982dd08483187289a75163dc50fe', 69, 'finished', null],
  ['afd47983793444d1b1795130a1f9eabe', 10, 'error', 'STATUS$ERROR_LLM_CONTENT_POLICY_VIOLATION'],
])('recorded events of %s are read, and tell how it ended', async (id, count, status, statusReason) => {
  const [batch, ...rest] = await read(await replay('stopped'), id)
  expect(batch?.events).toHaveLength(count)
  expect(batch?.told?.status).toMatchObject({ status, statusReason })
  expect(rest).toEqual([])
})

interface Document {
  readonly paths: Record<string, { readonly get?: { readonly parameters?: readonly { name: string; in: string }[] } }>
  readonly components: {
    readonly schemas: Record<string, { properties?: Record<string, unknown>; enum?: readonly string[] }>
  }
}
// Recorded by a tool of ours, cut down to what is asked for here.
const document = bodyOf('stopped/openapi.json') as unknown as Document
const schemas = document.components.schemas

test('whatever is asked for is in the recorded description of the API', async () => {
  const planted = await startPlantedV0Server({ folder: FOLDER, nowMs: Date.parse('2026-11-22T15:12:28Z') })
  const adapter = follow(planted)
  planted.store.set('a', { ...planted.store.get('a'), unconvertible: true })
  await collect(adapter.list(signal))
  await collect(adapter.changes(['120bc18f0fedeb6d40768c19c8c5ea47'], signal))
  for (const id of ['d861877da56b8b4ceb35c8cbfdf65bb4', 'bae60998ffe4923b131e3d6e4c19993e']) await read(adapter, id)
  const used = new Set(
    planted.requests.flatMap(({ path }) => {
      const { pathname, searchParams } = new URL(path, planted.url)
      const template = pathname.replace(/^(\/api\/conversations\/)[^/]+/, '$1{conversation_id}')
      return [template, ...[...searchParams.keys()].map((name) => `${template} ${name}`)]
    }),
  )
  const described = Object.entries(document.paths).flatMap(([path, { get }]) => [
    path,
    ...(get?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => `${path} ${name}`),
  ])
  expect([...used].filter((one) => !described.includes(one))).toEqual([])
  // What is looked for in the documents of servers was asked for here.
  const lookedFor = Object.entries(usedApi).flatMap(([path, api]) => [
    path,
    ...('parameters' in api ? Object.keys(api.parameters) : []).map((name) => `${path} ${name}`),
  ])
  expect(used).toEqual(new Set(lookedFor))
})

test('a row with the fields of the recorded description, and no other, fills the record', () => {
  const samples: Record<string, unknown> = {
    conversation_id: 'da907a1b8f74e6922d93b025eecfb852',
    created_at: '2026-11-22T15:00:00Z',
    last_updated_at: '2026-11-22T15:01:00',
    pr_number: [7],
    status: 'RUNNING',
    conversation_version: 'V0',
  }
  const names = Object.keys(schemas['ConversationInfo-Output']?.properties ?? {})
  const row = toV0Row(Object.fromEntries(names.map((name) => [name, samples[name] ?? `some ${name}`])))
  expect(row?.record).toMatchObject({
    id: 'da907a1b8f74e6922d93b025eecfb852',
    title: 'some title',
    trigger: 'some trigger',
    selectedRepository: 'some selected_repository',
    selectedBranch: 'some selected_branch',
    gitProvider: 'some git_provider',
    prNumbers: [7],
    createdAt: Date.parse('2026-11-22T15:00:00Z'),
    updatedAt: Date.parse('2026-11-22T15:01:00Z'),
    sandboxStatus: 'RUNNING',
  })
  expect(JSON.stringify(row)).not.toContain('session_api_key')
  expect(Object.keys(schemas['ConversationInfoResultSet']?.properties ?? {})).toEqual(['results', 'next_page_id'])
  expect(schemas['ConversationStatus']?.enum).toContain('RUNNING')
})
