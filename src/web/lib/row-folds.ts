/** Rows [from, to) that are folded away. */
interface HiddenRows {
  readonly from: number
  readonly to: number
}

/** What a fold needs to know of a turn: its rows in the unfiltered transcript, numbered from 0. */
export interface FoldedTurn {
  readonly row: number
  readonly rows: number
  readonly last_message_row: number | null
}

/** The rows that are left, each at its place from 0. */
export interface ShownRows {
  readonly count: number
  readonly isHidden: (row: number) => boolean
  readonly rowAt: (place: number) => number
  /** Place of a row; of a hidden one that of the nearest before it that is shown. */
  readonly placeOf: (row: number) => number
}

/** What is left of `total` rows when these turns are folded: of each the message that begins it and its last one, as question and answer. */
export function shownRows(total: number, folded: readonly FoldedTurn[]): ShownRows {
  const hidden = folded
    .flatMap((turn) => hiddenRows(turn, total))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from)
  // Hidden rows before each range.
  const before = [0]
  for (const { from, to } of hidden) before.push((before.at(-1) ?? 0) + to - from)
  const hiddenBefore = (range: number) => before[range] ?? 0
  /** Number of ranges that begin at or before this row. */
  const rangesUpTo = (row: number) => countWhile(hidden, ({ from }) => from <= row)
  const isHidden = (row: number) => {
    const range = hidden[rangesUpTo(row) - 1]
    return range !== undefined && row < range.to
  }
  return {
    count: total - hiddenBefore(hidden.length),
    isHidden,
    rowAt: (place) => {
      // A range lies before a place when the rows that are shown before it are not more.
      const ranges = countWhile(hidden, ({ from }, at) => from - hiddenBefore(at) <= place)
      return place + hiddenBefore(ranges)
    },
    placeOf: (row) => {
      const ranges = rangesUpTo(row)
      return isHidden(row) ? (hidden[ranges - 1]?.from ?? 0) - hiddenBefore(ranges - 1) - 1 : row - hiddenBefore(ranges)
    },
  }
}

function hiddenRows({ row, rows, last_message_row: last }: FoldedTurn, total: number): readonly HiddenRows[] {
  // The turn may be known to go on before the rows are counted anew.
  const end = Math.min(row + rows, total)
  if (last === null || last <= row || last >= end) return [{ from: row + 1, to: end }]
  return [
    { from: row + 1, to: last },
    { from: last + 1, to: end },
  ]
}

/** How many of the first items hold; those that hold come first. */
function countWhile<T>(items: readonly T[], holds: (item: T, index: number) => boolean): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const item = items[middle]
    if (item !== undefined && holds(item, middle)) low = middle + 1
    else high = middle
  }
  return low
}
