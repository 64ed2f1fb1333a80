import { afterEach, beforeEach, expect, test } from 'vitest'
import { CatalogueReader } from './catalogue-rows.ts'
import { openForReading } from './open.ts'
import { START_MS, anEvent, plantIndex, type PlantedIndex } from './planted-index.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

function read(revision: number, rows: number) {
  index.writer.flush()
  const database = openForReading(index.file)
  const found = [...new CatalogueReader(database, rows).changedAfter(revision)]
  database.close()
  return found
}

test.each([1, 2, 3, 4, 5])('every conversation comes once, %i at a time, in the order of their keys', (rows) => {
  for (const id of ['a', 'b', 'c', 'd']) index.plant(id, { title: id.toUpperCase() })
  const chunks = read(-1, rows)
  expect(chunks.flatMap(({ ids }) => ids)).toEqual(['a', 'b', 'c', 'd'])
  expect(chunks.every(({ ids }) => ids.length <= rows)).toBe(true)
  const revision = Number(index.writer.revision().split('.')[1])
  index.plant('b', { title: 'new' })
  expect(read(revision, rows).flatMap(({ shown }) => shown)).toEqual(['new'])
})

test('numbers are read as they are, and nothing is no zero', () => {
  const costs = [0.1 + 0.2, 1 / 3, 1.2e-9, 1e300, 0, -0.07, null]
  for (const [at, accumulatedCost] of costs.entries()) index.plant(`c${at}`, { accumulatedCost })
  index.plant('timed', {}, [
    anEvent(0),
    anEvent(1, { time: { microseconds: START_MS * 1000 + 123_456_789_012_345, zoned: true } }),
  ])
  const [rows] = read(-1, 100)
  expect(rows?.numbers.accumulated_cost).toEqual([...costs, null])
  expect(rows?.numbers.duration_seconds.at(-1)).toBe(index.reader().batch(['timed']).items[0]?.duration_seconds)
})

test('a text is read as it is', () => {
  const title = 'quotes " and \\ back\u2028slashes\n🙂 \ud800'
  index.plant('x', { title, tags: { ['__proto__']: 'a"b', repo: 'ü' }, selectedBranch: '"' })
  const [rows] = read(-1, 100)
  expect(rows?.shown).toEqual(['quotes " and \\ back\u2028slashes\n🙂 \ufffd'])
  expect(rows?.single.selected_branch).toEqual(['"'])
  expect(Object.entries(rows?.tags[0] ?? {})).toEqual([
    ['__proto__', 'a"b'],
    ['repo', 'ü'],
  ])
})
