import { expect, test } from 'vitest'
import { COLUMN_IDS, DEFAULT_COLUMNS } from './list-columns.ts'
import { arrangeTable } from './table-arrangement.ts'

const WIDE = 1392
const shown = (...[columns, widths, room]: Parameters<typeof arrangeTable>) => [
  ...arrangeTable(columns, widths, room).widths.keys(),
]

test('the default columns, the title taking what the others leave', () => {
  const { widths, isScrolling } = arrangeTable(null, {}, WIDE)
  expect([...widths.keys()]).toEqual(['status', 'title', ...DEFAULT_COLUMNS])
  expect(widths.get('title')).toBeNull()
  expect(isScrolling).toBe(false)
})

test('default columns give way one after the other, and never make the table scroll in a window of 768 pixels', () => {
  let before = shown(null, {}, WIDE)
  for (let room = WIDE; room >= 742; room--) {
    const { isScrolling } = arrangeTable(null, {}, room)
    expect({ room, isScrolling }).toEqual({ room, isScrolling: false })
    const columns = shown(null, {}, room)
    expect(before).toEqual(expect.arrayContaining(columns))
    before = columns
  }
  expect(before).toEqual(['status', 'title', 'repository', 'events', 'updated'])
})

test('columns that were chosen are shown in any room, in their order', () => {
  const { isScrolling, widths } = arrangeTable(COLUMN_IDS.toReversed(), {}, 800)
  expect([...widths.keys()]).toEqual(['status', 'title', ...COLUMN_IDS.toReversed()])
  expect(isScrolling).toBe(true)
  expect(widths.get('title')).toBe(300)
})

test('before the room is known, everything fits', () => {
  expect(arrangeTable(COLUMN_IDS, {}, null).isScrolling).toBe(false)
})

test('a width that was chosen counts, that of the title too', () => {
  const { widths, isScrolling } = arrangeTable(['cost'], { cost: 300, title: 900 }, 1200)
  expect([...widths.values()]).toEqual([206, 900, 300])
  expect(isScrolling).toBe(true)
})

test('a column that grows drives no other out', () => {
  expect(shown(null, { repository: 900 }, 1232)).toEqual(shown(null, {}, 1232))
  expect(arrangeTable(null, { repository: 900 }, 1232).isScrolling).toBe(true)
})

test('a title so wide that nothing else would be in sight is not pinned', () => {
  expect(arrangeTable(COLUMN_IDS, {}, 1000).pinsTitle).toBe(true)
  expect(arrangeTable(COLUMN_IDS, { title: 700 }, 1000).pinsTitle).toBe(false)
})
