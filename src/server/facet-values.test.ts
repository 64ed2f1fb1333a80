import { array, constantFrom, oneof, option, record, sample, string, type Arbitrary } from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toSimpleKind } from '../contract/kinds.ts'
import { START_MS, aRecord, anEvent, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import { createApi } from './api.ts'
import { toUnthreadedIndex } from './unthreaded-index.ts'

let index: PlantedIndex

beforeEach(() => (index = plantIndex()))
afterEach(() => index.close())

/** Asks the API and expects a 200. */
async function ask(path: string, query: readonly (readonly [string, string])[] = []): Promise<unknown> {
  const state = { reachable: true, error: null, notes: [], last_sync_at: null, progress: { read: 0, total: 0 } }
  const api = createApi({
    index: toUnthreadedIndex(index.reader(), state),
    want: () => undefined,
    writeEvents: () => Promise.resolve([]),
    sampleSources: new Set(),
    version: '0.1.0',
    now: () => START_MS,
    logFault: (fault) => expect.unreachable(String(fault)),
  })
  const reply = await api.request(`${path}?${new URLSearchParams(query.map((pair) => [...pair]))}`)
  const text = await reply.text()
  expect([reply.status, text]).toEqual([200, text])
  return JSON.parse(text)
}

interface Facets {
  readonly facets: Readonly<Record<string, { readonly values: readonly FacetValue[]; readonly other_count: number }>>
}
interface FacetValue {
  readonly value: string | null
  readonly count: number
}

/** Asks for each value that facets list: there are as many as they say. Returns how many values that were. */
async function expectAskable(path: string, query: readonly (readonly [string, string])[] = []): Promise<number> {
  // The contract's shape, which its own tests hold the reply to.
  const { facets } = (await ask(`${path}/facets`, query)) as Facets
  let asked = 0
  for (const [field, { values, other_count: others }] of Object.entries(facets)) {
    expect([field, others]).toEqual([field, 0])
    for (const { value, count } of values) {
      const found = await ask(`${path}/count`, [[field, value ?? '(none)']])
      expect([field, value, found]).toEqual([field, value, count])
      asked += 1
    }
  }
  return asked
}

test('whether any event is an error, and that nobody knows yet, can be asked for', async () => {
  index.plant('failed', {}, [anEvent(0, { isError: true })])
  index.plant('fine', {}, [anEvent(0)])
  for (const id of ['unread', 'unread-too'])
    index.writer.see('a', { id, fingerprint: 'f', record: aRecord(), eventCount: null, eventsMark: 'm' })
  expect(await expectAskable('/api/conversations', [['facet', 'has_errors']])).toBe(3)
  const count = (query: readonly (readonly [string, string])[]) => ask('/api/conversations/count', query)
  expect(
    await count([
      ['has_errors', 'TRUE'],
      ['has_errors', '(none)'],
    ]),
  ).toBe(3)
  expect(await count([['-has_errors', '(none)']])).toBe(2)
})

/** Words as sources give them: never blank, and without white space around them. */
const word: Arbitrary<string> = oneof(
  string({ unit: 'binary', maxLength: 40 }),
  string({ unit: 'grapheme', minLength: 200, maxLength: 2000 }),
  constantFrom('a'.repeat(5000), '🐛'.repeat(1024), '🐛'.repeat(1025), 'a, b & c+d = 100%', `${'x'.repeat(1023)}.y.Z`),
).map((text) => text.replaceAll('\0', ' ').trim() || 'w')
const maybe = option(word)

test('every value that facets of conversations list can be asked for', async () => {
  const tags = array(record({ key: word, value: word }), { maxLength: 3 })
  const fields = {
    trigger: maybe,
    selectedRepository: maybe,
    selectedBranch: maybe,
    llmModel: maybe,
    gitProvider: maybe,
  }
  const records = sample(record({ ...fields, tags }), { seed: 1, numRuns: 30 })
  for (const [at, { tags: pairs, ...rest }] of records.entries()) {
    const tagsOf = Object.fromEntries(pairs.map(({ key, value }) => [key, value]))
    index.plant(`c${at}`, { ...rest, tags: tagsOf }, [anEvent(0, { isError: at % 3 === 0 })])
  }
  expect(await expectAskable('/api/conversations', [['facet_limit', '100']])).toBeGreaterThan(100)
})

test('every value that facets of events list can be asked for', async () => {
  const fields = record({ kind: word.map(toSimpleKind), source: maybe, toolName: maybe })
  const events = sample(fields, { seed: 2, numRuns: 60 }).map((event, seq) => anEvent(seq, event))
  index.plant('x', {}, events)
  expect(await expectAskable('/api/conversations/x/events')).toBeGreaterThan(100)
})
