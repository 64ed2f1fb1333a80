// @vitest-environment jsdom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SETTLED_MS, recentSearches, useRemembered, withRecent } from './recent-searches.ts'

beforeEach(() => {
  vi.useFakeTimers()
  recentSearches.update(() => [])
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const apply = (first: string | null) =>
  renderHook(({ typed }: { typed: string | null }) => useRemembered(typed), { initialProps: { typed: first } })

test('a search that stays applied for three seconds is remembered', () => {
  apply('status:error flaky ')
  vi.advanceTimersByTime(SETTLED_MS - 1)
  expect(recentSearches.get()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(recentSearches.get()).toEqual(['status:error flaky'])
})

test('one that is changed, taken back or left before is not', () => {
  const page = apply('first')
  vi.advanceTimersByTime(SETTLED_MS - 1)
  page.rerender({ typed: 'second' })
  vi.advanceTimersByTime(SETTLED_MS - 1)
  page.rerender({ typed: null })
  vi.advanceTimersByTime(SETTLED_MS)
  page.rerender({ typed: 'third' })
  page.unmount()
  vi.advanceTimersByTime(SETTLED_MS)
  expect(recentSearches.get()).toEqual([])
})

test('nothing but spaces, and a whole log, are not remembered', () => {
  const page = apply('  ')
  vi.advanceTimersByTime(SETTLED_MS)
  page.rerender({ typed: 'x'.repeat(501) })
  vi.advanceTimersByTime(SETTLED_MS)
  expect(recentSearches.get()).toEqual([])
})

test('the newest first, five at most, each once', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f'].reduce(withRecent, [] as readonly string[])
  expect(all).toEqual(['f', 'e', 'd', 'c', 'b'])
  expect(withRecent(all, 'd')).toEqual(['d', 'f', 'e', 'c', 'b'])
})

test('a text that was only typed further is one search', () => {
  expect(withRecent(['flaky', 'x'], 'flaky test')).toEqual(['flaky test', 'x'])
  expect(withRecent(['flaky test', 'x'], 'flaky')).toEqual(['flaky', 'x'])
})

test.each([null, '', 'torn', '{"a":1}', '[1,null,"kept","","kept"]'])('%s in the storage breaks nothing', (torn) => {
  if (torn === null) localStorage.clear()
  else localStorage.setItem('lookout-recent-searches', torn)
  window.dispatchEvent(new StorageEvent('storage', { key: null }))
  const leave = recentSearches.subscribe(() => undefined)
  window.dispatchEvent(new StorageEvent('storage', { key: null }))
  expect(recentSearches.get()).toEqual(torn?.includes('kept') ? ['kept'] : [])
  leave()
})
