import { afterEach, describe, expect, test } from 'vitest'
import type { PlantedReply } from '../http/replay-server.ts'
import type { JsonObject } from '../json-value.ts'
import { EventsRefusedError, type EventRecord } from '../source.ts'
import type { EventPaths } from './event-store.ts'
import { knownOf, plantV1Adapter, type PlantedV1Adapter } from './planted-v1-adapter.ts'
import { TORN, type EventFile } from './planted-v1-pages.ts'

const LONG = '1092957dbb0a4644ac46679e46abb4ff'
const FAIL = '4412d41af9164d0b8d9ed51ec0bbd1f1'
const EMPTY = 'a6c0d8b17e304c04a908f4a94e542fd3'
const START = Date.UTC(2026, 10, 22, 15)
const BOTH = ['of-one', 'of-all'] as const satisfies readonly EventPaths[]

let planted: PlantedV1Adapter
afterEach(() => planted.close())

const KINDS = ['PauseEvent', 'MessageEvent', 'ConversationStateUpdateEvent', 'ActionEvent']
/** The same id for the same number, in no order. */
const toId = (seq: number) => {
  const hex = Math.imul(seq + 1, 0x9e3779b1) >>> 0
  return `${hex.toString(16).padStart(8, '0')}-0000-4000-8000-${String(seq).padStart(12, '0')}`
}
/** An event, `ms` after the start, whose kind goes by its number: files of one second are not in the order of their times. */
const event = (seq: number, ms: number, fields: JsonObject = {}): JsonObject => ({
  id: toId(seq),
  timestamp: new Date(START + ms).toISOString().replace('Z', '000'),
  kind: KINDS[seq % KINDS.length],
  source: 'agent',
  ...fields,
})
/** As many events, some at the same moment, about eight a second. */
const manyEvents = (count: number) => Array.from({ length: count }, (_, seq) => event(seq, Math.floor(seq / 2) * 250))
const inOrder = (files: readonly EventFile[]) =>
  files
    .filter((file) => file !== TORN)
    .map(({ id, timestamp }) => ({ id: String(id), timestamp: String(timestamp) }))
    .toSorted((one, other) => (`${one.timestamp} ${one.id}` < `${other.timestamp} ${other.id}` ? -1 : 1))
    .map(({ id }) => id)

async function plant(eventPaths: EventPaths, files: readonly EventFile[]): Promise<PlantedV1Adapter> {
  planted = await plantV1Adapter({ eventPaths, events: new Map([[LONG, [...files]]]) })
  return planted
}
const filesOf = () => planted.server.events.get(LONG) ?? []
const idsOf = (events: readonly EventRecord[]) => events.map(({ id }) => id)

describe.each(BOTH)('events by %s', (eventPaths) => {
  test('come whole, in the order of time and id, however the pages fall', async () => {
    for (const count of [1, 2, 99, 100, 101, 217]) {
      const { readEvents, close } = await plant(eventPaths, manyEvents(count))
      const { events, modes } = await readEvents(LONG)
      expect(idsOf(events)).toEqual(inOrder(filesOf()))
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, seq) => seq))
      expect(new Set(modes)).toEqual(new Set(['append']))
      await close()
    }
    await plant(eventPaths, [])
  })

  test('come whole where more are of one second than a page holds', async () => {
    const files = Array.from({ length: 230 }, (_, seq) => event(seq, (seq * 379) % 1000))
    const { readEvents } = await plant(eventPaths, [...files, event(230, 2000)])
    expect(idsOf((await readEvents(LONG)).events)).toEqual(inOrder(filesOf()))
  })

  test('that are known are not asked for again, but for a few before the new ones', async () => {
    const { server, readEvents, asked } = await plant(eventPaths, manyEvents(217))
    const { events } = await readEvents(LONG)
    asked()
    expect(await readEvents(LONG, knownOf(events))).toMatchObject({ modes: [], requests: 1 })
    const news = [event(300, 40_000), event(301, 40_000), event(302, 41_000)]
    filesOf().push(...news)
    const read = await readEvents(LONG, knownOf(events))
    expect(read).toMatchObject({ requests: 2 })
    expect(new Set(read.modes)).toEqual(new Set(['append']))
    expect(idsOf(read.events)).toEqual(inOrder(news))
    expect(read.events.map(({ seq }) => seq)).toEqual([217, 218, 219])
    expect(server.requests.filter(({ path }) => path.includes('timestamp'))).toEqual([])
  })

  test('that came late, before known ones, renumber the conversation', async () => {
    const { readEvents } = await plant(eventPaths, manyEvents(217))
    for (const ms of [0, 13_000, 26_900]) {
      const { events } = await readEvents(LONG)
      filesOf().push(event(1000 + ms, ms))
      const read = await readEvents(LONG, knownOf(events))
      expect(read.modes[0]).toBe('replace-all')
      expect(idsOf(read.events)).toEqual(inOrder(filesOf()))
    }
  })

  test('of which many are new are read too', async () => {
    const { readEvents } = await plant(eventPaths, manyEvents(40))
    const { events } = await readEvents(LONG)
    filesOf().push(...Array.from({ length: 250 }, (_, at) => event(500 + at, 60_000 + at * 300)))
    const read = await readEvents(LONG, knownOf(events))
    const all = read.modes[0] === 'replace-all' ? read.events : [...events, ...read.events]
    expect(idsOf(all)).toEqual(inOrder(filesOf()))
  })

  test('that the server counts and cannot read keep the number right, until they can be read', async () => {
    const { readEvents } = await plant(eventPaths, [...manyEvents(120), TORN, TORN])
    const { events } = await readEvents(LONG)
    expect(events).toHaveLength(122)
    const headline = 'an event of unknown place: its server counts it and cannot read it'
    const unreadable = { kind: 'UnreadableEvent', headline, retry: true, time: null }
    expect(events.slice(-2)).toMatchObject([
      { ...unreadable, id: 'unreadable-120' },
      { ...unreadable, id: 'unreadable-121' },
    ])
    filesOf().splice(120, 1, event(120, 50_000))
    const healed = await readEvents(LONG, knownOf(events))
    expect(healed.modes[0]).toBe('replace-all')
    expect(idsOf(healed.events)).toEqual([...inOrder(filesOf()), 'unreadable-121'])
  })

  test('of which the server has none any more are kept', async () => {
    const { server, readEvents } = await plant(eventPaths, manyEvents(3))
    const { events } = await readEvents(LONG)
    server.events.delete(LONG)
    await expect(readEvents(LONG, knownOf(events))).rejects.toThrow('what was read before is kept')
  })

  test('of which the server can read none any more are kept', async () => {
    const { readEvents } = await plant(eventPaths, manyEvents(3))
    const { events } = await readEvents(LONG)
    filesOf().fill(TORN)
    filesOf().push(TORN)
    await expect(readEvents(LONG, knownOf(events))).rejects.toThrow('what was read before is kept')
  })

  test('of which the server has fewer are read anew', async () => {
    const { readEvents } = await plant(eventPaths, manyEvents(30))
    const { events } = await readEvents(LONG)
    filesOf().splice(10, 5)
    const read = await readEvents(LONG, knownOf(events))
    expect(read.modes[0]).toBe('replace-all')
    expect(idsOf(read.events)).toEqual(inOrder(filesOf()))
  })

  test('of odd shapes take no other with them', async () => {
    const odd: JsonObject[] = [
      { kind: 'PauseEvent', timestamp: '2026-11-22T15:00:01' },
      { id: 42, kind: 'PauseEvent', timestamp: '2026-11-22T15:00:02' },
      { id: 'x', kind: 7, timestamp: 'now' },
    ]
    const { readEvents } = await plant(eventPaths, [...manyEvents(5), ...odd])
    const { events } = await readEvents(LONG)
    expect(events).toHaveLength(8)
    expect(events.filter(({ kind }) => kind === 'UnreadableEvent')).toHaveLength(2)
  })

  test('of many bytes are asked for in smaller pages', async () => {
    const { client, readEvents, asked } = await plant(eventPaths, manyEvents(117))
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 10_000 })
    expect(idsOf((await readEvents(LONG)).events)).toEqual(inOrder(filesOf()))
    expect(asked().some((path) => path.includes('limit=10&') || path.endsWith('limit=10'))).toBe(true)
  })

  test.each<[string, PlantedReply, string]>([
    ['a web page', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }, 'web page'],
    ['another shape', { body: '{"items": 7}' }, 'not what an app server says'],
    ['an error', { status: 500, body: '' }, '500'],
  ])('are refused where %s comes instead', async (_, reply, message) => {
    const { server, readEvents } = await plant(eventPaths, manyEvents(5))
    const path = eventPaths === 'of-all' ? '/api/v1/events/' : `/api/v1/conversation/${dashed(LONG)}/events/`
    server.plant(`${path}search`, reply)
    const read = readEvents(LONG)
    await expect(read).rejects.toThrow(message)
    await expect(read).rejects.toBeInstanceOf(EventsRefusedError)
    server.plant(`${path}search`, { status: 401, body: '' })
    // A wrong key is no affair of one conversation.
    await expect(readEvents(LONG)).rejects.not.toBeInstanceOf(EventsRefusedError)
  })

  test('of a count that is none are refused, not read without end', async () => {
    const { server, readEvents } = await plant(eventPaths, manyEvents(5))
    const path = eventPaths === 'of-all' ? '/api/v1/events' : `/api/v1/conversation/${dashed(LONG)}/events`
    server.plant(`${path}/count`, { body: '1e9' })
    await expect(readEvents(LONG)).rejects.toThrow('counts 1000000000 events of it and gives 5')
  })

  test('are asked for their conversation alone', async () => {
    const { server, readEvents } = await plant(eventPaths, manyEvents(150))
    server.events.set(FAIL, manyEvents(20))
    await readEvents(LONG)
    for (const { path } of server.requests) expect(path).toContain(dashed(LONG))
  })
})

const dashed = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

describe('a server that fails on some events', () => {
  test('gives the others, and the place of each that it fails on', async () => {
    const { server, readEvents } = await plant('of-one', manyEvents(217))
    const order = inOrder(filesOf())
    const poison = [order[57] ?? '', order[150] ?? '', order[216] ?? '']
    for (const id of poison) server.failing.add(id)
    const { events, requests } = await readEvents(LONG)
    expect(idsOf(events)).toEqual(order.map((id, seq) => (poison.includes(id) ? `unreadable-${seq}` : id)))
    expect(events[57]).toMatchObject({
      kind: 'UnreadableEvent',
      headline: 'event 57: its server fails on it',
      retry: true,
    })
    expect(requests).toBeLessThan(70)
  })

  test('of 0.62 is read in smaller pages, and refused where it fails on one alone', async () => {
    const { server, readEvents } = await plant('of-all', manyEvents(217))
    let failures = 2
    server.before = (path) => {
      return path.endsWith('/search') && (failures -= 1) >= 0 ? { status: 500, body: '' } : null
    }
    expect(idsOf((await readEvents(LONG)).events)).toEqual(inOrder(filesOf()))
    server.failing.add(toId(100))
    await expect(readEvents(LONG)).rejects.toThrow('500')
  })

  test('and on all of them is asked a few times', async () => {
    const { server, readEvents, asked } = await plant('of-one', manyEvents(217))
    for (const { id } of manyEvents(217)) server.failing.add(String(id))
    await expect(readEvents(LONG)).rejects.toThrow('500')
    expect(asked().length).toBeLessThan(12)
  })
})

describe('a server of 0.62', () => {
  test('that does not know the name of the last file is asked from the name that it gave, and what that loses is counted', async () => {
    const files = manyEvents(150)
    const { server, readEvents } = await plant('of-all', files)
    const pages = [
      { items: files.slice(0, 100), next_page_id: 'the 101st' },
      { items: files.slice(101), next_page_id: null },
    ]
    const cursors: (string | null)[] = []
    server.before = (path, query) => {
      if (!path.endsWith('/search')) return null
      cursors.push(query.get('page_id'))
      return { body: JSON.stringify(pages[cursors.at(-1) === 'the 101st' ? 1 : 0]) }
    }
    const { events } = await readEvents(LONG)
    expect(events).toHaveLength(150)
    expect(cursors).toEqual([null, `20261122150012_ActionEvent_${toId(99).replaceAll('-', '')}`, 'the 101st'])
    expect(idsOf(events)).not.toContain(toId(100))
    expect(events.at(-1)?.kind).toBe('UnreadableEvent')
  })

  test('that gives the same page for every cursor is not asked without end', async () => {
    const files = manyEvents(150)
    const { server, readEvents, asked } = await plant('of-all', files)
    let pages = 0
    server.before = (path) => {
      if (!path.endsWith('/search')) return null
      pages += 1
      // Only the first page is another one.
      return { body: JSON.stringify({ items: files.slice(pages === 1 ? 0 : 50, 100), next_page_id: 'the 101st' }) }
    }
    await readEvents(LONG)
    expect(asked().length).toBeLessThan(6)
  })
})

describe('what events tell', () => {
  const state = (seq: number, key: string, value: unknown) =>
    event(seq, seq * 1000, { kind: 'ConversationStateUpdateEvent', key, value })
  const stats = (cost: unknown) => ({
    usage_to_metrics: { agent: { accumulated_cost: cost, accumulated_token_usage: { prompt_tokens: 5 } } },
  })

  test('is the last status and the last sums, and no snapshot of them all', async () => {
    const { readEvents } = await plant('of-one', [
      state(0, 'execution_status', 'running'),
      state(1, 'stats', stats(1)),
      state(2, 'execution_status', 'finished'),
      state(3, 'stats', stats(2)),
      state(4, 'full_state', { execution_status: 'error', stats: stats(3), secret_registry: { token: 'canary' } }),
    ])
    const { events, told } = await readEvents(LONG)
    expect(told).toMatchObject({
      status: { status: 'finished', statusReason: null },
      accumulatedCost: 2,
      tokenUsage: { prompt_tokens: 5 },
    })
    expect(events[4]?.body).toMatchObject({ value: { execution_status: 'error' } })
    expect(JSON.stringify(events)).not.toContain('canary')
  })

  test('of the new ones alone is told by a read that begins behind the known', async () => {
    const { readEvents } = await plant('of-one', [
      state(0, 'execution_status', 'finished'),
      state(1, 'stats', stats(1)),
    ])
    const { events } = await readEvents(LONG)
    filesOf().push(event(2, 2000))
    expect((await readEvents(LONG, knownOf(events))).told).toEqual({})
    filesOf().push(state(3, 'execution_status', 'error'))
    expect((await readEvents(LONG, knownOf(events))).told).toMatchObject({ status: { status: 'error' } })
  })

  test('is nothing certain where they end running, state none, or are none', async () => {
    const { server, readEvents } = await plant('of-one', [state(0, 'execution_status', 'running')])
    const cutOff =
      'The last word of its events is running, and its server does not say that it still is: it was cut off'
    expect((await readEvents(LONG)).told.status).toMatchObject({
      status: 'unknown',
      statusReason: cutOff,
      nativeStatus: 'running',
    })
    server.events.set(LONG, [event(0, 0, { kind: 'PauseEvent' })])
    const none = { status: 'unknown', nativeStatus: null }
    expect((await readEvents(LONG)).told.status).toMatchObject({
      ...none,
      statusReason: 'None of its events states one',
    })
    const { modes, told } = await readEvents(EMPTY)
    expect(modes).toEqual(['append'])
    expect(told.status).toMatchObject({ ...none, statusReason: 'It has no events yet, which tell its status' })
  })
})
