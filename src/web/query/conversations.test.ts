import { expect, test } from 'vitest'
import { parseListSearch } from '../lib/search-params.ts'
import { parseSearch } from '../lib/search-record.ts'
import { toFilterQuery, toSortOrder } from './conversations.ts'
import { isNewer } from './revision.ts'

const searchOf = (address: string) => parseListSearch(parseSearch(address)).search

test('an address becomes the parameters of the contract', () => {
  const search = searchOf(
    '?status=error,stuck&-repo=octo/shop&branch=main&-model=m&provider=github&source=cli&tag=a:b&parent=(none)&trigger=(none)' +
      '&q=flaky&title=mail&errors=true&cost=1..5&duration=60..&from=today&created_to=2026-11-22T00:00:00Z&sort=-cost&page=x',
  )
  expect(toFilterQuery(search, 'Europe/Berlin')).toEqual({
    status: ['error', 'stuck'],
    '-selected_repository': ['octo/shop'],
    selected_branch: ['main'],
    '-llm_model': ['m'],
    git_provider: ['github'],
    source: ['cli'],
    tag: ['a:b'],
    parent_conversation_id: ['(none)'],
    trigger: ['(none)'],
    text: ['flaky'],
    title: ['mail'],
    has_errors: ['true'],
    accumulated_cost__gte: 1,
    accumulated_cost__lt: 5,
    duration_seconds__gte: 60,
    updated_at__gte: 'today',
    created_at__lt: '2026-11-22T00:00:00Z',
    time_zone: 'Europe/Berlin',
  })
  expect(toSortOrder(search)).toBe('ACCUMULATED_COST_DESC')
})

test('what is not asked is not sent, the zone only where a day has to be one of it', () => {
  expect(toFilterQuery(searchOf(''), 'Europe/Berlin')).toEqual({})
  expect(toFilterQuery(searchOf('?from=-24h'), 'Europe/Berlin')).toEqual({ updated_at__gte: '-24h' })
  expect(toSortOrder(searchOf('?sort=title'))).toBe('TITLE')
})

test('only revisions of one generation are ordered', () => {
  expect(isNewer('a.10', 'a.9')).toBe(true)
  expect(isNewer('a.9', 'a.10')).toBe(false)
  expect(isNewer('a.9', 'a.9')).toBe(false)
  expect(isNewer('b.1', 'a.9')).toBe(true)
  expect(isNewer(null, 'a.9')).toBe(false)
  expect(isNewer('a.1', null)).toBe(true)
})
