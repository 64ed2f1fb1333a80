import { expect, test } from 'vitest'
import { batched } from './batch.ts'

const never = () => new AbortController().signal

test('what is asked for at once is one request, in parts of the most that one may hold', async () => {
  const asked: (readonly string[])[] = []
  const load = batched(3, async (ids) => {
    asked.push(ids)
    return ids.map((id) => `body ${id}`)
  })
  const answers = await Promise.all(['a', 'b', 'a', 'c', 'd'].map((id) => load(id, never())))
  expect(answers).toEqual(['body a', 'body b', 'body a', 'body c', 'body d'])
  expect(asked).toEqual([['a', 'b', 'c'], ['d']])
  await load('e', never())
  expect(asked.at(-1)).toEqual(['e'])
})

test('who gives up is not asked for; when all have, the request is given up', async () => {
  const asked: (readonly string[])[] = []
  let given: AbortSignal | undefined
  const load = batched(9, (ids, signal) => {
    asked.push(ids)
    given = signal
    return new Promise<string[]>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  const [early, late, last] = [new AbortController(), new AbortController(), new AbortController()]
  const answers = [load('a', early.signal), load('b', late.signal), load('c', last.signal)].map((answer) =>
    answer.then(
      () => 'answered',
      () => 'given up',
    ),
  )
  early.abort()
  await expect.poll(() => asked).toEqual([['b', 'c']])
  late.abort()
  expect(given?.aborted).toBe(false)
  last.abort()
  expect(given?.aborted).toBe(true)
  expect(await Promise.all(answers)).toEqual(['given up', 'given up', 'given up'])
})

test('a failure is everybody’s', async () => {
  const load = batched(9, () => Promise.reject(new Error('down')))
  const answers = await Promise.allSettled([load('a', never()), load('b', never())])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('an answer that is too short fails those that it leaves out', async () => {
  const load = batched(9, async () => ['only'])
  const answers = await Promise.allSettled([load('a', never()), load('b', never())])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

test('who has given up before asking is told so, and nobody is asked', async () => {
  let requests = 0
  const load = batched(9, async (ids) => {
    requests++
    return ids
  })
  await expect(load('a', AbortSignal.abort(new Error('left')))).rejects.toThrow('left')
  await load('b', never())
  expect(requests).toBe(1)
})
