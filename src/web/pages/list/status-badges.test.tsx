// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { STATUSES } from '../../../contract/statuses.ts'
import { EMPTY_SEARCH } from '../../lib/list-search.ts'
import { parseListSearch, toListRecord } from '../../lib/search-params.ts'
import { StatusBadges } from './status-badges.tsx'

afterEach(cleanup)

const counts = {
  values: STATUSES.map((value) => ({ value, count: value === 'error' ? 12_345 : 0 })),
  distinct: 9,
  other_count: 0,
}
const known = { before: undefined, exact: true, hasFailed: false, rightAt: 0 }
const address = { search: EMPTY_SEARCH, problems: [], go: vi.fn() }
const names = () => within(screen.getByRole('group', { name: 'Status' })).getAllByRole('button')

test('nine toggles in their fixed order, named label then count', () => {
  render(<StatusBadges address={address} counts={counts} {...known} />)
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
})

test('a short number says the exact one when it is pointed at or has the focus, until Escape', () => {
  render(<StatusBadges address={address} counts={counts} {...known} />)
  const error = screen.getByRole('button', { name: 'Error 12.3k' })
  const exact = () => error.querySelector('[role=tooltip]')?.textContent ?? null
  expect(exact()).toBeNull()
  fireEvent.focus(error)
  expect(exact()).toBe('12,345')
  expect(error.getAttribute('aria-describedby')).toBe(error.querySelector('[role=tooltip]')?.id)
  fireEvent.keyDown(error, { key: 'Escape' })
  expect(exact()).toBeNull()
  fireEvent.pointerEnter(error)
  expect(exact()).toBe('12,345')
  fireEvent.pointerLeave(error)
  expect(exact()).toBeNull()
  const stuck = screen.getByRole('button', { name: 'Stuck 0' })
  fireEvent.focus(stuck)
  expect(stuck.querySelector('[role=tooltip]')).toBeNull()
})

test('numbers that could not be loaded are unknown, neither blank nor 0', () => {
  render(<StatusBadges address={address} counts={undefined} {...known} hasFailed rightAt={null} />)
  expect(screen.getByRole('button', { name: 'Error unknown' })).toBeTruthy()
  expect(names().filter((badge) => /\d/.test(badge.textContent ?? ''))).toEqual([])
})

test('after a failure the last numbers stay, marked, with their age', () => {
  const rightAt = Date.now() - 190_000
  render(<StatusBadges address={address} counts={counts} {...known} hasFailed rightAt={rightAt} />)
  const finished = screen.getByRole('button', { name: 'Finished 0' })
  expect(finished.textContent).toBe('Finished 0')
  expect(finished.querySelector('i svg')).toBeTruthy()
  fireEvent.focus(finished)
  expect(finished.querySelector('[role=tooltip]')?.textContent).toBe('3 min old')
})

test('what changed since the list was loaded stands beside the number, and is no part of its name', () => {
  const before = {
    ...counts,
    values: [
      { value: 'error', count: 12_342 },
      { value: 'stuck', count: 1 },
    ],
  }
  render(<StatusBadges address={address} counts={counts} {...known} before={before} />)
  const change = (name: string) => screen.getByRole('button', { name }).querySelector('i')?.dataset['change']
  expect([change('Error 12.3k'), change('Stuck 0'), change('Idle 0')]).toEqual(['+3', '−1', undefined])
  fireEvent.focus(screen.getByRole('button', { name: 'Error 12.3k' }))
  expect(screen.getByRole('tooltip', { hidden: true }).textContent).toBe('12,345, 3 more since the list was loaded')
})

test('before there are counts there are no zeros', () => {
  render(<StatusBadges address={address} counts={undefined} {...known} rightAt={null} />)
  expect(names().map((badge) => badge.textContent?.match(/\d/))).toEqual(STATUSES.map(() => null))
})

test('numbers of a source that is still being read are lower bounds', () => {
  render(<StatusBadges address={address} counts={counts} {...known} exact={false} />)
  expect(screen.getByRole('button', { name: 'Error 12.3k' }).textContent).toBe('Error ≥12.3k')
})

test('a badge toggles its status beside those that are chosen, back on page 1', () => {
  const go = vi.fn()
  const { search } = parseListSearch({ status: 'error', trigger: 'gui', page: 'abc' })
  render(<StatusBadges address={{ search, problems: [], go }} counts={counts} {...known} />)
  expect(screen.getByRole('button', { name: /^Error/, pressed: true })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /^Stuck/ }))
  fireEvent.click(screen.getByRole('button', { name: /^Error/ }))
  expect(go.mock.calls.map(([next]) => toListRecord(next))).toEqual([
    { status: 'error,stuck', trigger: 'gui' },
    { trigger: 'gui' },
  ])
})
