import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STATUSES } from '../../contract/statuses.ts'
import { EMPTY_SEARCH, VALUE_KEYS, type ListSearch } from './list-search.ts'
import { parseListSearch, toListRecord } from './search-params.ts'
import { parseSearch, stringifySearch } from './search-record.ts'
import { formatTypedQuery, parseTypedQuery } from './typed-query.ts'

const read = (text: string, base: ListSearch = EMPTY_SEARCH) => parseTypedQuery(text, 'UTC', base)
/** What a text comes to, as an address. */
const address = (text: string, base?: ListSearch) => {
  const { search, problems } = read(text, base)
  expect(problems).toEqual([])
  return stringifySearch(toListRecord(search))
}
const fromAddress = (search: string) => parseListSearch(parseSearch(search)).search

describe('what is typed is what would be clicked', () => {
  test.each([
    ['status:error repo:org/app -model:x flaky', '?-model=x&q=flaky&repo=org/app&status=error'],
    ['flaky status:error,stuck "two words"', '?q=flaky%20two%20words&status=error,stuck'],
    ['is:running repository:a/b', '?repo=a/b&status=running'],
    ['STATUS:Error status:waiting', '?status=error,waiting_for_confirmation'],
    ['trigger:(none) -trigger:Slack,GUI', '?-trigger=slack,gui&trigger=(none)'],
    ['trigger:"Suggested task" trigger:"GUI"', '?trigger=Suggested%20task,GUI'],
    ['tag:team:pay tag:"a b:c,d"', '?tag=team:pay,a%20b:c%252Cd'],
    ['title:"x y" -title:z', '?-title=z&title=x%20y'],
    ['title:a,b', '?title=a,b'],
    ['q:"status:error" -q:"a b"', '?-q=a%20b&q=status:error'],
    ['"status:error"', '?q=status:error'],
    ['errors:true', '?errors=true'],
    ['cost:>=1', '?cost=1..'],
    ['cost:>1 cost:<=5', '?cost=1.000001..5.000001'],
    ['cost:$1..5', '?cost=1..5'],
    ['cost:>0', '?cost=0.000001..'],
    ['duration:>=60', '?duration=60..'],
    ['duration:1m..2h', '?duration=60..7200'],
    ['updated:-24h', '?from=-24h'],
    ['from:-24h', '?from=-24h'],
    ['updated:today', '?from=today'],
    ['updated:2026-11-01', '?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z'],
    ['created:2026-11-01..', '?created_from=2026-11-01T00:00:00Z'],
    ['updated:2026-11-01..2026-11-30', '?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z'],
    ['updated:>2026-11-01', '?from=2026-11-02T00:00:00Z'],
    ['updated:<2026-11-01', '?to=2026-11-01T00:00:00Z'],
    ['from:2026-11-01 to:"2026-11-02 14:30"', '?from=2026-11-01T00:00:00Z&to=2026-11-02T14:30:00Z'],
    ['created_from:-7d created_to:-1d', '?created_from=-7d&created_to=-1d'],
    ['updated:-7d..-1d', '?from=-7d&to=-1d'],
  ])('%s', (text, expected) => expect(address(text)).toBe(expected))
})

describe('everything else is text, to the letter', () => {
  test.each([
    'flaky',
    'foo:bar',
    'status: failed',
    'at Title: the end',
    '"quoted"',
    'failed with "no such file" in it',
    ':\\path',
    '-x',
    'https://example.org/a?b=c',
    "it's (x OR y) * <b>",
    'sort:cost size:25',
    'constructor:1',
  ])('%s', (text) => expect(address(text)).toBe(stringifySearch({ q: text })))

  test('several words in quotes are those words, and one letter asks nothing', () => {
    expect(address('"two words"')).toBe('?q=two%20words')
    expect(address('x')).toBe('')
  })
})

test.each([
  ['status:failed', /“failed” is no status: it is one of running, .*unknown\.$/],
  ['status:error,', null],
  ['status:', /status: has no value/],
  ['flaky status:', /status: has no value/],
  ['cost:5', /cost:5: cost is a range of USD like/],
  ['cost:1..x', /cost is a range/],
  ['cost:..', /cost is a range/],
  ['cost:>5m', /cost is a range/],
  ['duration:long', /duration is a range like/],
  ['updated:yesterday', /updated is a time like today/],
  ['from:2026-02-31', /from is a time like/],
  ['to:2026-13-01', /to is a time like/],
  ['errors:maybe', /errors is true or false/],
  ['-errors:true', /errors cannot be excluded/],
  ['-cost:1..5', /cost cannot be excluded/],
  ['tag:team', /“team” is no tag: one is written key:value/],
  ['title:"x y', /no closing quote/],
  ['title:"x"y', /no closing quote/],
  ['title:a title:b', /there is another text for the same filter already/],
  ['foo q:bar', /there is another text/],
  ['-q:x', /a text has at least 2 characters/],
])('%s is named', (text, problem) => {
  const { problems } = read(text)
  if (problem === null) expect(problems).toEqual([])
  else expect(problems).toEqual([expect.stringMatching(problem)])
})

describe('onto filters that are there', () => {
  const base = fromAddress('?status=error&-repo=a/b&q=old&cost=1..5&from=-7d&to=-1d&sort=-cost&size=25&page=abc')

  test('values are added, also from the other side; page 1, the same order and size', () => {
    expect(address('status:stuck repo:a/b', base)).toBe(
      '?cost=1..5&from=-7d&repo=a/b&size=25&sort=-cost&status=error,stuck&to=-1d',
    )
    expect(address('-status:error status:idle', base)).toContain('&-status=error')
    expect(address('-status:error status:idle', base)).toContain('&status=idle&')
  })

  test('a range and a text take the place of the one there', () => {
    expect(address('cost:>=2 new', base)).toContain('?-repo=a/b&cost=2..&from=-7d&q=new&')
    expect(address('updated:-24h', base)).toBe('?-repo=a/b&cost=1..5&from=-24h&size=25&sort=-cost&status=error')
  })
})

describe('days and wall clocks are those of the displayed zone', () => {
  const updated = (text: string, timeZone: string) => {
    const { search, problems } = parseTypedQuery(`updated:${text}`, timeZone, EMPTY_SEARCH)
    return problems.length > 0 ? problems : search.updated
  }

  test('also where a day is shorter, or has no midnight', () => {
    expect(updated('2026-11-01', 'Europe/Berlin')).toEqual({ from: '2026-10-31T23:00:00Z', to: '2026-11-01T23:00:00Z' })
    expect(updated('2026-03-29', 'Europe/Berlin')).toEqual({ from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z' })
    // Clocks go forward at midnight: the day begins at one.
    expect(updated('2026-04-24', 'Africa/Cairo')).toEqual({ from: '2026-04-23T22:00:00Z', to: '2026-04-24T21:00:00Z' })
  })

  test('a time that clocks skip is not moved to another', () => {
    expect(updated('>=2026-03-29T01:59', 'Europe/Berlin')).toEqual({ from: '2026-03-29T00:59:00Z', to: null })
    expect(updated('>=2026-03-29T02:30', 'Europe/Berlin')).toEqual([expect.stringContaining('2026-03-29T02:30')])
  })
})

test.each([
  ['?-model=x&q=flaky&repo=org/app&status=error,stuck', 'status:error,stuck repo:org/app -model:x flaky'],
  ['?q=status:error', 'q:status:error'],
  ['?q=two%20words', 'two words'],
  ['?q=%22two%20words%22', 'q:"\\"two words\\""'],
  ['?q=%22quoted%22', '"quoted"'],
  ['?trigger=(none),a%252Cb,GUI', 'trigger:(none),"a,b","GUI"'],
  ['?cost=1.000001..5', 'cost:>1 cost:<5'],
  ['?cost=..5.000001', 'cost:<=5'],
  ['?cost=1..5&duration=60..', 'cost:1..5 duration:>=60'],
  ['?from=today&created_to=2026-11-02T00:00:00Z', 'updated:today created:..2026-11-01'],
  ['?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z', 'updated:2026-11-01'],
  ['?from=2026-11-01T10:30:00Z&to=2026-11-02T00:00:00%2B01:00', 'updated:2026-11-01T10:30..2026-11-02T00:00:00+01:00'],
  ['?title=a%0Ab&errors=false', 'title:"a\\nb" errors:false'],
])('%s as text', (search, text) => expect(formatTypedQuery(fromAddress(search), 'UTC')).toBe(text))

describe('one grammar, three faces', () => {
  const odd = fc.constantFrom(
    '(none)',
    'a,b',
    '-x',
    '"',
    '\\',
    '"a"',
    'a "b" c',
    'status:error',
    'key:value',
    '%2C',
    '..',
    '>1',
    'ß☃',
    '\n',
    ' ',
    'GUI',
    'running',
    'q:',
    'is: it',
    '"status:error"',
    "it's",
    '\u00a0',
    '\t',
    '🛒',
    'المجموع',
    '<b>&',
    '\\n',
    '..5',
  )
  const spiky = fc
    .oneof(
      odd,
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.array(odd, { maxLength: 4 }).map((all) => all.join(' ')),
    )
    .map((text) => text.trim())
  const text = fc.oneof(
    fc.constant(''),
    spiky.filter((each) => [...each].length > 1),
  )
  const value = spiky.filter((each) => each !== '')
  const choice = (each: fc.Arbitrary<string>) =>
    fc.record({
      include: fc.uniqueArray(each, { maxLength: 3 }),
      exclude: fc.uniqueArray(each, { maxLength: 3 }),
    })
  const bound = fc.option(
    fc.oneof(
      fc.nat(1000),
      fc.nat(100_000).map((n) => n / 100),
      fc.nat(5).map((n) => n + 1e-6),
      fc.nat(10_000).map((n) => n / 1e11),
    ),
  )
  const range = fc.record({ from: bound, to: bound })
  const moment = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const spelt = fc.option(
    fc.oneof(
      fc.constantFrom('today', '-24h', '-7d', '-30m', '-2w', '2026-11-22T14:00:00+01:00', '2026-11-22T14:00:00Z'),
      moment.map((at) => `${at.slice(0, 10)}T00:00:00Z`),
      moment,
    ),
  )
  const times = fc.record({ from: spelt, to: spelt })
  const search: fc.Arbitrary<ListSearch> = fc.record({
    values: fc.record({
      ...(Object.fromEntries(VALUE_KEYS.map((key) => [key, choice(value)])) as Record<
        (typeof VALUE_KEYS)[number],
        ReturnType<typeof choice>
      >), // one entry for each key, by construction
      status: choice(fc.constantFrom(...STATUSES)),
      tag: choice(
        fc.oneof(
          fc.constant('(none)'),
          fc.tuple(spiky, spiky).map(([key, tag]) => `${key}:${tag}`),
        ),
      ),
    }),
    q: text,
    notQ: text,
    title: text,
    notTitle: text,
    errors: fc.option(fc.boolean()),
    cost: range,
    duration: range,
    updated: times,
    created: times,
    sort: fc.constant(EMPTY_SEARCH.sort),
    size: fc.constant(EMPTY_SEARCH.size),
    page: fc.constant(null),
    view: fc.constant(null),
    columns: fc.constant(null),
    peek: fc.constant(null),
  })
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Africa/Cairo', 'Australia/Lord_Howe')

  test('question → text → question', () => {
    fc.assert(
      fc.property(search, zone, (question, where) => {
        const typed = formatTypedQuery(question, where)
        // An input of one line would drop them.
        expect(typed).not.toMatch(/[\r\n]/)
        const { search: back, problems } = parseTypedQuery(typed, where, EMPTY_SEARCH)
        expect(problems).toEqual([])
        expect(back).toEqual(question)
      }),
      { numRuns: 500 },
    )
  })

  test('address → question → text → question → address', () => {
    fc.assert(
      fc.property(search, zone, (question, where) => {
        const first = stringifySearch(toListRecord(question))
        const typed = formatTypedQuery(fromAddress(first), where)
        expect(stringifySearch(toListRecord(parseTypedQuery(typed, where, EMPTY_SEARCH).search))).toBe(first)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing that is typed makes it fail, and without filters nothing is lost', () => {
    fc.assert(
      fc.property(spiky, zone, (typed, where) => {
        const { search: found, problems, hasFilters } = parseTypedQuery(typed, where, EMPTY_SEARCH)
        if (hasFilters) return
        expect(problems).toEqual([])
        expect([typed, typed.slice(1, -1).trim(), '']).toContain(found.q)
      }),
    )
  })
})
