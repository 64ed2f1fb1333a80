import { expect, test } from 'vitest'
import { parseVisits, recordVisit, type Visits } from './visits.ts'

test('a visit takes the place of an earlier one to the same conversation', () => {
  const visits: Visits = [
    ['a', 3],
    ['b', 5],
  ]
  expect(recordVisit(visits, 'a', 7)).toEqual([
    ['b', 5],
    ['a', 7],
  ])
})

test('the oldest visits are forgotten', () => {
  let visits: Visits = []
  for (let at = 0; at < 510; at++) visits = recordVisit(visits, `id-${at}`, at)
  expect(visits).toHaveLength(500)
  expect(visits[0]).toEqual(['id-10', 10])
})

test('whatever stands in the storage, visits come out', () => {
  expect(parseVisits(null)).toEqual([])
  expect(parseVisits('{"a":1}')).toEqual([])
  expect(parseVisits('not json')).toEqual([])
  expect(parseVisits('[["a",3],["b"],["c","4"],[5,5],["d",1.5]]')).toEqual([['a', 3]])
})
