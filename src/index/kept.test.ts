import { expect, test } from 'vitest'
import { Kept } from './kept.ts'

test('an answer is found once, as long as not too many others are', () => {
  const kept = new Kept<number>(2)
  let found = 0
  const ask = (question: string) => kept.of(question, () => ++found)
  expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual([1, 1, 2, 1])
  expect([ask('c'), ask('b'), ask('a')]).toEqual([3, 2, 4])
})

test('a question that fails is asked again', () => {
  const kept = new Kept<string>(2)
  const fail = () => {
    throw new Error('given up')
  }
  expect(() => kept.of('a', fail)).toThrow('given up')
  expect(kept.of('a', () => 'found')).toBe('found')
})
