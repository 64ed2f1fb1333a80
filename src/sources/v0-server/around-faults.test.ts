import { expect, test } from 'vitest'
import { HttpFault } from '../http/http-fault.ts'
import { aroundFaults, type FaultyList, type Part } from './around-faults.ts'

const FAILED = new HttpFault('server-error', 'An error of its own', { status: 500 })

/** Positions from 0 to `count`, of which some fail together with whatever is asked for beside them. */
function listOf(
  count: number,
  isBad: (at: number) => boolean,
  full = 100,
): FaultyList<readonly number[]> & { asked: number } {
  return {
    full,
    asked: 0,
    async ask(start, size) {
      this.asked += 1
      const end = Math.min(start + size, count)
      const value = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index)
      if (value.some(isBad)) throw FAILED
      return Promise.resolve({ value, next: end < count ? end : null })
    },
    askNothing: () => Promise.resolve(),
  }
}

async function read(list: FaultyList<readonly number[]>, start = 0): Promise<readonly Part<readonly number[]>[]> {
  const parts: Part<readonly number[]>[] = []
  for await (const part of aroundFaults(list, start)) parts.push(part)
  return parts
}

test.each([
  ['none', []],
  ['the first', [0]],
  ['the last', [999]],
  ['one in the middle', [517]],
  ['neighbours', [98, 99, 100, 101]],
  ['every hundredth', Array.from({ length: 10 }, (_, index) => index * 100 + 7)],
  ['all of a stretch', Array.from({ length: 40 }, (_, index) => 300 + index)],
])('every position comes once and in order, around those that fail: %s', async (_name, bad) => {
  const list = listOf(1000, (at) => bad.includes(at))
  const parts = await read(list)
  const positions = parts.flatMap((part) => ('value' in part ? part.value : [part.start]))
  expect(positions).toEqual(Array.from({ length: 1000 }, (_, at) => at))
  expect(parts.flatMap((part) => ('fault' in part ? [part.start] : []))).toEqual(bad)
  // A fault is found by halving, not one by one.
  expect(list.asked).toBeLessThanOrEqual(10 + 13 * bad.length)
})

test('one that fails beside others alone is had', async () => {
  const list = listOf(1000, () => false)
  const ask = list.ask.bind(list)
  list.ask = async (start, size) => {
    if (start <= 517 && start + size > 517 && size > 1) throw FAILED
    return ask(start, size)
  }
  const parts = await read(list)
  expect(parts.flatMap((part) => ('value' in part ? part.value : []))).toHaveLength(1000)
})

test('a server that fails on everything is not taken for one with a bad row', async () => {
  const list = { ...listOf(1000, () => true), askNothing: () => Promise.reject(FAILED) }
  await expect(read(list)).rejects.toBe(FAILED)
})

test.each([
  new HttpFault('server-error', 'Bad gateway', { status: 502 }),
  new HttpFault('unauthorized', 'Wants a key', { status: 401 }),
  new HttpFault('rate-limited', 'Too often', { status: 429 }),
])('what is of no row ends it: $kind $status', async (fault) => {
  await expect(read({ ...listOf(1000, () => false), ask: () => Promise.reject(fault) })).rejects.toBe(fault)
})

test('one that is too large is passed over, whatever else the server does', async () => {
  const list = listOf(10, () => false)
  const ask = list.ask.bind(list)
  list.ask = async (start, size) => {
    if (start <= 3 && start + size > 3) throw new HttpFault('too-large', 'Too large')
    return ask(start, size)
  }
  const parts = await read({ ...list, askNothing: () => Promise.reject(FAILED) })
  expect(parts.filter((part) => 'fault' in part)).toMatchObject([{ start: 3, fault: { kind: 'too-large' } }])
})
