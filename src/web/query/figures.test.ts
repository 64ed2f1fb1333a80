import { expect, test } from 'vitest'
import { parseListSearch } from '../lib/search-params.ts'
import { parseSearch } from '../lib/search-record.ts'
import { conversationHistogram, exportAddress, filterHash } from './figures.ts'

const searchOf = (address: string) => parseListSearch(parseSearch(address)).search

test('figures are of a filter: another page, order or size asks nothing, another filter or revision does', () => {
  const key = (address: string, revision: string) => conversationHistogram(searchOf(address), 'UTC', revision).queryKey
  expect(key('?status=error&page=x&sort=title&size=25', 'a.1')).toEqual(key('?status=error', 'a.1'))
  expect(key('?status=error', 'a.2')).not.toEqual(key('?status=error', 'a.1'))
  expect(key('?status=stuck', 'a.1')).not.toEqual(key('?status=error', 'a.1'))
  expect(filterHash(searchOf('?status=error&page=x'), 'UTC')).toBe(filterHash(searchOf('?status=error'), 'UTC'))
  expect(filterHash(searchOf('?status=error'), 'UTC')).not.toBe(filterHash(searchOf('?status=stuck'), 'UTC'))
})

test('the address of an export has every filter, values that need it encoded, and neither page nor order', () => {
  const address = exportAddress(
    searchOf('?status=error,stuck&-repo=octo/a%252Cb&q=a%26b&from=today&sort=title&page=x'),
    'Europe/Berlin',
    'csv',
  )
  expect(address).toBe(
    '/api/conversations/export?format=csv&status=error&status=stuck&-selected_repository=octo%2Fa%2Cb' +
      '&text=a%26b&updated_at__gte=today&time_zone=Europe%2FBerlin',
  )
})
