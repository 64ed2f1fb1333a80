import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HttpClient } from '../http/http-client.ts'
import { RequestPace } from '../http/request-pace.ts'
import type { Sighting } from '../source.ts'
import { startPlantedV0Server, type PlantedV0Server } from './planted-v0-server.ts'
import { V0ServerAdapter } from './v0-server-adapter.ts'

const FOLDER = fileURLToPath(new URL('../../../e2e/fixtures/app-server-v0', import.meta.url))
const NOW_MS = Date.parse('2026-11-22T15:12:28Z')
const DAY_MS = 24 * 3_600_000
const CART = 'd8e5923e4b5f439786e0859183ba1d44'
const ELEVEN_DAYS = '120bc18f0fedeb6d40768c19c8c5ea47'
const UNKNOWN = '00000000000000000000000000000000'
/** Torn, missing, or of a trigger from the future: on disk, never listed. */
const NEVER_LISTED = 4
const TOO_OLD = 3
/** All that reads and starts nothing. */
const HARMLESS = /^\/api\/conversations(?:\/[^/?]+(?:\/events)?)?(?:\?[^/]*)?$/

let server: PlantedV0Server
let client: HttpClient
let adapter: V0ServerAdapter
let end: AbortController

async function start(options: Partial<Parameters<typeof startPlantedV0Server>[0]> = {}, hasV1 = true): Promise<void> {
  server = await startPlantedV0Server({ folder: FOLDER, nowMs: NOW_MS, ...options })
  const pace = new RequestPace({ perMinute: null, sleep: () => Promise.resolve() })
  client = new HttpClient({ url: server.url, keyVariable: 'LOOKOUT_KEY_TEST', key: options.key, pace })
  adapter = new V0ServerAdapter({ client, hasV1, now: () => NOW_MS })
}

async function stop(): Promise<void> {
  client.close()
  await server.close()
}

async function restart(options: Parameters<typeof start>[0], hasV1?: boolean): Promise<void> {
  await stop()
  await start(options, hasV1)
}

beforeEach(async () => {
  end = new AbortController()
  await start()
})
afterEach(async () => {
  expect(server.requests.filter(({ method, path }) => method !== 'GET' || !HARMLESS.test(path))).toEqual([])
  // The server takes them, gives nothing or all but the last, and a cursor that never advances.
  expect(asked().filter((path) => /limit=(?:0|-)/.test(path))).toEqual([])
  await stop()
})

async function collect(batches: AsyncIterable<readonly Sighting[]>): Promise<readonly Sighting[]> {
  const all: Sighting[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}
const walk = () => collect(adapter.list(end.signal))
const changes = (active: readonly string[] = []) => collect(adapter.changes(active, end.signal))
async function lookAt(...ids: readonly string[]): Promise<readonly (readonly [string, Sighting | null])[]> {
  const found: (readonly [string, Sighting | null])[] = []
  for await (const one of adapter.lookAt(ids, end.signal)) found.push(one)
  return found
}
const idsOf = (sightings: readonly Sighting[]) => sightings.map(({ id }) => id).toSorted()
const asked = () => server.requests.map(({ path }) => path)
/** Ids that a list shows. */
const listed = () =>
  [...server.store]
    .filter(([, row]) => {
      const madeAt = Date.parse(String(row?.['created_at']))
      return NOW_MS - madeAt <= 10 * DAY_MS && row?.['trigger'] !== 'automation'
    })
    .map(([id]) => id)
    .toSorted()
const touch = (id: string, fields: object) => server.store.set(id, { ...server.store.get(id), ...fields })
/** As many more as that, made one minute after the other. */
function plantMany(count: number, fields: (index: number) => object = () => ({})): void {
  for (let index = 0; index < count; index += 1) {
    const id = `f${String(index).padStart(31, '0')}`
    const created_at = new Date(NOW_MS - DAY_MS + index * 60_000).toISOString()
    server.store.set(id, { conversation_id: id, title: `Planted ${index}`, created_at, ...fields(index) })
  }
}
function plantV1(count: number): void {
  for (let index = 0; index < count; index += 1)
    server.v1.push({
      conversation_id: `0abc${String(index).padStart(28, '0')}`,
      title: `V1 ${index}`,
      created_at: new Date(NOW_MS - index * 6 * 3_600_000).toISOString(),
      status: 'ARCHIVED',
      conversation_version: 'V1',
    })
}

describe('a walk', () => {
  test('takes one request for all that the server shows, whatever it hides', async () => {
    const rows = await walk()
    expect(asked()).toEqual(['/api/conversations?limit=1000'])
    expect(idsOf(rows)).toEqual(listed())
    expect(rows).toHaveLength(server.store.size - NEVER_LISTED - TOO_OLD)
    expect(rows.find(({ id }) => id === '4f09daa9d95bcb166a302407a0e0babe')).toMatchObject({
      eventCount: null,
      record: {
        title: 'Answer in the support channel',
        status: 'unknown',
        statusReason: 'Only its events tell, and they have not been read yet',
        nativeStatus: null,
        sandboxStatus: 'STOPPED',
        trigger: 'slack',
        selectedRepository: 'platform/infra',
        selectedBranch: 'main',
        gitProvider: 'gitlab',
        accumulatedCost: null,
        tokenUsage: null,
        createdAt: Date.parse('2026-11-21T05:33:32Z'),
        updatedAt: Date.parse('2026-11-21T05:34:14.625Z'),
      },
    })
    expect(rows.find(({ id }) => id === '075a3e36a0a52dcbc568c05788e8a713')?.record?.prNumbers).toEqual([412])
  })

  test('the titles that the server makes up are none; ids need not be UUIDs', async () => {
    const rows = await walk()
    const titleOf = (id: string) => rows.find((row) => row.id === id)?.record?.title
    expect(titleOf('8fff8935125222829cad7c245a6a77bc')).toBeNull()
    expect(titleOf('a2e4822a98337283e39f7b60acf85ec9')).toBeNull()
    expect(titleOf('issue-42_resolver')).toBe('An id that is no UUID')
    expect(titleOf('a')).toBe('The shortest id')
  })

  test('a store of more than one page is asked for once more, as a whole', async () => {
    plantMany(1_500)
    expect(idsOf(await walk())).toEqual(listed())
    expect(asked()).toEqual(['/api/conversations?limit=1000', '/api/conversations?limit=100000'])
  })

  test('a page that would be too large is asked for in parts', async () => {
    plantMany(1_500, () => ({ title: 'x'.repeat(1_000) }))
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 200_000 })
    const rows = await walk()
    expect(idsOf(rows)).toEqual(listed())
    expect(asked().length).toBeLessThan(80)
  })

  test('a title of a million letters is one row among others', async () => {
    touch(CART, { title: 'x'.repeat(1_000_000) })
    const rows = await walk()
    expect(rows.find(({ id }) => id === CART)?.record?.title).toHaveLength(1_000_000)
    expect(idsOf(rows)).toEqual(listed())
  })

  test('rows that have no id, or a number for one, are left out and told', async () => {
    touch(CART, { conversation_id: 5 })
    touch('a', { conversation_id: ' ' })
    expect(idsOf(await walk())).toEqual(listed().filter((id) => id !== CART && id !== 'a'))
    expect(adapter.notes()).toContain('Rows of its list that say nothing are left out')
  })

  test('an answer that is no list, and the page of a single-page application, are no data', async () => {
    for (const body of ['[]', 'null', '{"results":{}}', '{"items":[]}']) {
      server.plant('/api/conversations', { body })
      await expect(walk()).rejects.toThrow('is no list of conversations')
    }
    server.plant('/api/conversations', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' })
    await expect(walk()).rejects.toMatchObject({ kind: 'html' })
  })
})

describe('V0 and V1 listed together', () => {
  test('rows of V1 are left to V1', async () => {
    plantV1(12)
    expect(idsOf(await walk())).toEqual(listed())
    expect(asked()).toHaveLength(1)
  })

  test('are taken as they are where the server has no V1, and their events are refused', async () => {
    await restart({}, false)
    plantV1(12)
    const rows = await walk()
    expect(rows).toHaveLength(listed().length + 12)
    const v1 = rows.find(({ id }) => id.startsWith('0abc'))
    expect(v1?.record).toMatchObject({ title: 'V1 0', status: 'unknown', sandboxStatus: 'ARCHIVED' })
    const known = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
    await expect(adapter.events(v1?.id ?? '', known, end.signal, true).next()).rejects.toThrow('through V1 alone')
    expect(asked()).toHaveLength(1)
  })

  test('a page that is just full has lost rows, though no cursor says that more follow', async () => {
    plantMany(960)
    plantV1(500)
    expect(server.store.size).toBeLessThanOrEqual(1_011)
    expect(idsOf(await walk())).toEqual(listed())
  })

  test.each([true, false])('all are found where the whole cannot be listed (V1 left to V1: %s)', async (hasV1) => {
    await restart({}, hasV1)
    plantMany(100)
    plantV1(60)
    touch(CART, { unconvertible: true })
    const own = listed().filter((id) => id !== CART)
    const all = hasV1 ? own : [...own, ...server.v1.map((row) => String(row['conversation_id']))].toSorted()
    expect(idsOf(await walk())).toEqual(all)
    expect(adapter.notes()).toContain('1 of its conversations are left out: every list that holds them fails there')
  })
})

describe('a row that makes every list fail that holds it', () => {
  test('a date without a zone beside others: all are found, that one too', async () => {
    plantMany(300)
    touch(CART, { created_at: '2026-11-22T15:01:37.953000' })
    expect(idsOf(await walk())).toEqual(listed())
    expect(adapter.notes()).toHaveLength(1)
    expect(asked().length).toBeLessThan(30)
  })

  test('one that no row can be made of: all others are found', async () => {
    plantMany(300)
    for (const id of [CART, 'a', 'f0000000000000000000000000000299']) touch(id, { unconvertible: true })
    const rest = listed().filter((id) => ![CART, 'a', 'f0000000000000000000000000000299'].includes(id))
    expect(idsOf(await walk())).toEqual(rest)
    expect(adapter.notes()[1]).toMatch(/^3 of its conversations are left out/)
  })

  test('until 0.59 such a row is null', async () => {
    await restart({ version: '0.53' })
    touch(CART, { unconvertible: true })
    touch('a', { created_at: '2026-11-20T11:33:32' })
    expect(idsOf(await walk())).toEqual(listed().filter((id) => id !== CART))
    expect(asked()).toHaveLength(1)
    expect(adapter.notes()).toContain('Rows of its list that say nothing are left out')
  })

  test('too many of them end the walk, and it says so', async () => {
    plantMany(100, () => ({ unconvertible: true }))
    await walk()
    expect(adapter.notes()).toContain('Its list could not be read to the end: conversations are missing')
  })

  test('looks are at the newest alone then', async () => {
    touch(CART, { created_at: '2026-11-22T15:01:37.953000' })
    await walk()
    const before = asked().length
    plantMany(1, () => ({ created_at: '2026-11-22T15:12:00Z' }))
    expect(idsOf(await changes())).toContain('f0000000000000000000000000000000')
    expect(asked().length - before).toBeLessThan(8)
  })

  test('a server that cannot list at all says so, and is not searched for a row', async () => {
    server.plant('/api/conversations', { status: 500, body: 'Internal Server Error' })
    await expect(walk()).rejects.toMatchObject({ kind: 'server-error' })
    expect(asked()).toHaveLength(3)
  })
})

describe('cursors', () => {
  const page = (from: number, count: number, next: string | null) => ({
    body: JSON.stringify({
      results: Array.from({ length: count }, (_, index) => ({ conversation_id: `row ${from + index}` })),
      next_page_id: next,
    }),
  })

  test('until 0.59 they are an offset', async () => {
    await restart({ version: '0.53' })
    plantMany(1_500, () => ({ title: 'x'.repeat(1_000) }))
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 200_000 })
    expect(idsOf(await walk())).toEqual(listed())
  })

  test.each([
    ['never advances', 'eyJ2MCI6ICJNQT09IiwgInYxIjogbnVsbH0='],
    ['is of no form that is known', 'bm90aGluZw=='],
  ])('one that %s ends the walk, and it says so', async (_name, cursor) => {
    server.plant('/api/conversations', page(0, 3, cursor))
    expect(idsOf(await walk())).toEqual(['row 0', 'row 1', 'row 2'])
    expect(asked().length).toBeLessThan(6)
    expect(adapter.notes()).toContain('Its list could not be read to the end: conversations are missing')
  })

  test('rows that move between pages come once', async () => {
    plantMany(1_500, () => ({ title: 'x'.repeat(1_000) }))
    const whole = client.getJson.bind(client)
    client.getJson = (path, query, options) => whole(path, query, { ...options, maxBytes: 200_000 })
    const rows: Sighting[] = []
    let made = 0
    for await (const batch of adapter.list(end.signal)) {
      rows.push(...batch)
      plantMany(1, () => ({ conversation_id: `new ${++made}`, created_at: new Date(NOW_MS + made).toISOString() }))
    }
    expect(new Set(idsOf(rows)).size).toBe(rows.length)
  })
})

describe('what goes wrong on the way', () => {
  test('a key that is refused in the middle of a walk ends it', async () => {
    await restart({ key: 'secret' })
    plantMany(1_500)
    const list = adapter.list(end.signal)
    await list.next()
    server.plant('/api/conversations', { status: 401, body: '{"detail":"Unauthorized"}' })
    await expect(list.next()).rejects.toMatchObject({ kind: 'unauthorized' })
  })

  test('429 says when to come back, and the next walk finds all', async () => {
    const headers = { 'Retry-After': '1' }
    server.plant('/api/conversations', { status: 429, headers, body: '{"message":"Too many requests"}' })
    await expect(walk()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 1_000 })
    server.plant('/api/conversations', null)
    expect(idsOf(await walk())).toEqual(listed())
  })

  test('a proxy that misses its server is not taken for a bad row', async () => {
    server.plant('/api/conversations', { status: 502, body: 'Bad gateway' })
    await expect(walk()).rejects.toMatchObject({ status: 502 })
    expect(asked()).toHaveLength(1)
  })
})

describe('a look', () => {
  test('is one request for all, tells what changed, and asks by id for those at work that are not listed', async () => {
    const before = new Map((await walk()).map(({ id, fingerprint, eventsMark }) => [id, { fingerprint, eventsMark }]))
    touch(CART, { last_updated_at: '2026-11-22T15:12:00Z' })
    server.running.add('a')
    touch('issue-42_resolver', { title: 'Renamed' })
    plantMany(1)
    const found = await changes([CART, ELEVEN_DAYS])
    const changed = found.filter(({ id, fingerprint }) => before.get(id)?.fingerprint !== fingerprint)
    const planted = 'f0000000000000000000000000000000'
    expect(idsOf(changed)).toEqual([ELEVEN_DAYS, CART, 'a', planted, 'issue-42_resolver'].toSorted())
    // A new title has nothing to do with the events.
    const isDue = ({ id, eventsMark }: Sighting) => before.get(id)?.eventsMark !== eventsMark
    expect(idsOf(changed.filter(isDue))).toEqual([ELEVEN_DAYS, CART, 'a', planted].toSorted())
    expect(asked().slice(1)).toEqual(['/api/conversations?limit=1000', `/api/conversations/${ELEVEN_DAYS}`])
  })

  test('a row that is missing twice in a row calls for a walk: its file may just be written', async () => {
    await walk()
    const row = server.store.get(CART) ?? null
    server.store.set(CART, null)
    await changes()
    expect(adapter.isWalkDue()).toBe(false)
    server.store.set(CART, row)
    await changes()
    server.store.delete(CART)
    await changes()
    expect(adapter.isWalkDue()).toBe(false)
    await changes()
    expect(adapter.isWalkDue()).toBe(true)
    await walk()
    expect(adapter.isWalkDue()).toBe(false)
  })

  test('of a store that is longer than a page, it is at the newest, down to the first that is known', async () => {
    plantMany(1_500)
    await walk()
    const before = asked().length
    await changes()
    expect(asked().slice(before)).toEqual(['/api/conversations?limit=20'])
    const made = Array.from({ length: 50 }, (_, index) => `new-${index}`)
    for (const [index, id] of made.entries())
      touch(id, { conversation_id: id, created_at: new Date(NOW_MS + 2 * DAY_MS + index).toISOString() })
    const found = idsOf(await changes())
    expect(made.every((id) => found.includes(id))).toBe(true)
  })

  test('nothing depends on what the clock here says', async () => {
    const before = await walk()
    adapter = new V0ServerAdapter({ client, hasV1: true, now: () => NOW_MS + 3_600_000 })
    expect(await walk()).toEqual(before)
    expect(adapter.notes()[0]).toMatch(/^Unless it was set up otherwise, it hides conversations older than ten days/)
  })
})

describe('one conversation by its id', () => {
  test('is there although the list hides it; null says that there is none', async () => {
    const found = await lookAt(ELEVEN_DAYS, CART, UNKNOWN, 'issue-42_resolver')
    expect(found.map(([id, sighting]) => [id, sighting?.record?.title])).toEqual([
      [ELEVEN_DAYS, 'Eleven days old'],
      [CART, 'Fix the total of the cart'],
      [UNKNOWN, undefined],
      ['issue-42_resolver', 'An id that is no UUID'],
    ])
  })

  test('is asked for as the server spells it', async () => {
    const dashed = 'D8E5923E-4b5f-4397-86e0-859183ba1d44'
    server.store.set(dashed, { ...server.store.get(CART), conversation_id: dashed })
    server.store.delete(CART)
    await walk()
    expect(await lookAt(CART)).toMatchObject([[CART, { id: CART }]])
    expect(asked().at(-1)).toBe(`/api/conversations/${dashed}`)
  })

  test('whatever the server does not say is no sign that it has gone', async () => {
    touch('torn', { trigger: 'automation' })
    server.plant(`/api/conversations/${CART}`, { body: '{"conversation_id":"another"}' })
    expect(await lookAt('x'.repeat(101), '..', 'a/b', 'torn', CART)).toEqual([])
    server.plant('/api/conversations/a', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' })
    await expect(lookAt('a')).rejects.toMatchObject({ kind: 'html' })
  })

  test('of many, some are asked for at a time, and the others next', async () => {
    plantMany(50)
    const ids = [...server.store.keys()].filter((id) => id.startsWith('f0'))
    const [first, second, third] = [await lookAt(...ids), await lookAt(...ids), await lookAt(...ids)]
    expect([first.length, second.length, third.length]).toEqual([20, 20, 20])
    expect(new Set([...first, ...second, ...third].map(([id]) => id)).size).toBe(50)
  })
})

describe('notes', () => {
  test('nothing is said before a walk; then that old ones may be hidden', async () => {
    expect(adapter.notes()).toEqual([])
    await walk()
    expect(adapter.notes()).toEqual([
      'Unless it was set up otherwise, it hides conversations older than ten days; those read before are kept',
    ])
  })

  test('a server that lists older ones has another limit', async () => {
    await restart({ nowMs: NOW_MS - 20 * DAY_MS })
    await walk()
    expect(adapter.notes()).toEqual([
      'It may hide conversations older than 11 days, the age of the oldest that it lists; those read before are kept',
    ])
  })
})
