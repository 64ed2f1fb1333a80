import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  EMPTY_CROSS,
  isCrossFiltered,
  parseCrossSearch,
  toCrossEventFilter,
  toCrossRecord,
  toHitsRecord,
  withChange,
  withoutCrossFilters,
  type CrossSearch,
} from './cross-search.ts'
import { parseSearch, stringifySearch } from './search-record.ts'
import { EMPTY_SEARCH, withChoice } from './list-search.ts'

const word = fc.string({
  minLength: 1,
  maxLength: 8,
  unit: fc.constantFrom('a', 'é', ',', '%', '2', 'C', ' ', '&', '('),
})
const choice = fc
  .uniqueArray(word, { maxLength: 4 })
  .map((values) => ({ include: values.slice(0, 2), exclude: values.slice(2) }))
const bound = fc.constantFrom(null, '-24h', 'today', '2026-11-22T14:02:05Z')
const search: fc.Arbitrary<CrossSearch> = fc.record({
  q: fc.oneof(
    fc.constant(''),
    word.map((text) => `x${text}y`.trim()),
  ),
  choices: fc.record({ kind: choice, esource: choice, tool: choice }),
  flags: fc.record({ eerrors: fc.boolean(), efailed: fc.boolean() }),
  time: fc.record({ from: bound, to: bound }),
  conversations: choice.map((repos) => withChoice(EMPTY_SEARCH, 'repo', repos)),
  page: fc.constantFrom(null, 'eyJ2IjoxfQ'),
})

test('a question survives its way through the address bar', () => {
  fc.assert(
    fc.property(search, (question) => {
      const address = stringifySearch(toCrossRecord(question))
      expect(parseCrossSearch(parseSearch(address))).toEqual({ search: question, problems: [] })
    }),
  )
})

test('the keys are those of the conversation’s own page and of the list', () => {
  const address =
    '?-tool=think&efailed=true&efrom=-24h&esource=agent&kind=ActionEvent,MessageEvent&q=npm%20test&status=error'
  const { search: question } = parseCrossSearch(parseSearch(address))
  expect(question.q).toBe('npm test')
  expect(question.choices.tool).toEqual({ include: [], exclude: ['think'] })
  expect(question.conversations.values.status.include).toEqual(['error'])
  expect(toCrossEventFilter(question)).toEqual({
    kind: ['ActionEvent', 'MessageEvent'],
    source: ['agent'],
    '-tool_name': ['think'],
    failed_command: true,
    timestamp__gte: '-24h',
  })
  expect(stringifySearch(toCrossRecord(question))).toBe(address)
  expect(toHitsRecord(question)).toEqual({
    '-tool': 'think',
    efailed: 'true',
    efrom: '-24h',
    esource: 'agent',
    kind: 'ActionEvent,MessageEvent',
    equery: 'npm test',
    tab: 'events',
  })
})

test('what means nothing is left out and named', () => {
  const record = { q: 'x', kind: ',', eerrors: 'no', efrom: 'soon', sort: 'title', '-q': 'abc', colour: 'red' }
  const { search: question, problems } = parseCrossSearch(record)
  expect(question).toEqual(EMPTY_CROSS)
  expect(problems.toSorted()).toEqual(
    ['q=x', 'kind=,', 'eerrors=no', 'efrom=soon', 'sort=title', '-q=abc', 'colour=red'].toSorted(),
  )
})

test('of a bound that is named twice the first one counts', () => {
  const { search: question, problems } = parseCrossSearch(parseSearch('?efrom=-1h&eto=today&efrom=-2h&eto=-1h'))
  expect([question.time, problems]).toEqual([{ from: '-1h', to: 'today' }, []])
})

test('a change leads back to the first page; clearing keeps the text', () => {
  const { search: question } = parseCrossSearch({ q: 'abc', tool: 'run', page: 'p' })
  expect(isCrossFiltered(question)).toBe(true)
  expect(withChange(question, { q: 'abcd' })).toEqual({ ...question, q: 'abcd', page: null })
  expect(withoutCrossFilters(question)).toEqual({ ...EMPTY_CROSS, q: 'abc' })
  expect(isCrossFiltered(withoutCrossFilters(question))).toBe(false)
})
