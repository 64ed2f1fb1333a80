// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'
import { stored } from './stored.ts'

afterEach(() => {
  localStorage.clear()
  vi.restoreAllMocks()
})

const numbers = () =>
  stored(
    'numbers',
    (text) => (text ?? '').split(',').filter(Boolean).map(Number),
    (value) => value.join(','),
  )
const add = (value: number) => (before: readonly number[]) => [...before, value]

test('what one tab adds another keeps, and hears of', () => {
  const here = numbers()
  const there = numbers()
  const heard = vi.fn<() => void>()
  const leave = there.subscribe(heard)
  expect([here.get(), there.get()]).toEqual([[], []])
  expect(here.update(add(1))).toBe(true)
  window.dispatchEvent(new StorageEvent('storage', { key: 'numbers' }))
  window.dispatchEvent(new StorageEvent('storage', { key: 'others' }))
  expect(heard).toHaveBeenCalledTimes(1)
  expect(there.get()).toEqual([1])
  // The storage is read again before a change, whether or not the event came.
  here.update(add(2))
  there.update(add(3))
  expect(numbers().get()).toEqual([1, 2, 3])
  leave()
  window.dispatchEvent(new StorageEvent('storage', { key: null }))
  expect(heard).toHaveBeenCalledTimes(2)
})

test('a value that has not changed stays the same object', () => {
  const here = numbers()
  here.update(add(1))
  const before = here.get()
  here.subscribe(() => undefined)
  window.dispatchEvent(new StorageEvent('storage', { key: 'numbers' }))
  expect(here.get()).toBe(before)
})

test('where storage takes nothing, a value lasts as long as the page', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const here = numbers()
  expect(here.update(add(1))).toBe(false)
  here.update(add(2))
  expect(here.get()).toEqual([1, 2])
})

test('where storage may not even be read, the page works', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError')
  })
  expect(numbers().get()).toEqual([])
})
