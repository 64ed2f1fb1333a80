import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HttpClient } from '../http/http-client.ts'
import { RequestPace } from '../http/request-pace.ts'
import type { JsonObject } from '../json-value.ts'
import { EventsRefusedError, type EventBatch, type EventRecord, type KnownEvents } from '../source.ts'
import { openV0Directory } from '../v0/v0-directory.ts'
import { startPlantedV0Server, type PlantedV0Server } from './planted-v0-server.ts'
import { V0ServerAdapter } from './v0-server-adapter.ts'

const FOLDER = fileURLToPath(new URL('../../../e2e/fixtures/app-server-v0', import.meta.url))
const BIG = 'd861877da56b8b4ceb35c8cbfdf65bb4'
const CART = 'd8e5923e4b5f439786e0859183ba1d44'
const HOLES = 'df9bcbd6578a1e49c06b7ec2874f9e23'
const TORN = 'bae60998ffe4923b131e3d6e4c19993e'
const FUTURE = 'ad921d60486366258809553a3db49a4a'
const EVERY_KIND = '83ab982dd08483187289a75163dc50fe'
const NOTHING: KnownEvents = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }

let server: PlantedV0Server
let client: HttpClient
let adapter: V0ServerAdapter
let end: AbortController

beforeEach(async () => {
  server = await startPlantedV0Server({ folder: FOLDER, nowMs: Date.parse('2026-11-22T15:12:28Z') })
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_TEST', pace })
  adapter = new V0ServerAdapter({ client, hasV1: true })
  end = new AbortController()
})
afterEach(async () => {
  const harmless = /^\/api\/conversations\/[^/?]+\/events\?[^/]*$/
  expect(server.requests.filter(({ method, path }) => method !== 'GET' || !harmless.test(path))).toEqual([])
  client.close()
  await server.close()
})

async function read(id: string, known: KnownEvents = NOTHING): Promise<readonly EventBatch[]> {
  const batches: EventBatch[] = []
  for await (const batch of adapter.events(id, known, end.signal, true)) batches.push(batch)
  return batches
}
const eventsOf = (batches: readonly EventBatch[]) => batches.flatMap(({ events }) => events)
const seqsOf = (batches: readonly EventBatch[]) => eventsOf(batches).map(({ seq }) => seq)
/** What the index holds then, told by the newest. */
const toldBy = (batches: readonly EventBatch[]) => Object.assign({}, ...batches.map(({ told }) => told)) as object
const asked = () => server.requests.map(({ path }) => path.replace(/^.*\/events\?/, ''))
const held = (id: string) => server.events.get(id) ?? new Map<number, JsonObject | null>()
const withoutBody = ({ body: _body, sizeBytes: _size, ...event }: EventRecord) => event
const knownAfter = (lastSeq: number, retrySeqs: readonly number[] = []): KnownEvents => ({
  count: lastSeq + 1,
  lastSeq,
  lastId: retrySeqs.includes(lastSeq) ? `unreadable-${lastSeq}` : String(lastSeq),
  retrySeqs,
})
const state = (word: string) => ({ observation: 'agent_state_changed', extras: { agent_state: word }, content: '' })
function append(id: string, ...events: readonly (object | null)[]): void {
  for (const event of events) {
    const seq = Math.max(-1, ...held(id).keys()) + 1
    const whole = { id: seq, timestamp: '2026-11-22T15:12:00', source: 'agent', message: '', ...event }
    held(id).set(seq, event === null ? null : whole)
  }
}

describe('a first read', () => {
  test.each([CART, BIG, HOLES, EVERY_KIND])('gives what its directory holds, with every body: %s', async (id) => {
    const directory = openV0Directory({ path: FOLDER, id: 'v0', wait: () => Promise.resolve() })
    const expected: EventRecord[] = []
    for await (const { events } of directory.events(id, NOTHING, end.signal)) expected.push(...events)
    const events = eventsOf(await read(id))
    expect(events.map(withoutBody)).toEqual(expected.map(withoutBody))
    for (const event of events) expect(event.body).toEqual(await directory.body(id, event))
  })

  test('goes through the pages by the numbers of events', async () => {
    const batches = await read(BIG)
    expect(batches.map(({ events }) => events.length)).toEqual([100, 100, 84])
    expect(asked()).toEqual([
      'start_id=0&limit=100',
      'reverse=true&limit=10',
      'start_id=100&limit=100',
      'start_id=200&limit=100',
    ])
  })

  test('tells how a long conversation ended before it has been read', async () => {
    const [first, ...rest] = await read(BIG)
    expect(first?.told).toMatchObject({ status: { status: 'finished' }, accumulatedCost: expect.closeTo(1.485) })
    expect(rest.map(({ told }) => told)).toEqual([undefined, undefined])
  })

  test('tells of each page what it says where the newest events say nothing', async () => {
    for (let count = 0; count < 20; count += 1) append(BIG, { action: 'null', args: {} })
    const batches = await read(BIG)
    expect(batches).toHaveLength(4)
    expect(toldBy(batches)).toMatchObject({ status: { status: 'finished' }, accumulatedCost: expect.closeTo(1.485) })
  })

  test('a conversation without events says so, and is idle', async () => {
    const told = { status: { status: 'idle', statusReason: null, nativeStatus: null } }
    expect(await read('a')).toMatchObject([{ mode: 'append', events: [], told }])
  })

  test('states of an agent at work are told as such: whether its runtime is there, its row says', async () => {
    append('a', state('paused'), state('rate_limited'), state('stopped'))
    expect(toldBy(await read('a'))).toMatchObject({ status: { status: 'running', nativeStatus: 'rate_limited' } })
  })

  test('one that has gone, and an answer that is none, refuse it', async () => {
    await expect(read('0'.repeat(32))).rejects.toBeInstanceOf(EventsRefusedError)
    server.plant(`/api/conversations/${CART}/events`, { body: '{"items":[]}' })
    await expect(read(CART)).rejects.toThrow('no list of events')
    server.plant(`/api/conversations/${CART}/events`, { headers: { 'Content-Type': 'text/html' }, body: '<p>' })
    await expect(read(CART)).rejects.toBeInstanceOf(EventsRefusedError)
  })

  test('a server that cannot be asked refuses nothing', async () => {
    server.plant(`/api/conversations/${CART}/events`, { status: 401, body: '{"detail":"Unauthorized"}' })
    await expect(read(CART)).rejects.not.toBeInstanceOf(EventsRefusedError)
  })

  test('what has no number, comes twice or was not asked for is left out; has_more alone does not go on for ever', async () => {
    const event = (id: unknown) => ({ id, timestamp: '2026-11-22T15:12:00', source: 'agent', ...state('paused') })
    const events = [
      event(1),
      event('2'),
      event(1.5),
      null,
      'text',
      event(0),
      event(1),
      event(-3),
      { ...event(3), id: null },
    ]
    server.plant(`/api/conversations/${CART}/events`, { body: JSON.stringify({ events, has_more: false }) })
    expect(seqsOf(await read(CART))).toEqual([0, 1])
    server.plant(`/api/conversations/${CART}/events`, { body: '{"events":[],"has_more":true}' })
    expect(seqsOf(await read(CART))).toEqual([])
  })
})

describe('an event that its server cannot read', () => {
  test('torn: all others are read, and it keeps its place', async () => {
    const events = eventsOf(await read(TORN))
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, seq) => seq))
    expect(events.filter(({ kind }) => kind === 'UnreadableEvent')).toMatchObject([
      { seq: 9, id: 'unreadable-9', retry: true, headline: 'event 9: its server cannot read it' },
    ])
    expect(asked().length).toBeLessThan(20)
  })

  test('of a kind that is newer than the server, at the very end', async () => {
    const events = eventsOf(await read(FUTURE))
    expect(events).toHaveLength(32)
    expect(events.at(-1)).toMatchObject({ seq: 31, kind: 'UnreadableEvent' })
    expect(toldBy(await read(FUTURE))).toMatchObject({ status: { status: 'finished' } })
  })

  test('just behind a page, and across holes', async () => {
    held(BIG).set(100, null)
    for (const seq of [150, 151, 152, 153, 154, 155]) held(BIG).delete(seq)
    held(BIG).set(283, null)
    const events = eventsOf(await read(BIG))
    expect(events.map(({ seq }) => seq)).toEqual([...held(BIG).keys()].toSorted((one, other) => one - other))
    expect(events.filter(({ kind }) => kind === 'UnreadableEvent').map(({ seq }) => seq)).toEqual([100, 283])
  })

  test('too many of them refuse the rest', async () => {
    for (const seq of held(BIG).keys()) if (seq > 20) held(BIG).set(seq, null)
    const batches: EventBatch[] = []
    const reading = async () => {
      for await (const batch of adapter.events(BIG, NOTHING, end.signal, true)) batches.push(batch)
    }
    await expect(reading()).rejects.toThrow('Its server cannot read 51 of its events')
    expect(seqsOf(batches)).toEqual(Array.from({ length: 71 }, (_, seq) => seq))
  })

  test('a server that fails on everything is not taken for torn events', async () => {
    server.plant(`/api/conversations/${CART}/events`, { status: 500, body: 'Internal Server Error' })
    await expect(read(CART)).rejects.toBeInstanceOf(EventsRefusedError)
    expect(asked().length).toBeLessThan(12)
  })

  test('too large to be asked for: it stays unreadable', async () => {
    append(CART, { action: 'message', args: { content: 'x'.repeat(300_000) } }, state('finished'))
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 250_000 })
    const events = eventsOf(await read(CART))
    expect(events).toHaveLength(26)
    expect(events[24]).toMatchObject({
      kind: 'UnreadableEvent',
      retry: false,
      headline: 'event 24: too large to be asked for',
    })
  })
})

describe('a later read', () => {
  test('asks for what follows the last known event, and takes that one along', async () => {
    append(CART, { action: 'think', args: { thought: 'hm' } }, state('awaiting_user_input'))
    const batches = await read(CART, knownAfter(23))
    expect(asked()).toEqual(['start_id=23&limit=100'])
    expect(batches).toMatchObject([
      { mode: 'append', told: { status: { status: 'idle', nativeStatus: 'awaiting_user_input' } } },
    ])
    expect(seqsOf(batches)).toEqual([24, 25])
    expect(await read(CART, knownAfter(25))).toEqual([])
  })

  test('tells nothing that was told before', async () => {
    append(CART, { action: 'think', args: { thought: 'hm' } })
    expect((await read(CART, knownAfter(23)))[0]?.told).toBeUndefined()
  })

  test.each([
    ['read just before', 23],
    ['known for long', 20],
  ])('knows the tool of an answered action that was %s', async (_name, cause) => {
    const call = { action: 'call_tool_mcp', args: { name: 'search_docs' } }
    held(CART).set(cause, { id: cause, timestamp: '2026-11-22T15:12:00', source: 'agent', ...call })
    held(CART).set(24, { id: 24, cause, observation: 'mcp', content: 'found', extras: {} })
    const [event] = eventsOf(await read(CART, knownAfter(23)))
    expect(event).toMatchObject({ seq: 24, toolName: 'search_docs', actionId: String(cause) })
    expect(asked().slice(1)).toEqual(cause === 23 ? [] : ['start_id=20&end_id=20&limit=1'])
  })

  test('an action that cannot be asked for leaves the name of the observation', async () => {
    held(CART).set(20, null)
    append(CART, { observation: 'mcp', cause: 20, content: 'found', extras: {} })
    expect(eventsOf(await read(CART, knownAfter(23)))).toMatchObject([{ seq: 24, toolName: 'mcp', actionId: '20' }])
  })

  test('finds that events have gone, and reads all anew', async () => {
    held(CART).delete(23)
    const batches = await read(CART, knownAfter(23))
    expect(batches).toMatchObject([{ mode: 'replace-all', told: { status: { status: 'finished' } } }])
    expect(seqsOf(batches)).toEqual(Array.from({ length: 23 }, (_, seq) => seq))
    held(CART).clear()
    expect(await read(CART, knownAfter(22))).toMatchObject([
      { mode: 'replace-all', events: [], told: { status: { status: 'idle' } } },
    ])
  })

  test('passes over the last known event where that is torn now', async () => {
    held(CART).set(23, null)
    append(CART, { action: 'think', args: { thought: 'hm' } })
    expect(seqsOf(await read(CART, knownAfter(23)))).toEqual([24])
  })

  test('asks for unreadable events again, and leaves those that still are', async () => {
    held(CART).set(5, null)
    const batches = await read(CART, knownAfter(23, [5, 8]))
    expect(batches).toMatchObject([{ mode: 'heal', events: [{ seq: 8, toolName: 'run', body: { id: 8 } }] }])
    expect(asked().slice(0, 2)).toEqual(['start_id=5&end_id=5&limit=1', 'start_id=8&end_id=8&limit=1'])
  })

  test('one that is the newest tells the state when it has healed', async () => {
    append(CART, state('paused'))
    const told = { status: { status: 'paused' } }
    expect(await read(CART, knownAfter(24, [24]))).toMatchObject([{ mode: 'heal', events: [{ seq: 24 }], told }])
  })

  test.each([
    ['an action', 7],
    ['a state', 5],
  ])('one that says something of later ones has all read anew: %s', async (_name, seq) => {
    const batches = await read(CART, knownAfter(23, [seq]))
    expect(batches).toMatchObject([{ mode: 'replace-all' }])
    expect(seqsOf(batches)).toHaveLength(24)
  })
})
