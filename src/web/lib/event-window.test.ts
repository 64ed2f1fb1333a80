import { expect, test } from 'vitest'
import { lastPage, pagesFor, placeOf, rowBeside } from './event-window.ts'

test('only the pages of the rows that are shown are asked for, each once', () => {
  expect(pagesFor([0, 1, 30], 100_000)).toEqual([0])
  expect(pagesFor([95, 99, 100, 110], 100_000)).toEqual([0, 1])
  expect(pagesFor([70_000, 5, 70_001], 100_000)).toEqual([0, 700])
  expect(pagesFor([-1, 0, 1, 2], 2)).toEqual([0])
  expect(pagesFor([0], 0)).toEqual([])
})

test('a row has its page and its place there', () => {
  expect(placeOf(0)).toEqual({ page: 0, index: 0 })
  expect(placeOf(250)).toEqual({ page: 2, index: 50 })
})

test('the last page of a full page is that page', () => {
  expect([0, 1, 100, 101].map(lastPage)).toEqual([0, 0, 0, 1])
})

const SEQS = Array.from({ length: 1050 }, (_, index) => ({ seq: index * 3 }))
const readPage = (asked: number[]) => async (page: number) => {
  asked.push(page)
  return SEQS.slice(page * 100, page * 100 + 100)
}

test('next and previous agree with a walk over all rows, over page borders too', async () => {
  for (const seq of [-1, 0, 1, 297, 298, 299, 300, 301, 1500, 3147, 4000]) {
    const next = await rowBeside(SEQS.length, seq, 1, readPage([]))
    const previous = await rowBeside(SEQS.length, seq, -1, readPage([]))
    const [after, before] = [SEQS.findIndex((row) => row.seq > seq), SEQS.findLastIndex((row) => row.seq < seq)]
    expect(next).toEqual(after === -1 ? null : { row: SEQS[after], index: after })
    expect(previous).toEqual(before === -1 ? null : { row: SEQS[before], index: before })
  }
})

test('a few pages are read, not all', async () => {
  const asked: number[] = []
  await rowBeside(SEQS.length, 1500, -1, readPage(asked))
  expect(new Set(asked).size).toBeLessThanOrEqual(5)
})

test('of no rows there is none beside', async () => {
  expect(await rowBeside(0, 5, 1, async () => [])).toBeNull()
  expect(await rowBeside(0, 5, -1, async () => [])).toBeNull()
})
