import { expect, test } from 'vitest'
import { toColumns } from './columns.tsx'

test('a column is the same one whichever stand beside it, so that its cells and the focus in them stay', () => {
  const [title] = toColumns(['title'])
  expect(toColumns(['status', 'title', 'cost'])[1]).toBe(title)
})
