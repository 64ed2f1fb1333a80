import { expect, test } from 'vitest'
import { spellEventSort, toEventSort, toSortOrder } from './event-sort.ts'

test('an order reads as it was spelt; the order of appending is not in the address', () => {
  for (const spelt of ['-time', 'kind', '-size', 'source', '-tool']) {
    expect(spellEventSort(toEventSort({ esort: spelt }))).toBe(spelt)
  }
  expect(spellEventSort(toEventSort({}))).toBeUndefined()
  expect(spellEventSort(toEventSort({ esort: 'time' }))).toBeUndefined()
})

test('an unknown order is the order of appending', () => {
  for (const spelt of ['toString', '--size', 'SIZE', '']) expect(toEventSort({ esort: spelt })).toEqual(toEventSort({}))
})

test('the wire has names of its own', () => {
  expect(toSortOrder({ key: 'time', descending: false })).toBe('TIMESTAMP')
  expect(toSortOrder({ key: 'size', descending: true })).toBe('SIZE_DESC')
})
