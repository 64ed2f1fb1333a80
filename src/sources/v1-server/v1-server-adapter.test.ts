import { afterEach, describe, expect, test } from 'vitest'
import { RequestPace } from '../http/request-pace.ts'
import type { PlantedReply } from '../http/replay-server.ts'
import type { Sighting } from '../source.ts'
import { plantV1Adapter, recordedRows, type PlantedV1Adapter } from './planted-v1-adapter.ts'
import { TORN } from './planted-v1-pages.ts'
import usedApi from './used-api.json' with { type: 'json' }

const CUT_OFF = '04ed4126639545d5a7b02adafd2f1c83'
const LONG = '1092957dbb0a4644ac46679e46abb4ff'
const PARENT = '289cc69b34da473e8d039cdbce3f5737'
const SEARCH = '/api/v1/app-conversations/search'
const COUNT = '/api/v1/app-conversations/count'
const BATCH = '/api/v1/app-conversations'
const TASKS = '/api/v1/app-conversations/start-tasks/search'

let planted: PlantedV1Adapter
async function plant(...options: Parameters<typeof plantV1Adapter>): Promise<PlantedV1Adapter> {
  planted = await plantV1Adapter(...options)
  return planted
}
afterEach(() => planted.close())

const idsOf = (sightings: readonly Sighting[]) => sightings.map(({ id }) => id)
const change = (id: string, fields: Record<string, unknown>) =>
  planted.server.rows.set(id, { ...planted.server.rows.get(id), ...fields })
/** As many rows as given, each made a second before the one before it. */
const manyRows = (count: number, fields: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, at) => ({
    ...recordedRows()[0],
    id: at.toString(16).padStart(32, '0'),
    created_at: new Date(Date.UTC(2026, 10, 22) - at * 1000).toISOString(),
    ...fields,
  }))

describe('a walk', () => {
  test('comes by every row once, sub-conversations among them, in small pages, and by no event', async () => {
    const { server, walk, asked } = await plant()
    const rows = await walk()
    expect(idsOf(rows).toSorted()).toEqual([...server.rows.keys()].toSorted())
    expect(asked()).toEqual([
      `${SEARCH}?include_sub_conversations=true&limit=25`,
      `${SEARCH}?include_sub_conversations=true&limit=26&page_id=24`,
      COUNT,
      expect.stringContaining(`${TASKS}?created_at__gte=`),
    ])
    const sub = rows.find(({ id }) => id === 'f3dd4ba8a5e44276bf5f0c7a12269c83')
    expect(sub?.record?.parentConversationId).toBe(PARENT)
    expect(planted.adapter.notes()).toEqual([])
  })

  test('finds sub-conversations of a server that does not list them through their parents', async () => {
    const { server, walk, asked } = await plant({ listsSubs: false })
    const rows = idsOf(await walk())
    expect(rows.toSorted()).toEqual([...server.rows.keys()].toSorted())
    // One of them is the sub-conversation of another.
    expect(rows).toContain('185d30cf4059410ca32bcdda0629d4d6')
    expect(asked().filter((path) => path.startsWith(`${BATCH}?ids=`))).toHaveLength(3)
    expect(planted.adapter.notes()).toEqual([])
  })

  test('misses no row that moves to an earlier page while it is walked, although the count is the same', async () => {
    const { server, walk } = await plant({ rows: manyRows(60) })
    const gone = [...server.rows.keys()].slice(3, 5)
    let pages = 0
    server.before = (path) => {
      if (path === SEARCH) pages += 1
      if (pages === 2) for (const id of gone) server.rows.delete(id)
      return null
    }
    const walked = idsOf(await walk())
    expect(new Set(walked).size).toBe(walked.length)
    expect([...server.rows.keys()].filter((id) => !walked.includes(id))).toEqual([])
    expect([walked.length, planted.adapter.isWalkDue()]).toEqual([60, false])
  })

  test('is due again where rows move on and on', async () => {
    const { server, walk } = await plant({ rows: manyRows(60) })
    server.before = (path) => {
      const [first = ''] = server.rows.keys()
      if (path === SEARCH) server.rows.delete(first)
      return null
    }
    await walk()
    expect(planted.adapter.isWalkDue()).toBe(true)
  })

  test('shows no row twice that moves to a later page while it is walked', async () => {
    const { server, walk } = await plant({ rows: manyRows(60) })
    let pages = 0
    server.before = (path) => {
      if (path === SEARCH) pages += 1
      const row = { ...manyRows(1)[0], id: 'f'.repeat(32), created_at: '2026-11-23T00:00:00Z' }
      if (pages === 2) server.rows.set(row.id, row)
      return null
    }
    const walked = idsOf(await walk())
    expect(new Set(walked).size).toBe(walked.length)
    expect(walked).toHaveLength(61)
  })

  test('finds those that came or jumped to the top meanwhile by their change, without another pass', async () => {
    const { server, walk, asked } = await plant({ rows: manyRows(60), listsSubs: true })
    const [last = ''] = [...server.rows.keys()].slice(-1)
    let pages = 0
    server.before = (path) => {
      if (path === SEARCH) pages += 1
      const now = new Date(server.clockMs).toISOString()
      if (pages !== 2) return null
      // A webhook has written both dates of the last one anew.
      change(last, { created_at: now, updated_at: now })
      server.rows.set('f'.repeat(32), { ...manyRows(1)[0], id: 'f'.repeat(32), created_at: now, updated_at: now })
      return null
    }
    expect(idsOf(await walk()).toSorted()).toEqual([...server.rows.keys()].toSorted())
    expect(asked().filter((path) => path.startsWith(SEARCH))).toHaveLength(4)
  })

  test('ends where a cursor restarts, and says how many rows are missing', async () => {
    const { server, walk } = await plant({ rows: manyRows(60) })
    const items = manyRows(25)
    server.plant(SEARCH, { body: JSON.stringify({ items, next_page_id: '0' }) })
    expect(await walk()).toHaveLength(25)
    expect(planted.adapter.notes()).toEqual(['Conversations that it counts and does not list: 35'])
  })

  test('ends where every page has another cursor and the same rows', async () => {
    const { server, walk } = await plant({ rows: manyRows(3) })
    let page = 0
    server.before = (path) => {
      page += 1
      const items = { items: manyRows(3), next_page_id: `page ${page}` }
      return path === SEARCH ? { body: JSON.stringify(items) } : null
    }
    expect(await walk()).toHaveLength(3)
    expect(page).toBeLessThan(10)
  })

  test('does not look again for what it could not find before', async () => {
    const { server, walk, asked } = await plant({ rows: manyRows(3) })
    server.plant(COUNT, { body: '5' })
    await walk()
    asked()
    await walk()
    expect(asked().filter((path) => path.startsWith(SEARCH))).toHaveLength(1)
    expect(planted.adapter.notes()).toEqual(['Conversations that it counts and does not list: 2'])
  })

  test('goes around the rows that the server fails on, and says how many they are', async () => {
    const { server, walk, asked } = await plant({ rows: manyRows(60) })
    const poison = [30, 31, 59].map((at) => at.toString(16).padStart(32, '0'))
    for (const id of poison) server.failing.add(id)
    const walked = idsOf(await walk())
    expect(walked).toHaveLength(57)
    expect(walked.filter((id) => poison.includes(id))).toEqual([])
    expect(asked().length).toBeLessThan(40)
    expect(planted.adapter.notes()).toEqual(['Rows of its list that it fails on, which are left out: 3'])
  })

  test('leaves out a row without an id and says so, and takes one of wrong types', async () => {
    const { server, walk } = await plant({ rows: [] })
    const odd = {
      id: 'A'.repeat(32),
      title: 'x'.repeat(1_000_000),
      execution_status: 7,
      sandbox_status: 'RUNNING',
      trigger: {},
      tags: 7,
      metrics: [],
      pr_number: 'many',
      sub_conversation_ids: { length: 3 },
      created_at: 'soon',
      updated_at: null,
    }
    server.plant(SEARCH, { body: JSON.stringify({ items: [{ id: 42 }, null, odd], next_page_id: 7 }) })
    server.plant(COUNT, { body: '3' })
    const [row, ...others] = await walk()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      id: 'a'.repeat(32),
      record: { status: 'unknown', trigger: null, tags: {}, prNumbers: [], createdAt: null, accumulatedCost: null },
    })
    expect(planted.adapter.notes()).toEqual(['Rows of its list without an id, which are left out: 2'])
  })

  test('has one fingerprint for one row, whatever its events say', async () => {
    const { walk, readEvents } = await plant()
    const before = await walk()
    await readEvents(LONG)
    expect(await walk()).toEqual(before)
    change(LONG, { title: 'Another' })
    const after = await walk()
    expect(after.filter(({ fingerprint }, at) => fingerprint !== before[at]?.fingerprint)).toMatchObject([{ id: LONG }])
  })

  test('says how many conversations are being started, which have no row and no id yet', async () => {
    const { server, walk } = await plant()
    const task = (status: string, created_at: string) => ({
      id: crypto.randomUUID(),
      status,
      app_conversation_id: null,
      created_at,
      request: { secrets: { token: 'canary' } },
    })
    const now = new Date(server.clockMs).toISOString().replace('Z', '')
    server.startTasks.push(task('WAITING_FOR_SANDBOX', now), task('WORKING', now), task('ERROR', now))
    server.startTasks.push(task('READY', now), task('WORKING', '2026-01-01T00:00:00'))
    const rows = await walk()
    expect(rows).toHaveLength(37)
    expect(planted.adapter.notes()).toEqual([
      'Conversations that are being started there, and have no row yet: 2',
      'Conversations that could not be started there within the last hour: 1',
    ])
  })

  test('goes on without the tasks of a server that keeps them to itself', async () => {
    const { server, walk } = await plant()
    server.plant(TASKS, { status: 403, body: '{}' })
    expect(await walk()).toHaveLength(37)
  })
})

describe('faults', () => {
  test('a wrong key in the middle of a walk ends it, and names the way to give another', async () => {
    const { server, adapter, signal } = await plant()
    const list = adapter.list(signal)
    await list.next()
    server.plant(SEARCH, { status: 401, body: '{"detail":"Unauthorized"}' })
    await expect(list.next()).rejects.toThrow('LOOKOUT_KEY_TEST')
  })

  test.each<[string, PlantedReply, string]>([
    ['a web page', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }, 'web page'],
    ['a cut body', { body: '{"items": [], "next_page_id": null}', half: 'cut' }, 'cut'],
    ['another shape', { body: '[]' }, 'not what an app server says'],
    ['an error whatever is asked', { status: 500, body: 'Internal Server Error' }, '500'],
  ])('%s instead of a list is a failure, and not the end of it', async (_, reply, message) => {
    const { server, walk, asked } = await plant()
    server.plant(SEARCH, reply)
    await expect(walk()).rejects.toThrow(message)
    expect(asked().length).toBeLessThan(20)
  })

  test('a count that is no number is a failure', async () => {
    const { server, walk } = await plant()
    server.plant(COUNT, { body: '"many"' })
    await expect(walk()).rejects.toThrow('not what an app server says')
  })

  test('a server that was asked too often is left alone as long as it wants, and asked again', async () => {
    const pauses: number[] = []
    let now = 0
    const sleep = (ms: number) => {
      pauses.push(ms)
      now += ms
      planted.server.plant(SEARCH, null)
      return Promise.resolve()
    }
    const { server, walk } = await plant({ pace: new RequestPace({ perMinute: 60, now: () => now, sleep }) })
    server.plant(SEARCH, { status: 429, headers: { 'Retry-After': '7' }, body: '{"message":"Too many requests"}' })
    expect(await walk()).toHaveLength(37)
    expect(pauses).toEqual([7_000])
  })

  test('one that never has enough is a failure', async () => {
    const { server, walk, asked } = await plant()
    server.plant(SEARCH, { status: 429, headers: { 'Retry-After': '0' }, body: '{}' })
    await expect(walk()).rejects.toThrow('asked too often')
    expect(asked()).toHaveLength(3)
  })

  test('a walk of many pages keeps to sixty requests a minute, and ten a second', async () => {
    let now = 0
    const sleep = (ms: number) => {
      now += ms
      return Promise.resolve()
    }
    const { server, walk } = await plant({ rows: [], pace: new RequestPace({ perMinute: 60, now: () => now, sleep }) })
    await walk()
    for (const row of manyRows(2000)) server.rows.set(row.id, row)
    const sent: number[] = []
    server.before = () => {
      sent.push(now)
      return null
    }
    expect(await walk()).toHaveLength(2000)
    expect(sent).toHaveLength(82)
    const spans = (requests: number) => sent.slice(requests).map((at, first) => at - (sent[first] ?? 0))
    expect(Math.min(...spans(60))).toBeGreaterThanOrEqual(60_000)
    // Nor to more than ten within a second: the server delays who asks faster.
    expect(Math.min(...spans(10))).toBeGreaterThanOrEqual(1_000)
  })
})

describe('changes', () => {
  const LATER = 60_000

  test('are asked for no more often than every fifteen seconds', async () => {
    const { walk, changes, asked } = await plant()
    await walk()
    asked()
    planted.nowMs = 14_000
    await changes()
    expect(asked()).toEqual([])
    planted.nowMs = 15_000
    await changes()
    expect(asked()).toHaveLength(1)
    planted.nowMs = 20_000
    await changes()
    expect(asked()).toEqual([])
  })

  test('of nothing cost one page, and now and then the count and the tasks', async () => {
    const { walk, changes, asked } = await plant()
    await walk()
    asked()
    planted.nowMs = LATER
    await changes()
    expect(asked()).toEqual([
      expect.stringMatching(/search\?updated_at__gte=\S+&include_sub_conversations=true&limit=25$/),
      COUNT,
      expect.stringContaining(TASKS),
    ])
  })

  test('that failed are asked for again at once', async () => {
    const { server, walk, changes, asked } = await plant()
    await walk()
    planted.nowMs = LATER
    server.plant(COUNT, { status: 401, body: '{}' })
    await expect(changes()).rejects.toThrow('LOOKOUT_KEY_TEST')
    server.plant(COUNT, null)
    asked()
    await changes()
    expect(asked()).not.toEqual([])
  })

  test('are asked for in UTC, by the clock of the server, and a while back: not by that of Lookout, or of one row', async () => {
    const { server, walk, changes, asked } = await plant()
    server.clockMs = Date.UTC(2026, 10, 22, 16)
    change(LONG, { updated_at: '2026-11-22T17:00:00Z' })
    await walk()
    asked()
    planted.nowMs = LATER
    await changes()
    const [look] = asked()
    expect(new URL(look ?? '', server.url).searchParams.get('updated_at__gte')).toBe('2026-11-22T15:58:00.000Z')
  })

  test('are not missed where the clock before the server goes ahead of its own', async () => {
    const { server, walk, changes } = await plant()
    server.clockMs = Date.UTC(2026, 10, 22, 17)
    await walk()
    planted.nowMs = LATER
    change(LONG, { updated_at: '2026-11-22T16:00:30Z', title: 'Changed' })
    expect((await changes()).map(({ record }) => record?.title)).toContain('Changed')
  })

  test('begin at the newest row where the server tells no time', async () => {
    const { server, walk, changes, asked } = await plant()
    const headers = { Date: 'now' }
    server.plant(SEARCH, { headers, body: JSON.stringify({ items: recordedRows(), next_page_id: null }) })
    await walk()
    asked()
    planted.nowMs = LATER
    await changes()
    const [look] = asked()
    expect(new URL(look ?? '', server.url).searchParams.get('updated_at__gte')).toBe('2026-11-22T15:14:31.019Z')
  })

  test('are found in rows whose dates the server has written anew', async () => {
    const { server, walk, changes } = await plant()
    await walk()
    planted.nowMs = LATER
    const now = new Date(server.clockMs).toISOString()
    change('5d1c2fedd0d9429ca7482c063f352104', { created_at: now, updated_at: now, title: 'Moved to the top' })
    const found = await changes()
    expect(found[0]?.record).toMatchObject({ title: 'Moved to the top', createdAt: Date.parse(now) })
  })

  test('of those with a sandbox, and of those at work, are found by their ids; others are left alone', async () => {
    const { walk, changes, asked } = await plant({ rows: recordedRows(true) })
    await walk()
    asked()
    planted.nowMs = LATER
    change(CUT_OFF, { execution_status: 'finished' })
    const found = await changes([PARENT])
    expect(found.find(({ id }) => id === CUT_OFF)?.record?.status).toBe('finished')
    const batch = asked().filter((path) => path.startsWith(`${BATCH}?ids=`))
    const ids = new URL(batch[0] ?? '', planted.server.url).searchParams.getAll('ids')
    const live = recordedRows(true).filter((row) => row['sandbox_status'] === 'RUNNING')
    expect([batch.length, ids.toSorted()]).toEqual([1, live.map((row) => String(row['id'])).toSorted()])
  })

  test('of one whose sandbox has gone are watched for two minutes more: its last events come late', async () => {
    const { server, walk, changes, asked } = await plant({ rows: recordedRows(true) })
    await walk()
    for (const id of server.rows.keys()) change(id, { sandbox_status: 'MISSING', execution_status: null })
    const events = () => asked().filter((path) => path.includes('/events/')).length
    planted.nowMs = 60_000
    await changes()
    const gone = (await changes()).length
    expect([events() > 0, gone]).toEqual([true, 0])
    planted.nowMs = 120_000
    await changes()
    expect(events()).toBeGreaterThan(0)
    planted.nowMs = 200_000
    await changes()
    expect(events()).toBe(0)
  })

  test('of events alone change the mark: they are counted in turn, of the busy ones first', async () => {
    const { server, walk, changes, asked } = await plant({ rows: recordedRows(true) })
    await walk()
    const counted = () => asked().flatMap((path) => /conversation\/([^/]+)\/events\/count/.exec(path)?.[1] ?? [])
    const turns: string[][] = []
    const marks = new Set<string | undefined>()
    for (const minute of [1, 2, 3]) {
      planted.nowMs = minute * 60_000
      asked()
      marks.add((await changes()).findLast(({ id }) => id === CUT_OFF)?.eventsMark)
      turns.push(counted())
      server.events.get(CUT_OFF)?.push({ id: `new ${minute}` })
    }
    expect(turns.map((turn) => turn.length)).toEqual([3, 3, 3])
    expect(new Set(turns.flat()).size).toBe(8)
    expect(turns.flat().filter((id) => id.replaceAll('-', '') === CUT_OFF).length).toBe(2)
    expect(marks.size).toBeGreaterThan(1)
  })

  test('mark one whose files were torn, so that it is read again, and no more than twice', async () => {
    const { server, walk, readEvents } = await plant()
    const markOf = async () => (await walk()).find(({ id }) => id === LONG)?.eventsMark
    const marks = [await markOf()]
    server.events.get(LONG)?.push(TORN)
    for (const _ of [1, 2, 3]) {
      await readEvents(LONG)
      marks.push(await markOf())
    }
    expect(new Set(marks).size).toBe(3)
    expect(marks[3]).toBe(marks[2])
    server.events.get(LONG)?.pop()
    await readEvents(LONG)
    expect(await markOf()).toBe(marks[0])
  })

  test('make a walk due where rows are missing or too many', async () => {
    const { server, walk, changes, adapter } = await plant()
    await walk()
    server.rows.delete('5d1c2fedd0d9429ca7482c063f352104')
    planted.nowMs = LATER
    await changes()
    expect(adapter.isWalkDue()).toBe(false)
    planted.nowMs = 2 * LATER
    await changes()
    expect(adapter.isWalkDue()).toBe(true)
    await walk()
    expect(adapter.isWalkDue()).toBe(false)
  })
})

describe('rows by id', () => {
  test('are asked for in batches, hex; null is gone, and what can be no id of its own too', async () => {
    const { server, lookAt, asked } = await plant({ rows: manyRows(120) })
    const ids = [...server.rows.keys(), 'e'.repeat(32), 'issue-42_resolver', 'a']
    const found = await lookAt(ids)
    expect(
      [...found]
        .filter(([, sighting]) => sighting === null)
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(['a', 'e'.repeat(32), 'issue-42_resolver'].toSorted())
    expect(found.size).toBe(ids.length)
    expect(asked().map((path) => path.split('ids=').length - 1)).toEqual([50, 50, 21])
  })

  test('that the server fails on are left out, and have not gone', async () => {
    const { server, lookAt } = await plant({ rows: manyRows(50) })
    const [one = ''] = server.rows.keys()
    server.failing.add(one)
    const found = await lookAt([...server.rows.keys()])
    expect([found.size, found.has(one)]).toEqual([49, false])
  })

  test('are a failure where the server fails on all of them, or answers for others', async () => {
    const { server, lookAt, asked } = await plant()
    server.plant(BATCH, { status: 500, body: '' })
    await expect(lookAt([...server.rows.keys()])).rejects.toThrow('500')
    expect(asked().length).toBeLessThan(20)
    server.plant(BATCH, { body: '[]' })
    await expect(lookAt([LONG])).rejects.toThrow('not what an app server says')
  })
})

test('what is asked is what is looked for in the documents of servers, with GET', async () => {
  const { server, walk, changes, lookAt, readEvents } = await plant({ rows: recordedRows(true), listsSubs: false })
  for (const id of (await walk()).map((sighting) => sighting.id)) await readEvents(id)
  for (const ms of [60_000, 120_000]) {
    planted.nowMs = ms
    await changes([LONG])
  }
  await lookAt([LONG])
  expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  const asked = new Map<string, Set<string>>()
  for (const { path } of server.requests) {
    const { pathname, searchParams } = new URL(path, server.url)
    const known = pathname.replace(/conversation\/[0-9a-f-]{36}\//, 'conversation/{conversation_id}/')
    asked.set(known, new Set([...(asked.get(known) ?? []), ...searchParams.keys()]))
  }
  const used = Object.entries(usedApi).map(([path, api]) => {
    const names = 'parameters' in api ? Object.keys(api.parameters) : []
    return [path, new Set(names)] as const
  })
  expect(asked).toEqual(new Map(used))
})
