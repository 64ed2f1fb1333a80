import { expect, test } from 'vitest'
import { describeFilters } from './filter-words.ts'
import { pairsOf, relaxationsOf } from './relaxations.ts'
import type { ListSearch } from './list-search.ts'
import { parseListSearch, toListRecord } from './search-params.ts'
import { parseSearch, stringifySearch } from './search-record.ts'

const describe = (search: ListSearch) => describeFilters(search, 0, 'utc')
const chipsOf = (address: string) => describe(parseListSearch(parseSearch(address)).search)
const toPairs = (relaxations: ReturnType<typeof relaxationsOf>) =>
  relaxations.map(({ label, without }) => [label, stringifySearch(toListRecord(without))])

test('each filter alone, and each value that is excluded', () => {
  expect(toPairs(relaxationsOf(chipsOf('?status=error,stuck&-trigger=gui,slack&cost=1..&page=x')))).toEqual([
    ['without Status', '?-trigger=gui,slack&cost=1..'],
    ['without Trigger', '?cost=1..&status=error,stuck'],
    ['without “Trigger is not GUI”', '?-trigger=slack&cost=1..&status=error,stuck'],
    ['without “Trigger is not Slack”', '?-trigger=gui&cost=1..&status=error,stuck'],
    ['without Cost', '?-trigger=gui,slack&status=error,stuck'],
  ])
})

test('two filters of one name are told apart', () => {
  expect(relaxationsOf(chipsOf('?repo=a&-repo=b')).map(({ label }) => label)).toEqual([
    'without “Repository is a”',
    'without “Repository is not b”',
  ])
})

test('two at a time, but not all of them', () => {
  const pairs = (address: string) => toPairs(pairsOf(chipsOf(address), describe))
  expect(pairs('?status=error&trigger=gui&errors=true')).toEqual([
    ['without Status and Trigger', '?errors=true'],
    ['without Status and Errors', '?trigger=gui'],
    ['without Trigger and Errors', '?status=error'],
  ])
  expect(pairs('?status=error&trigger=gui')).toEqual([])
  expect(pairs('?q=ab&title=t&status=error&trigger=gui&errors=true&cost=1..&from=-1h')).toEqual([])
})
