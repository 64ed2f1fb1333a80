import { expect, test } from 'vitest'
import type { LookoutIndex } from '../index/port.ts'
import { createApi } from './api.ts'

/** An index whose disk is gone: every question fails in the same way. */
function brokenIndex(fault: Error): LookoutIndex {
  const fail = () => Promise.reject(fault)
  return {
    search: fail,
    count: fail,
    facets: fail,
    histogram: fail,
    sums: fail,
    batch: fail,
    neighbours: fail,
    events: fail,
    countEvents: fail,
    eventFacets: fail,
    eventTimeline: fail,
    event: fail,
    eventPlaces: fail,
    searchEvents: fail,
    eventBatch: fail,
    usage: fail,
    zoneOffset: fail,
    sources: fail,
    revision: fail,
    notices: [],
    close: () => Promise.resolve(),
  }
}

function createBroken(index: LookoutIndex) {
  const logged: unknown[] = []
  const ids: (string | undefined)[] = []
  const api = createApi({
    index,
    want: () => undefined,
    writeEvents: () => Promise.resolve([]),
    sampleSources: new Set(),
    version: '0.1.0',
    now: () => 0,
    logFault: (fault, id) => {
      logged.push(fault)
      ids.push(id)
    },
  })
  return { api, logged, ids }
}

test('what went wrong inside is logged once and told to nobody', async () => {
  const fault = new Error('disk image is malformed: /home/ada/secret')
  const { api, logged } = createBroken(brokenIndex(fault))
  for (const path of [
    '/api/conversations/search',
    '/api/conversations/x',
    '/api/revision',
    '/api/conversations/count',
  ]) {
    const reply = await api.request(path)
    expect([reply.status, await reply.text()]).toEqual([500, '{"detail":"Internal Server Error"}'])
  }
  expect(logged).toEqual([fault, fault, fault, fault])
})

test('a failed request has a name, which stands in the log and in the answer', async () => {
  const { api, ids } = createBroken(brokenIndex(new Error('gone')))
  const first = await api.request('/api/conversations/count')
  const second = await api.request('/api/conversations/count')
  expect(ids).toEqual([first, second].map(({ headers }) => headers.get('Lookout-Request-Id')))
  expect(new Set([...ids, undefined, null]).size).toBe(4)
})

test('a client that has gone leaves no fault behind', async () => {
  const { api, logged } = createBroken(brokenIndex(new Error('given up')))
  const gone = AbortSignal.abort()
  await api.request(new Request('http://127.0.0.1/api/conversations/search', { signal: gone }))
  expect(logged).toEqual([])
})
