import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { eventBody, forgetOldest } from './event-bodies.ts'

/** Puts bodies into a cache, each a millisecond younger than the one before. */
function plant(cache: QueryClient, count: number, sizeBytes: number): void {
  for (let at = 0; at < count; at++) {
    cache.setQueryData(eventBody('c', `e${at}`).queryKey, { size_bytes: sizeBytes }, { updatedAt: at + 1 })
  }
}

const keptIds = (cache: QueryClient) =>
  cache
    .getQueryCache()
    .getAll()
    .map(({ queryKey }) => queryKey[2])

test('of many bodies the youngest 200 are kept', () => {
  const cache = new QueryClient()
  plant(cache, 230, 10)
  forgetOldest(cache)
  expect(keptIds(cache)).toEqual(Array.from({ length: 200 }, (_, at) => `e${at + 30}`))
  cache.clear()
})

test('of large bodies as many are kept as 20 MB hold', () => {
  const cache = new QueryClient()
  plant(cache, 6, 6_000_000)
  forgetOldest(cache)
  expect(keptIds(cache)).toEqual(['e3', 'e4', 'e5'])
  cache.clear()
})

test('what is on the screen stays, however old and large', () => {
  const cache = new QueryClient()
  plant(cache, 6, 6_000_000)
  const stop = new QueryObserver(cache, eventBody('c', 'e0')).subscribe(() => undefined)
  forgetOldest(cache)
  expect(keptIds(cache)).toContain('e0')
  stop()
  cache.clear()
})
