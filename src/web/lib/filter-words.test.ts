import { expect, test } from 'vitest'
import { describeFilters } from './filter-words.ts'
import { EMPTY_SEARCH, isFiltered, parseListSearch } from './search-params.ts'
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
    'Duration below 1h 00m',
    'Has errors',
  ])
})

test('long choices are counted, not listed', () => {
  expect(sentences('?branch=a,b,c,d,e,f')).toEqual(['Branch is a, b, c or 3 more'])
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
