import { afterEach, beforeEach, expect, test } from 'vitest'
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
