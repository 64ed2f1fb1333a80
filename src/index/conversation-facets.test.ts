import { expect, test } from 'vitest'
import { listValues } from './conversation-facets.ts'

const counts = new Map<string | null, number>([
  ['octo/shop', 5],
  ['acme/shop', 3],
  ['octo/docs', 2],
  [null, 4],
])

test('most frequent first; what is not listed is counted', () => {
  expect(listValues(counts, 'selected_repository', [], { prefix: null, limit: 2 })).toEqual({
    values: [
      { value: 'octo/shop', count: 5 },
      { value: null, count: 4 },
    ],
    distinct: 4,
    other_count: 5,
  })
})

test('under a prefix: what starts with it before what holds it, and only those are distinct', () => {
  const { values, distinct } = listValues(counts, 'selected_repository', [], { prefix: 'SHOP', limit: 12 })
  expect(values.map(({ value }) => value)).toEqual(['octo/shop', 'acme/shop'])
  expect(distinct).toBe(2)
  const octo = listValues(counts, 'selected_repository', [], { prefix: 'octo', limit: 12 })
  expect(octo.values.map(({ value }) => value)).toEqual(['octo/shop', 'octo/docs'])
})

test('chosen values stay listed at zero, statuses are all listed', () => {
  expect(listValues(counts, 'selected_repository', ['gone/away'], { prefix: null, limit: 1 }).values).toContainEqual({
    value: 'gone/away',
    count: 0,
  })
  expect(listValues(new Map([['error', 1]]), 'status', [], { prefix: null, limit: 1 }).values).toHaveLength(9)
})

test('under a prefix the null is found by its spelling, and what is listed for being chosen comes last', () => {
  const chosen = ['octo/docs', 'gone/away']
  const { values, distinct } = listValues(counts, 'selected_repository', chosen, { prefix: 'none', limit: 12 })
  expect(values).toEqual([
    { value: null, count: 4 },
    { value: 'octo/docs', count: 2 },
    { value: 'gone/away', count: 0 },
  ])
  expect(distinct).toBe(1)
  const shop = listValues(counts, 'selected_repository', chosen, { prefix: 'shop', limit: 12 })
  expect(shop.values.map(({ value }) => value)).toEqual(['octo/shop', 'acme/shop', 'octo/docs', 'gone/away'])
})
