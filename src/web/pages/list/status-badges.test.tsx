// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { STATUSES } from '../../../contract/statuses.ts'
import { EMPTY_SEARCH, parseListSearch, toListRecord } from '../../lib/search-params.ts'
import { StatusBadges } from './status-badges.tsx'

afterEach(cleanup)

const counts = {
  values: STATUSES.map((value) => ({ value, count: value === 'error' ? 12_345 : 0 })),
  distinct: 9,
  other_count: 0,
}
const address = { search: EMPTY_SEARCH, problems: [], go: vi.fn() }
const names = () => within(screen.getByRole('group', { name: 'Status' })).getAllByRole('button')

test('nine toggles in their fixed order, named label then count', () => {
  render(<StatusBadges address={address} counts={counts} exact />)
  expect(names().map((badge) => badge.textContent)).toEqual([
    'Running 0',
    'Waiting for confirmation 0',
    'Error 12.3k',
    'Stuck 0',
    'Paused 0',
    'Idle 0',
    'Finished 0',
    'Deleting 0',
    'Unknown 0',
  ])
  expect(screen.getByRole('button', { name: 'Error 12.3k' }).title).toBe('12,345')
})

test('before there are counts there are no zeros', () => {
  render(<StatusBadges address={address} counts={undefined} exact />)
  expect(names().map((badge) => badge.textContent?.match(/\d/))).toEqual(STATUSES.map(() => null))
})

test('numbers of a source that is still being read are lower bounds', () => {
  render(<StatusBadges address={address} counts={counts} exact={false} />)
  expect(screen.getByRole('button', { name: 'Error 12.3k' }).textContent).toBe('Error ≥12.3k')
})

test('a badge toggles its status beside those that are chosen, back on page 1', () => {
  const go = vi.fn()
  const { search } = parseListSearch({ status: 'error', trigger: 'gui', page: 'abc' })
  render(<StatusBadges address={{ search, problems: [], go }} counts={counts} exact />)
  expect(screen.getByRole('button', { name: /^Error/, pressed: true })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /^Stuck/ }))
  fireEvent.click(screen.getByRole('button', { name: /^Error/ }))
  expect(go.mock.calls.map(([next]) => toListRecord(next))).toEqual([
    { status: 'error,stuck', trigger: 'gui' },
    { trigger: 'gui' },
  ])
})
