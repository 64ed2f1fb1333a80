import { array, assert, boolean, integer, nat, option, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { shownRows, type FoldedTurn } from './row-folds.ts'

const turn = (row: number, rows: number, last: number | null): FoldedTurn => ({ row, rows, last_message_row: last })

test('a folded turn leaves its first message and its last', () => {
  const shown = shownRows(10, [turn(2, 6, 6)])
  expect(Array.from({ length: shown.count }, (_, place) => shown.rowAt(place))).toEqual([0, 1, 2, 6, 8, 9])
  expect(shown.isHidden(4)).toBe(true)
  expect(shown.isHidden(6)).toBe(false)
})

test('a turn without an answer leaves its first message', () => {
  const rowsOf = (last: number | null) => {
    const shown = shownRows(5, [turn(1, 4, last)])
    return Array.from({ length: shown.count }, (_, place) => shown.rowAt(place))
  }
  expect(rowsOf(1)).toEqual([0, 1])
  expect(rowsOf(null)).toEqual([0, 1])
})

/** Turns one after the other, some of them folded. */
const turns = array(record({ rows: integer({ min: 1, max: 9 }), last: option(nat(8)), isFolded: boolean() }), {
  maxLength: 12,
}).map((list) => {
  let row = 0
  return list.map(({ rows, last, isFolded }) => {
    const begins = row
    row += rows
    return { ...turn(begins, rows, last === null ? null : begins + Math.min(last, rows - 1)), isFolded }
  })
})

test('places and rows belong together, whatever is folded', () => {
  assert(
    property(turns, nat(5), (all, after) => {
      const total = all.reduce((sum, { rows }) => sum + rows, 0) + after
      const shown = shownRows(
        total,
        all.filter(({ isFolded }) => isFolded),
      )
      const hides = (row: number) =>
        all.some((one) => one.isFolded && row > one.row && row < one.row + one.rows && row !== one.last_message_row)
      const left = Array.from({ length: total }, (_, row) => row).filter((row) => !hides(row))
      expect(Array.from({ length: shown.count }, (_, place) => shown.rowAt(place))).toEqual(left)
      for (let row = 0; row < total; row++) {
        expect(shown.isHidden(row)).toBe(hides(row))
        expect(shown.placeOf(row)).toBe(left.filter((one) => one <= row).length - 1)
      }
    }),
  )
})

test('of a turn that is longer than the rows that were counted no more are hidden than there are', () => {
  const rowsOf = (total: number) => {
    const shown = shownRows(total, [turn(1, 6, 6)])
    return Array.from({ length: shown.count }, (_, place) => shown.rowAt(place))
  }
  expect(rowsOf(8)).toEqual([0, 1, 6, 7])
  expect(rowsOf(4)).toEqual([0, 1])
})
