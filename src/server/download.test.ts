import { expect, test } from 'vitest'
import { Download, toByteStream } from './download.ts'

const never = new AbortController().signal
const unexpected = (fault: unknown) => expect.unreachable(String(fault))

test('pieces come in order, as UTF-8, and only when they are asked for', async () => {
  const made: string[] = []
  async function* pieces() {
    for (const piece of ['a', 'ß', '🙂']) {
      made.push(piece)
      yield piece
    }
  }
  const stream = toByteStream(new Download('text/plain', 'x', pieces()), unexpected, never)
  expect(made).toEqual([])
  expect(await new Response(stream).text()).toBe('aß🙂')
})

test('a fault is logged once and breaks the file off', async () => {
  async function* pieces() {
    yield 'a'
    throw new Error('gone')
  }
  const faults: unknown[] = []
  const stream = toByteStream(new Download('text/plain', 'x', pieces()), (fault) => faults.push(fault), never)
  await expect(new Response(stream).text()).rejects.toThrow('gone')
  expect(faults).toHaveLength(1)
})

test('a client that leaves ends the making', async () => {
  let isEnded = false
  async function* pieces() {
    try {
      while (true) yield 'a'
    } finally {
      isEnded = true
    }
  }
  const reader = toByteStream(new Download('text/plain', 'x', pieces()), unexpected, never).getReader()
  await reader.read()
  await reader.cancel()
  expect(isEnded).toBe(true)
})
