import { expect, test } from 'vitest'
import { COLUMN_IDS, COLUMN_LABELS, PINNED_COLUMNS, readColumns, writeColumns } from './list-columns.ts'

test('columns of an address keep their order; doubles and pinned ones are left out', () => {
  expect(readColumns(['cost', 'status', 'model', 'cost'])).toEqual({ columns: ['cost', 'model'], unknown: [] })
})

test('words that name no column are told apart', () => {
  expect(readColumns(['cost', 'colour'])).toEqual({ columns: ['cost'], unknown: ['colour'] })
  expect(readColumns(['colour', 'toString'])).toEqual({ columns: null, unknown: ['colour', 'toString'] })
})

test('no column but the pinned ones is a choice too', () => {
  expect(writeColumns([])).toBe('status,title')
  expect(readColumns(writeColumns([]).split(',')).columns).toEqual([])
})

test('every column has a name of its own', () => {
  const labels = [...PINNED_COLUMNS, ...COLUMN_IDS].map((id) => COLUMN_LABELS[id])
  expect(new Set(labels).size).toBe(labels.length)
})
