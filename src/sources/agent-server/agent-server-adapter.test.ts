import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HttpClient } from '../http/http-client.ts'
import { RequestPace } from '../http/request-pace.ts'
import type { EventRecord, KnownEvents, Sighting } from '../source.ts'
import { AgentServerAdapter } from './agent-server-adapter.ts'
import { startPlantedAgentServer, toZip, type PlantedAgentServer } from './planted-agent-server.ts'

const FOLDER = fileURLToPath(new URL('../../../e2e/fixtures/agent-server-1.58.0', import.meta.url))
const FIX_BUG = '594c8d0865314a368e6675f78134c4b8'
const LONG = 'b1a22ffd655e49fb8703208224f05cea'
const NOTHING: KnownEvents = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }

let server: PlantedAgentServer
let client: HttpClient
let adapter: AgentServerAdapter
let end: AbortController

beforeEach(async () => {
  server = await startPlantedAgentServer(FOLDER)
  client = new HttpClient({
    url: server.url,
    keyVariable: 'LOOKOUT_KEY_TEST',
    pace: new RequestPace({ perMinute: null, sleep: () => Promise.resolve() }),
  })
  adapter = new AgentServerAdapter({ client, isLazy: true })
  end = new AbortController()
})
afterEach(async () => {
  client.close()
  await server.close()
})

async function collect(batches: AsyncIterable<readonly Sighting[]>): Promise<readonly Sighting[]> {
  const all: Sighting[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}
const walk = () => collect(adapter.list(end.signal))
const changes = (active: readonly string[] = []) => collect(adapter.changes(active, end.signal))

async function readEvents(id: string, known: KnownEvents = NOTHING): Promise<readonly EventRecord[]> {
  let events: EventRecord[] = []
  for await (const { mode, events: batch } of adapter.events(id, known, end.signal, true))
    events = mode === 'replace-all' ? [...batch] : [...events, ...batch]
  return events
}
const knownAfter = (events: readonly EventRecord[], count: number): KnownEvents => {
  const last = events[count - 1]
  return { count, lastSeq: last?.seq ?? -1, lastId: last?.id ?? null, retrySeqs: [] }
}
const asked = (pattern: RegExp) => server.requests.filter(({ path }) => pattern.test(path)).map(({ path }) => path)
const touch = (id: string, fields: Record<string, unknown>) => {
  const row = server.rows.get(id)
  if (row !== undefined) server.rows.set(id, { ...row, ...fields, id: row.id })
}

describe('a walk', () => {
  test('comes by every row once, and by no event', async () => {
    const rows = await walk()
    expect(rows.map(({ id }) => id).toSorted()).toEqual([...server.rows.keys()].toSorted())
    expect(rows.find(({ id }) => id === FIX_BUG)).toMatchObject({
      eventCount: null,
      record: {
        title: '🐛 Fix off-by-one in product paging',
        status: 'finished',
        selectedRepository: 'octo/shop',
        trigger: 'resolver',
        prNumbers: [412],
        llmModel: 'litellm_proxy/claude-sonnet-4-5-20250929',
      },
    })
    expect(server.woken).toEqual([])
    expect(asked(/events|download/)).toEqual([])
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  test('sizes its pages by what the rows weigh', async () => {
    for (const id of server.rows.keys())
      touch(id, { stats: { usage_to_metrics: { a: { costs: 'x'.repeat(900_000) } } } })
    await walk()
    const limits = asked(/search\?sort_order=CREATED/).map((path) => Number(/limit=(\d+)/.exec(path)?.[1]))
    expect(limits).toEqual([10, 4, 4, 4])
  })

  test('asks for half of a page that would be too large', async () => {
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 60_000 })
    expect(await walk()).toHaveLength(server.rows.size)
  })

  test('notices where the server begins anew because the row of the cursor has gone', async () => {
    const [, , , , , , , , , , tenth] = [...server.rows.values()].toSorted((a, b) =>
      String(b['created_at']) < String(a['created_at']) ? -1 : 1,
    )
    const gone = String(tenth?.id).replaceAll('-', '')
    const rows: Sighting[] = []
    for await (const batch of adapter.list(end.signal)) {
      rows.push(...batch)
      server.rows.delete(gone)
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect([...server.rows.keys()].every((id) => rows.some((row) => row.id === id))).toBe(true)
  })

  test('gives up where that happens again and again', async () => {
    const items = [...server.rows.values()].slice(0, 2)
    const body = JSON.stringify({ items, next_page_id: 'f'.repeat(32) })
    server.plant('/api/conversations/search', { body })
    await expect(walk()).rejects.toThrow('changes faster than it can be read')
  })

  test('finds rows that changed their state while it was under way, by the counts', async () => {
    const list = adapter.list(end.signal)
    const first = await list.next()
    touch(LONG, { execution_status: 'running' })
    const rows = [...((first.value as readonly Sighting[] | undefined) ?? []), ...(await collect(list))]
    expect(rows.findLast(({ id }) => id === LONG)?.record?.status).toBe('running')
  })

  test('asks for the changed rows alone where one comes to rest while it is under way', async () => {
    touch(LONG, { execution_status: 'running', created_at: '2026-11-24T09:00:00Z' })
    const list = adapter.list(end.signal)
    const first = await list.next()
    touch(LONG, { execution_status: 'paused', updated_at: '2026-11-24T10:00:00Z' })
    const rows = [...((first.value as readonly Sighting[] | undefined) ?? []), ...(await collect(list))]
    expect(rows.filter(({ id }) => id === LONG).map(({ record }) => record?.status)).toEqual(['running', 'paused'])
    expect(asked(/search\?.*status=/)).toEqual([])
  })

  test('sees what changed before it in the list while it was under way, however much of what came later it has seen', async () => {
    const newest = [...server.rows.values()].toSorted((a, b) =>
      String(b['created_at']) < String(a['created_at']) ? -1 : 1,
    )
    const list = adapter.list(end.signal)
    const rows = [...(((await list.next()).value as readonly Sighting[] | undefined) ?? [])]
    const hex = (row: { readonly id: string } | undefined) => String(row?.id).replaceAll('-', '')
    const lost = hex(newest[0])
    touch(lost, { updated_at: '2026-11-24T10:00:00Z', title: 'changed behind the walk' })
    for (const row of newest.slice(10, 17)) touch(hex(row), { updated_at: '2026-11-24T10:00:01Z' })
    rows.push(...(await collect(list)))
    expect(rows.findLast(({ id }) => id === lost)?.record?.title).toBe('changed behind the walk')
  })

  test('says how many conversations are counted and not listed', async () => {
    server.plant('/api/conversations/count', { body: String(server.rows.size + 2) })
    await walk()
    expect(adapter.notes()).toEqual(['It counts 2 more conversations than it lists: their files are incomplete there'])
  })

  test('leaves out a row without an id, and takes one of wrong types', async () => {
    const items = [
      { id: 42, title: 'a number as id' },
      {
        id: 'a'.repeat(32),
        title: 'x'.repeat(1_000_000),
        execution_status: 'dreaming',
        tags: 7,
        stats: [],
        created_at: 'soon',
      },
    ]
    server.plant('/api/conversations/search', { body: JSON.stringify({ items, next_page_id: null }) })
    server.plant('/api/conversations/count', { body: '2' })
    const rows = await walk()
    expect([...new Set(rows.map(({ id }) => id))]).toEqual(['a'.repeat(32)])
    expect(rows[0]?.record).toMatchObject({ status: 'unknown', nativeStatus: 'dreaming', tags: {}, createdAt: null })
    expect(adapter.notes()).toEqual(['Rows of its list without an id are left out'])
  })

  test.each([
    ['blocked_actions', { a: 'dangerous' }, true],
    ['agent_state', { step: 2 }, true],
    ['confirmation_policy', { kind: 'AlwaysConfirm' }, true],
    ['activated_knowledge_skills', ['git'], true],
    ['updated_at', '2026-11-24T10:00:00Z', true],
    ['runtime_info', { runtime_status: 'starting' }, false],
    ['sub_conversation_ids', ['f'.repeat(32)], false],
    ['title', 'Another one', false],
  ])('tells by the mark of a row that an event may have changed %s', async (field, value, isMarked) => {
    const markOf = (rows: readonly Sighting[]) => rows.findLast(({ id }) => id === LONG)?.eventsMark
    const before = markOf(await walk())
    touch(LONG, { [field]: value })
    const after = markOf(await walk())
    expect(before === after).toBe(!isMarked)
  })

  test('keeps no key of a row', async () => {
    touch(FIX_BUG, {
      secret_registry: { secret_sources: { token: 'canary' } },
      tags: { api_key: 'canary', repo: 'a/b' },
    })
    expect(JSON.stringify(await walk())).not.toContain('canary')
  })
})

describe('faults', () => {
  test('a wrong key in the middle of a walk ends it, and names the way to give another', async () => {
    const list = adapter.list(end.signal)
    await list.next()
    server.plant('/api/conversations/search', { status: 401, body: '{"detail":"Unauthorized"}' })
    await expect(collect(list)).rejects.toThrow('LOOKOUT_KEY_TEST')
  })

  test.each([
    ['a web page', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }, 'web page'],
    ['an error', { status: 500, body: '{"detail":"Internal Server Error"}' }, '500'],
    ['a cut body', { body: '{"items": [], "next_page_id": null}', half: 'cut' as const }, 'cut'],
    ['another shape', { body: '[]' }, 'no list of conversations'],
    ['a count that is none', { body: '"many"' }, 'no list of conversations'],
  ])('%s instead of a list is a failure, and not the end of it', async (_, reply, message) => {
    server.plant('/api/conversations/search', reply)
    await expect(walk()).rejects.toThrow(message)
  })
})

describe('changes', () => {
  const costOf = async (look: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = server.requests.length
    await look()
    return server.requests.slice(before).map(({ path }) => path.replace('/api/conversations', ''))
  }

  test('of nothing cost one row and a count', async () => {
    await walk()
    expect(await costOf(changes)).toEqual(['/search?sort_order=UPDATED_AT_DESC&limit=1', '/count'])
  })

  test('of those at work cost their rows, and one that shows where they end', async () => {
    for (const id of [LONG, FIX_BUG]) touch(id, { execution_status: 'running', updated_at: '2026-11-24T10:00:00Z' })
    await walk()
    for (const id of [LONG, FIX_BUG]) touch(id, { updated_at: '2026-11-24T10:00:05Z' })
    const cost = await costOf(() => changes([LONG, FIX_BUG]))
    expect(cost).toEqual(['/search?sort_order=UPDATED_AT_DESC&limit=3', '/count'])
  })

  test('of those that wait cost another count, and their rows only where it has changed', async () => {
    const waiting = [...server.rows.keys()].slice(0, 7)
    for (const id of waiting) touch(id, { execution_status: 'waiting_for_confirmation' })
    touch(FIX_BUG, { updated_at: '2026-11-24T10:00:00Z', execution_status: 'finished' })
    await walk()
    const quiet = ['/search?sort_order=UPDATED_AT_DESC&limit=1', '/count?status=waiting_for_confirmation', '/count']
    expect(await costOf(() => changes(waiting))).toEqual(quiet)
    const answered = waiting[5] ?? ''
    touch(answered, { execution_status: 'paused' })
    const found = await changes(waiting)
    expect(found.find(({ id }) => id === answered)?.record?.status).toBe('paused')
    const still = waiting.filter((id) => id !== answered)
    expect(await costOf(() => changes(still))).toEqual(quiet)
  })

  test('are found among the newest rows, however many', async () => {
    await walk()
    const ids = [...server.rows.keys()].slice(0, 8)
    for (const [at, id] of ids.entries()) touch(id, { updated_at: `2026-11-24T10:00:0${at}Z`, title: 'changed' })
    const found = await changes()
    expect(
      found
        .filter(({ record }) => record?.title === 'changed')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted())
  })

  test('that a look lost because it failed are found by the next one', async () => {
    await walk()
    const ids = [...server.rows.keys()].slice(0, 8)
    for (const [at, id] of ids.entries()) touch(id, { updated_at: `2026-11-24T10:00:0${at}Z`, title: 'changed' })
    const found: Sighting[] = []
    const look = adapter.changes([], end.signal)
    found.push(...(((await look.next()).value as readonly Sighting[] | undefined) ?? []))
    server.plant('/api/conversations/search', { status: 502, body: '' })
    await expect(look.next()).rejects.toThrow('502')
    server.plant('/api/conversations/search', null)
    found.push(...(await changes()))
    const changed = found.filter(({ record }) => record?.title === 'changed').map(({ id }) => id)
    expect([...new Set(changed)].toSorted()).toEqual(ids.toSorted())
  })

  test('of those at work are found by their ids', async () => {
    await walk()
    touch(LONG, { execution_status: 'paused' })
    expect((await changes([LONG])).find(({ id }) => id === LONG)?.record?.status).toBe('paused')
  })

  test('make a walk due where a row is missing', async () => {
    await walk()
    server.rows.delete(LONG)
    await changes()
    expect(adapter.isWalkDue()).toBe(false)
    await changes()
    expect(adapter.isWalkDue()).toBe(true)
    await walk()
    expect(adapter.isWalkDue()).toBe(false)
  })

  test('of rows by id: null is gone', async () => {
    await walk()
    const found = new Map<string, Sighting | null>()
    for await (const [id, sighting] of adapter.lookAt([LONG, 'f'.repeat(32)], end.signal)) found.set(id, sighting)
    expect([found.get(LONG)?.record?.title, found.get('f'.repeat(32))]).toEqual(['Rename get_user to fetch_user', null])
  })
})

describe('events', () => {
  test('of a conversation at rest come from the download, and wake nothing', async () => {
    await walk()
    const events = await readEvents(LONG)
    expect(events).toHaveLength(131)
    expect(events.every(({ body }) => body !== undefined)).toBe(true)
    expect(server.woken).toEqual([])
    expect(asked(/events/)).toEqual([])
    const rest = await readEvents(LONG, knownAfter(events, 100))
    expect(rest.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, at) => 100 + at))
  })

  test('of a running one come from the tail, from the last known one on', async () => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    const events = await readEvents(LONG)
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 131 }, (_, seq) => seq))
    expect(asked(/download/)).toEqual([])
    const before = server.requests.length
    const rest = await readEvents(LONG, knownAfter(events, 120))
    expect(rest.map(({ seq }) => seq)).toEqual([120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130])
    expect(server.requests.slice(before)).toHaveLength(2)
  })

  test('of one that has ended since the last look are downloaded', async () => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    touch(LONG, { execution_status: 'finished' })
    expect(await readEvents(LONG)).toHaveLength(131)
    expect(server.woken).toEqual([])
  })

  test('of one that another server works on are downloaded', async () => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    server.plant(`/api/conversations/${String(server.rows.get(LONG)?.id)}/events/search`, { status: 404, body: '{}' })
    expect(await readEvents(LONG)).toHaveLength(131)
  })

  /** All events, with something that happens after the first page. */
  async function readWith(happening: () => void): Promise<readonly EventRecord[]> {
    let events: EventRecord[] = []
    for await (const { mode, events: batch } of adapter.events(LONG, NOTHING, end.signal, false)) {
      if (events.length === 0) happening()
      events = mode === 'replace-all' ? [...batch] : [...events, ...batch]
    }
    return events
  }
  const SEQS = Array.from({ length: 131 }, (_, seq) => seq)

  test.each([404, 500, 502])('come once each where the tail ends midway with %i', async (status) => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    const path = `/api/conversations/${String(server.rows.get(LONG)?.id)}/events/search`
    const events = await readWith(() => server.plant(path, { status, body: '{}' }))
    expect(events.map(({ seq }) => seq)).toEqual(SEQS)
    expect(new Set(events.map(({ id }) => id)).size).toBe(SEQS.length)
  })

  test('are replaced by the download where the tail had left some out and ends midway', async () => {
    const [first, , third, fourth] = await readEvents(LONG)
    touch(LONG, { execution_status: 'running' })
    await walk()
    const path = `/api/conversations/${String(server.rows.get(LONG)?.id)}/events/search`
    server.plant(path, { body: JSON.stringify({ items: [first?.body, third?.body], next_page_id: fourth?.id }) })
    const events = await readWith(() => server.plant(path, { status: 500, body: '{}' }))
    expect(events.map(({ seq }) => seq)).toEqual(SEQS)
  })

  test('of one that comes to rest between two pages are downloaded from there on', async () => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    const events = await readWith(() => touch(LONG, { execution_status: 'finished' }))
    expect(events.map(({ seq }) => seq)).toEqual(SEQS)
    expect(server.woken).toEqual([])
  })

  test('wake nothing that comes to rest while the next request is held back', async () => {
    let clock = 0
    const sleep = async () => {
      clock += 1_000_000
      touch(LONG, { execution_status: 'finished' })
    }
    const pace = new RequestPace({ perMinute: null, now: () => (clock += 1), sleep })
    const slow = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_TEST', pace })
    adapter = new AgentServerAdapter({ client: slow, isLazy: true })
    touch(LONG, { execution_status: 'running' })
    await walk()
    const events = await readWith(() => undefined)
    expect(events.map(({ seq }) => seq)).toEqual(SEQS)
    // Nothing was held back before the first page, a rest came before the second.
    expect(asked(/events.search|download/)).toHaveLength(2)
    expect(server.woken).toEqual([])
    slow.close()
  })

  test('are all read again where the last known one is not there', async () => {
    touch(LONG, { execution_status: 'running' })
    await walk()
    const known = { count: 3, lastSeq: 2, lastId: 'no such event', retrySeqs: [] }
    expect(await readEvents(LONG, known)).toHaveLength(131)
  })

  test('of an older server, which has loaded all of them, come from the tail alone', async () => {
    adapter = new AgentServerAdapter({ client, isLazy: false })
    await walk()
    expect(await readEvents(FIX_BUG)).toHaveLength(37)
    expect(asked(/download/)).toEqual([])
  })

  test('of a conversation that was never spoken to are none', async () => {
    await walk()
    expect(await readEvents('b995e62689934e7283d232d56c21dc4f')).toEqual([])
  })

  test.each([
    ['no zip', { body: 'no zip at all', headers: { 'Content-Type': 'application/octet-stream' } }, 'no whole zip'],
    ['a web page', { body: '<!doctype html>', headers: { 'Content-Type': 'text/html; charset=utf-8' } }, 'a web page'],
    ['the zip of another', { body: toZip([[`${FIX_BUG}/meta.json`, Buffer.from('{}')]]) }, 'no trajectory of this'],
    ['nothing', { status: 404, body: '{"detail":"Conversation not found"}' }, '404'],
    ['an error', { status: 500, body: '{}' }, '500'],
  ])('%s instead of the download is a refusal of this one alone', async (_, reply, message) => {
    await walk()
    server.plant(`/api/file/download-trajectory/${String(server.rows.get(LONG)?.id)}`, reply)
    const refusal = await readEvents(LONG).then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ name: 'EventsRefusedError' })
    expect(String(refusal)).toMatch(new RegExp(message, 'i'))
    expect(String(refusal)).toContain(`${server.url}/api/file/download-trajectory/`)
    expect(String(refusal)).not.toContain(tmpdir())
  })

  test('give way to others while they are unpacked, and leave nothing where they are wanted no more', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'lookout-test-'))
    vi.stubEnv('TMPDIR', temporary)
    try {
      await walk()
      const download = client.download.bind(client)
      client.download = async (...request) => {
        const answer = await download(...request)
        // Comes to its turn while the 131 files are written, or never.
        setImmediate(() => end.abort(new Error('enough')))
        return answer
      }
      const batches = adapter.events(LONG, NOTHING, end.signal, true)
      await expect(batches.next()).rejects.toThrow('enough')
      expect(readdirSync(temporary)).toEqual([])
    } finally {
      vi.unstubAllEnvs()
      rmSync(temporary, { recursive: true })
    }
  })

  test('that cannot be had because the server is away are no refusal', async () => {
    await walk()
    await server.close()
    await expect(readEvents(LONG)).rejects.toMatchObject({ name: 'HttpFault', kind: 'unreachable' })
  })
})
