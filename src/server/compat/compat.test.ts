import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compare } from './compare.ts'
import { DIFFERENCES, toMarkdownRows, type DifferenceName } from './differences.ts'
import { toList, toObject, type Json } from './findings.ts'
import { MOMENTS, readRecording, type Exchange, type Moment } from './recordings.ts'
import { startReplica, type Ask, type Replica } from './replica.ts'

/** Of all requests that were recorded, how many are compared, and how many are not for which reason. */
const COUNTS = {
  'agent-server-1.58.0': { compared: 134, skipped: { method: 6, body: 2, route: 11 } },
  'agent-server-1.58.0-cold': { compared: 10, skipped: {} },
  'agent-server-1.11.4': { compared: 128, skipped: { method: 5, body: 2, route: 9 } },
  'agent-server-1.11.4-running': { compared: 8, skipped: { route: 2, unanswered: 1 } },
  'agent-server-1.11.4-cold': { compared: 10, skipped: {} },
  'app-server-v0': { compared: 68, skipped: { method: 2, route: 56 } },
  'app-server-v0-live': { compared: 4, skipped: { route: 9 } },
}

const used = new Set<DifferenceName>()

test.each(MOMENTS.map((moment) => [moment.name, moment] as const))(
  'Lookout answers what %s was asked as it did, but for the differences',
  async (_, moment) => {
    const replica = await startReplica(moment)
    try {
      const { mismatches, used: met } = await compare(readRecording(moment), replica.ask)
      for (const name of met) used.add(name)
      expect(mismatches).toEqual([])
    } finally {
      await replica.close()
    }
  },
)

test('every difference occurs', () => {
  // The comparisons above have met them.
  expect([...used].toSorted()).toEqual(Object.keys(DIFFERENCES).toSorted())
})

test('no request is left out without a reason, and no reply lies unused', () => {
  const recordings = MOMENTS.map(readRecording)
  const counts = recordings.map(({ moment, exchanges, skipped }) => [
    moment.name,
    { compared: exchanges.length, skipped },
  ])
  expect(Object.fromEntries(counts)).toEqual(COUNTS)
  expect(recordings.flatMap(({ strays }) => strays)).toEqual([])
})

test('the README shows the same table', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, table = ''] =
    /\n\| what +\| OpenHands servers +\| Lookout +\|\n\|[-| ]+\|\n((?:\|.*\|\n)+)/.exec(readme) ?? []
  const rows = table
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(1, -1).split('|'))
  expect(rows.map((cells) => cells.map((cell) => cell.trim()))).toEqual(toMarkdownRows())
})

describe('a breach is noticed', () => {
  let replica: Replica
  const moment = MOMENTS[0] as Moment // the first is there
  const recording = readRecording(moment)
  beforeAll(async () => {
    replica = await startReplica(moment)
  })
  afterAll(() => replica.close())

  const compareOne = (name: string, change: (exchange: Exchange) => Partial<Exchange>, ask: Ask = replica.ask) => {
    const exchanges = recording.exchanges.filter((exchange) => exchange.name === name)
    expect(exchanges).toHaveLength(1)
    return compare({ ...recording, exchanges: exchanges.map((one) => ({ ...one, ...change(one) })) }, ask)
  }
  const withItems = ({ body }: Exchange, change: (items: readonly Json[]) => readonly unknown[]) => ({
    body: { ...toObject(body), items: change(toList(toObject(body)['items']).map(toObject)) },
  })
  const withFirst = (exchange: Exchange, more: Json) =>
    withItems(exchange, ([first, ...rest]) => [{ ...first, ...more }, ...rest])

  test.each<[string, string, (exchange: Exchange) => Partial<Exchange>]>([
    ['another title', 'conversations.get', ({ body }) => ({ body: { ...toObject(body), title: 'x' } })],
    ['another parent', 'conversations.search', (one) => withFirst(one, { parent_conversation_id: null })],
    ['another time', 'conversations.search', (one) => withFirst(one, { created_at: '2026-11-22T15:34:32.953123Z' })],
    ['a row too few', 'conversations.search', (one) => withItems(one, (items) => items.slice(1))],
    ['another order', 'conversations.search', (one) => withItems(one, (items) => items.toReversed())],
    ['no end', 'conversations.search', ({ body }) => ({ body: { ...toObject(body), next_page_id: 'more' } })],
    [
      'an end',
      'conversations.search.limit-3.page-01',
      ({ body }) => ({ body: { ...toObject(body), next_page_id: null } }),
    ],
    ['another count', 'conversations.count', () => ({ body: 20 })],
    ['an id that is known', 'conversations.batch', ({ body }) => ({ body: toList(body).toReversed() })],
    ['another source of an event', 'events.search.of.pause', (one) => withFirst(one, { source: 'user' })],
    ['a field of an event', 'events.search.of.pause', (one) => withFirst(one, { surprise: {} })],
    [
      'another time of an event',
      'events.get',
      ({ body }) => ({ body: { ...toObject(body), timestamp: '2026-11-22T15:33:35' } }),
    ],
    ['another number of events', 'events.count', () => ({ body: 36 })],
    [
      'another parameter at fault',
      'conversations.search.limit-0',
      () => ({ body: { detail: [{ loc: ['query', 'page'], input: '0' }] } }),
    ],
    ['another sentence', 'events.count.unknown-conversation', () => ({ body: { detail: 'Gone' } })],
    ['another status', 'conversations.get.unknown', () => ({ status: 410 })],
  ])('%s', async (_, name, change) => {
    expect((await compareOne(name, () => ({}))).mismatches).toEqual([])
    expect((await compareOne(name, change)).mismatches).not.toEqual([])
  })

  test('a field of ours that the contract does not know', async () => {
    const withMore: Ask = async (path) => {
      const { status, body } = await replica.ask(path)
      return { status, body: { ...toObject(body), surprise: 1 } }
    }
    for (const name of ['conversations.get', 'conversations.search', 'events.get'])
      expect((await compareOne(name, () => ({}), withMore)).mismatches).toHaveLength(1)
  })
})
