import { expect, test } from 'vitest'
import { toFacetList } from './facet-rows.ts'

const nothing = { include: [], exclude: [] }
const triggers = {
  values: [
    { value: 'gui', count: 9 },
    { value: 'openhands_api', count: 4 },
    { value: null, count: 2 },
    { value: 'remote_api_key', count: 1 },
  ],
  distinct: 4,
  other_count: 0,
}

test('triggers are found by what people read, what begins with it first', () => {
  const { rows, distinct } = toFacetList('trigger', nothing, triggers, 'api')
  expect(rows.map(({ label, count }) => [label, count])).toEqual([
    ['API', 1],
    ['OpenHands API', 4],
  ])
  expect(distinct).toBe(2)
  expect(toFacetList('trigger', nothing, triggers, 'NONE').rows).toEqual([{ value: '(none)', label: 'none', count: 2 }])
  expect(toFacetList('trigger', nothing, triggers, 'openhands_a').rows).toHaveLength(1)
})

test('what the index found by the spelling stands as it came', () => {
  const repos = {
    values: [
      { value: 'octo/shop', count: 5 },
      { value: 'b', count: 0 },
    ],
    distinct: 1,
    other_count: 0,
  }
  expect(toFacetList('repo', { include: ['b'], exclude: [] }, repos, 'shop')).toEqual({
    rows: [
      { value: 'octo/shop', label: 'octo/shop', count: 5 },
      { value: 'b', label: 'b', count: 0 },
    ],
    distinct: 1,
    hidden: 0,
  })
})

test('values listed only for being chosen do not hide that there are others', () => {
  const repos = {
    values: [
      { value: 'octo/shop', count: 5 },
      { value: 'octo/docs', count: 4 },
      { value: 'gone', count: 0 },
    ],
    distinct: 3,
    other_count: 2,
  }
  const choice = { include: ['gone', 'octo/docs'], exclude: [] }
  expect(toFacetList('repo', choice, repos, '').hidden).toBe(1)
  expect(toFacetList('repo', choice, repos, 'SHOP').hidden).toBe(2)
})

test('without an answer the chosen values are there, and their counts are not 0', () => {
  expect(toFacetList('repo', { include: ['a'], exclude: ['(none)'] }, undefined, 'x')).toEqual({
    rows: [
      { value: 'a', label: 'a', count: null },
      { value: '(none)', label: 'none', count: null },
    ],
    distinct: null,
    hidden: 0,
  })
})
