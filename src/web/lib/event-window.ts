/** Rows of one request: the most that the server gives. */
export const PAGE_ROWS = 100

/** Numbers of the pages that hold these rows (0-based) of `total`, ascending, each once; rows beyond the ends need none. */
export function pagesFor(rows: readonly number[], total: number): readonly number[] {
  const pages = rows.filter((row) => row >= 0 && row < total).map((row) => placeOf(row).page)
  return [...new Set(pages)].toSorted((a, b) => a - b)
}

/** Page and place in it of a row. */
export function placeOf(row: number): { readonly page: number; readonly index: number } {
  return { page: Math.floor(row / PAGE_ROWS), index: row % PAGE_ROWS }
}

/** Number of the last page of `total` rows; 0 where there are none. */
export function lastPage(total: number): number {
  return Math.max(0, Math.ceil(total / PAGE_ROWS) - 1)
}

/** A row, and its number from 0 among those that were searched. */
interface Found<Row> {
  readonly row: Row
  readonly index: number
}

/**
 * Among `count` rows in ascending `seq`, read page by page, the first after `seq` (`step` 1) or the last before it (-1);
 * null where there is none. A binary search: about log2(count / 100) requests.
 */
export async function rowBeside<Row extends { readonly seq: number }>(
  count: number,
  seq: number,
  step: 1 | -1,
  readPage: (page: number) => Promise<readonly Row[]>,
): Promise<Found<Row> | null> {
  const isBeyond = (row: Row) => (step === 1 ? row.seq > seq : row.seq >= seq)
  let low = 0
  let high = lastPage(count)
  // The first page whose last row is beyond: the border between "before" and "beyond" lies in it, or at its start.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const last = (await readPage(middle)).at(-1)
    if (last === undefined || isBeyond(last)) high = middle
    else low = middle + 1
  }
  const rows = await readPage(low)
  const found = rows.findIndex(isBeyond)
  const border = found === -1 ? rows.length : found
  const index = low * PAGE_ROWS + (step === 1 ? border : border - 1)
  if (index < 0) return null
  const row = index < low * PAGE_ROWS ? (await readPage(low - 1)).at(-1) : rows[index - low * PAGE_ROWS]
  return row === undefined ? null : { row, index }
}
