import { expect, test } from 'vitest'
import { DEFAULT_LAYOUT, toTableLayout, writeTableLayout, type TableLayout } from './table-layout.ts'

test('what was stored comes back', () => {
  const layout: TableLayout = { columns: ['cost', 'model'], widths: { title: 420, cost: 64 }, density: 'compact' }
  expect(toTableLayout(writeTableLayout(layout))).toEqual(layout)
  expect(toTableLayout(writeTableLayout(DEFAULT_LAYOUT))).toEqual(DEFAULT_LAYOUT)
})

test.each([
  null,
  '',
  '{"version":1,"columns":["cost"',
  'null',
  '[]',
  '7',
  '"cost"',
  '{}',
  '{"version":2,"columns":["cost"]}',
  '{"version":1,"columns":"cost","widths":[1],"density":"tiny"}',
  '{"version":1,"columns":null,"widths":null,"density":null}',
])('%s is the default', (text) => {
  expect(toTableLayout(text)).toEqual(DEFAULT_LAYOUT)
})

test('foreign parts are left out, the others stay', () => {
  const text = JSON.stringify({
    version: 1,
    columns: ['cost', 'colour', 'title', 7, 'cost', null, 'model'],
    widths: { cost: 3, model: 1e9, title: '200', id: null, colour: 90, toString: 90, updated: 100.4 },
    density: 'comfortable',
    other: true,
  })
  expect(toTableLayout(text)).toEqual({
    columns: ['cost', 'model'],
    widths: { cost: 64, model: 1200, updated: 100 },
    density: 'comfortable',
  })
})
