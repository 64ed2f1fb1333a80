import { expect, test } from 'vitest'
import { chosenColumns, moveColumn, toggleColumn } from './column-choice.ts'
import { COLUMN_IDS, DEFAULT_COLUMNS } from './list-columns.ts'

test('a column comes back where it was, and the default columns are no choice', () => {
  const without = toggleColumn(DEFAULT_COLUMNS, 'trigger')
  expect(without).not.toContain('trigger')
  expect(toggleColumn(without, 'trigger')).toEqual(DEFAULT_COLUMNS)
  expect(toggleColumn(DEFAULT_COLUMNS, 'sandbox').at(-1)).toBe('sandbox')
  expect(chosenColumns(toggleColumn(without, 'trigger'))).toBeNull()
  expect(chosenColumns(without)).toBe(without)
  expect(COLUMN_IDS.reduce(toggleColumn, [])).toEqual(COLUMN_IDS)
})

test('a column moves to a place, at most to the ends', () => {
  expect(moveColumn(['cost', 'model', 'id'], 0, 1)).toEqual(['model', 'cost', 'id'])
  expect(moveColumn(['cost', 'model', 'id'], 2, 0)).toEqual(['id', 'cost', 'model'])
  expect(moveColumn(['cost', 'model'], 0, -1)).toEqual(['cost', 'model'])
  expect(moveColumn(['cost', 'model'], 0, 9)).toEqual(['model', 'cost'])
  expect(moveColumn(['cost', 'model'], 5, 0)).toEqual(['cost', 'model'])
})
