import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  EMPTY_SEARCH,
  PAGE_SIZES,
  SORT_KEYS,
  VALUE_KEYS,
  toggleValue,
  withChoice,
  withoutFilters,
  type ListSearch,
} from './list-search.ts'
import { isFiltered, isTimeSpelling, parseListSearch, pickListKeys, toListRecord } from './search-params.ts'
import { STATUSES } from '../../contract/statuses.ts'
import { COLUMN_IDS } from './list-columns.ts'
import { parseSearch, stringifySearch } from './search-record.ts'

const fromAddress = (address: string) => parseListSearch(parseSearch(address))
const toAddress = (search: ListSearch) => stringifySearch(toListRecord(search))

test('the grammar of the address', () => {
  const { search, problems } = fromAddress(
    '?status=error,stuck&trigger=slack&repo=org/app&-model=x&q=flaky&from=-24h&sort=-cost&cost=1..5&duration=60..&errors=true',
  )
  expect(problems).toEqual([])
  expect(search.values.status.include).toEqual(['error', 'stuck'])
  expect(search.values.model).toEqual({ include: [], exclude: ['x'] })
  expect(search.q).toBe('flaky')
  expect(search.updated).toEqual({ from: '-24h', to: null })
  expect(search.sort).toEqual({ key: 'cost', descending: true })
  expect(search.cost).toEqual({ from: 1, to: 5 })
  expect(search.duration).toEqual({ from: 60, to: null })
  expect(search.errors).toBe(true)
})

test('keys are sorted, defaults are left out, slashes and commas stay readable', () => {
  const { search } = fromAddress('?trigger=slack&repo=org/app&-model=a,b&sort=-updated&size=50')
  expect(toAddress(search)).toBe('?-model=a,b&repo=org/app&trigger=slack')
  expect(toAddress(EMPTY_SEARCH)).toBe('')
})

test('a key that is repeated is one list', () => {
  expect(fromAddress('?status=error&status=stuck').search.values.status.include).toEqual(['error', 'stuck'])
  expect(fromAddress('?q=first&q=second').search.q).toBe('first')
})

test('what cannot be understood is named and breaks nothing else', () => {
  const { search, problems } = fromAddress('?status=error,gone&colour=red&size=13&from=yesterday&q=x&cost=5-7&sort=age')
  expect(search.values.status.include).toEqual(['error'])
  expect(new Set(problems)).toEqual(
    new Set(['colour=red', 'size=13', 'from=yesterday', 'q=x', 'cost=5-7', 'sort=age', 'status=gone']),
  )
  expect({ ...search, values: EMPTY_SEARCH.values }).toEqual(EMPTY_SEARCH)
})

test('columns keep their order, and those that do not exist are named', () => {
  const { search, problems } = fromAddress('?columns=cost,colour,status,model')
  expect(search.columns).toEqual(['cost', 'model'])
  expect(problems).toEqual(['columns=colour'])
  expect(fromAddress('?columns=colour').problems).toEqual(['columns=colour'])
  expect(toAddress({ ...EMPTY_SEARCH, columns: [] })).toBe('?columns=status,title')
})

test('names of built-in properties are no keys', () => {
  expect(fromAddress('?constructor=1&__proto__=2&toString=3').search).toEqual(EMPTY_SEARCH)
  expect(fromAddress('?constructor=1').problems).toEqual(['constructor=1'])
})

test('a time without an offset is not accepted', () => {
  expect(isTimeSpelling('2026-11-22T14:00:00')).toBe(false)
  expect(isTimeSpelling('2026-11-22T14:00:00Z')).toBe(true)
  expect(isTimeSpelling('2026-11-22T14:00:00+01:00')).toBe(true)
  expect(isTimeSpelling('2026-13-22T14:00:00Z')).toBe(false)
  expect(isTimeSpelling('2026-02-31T14:00:00Z')).toBe(false)
  expect(isTimeSpelling('today')).toBe(true)
})

test('a value stands on one side only', () => {
  const excluded = toggleValue({ include: ['a', 'b'], exclude: [] }, 'exclude', 'a')
  expect(excluded).toEqual({ include: ['b'], exclude: ['a'] })
  expect(toggleValue(excluded, 'exclude', 'a')).toEqual({ include: ['b'], exclude: [] })
})

test('a change of filter drops the cursor; order, size, view, columns and peek are no filters', () => {
  const { search } = fromAddress('?page=abc&size=25&sort=title&view=running&columns=model&peek=a,b')
  expect(withChoice(search, 'trigger', { include: ['gui'], exclude: [] }).page).toBeNull()
  expect(isFiltered(search)).toBe(false)
  expect(toAddress(withoutFilters({ ...search, q: 'flaky' }))).toBe('?columns=model&peek=a,b&size=25&sort=title')
})

test('keys of other pages are left behind', () => {
  expect(pickListKeys({ status: 'error', tab: 'raw', '-repo': 'a/b' })).toEqual({ status: 'error', '-repo': 'a/b' })
})

/** Park and Miller's generator: the same rows in every run, named by the seed. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 16_807) % 2_147_483_647
    return state % below
  }
}

const SPIKY = [
  'a,b',
  '100%',
  '%2C',
  '(none)',
  'owner/name',
  'key:value',
  'x&y=z',
  'a+b c',
  'ß☃',
  '"\'',
  '%25',
  '#',
  '-x',
]

function anySearch(seed: number): ListSearch {
  const below = numbers(seed)
  const pick = <T>(values: readonly T[]) => values[below(values.length)] as T // an index below the length always hits
  const some = <T>(values: readonly T[]) => [...new Set(Array.from({ length: below(4) }, () => pick(values)))]
  const choices = VALUE_KEYS.map((key) => {
    const values: readonly string[] = key === 'status' ? STATUSES : SPIKY
    return [key, { include: some(values), exclude: some(values) }]
  })
  const text = () => (below(2) === 0 ? '' : `${pick(SPIKY)} ${pick(SPIKY)}`.trim())
  const range = () => ({ from: below(2) === 0 ? null : below(100), to: below(2) === 0 ? null : below(1000) / 8 })
  const time = () => pick([null, '-24h', 'today', '2026-11-22T14:00:00+01:00'])
  return {
    values: Object.fromEntries(choices) as ListSearch['values'], // one entry for each key, by construction
    q: text(),
    notQ: text(),
    title: text(),
    notTitle: text(),
    errors: pick([null, true, false]),
    cost: range(),
    duration: range(),
    updated: { from: time(), to: time() },
    created: { from: time(), to: time() },
    sort: { key: pick(SORT_KEYS), descending: below(2) === 0 },
    size: pick(PAGE_SIZES),
    page: below(2) === 0 ? null : 'eyJ2IjoxfQ',
    view: pick([null, 'running', 'My view, 50% "new"']),
    columns: below(2) === 0 ? null : some(COLUMN_IDS),
    peek: below(2) === 0 ? null : pick(SPIKY),
  }
}

test('every amount that an address can hold survives it, however small', () => {
  const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))
  const amount = fc.oneof(
    digits(12),
    fc.tuple(digits(12), digits(20)).map(([whole, fraction]) => `${whole}.${fraction}`),
    fc.nat(18).chain((zeros) => digits(2).map((fraction) => `0.${'0'.repeat(zeros)}${fraction}`)),
  )
  fc.assert(
    fc.property(amount, (text) => {
      const { search, problems } = fromAddress(`?cost=${text}..&duration=..${text}`)
      expect(problems).toEqual([])
      expect(search.cost.from).toBe(Number(text))
      expect(fromAddress(toAddress(search))).toEqual({ search, problems: [] })
    }),
    { numRuns: 500 },
  )
  expect(fromAddress(`?cost=${'9'.repeat(400)}..`).problems).toHaveLength(1)
})

test('every question survives its address, and equal questions have equal addresses', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const search = anySearch(seed)
    const address = toAddress(search)
    const { search: back, problems } = fromAddress(address)
    expect({ seed, back, problems }).toEqual({ seed, back: search, problems: [] })
    expect(toAddress(back)).toBe(address)
  }
})
