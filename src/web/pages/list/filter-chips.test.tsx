// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { describeFilters } from '../../lib/filter-words.ts'
import type { ListSearch } from '../../lib/list-search.ts'
import { parseListSearch, toListRecord } from '../../lib/search-params.ts'
import { FilterChips } from './filter-chips.tsx'

afterEach(cleanup)

const go = vi.fn<(next: ListSearch) => void>()
const chipsOf = (search: ListSearch) => describeFilters(search, 0, 'utc')

/** The chips of an address, below a heading as on the page. */
function show(record: Readonly<Record<string, string>>) {
  go.mockReset()
  const { search } = parseListSearch(record)
  render(
    <div role="search">
      <h1 tabIndex={-1}>Conversations</h1>
      <FilterChips chips={chipsOf(search)} address={{ search, problems: [], go }} />
    </div>,
  )
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const asked = () => go.mock.calls.map(([next]) => toListRecord(next))
const names = () =>
  screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent)

test('each value goes away alone, and leaves the focus to the next one', () => {
  show({ trigger: 'gui,slack', '-model': 'a', page: 'x' })
  expect(names()).toEqual([
    'Remove filter: Trigger is GUI',
    'Remove filter: Trigger is Slack',
    'Remove filter: Model is not a',
    'Clear all',
  ])
  press('Remove filter: Trigger is Slack')
  expect(asked()).toEqual([{ trigger: 'gui', '-model': 'a' }])
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove filter: Model is not a')
  press('Remove filter: Model is not a')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove filter: Trigger is Slack')
})

test('the last one and "Clear all" leave the focus to the heading, and keep order and size', () => {
  show({ errors: 'true', sort: '-cost', size: '25' })
  press('Remove filter: Has errors')
  expect(document.activeElement?.tagName).toBe('H1')
  press('Clear all')
  expect(asked()).toEqual([
    { sort: '-cost', size: '25' },
    { sort: '-cost', size: '25' },
  ])
})

test('of many values three are shown until the others are asked for', () => {
  show({ branch: 'a,b,c,d,e' })
  expect(names()).toHaveLength(5)
  press('or 2 more')
  expect(names()).toEqual([
    ...['a', 'b', 'c', 'd', 'e'].map((value) => `Remove filter: Branch is ${value}`),
    'Clear all',
  ])
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove filter: Branch is c')
})

test('a long value is cut in its middle and whole in its title', () => {
  const model = 'litellm_proxy/claude-sonnet-4-5-20250929-thinking'
  show({ model })
  expect(screen.getByTitle(`Model is ${model}`).textContent).toBe('litellm_proxy/clau…20250929-thinking')
})

test('without filters there is nothing', () => {
  show({ sort: 'title' })
  expect(screen.queryByRole('button')).toBeNull()
})
