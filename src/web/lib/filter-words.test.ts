import { expect, test } from 'vitest'
import { describeFilters } from './filter-words.ts'
import { EMPTY_SEARCH } from './list-search.ts'
import { isFiltered, parseListSearch } from './search-params.ts'
import { parseSearch } from './search-record.ts'

const now = Date.parse('2026-11-22T14:02:05Z')
const chipsOf = (address: string) => describeFilters(parseListSearch(parseSearch(address)).search, now, 'utc')
const sentences = (address: string) => chipsOf(address).map((chip) => chip.sentence)

test('every key of the grammar has its sentence', () => {
  expect(
    sentences(
      '?q=flaky&-q=old&title=mail&-title=bot&status=error,stuck&trigger=gui,resolver,(none)&-model=gpt-4o&repo=(none)&branch=main' +
        '&provider=github&source=cli&tag=team:pay&parent=20ceb09b7d3c4a19a2b0c1d2e3f4ac71&from=-24h&created_from=2026-11-20T14:02:00Z' +
        '&created_to=today&cost=1..5&duration=..3600&errors=true',
    ),
  ).toEqual([
    'Text contains “flaky”',
    'Text does not contain “old”',
    'Title contains “mail”',
    'Title does not contain “bot”',
    'Status is Error or Stuck',
    'Trigger is GUI, Resolver or none',
    'Repository is none',
    'Branch is main',
    'Model is not gpt-4o',
    'Git provider is github',
    'Source is cli',
    'Tag is team:pay',
    'Parent is 20ceb09b…ac71',
    'Updated: last 24 hours',
    'Created: from Nov 20, 14:02, before today',
    'Cost from $1.00, below $5.00',
    'Duration below 1h',
    'Has errors',
  ])
})

test('long choices are counted, not listed', () => {
  expect(sentences('?branch=a,b,c,d,e,f')).toEqual(['Branch is a, b, c or 3 more'])
})

test('each value of a choice can be left out alone', () => {
  const [status] = chipsOf('?status=error,stuck')
  expect(status?.lead).toBe('Status is')
  expect(status?.parts.map(({ word, sentence }) => [word, sentence])).toEqual([
    ['Error', 'Status is Error'],
    ['Stuck', 'Status is Stuck'],
  ])
  expect(status?.parts.map(({ without }) => without.values.status.include)).toEqual([['stuck'], ['error']])
})

test('a long value is cut in its middle, and whole in the sentence', () => {
  const branch = 'feature/a-very-long-name-that-nobody-types-twice'
  const [chip] = chipsOf(`?branch=${branch}`)
  expect(chip?.parts[0]?.word).toBe('feature/a-very-lon…obody-types-twice')
  expect(chip?.parts[0]?.sentence).toBe(`Branch is ${branch}`)
})

test('a range of times is short enough to be whole', () => {
  const [chip] = chipsOf('?from=2025-09-17T00:00:00Z&to=2025-10-22T00:00:00Z')
  expect(chip?.parts[0]?.word).toBe('from Sep 17, 2025, 00:00, before Oct 22, 2025, 00:00')
})

test('amounts are exact', () => {
  expect(sentences('?cost=0.005..1.5&duration=5399..')).toEqual([
    'Cost from $0.005, below $1.50',
    'Duration from 1h 29m 59s',
  ])
  expect(sentences('?cost=1.000001..5.000001&duration=..60.000001')).toEqual([
    'Cost above $1.00, up to $5.00',
    'Duration up to 1m',
  ])
})

test('a chip takes its own filter away, the page with it, and nothing else', () => {
  const [status, trigger] = chipsOf('?status=error&trigger=gui&page=abc&size=25')
  expect(status?.without.values.status.include).toEqual([])
  expect(status?.without.values.trigger.include).toEqual(['gui'])
  expect(trigger?.without.page).toBeNull()
  expect(trigger?.without.size).toBe(25)
})

test('without filters there are no chips', () => {
  expect(describeFilters(EMPTY_SEARCH, now, 'utc')).toEqual([])
  for (const chip of chipsOf('?status=error')) expect(isFiltered(chip.without)).toBe(false)
})
