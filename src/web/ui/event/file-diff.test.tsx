// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileDiff } from './file-diff.tsx'
import { FoundText } from './found-text.ts'

afterEach(cleanup)
beforeEach(() => localStorage.clear())

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)
const before = lines(200).join('\n')
const after = lines(200)
  .map((line) => (line === 'line 120' ? 'changed' : line))
  .join('\n')
const change = { path: '/p/a.ts', before, after, isWhole: true, patch: null }

const box = () => screen.getByRole('group', { name: 'Changes to /p/a.ts' })

test('a change has numbers for both files; the whole file comes on demand', async () => {
  render(<FileDiff change={change} />)
  screen.getByText('+1 −1')
  const cells = within(within(box()).getByText('changed').closest('tr') ?? box()).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent)).toEqual(['', '120', '+', 'changed'])
  expect(box().textContent).not.toContain('line 50')
  fireEvent.click(screen.getByRole('button', { name: 'Whole file' }))
  await waitFor(() => expect(box().textContent).toContain('line 50'))
  fireEvent.click(screen.getByRole('button', { name: 'Changes only' }))
  await waitFor(() => expect(box().textContent).not.toContain('line 50'))
})

test('the choice of one or two columns is remembered', () => {
  const { unmount } = render(<FileDiff change={change} />)
  fireEvent.click(screen.getByRole('button', { name: 'Split' }))
  const row = within(box()).getByText('changed').closest('tr') ?? box()
  expect([...row.querySelectorAll('del, ins')].map((one) => one.textContent)).toEqual(['line 120', 'changed'])
  unmount()
  render(<FileDiff change={change} />)
  fireEvent.click(screen.getByRole('button', { name: 'Unified' }))
})

test('a line that did not change is shown where it is searched for', () => {
  const { rerender } = render(<FileDiff change={change} />)
  expect(box().textContent).not.toContain('line 187')
  rerender(
    <FoundText value="line 187">
      <FileDiff change={change} />
    </FoundText>,
  )
  expect(box().textContent).toContain('line 187')
  expect(box().textContent).not.toContain('line 100')
})

test('of a part of a file nobody knows the numbers', () => {
  render(<FileDiff change={{ ...change, before: 'one', after: 'two', isWhole: false }} />)
  const row = within(box()).getByText('two').closest('tr') ?? box()
  expect(within(row).getAllByRole('cell')).toHaveLength(2)
  expect(screen.queryByRole('button', { name: 'Whole file' })).toBeNull()
})

test('texts that share nothing are both there', async () => {
  const other = { ...change, before: lines(3000).join('\n'), after: lines(3000).join('!\n') }
  render(<FileDiff change={other} />)
  await screen.findByText(/rewritten/, undefined, { timeout: 15_000 })
  expect(screen.getByRole('group', { name: 'Old content', hidden: true }).textContent).toContain('line 1')
})
