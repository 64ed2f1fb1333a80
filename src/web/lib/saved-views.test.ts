import { expect, test } from 'vitest'
import {
  ALL_CONVERSATIONS,
  BUILT_IN_VIEWS,
  LONGEST_NAME,
  MOST_VIEWS,
  applyView,
  findView,
  formatViews,
  isModified,
  nameProblem,
  parseViews,
  slugOf,
  toViewQuery,
} from './saved-views.ts'
import { EMPTY_SEARCH } from './list-search.ts'
import { parseListSearch, toListRecord } from './search-params.ts'
import { parseSearch, stringifySearch } from './search-record.ts'

const fromAddress = (search: string) => parseListSearch(parseSearch(search)).search
const toAddress = (search: ReturnType<typeof fromAddress>) => stringifySearch(toListRecord(search))
const OWN = [{ name: 'My flaky runs', query: '?q=flaky&sort=-cost' }]

test('views that everybody has say what the address says', () => {
  for (const view of BUILT_IN_VIEWS) {
    expect(parseListSearch(parseSearch(view.query)).problems).toEqual([])
    expect(toViewQuery(applyView(view, EMPTY_SEARCH))).toBe(view.query)
  }
})

test.each([
  ['Needs attention', 'needs-attention'],
  ['  Mine: 50% "new" ', 'mine-50-new'],
  ['Größe ٤٢', 'größe-٤٢'],
  ['🛒', '🛒'],
])('%s is %s in the address', (name, slug) => expect(slugOf(name)).toBe(slug))

test('a view is found by its name or its slug', () => {
  expect(findView(OWN, null)).toBe(ALL_CONVERSATIONS)
  expect(findView(OWN, 'my-flaky-runs')).toBe(OWN[0])
  expect(findView(OWN, 'My flaky runs')).toBe(OWN[0])
  expect(findView(OWN, 'running')?.name).toBe('Running')
  expect(findView(OWN, 'theirs')).toBeUndefined()
})

test('a view in use stands in the address with its filters, on page 1, as many rows as before', () => {
  const before = fromAddress('?status=idle&size=25&page=abc&view=running')
  const [mine = ALL_CONVERSATIONS] = OWN
  expect(toAddress(applyView(mine, before))).toBe('?q=flaky&size=25&sort=-cost&view=my-flaky-runs')
  expect(toAddress(applyView(ALL_CONVERSATIONS, before))).toBe('?size=25')
})

test('filters and order modify a view; page, rows, and the order of choosing do not', () => {
  const [, attention = ALL_CONVERSATIONS] = BUILT_IN_VIEWS
  const modified = (search: string) => isModified(attention, fromAddress(search))
  expect(modified('?status=waiting_for_confirmation,error,stuck&size=25&page=abc&peek=a0&view=needs-attention')).toBe(
    false,
  )
  expect(modified('?status=error,stuck')).toBe(true)
  expect(modified('?status=error,stuck,waiting_for_confirmation&sort=title')).toBe(true)
  expect(modified('')).toBe(true)
  expect(isModified(ALL_CONVERSATIONS, fromAddress('?view=running'))).toBe(false)
})

test('a view that names filters of another time keeps those that are known', () => {
  expect(toViewQuery(applyView({ name: 'Old', query: '?status=error,gone&shape=round' }, EMPTY_SEARCH))).toBe(
    '?status=error',
  )
})

test('names are short, not empty, and each is there once', () => {
  expect(nameProblem(' ', OWN)).toMatch(/needs a name/)
  expect(nameProblem('x'.repeat(LONGEST_NAME + 1), OWN)).toMatch(/at most 60/)
  expect(nameProblem('my FLAKY runs!', OWN)).toBe('There is a view “My flaky runs” already.')
  expect(nameProblem('running', OWN)).toBe('There is a view “Running” already.')
  expect(nameProblem('My FLAKY runs', OWN, OWN[0])).toBeNull()
  expect(nameProblem('Others', OWN)).toBeNull()
})

test('what is written is read again', () => {
  expect(parseViews(formatViews(OWN))).toEqual(OWN)
})

test.each([
  [null, 0],
  ['', 0],
  ['{"version":1,"vi', 0],
  ['[]', 0],
  ['null', 0],
  ['{"version":2,"views":[{"name":"a","query":""}]}', 0],
  ['{"version":1,"views":{"name":"a"}}', 0],
  ['{"version":1,"views":[1,null,{},{"name":1,"query":""},{"name":"a"},{"name":" kept ","query":"?q=x"}]}', 1],
  [
    '{"version":1,"views":[{"name":"Kept","query":""},{"name":"kept","query":"?q=x"},{"name":"Running","query":""}]}',
    1,
  ],
])('%s in the storage breaks nothing', (text, count) => {
  const views = parseViews(text)
  expect(views).toHaveLength(count)
  for (const { name } of views) expect(name.toLowerCase()).toBe('kept')
})

test('more than fifty are cut', () => {
  const many = Array.from({ length: MOST_VIEWS + 5 }, (_, index) => ({ name: `View ${index}`, query: '' }))
  expect(parseViews(formatViews(many))).toHaveLength(MOST_VIEWS)
})
