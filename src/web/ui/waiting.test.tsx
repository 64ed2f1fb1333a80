// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useIsSlow, useSkeleton } from './waiting.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})
const pass = (ms: number) => {
  void act(() => vi.advanceTimersByTime(ms))
}

test('a skeleton that was never seen leaves at once', () => {
  const { result, rerender } = renderHook(useSkeleton, { initialProps: true })
  pass(149)
  rerender(false)
  expect(result.current).toBe(false)
  pass(1000)
  expect(result.current).toBe(false)
})

test('a skeleton that was seen stays for 300 ms', () => {
  const { result, rerender } = renderHook(useSkeleton, { initialProps: true })
  pass(160)
  rerender(false)
  expect(result.current).toBe(true)
  pass(289)
  expect(result.current).toBe(true)
  pass(1)
  expect(result.current).toBe(false)
})

test('a skeleton stays for as long as there is nothing else', () => {
  const { result, rerender } = renderHook(useSkeleton, { initialProps: true })
  pass(20_000)
  expect(result.current).toBe(true)
  rerender(false)
  expect(result.current).toBe(false)
})

test('waiting is slow after five seconds', () => {
  const { result } = renderHook(useIsSlow)
  pass(4999)
  expect(result.current).toBe(false)
  pass(1)
  expect(result.current).toBe(true)
})
