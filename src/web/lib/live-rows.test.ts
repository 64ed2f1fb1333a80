import { expect, test } from 'vitest'
import { countNew, passesChoices, type MatchFields } from './live-rows.ts'
import { parseListSearch } from './search-params.ts'

test('rows above one that is shown are new; rows that came up from below are not', () => {
  expect(countNew(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(0)
  expect(countNew(['a', 'b', 'c'], ['x', 'a', 'b'])).toBe(1)
  expect(countNew(['a', 'b', 'c'], ['a', 'x', 'y', 'c'])).toBe(2)
  expect(countNew(['a', 'b', 'c'], ['a', 'c', 'z'])).toBe(0)
  expect(countNew(['a', 'b'], ['x', 'y'])).toBe(2)
  expect(countNew([], ['x', 'y'])).toBe(2)
  expect(countNew(['b', 'a'], ['a', 'b'])).toBe(0)
})

const row: MatchFields = {
  status: 'error',
  trigger: null,
  selected_repository: 'octo/shop',
  selected_branch: null,
  llm_model: 'm',
  git_provider: null,
  parent_conversation_id: null,
  tags: { team: 'pay' },
  sources: [{ source: 'cli' }, { source: 'server' }],
  error_count: 1,
}
const passes = (record: Record<string, string>) => passesChoices(row, parseListSearch(record).search)

test('filters with values are judged as the index does', () => {
  expect(passes({})).toBe(true)
  expect(passes({ status: 'stuck,error' })).toBe(true)
  expect(passes({ status: 'stuck' })).toBe(false)
  expect(passes({ '-status': 'error' })).toBe(false)
  expect(passes({ trigger: '(none)' })).toBe(true)
  expect(passes({ trigger: 'gui' })).toBe(false)
  expect(passes({ source: 'server', tag: 'team:pay', repo: 'octo/shop' })).toBe(true)
  expect(passes({ '-trigger': 'gui' })).toBe(true)
  expect(passes({ errors: 'true' })).toBe(true)
  expect(passes({ errors: 'false' })).toBe(false)
})
