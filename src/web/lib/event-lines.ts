import type { DiffRow } from './event-diff.ts'
import { includesText } from './event-fold.ts'

/** Rows that are drawn in one go. */
const PAGE_ROWS = 50
const AROUND_ROWS = 6

/** Lines of a file, as an editor's tool prints them (`cat -n`). */
export interface NumberedText {
  /** What the tool says before and after. */
  readonly intro: string
  readonly outro: string
  readonly rows: readonly DiffRow[]
}

const NUMBERED = /^\s*(\d+)(?:\t|→|\| ?)(.*)$/s

/** Reads an answer that numbers the lines of a file; null where fewer than half of its lines are such. */
export function readNumbered(text: string): NumberedText | null {
  const lines = text.replace(/\n$/, '').split('\n')
  const isNumbered = lines.map((line) => NUMBERED.test(line))
  const first = isNumbered.indexOf(true)
  const last = isNumbered.lastIndexOf(true)
  const middle = isNumbered.slice(first, last + 1)
  if (first === -1 || middle.filter(Boolean).length * 2 < lines.length || middle.includes(false)) return null
  const rows = lines.slice(first, last + 1).map((line) => {
    const [, number, rest = ''] = NUMBERED.exec(line) ?? []
    return toRow(rest, Number(number))
  })
  return { intro: lines.slice(0, first).join('\n'), outro: lines.slice(last + 1).join('\n'), rows }
}

/** Lines of a text with their numbers. */
export function toFileRows(text: string, firstLine = 1): readonly DiffRow[] {
  if (text === '') return []
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, at) => toRow(line, firstLine + at))
}

function toRow(text: string, line: number): DiffRow {
  return { type: 'same', oldLine: line, newLine: line, text }
}

/** The texts of rows, line by line. */
export function rowsText(rows: readonly DiffRow[]): string {
  return rows.map((row) => (row.type === 'skip' ? '⋯' : row.text)).join('\n')
}

/** Rows in pages of at most 50. */
export function toRowPages<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / PAGE_ROWS) }, (_, page) =>
    rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS),
  )
}

/**
 * What is shown of rows while they are folded: the first, and those around the first that holds `needle`, with a mark between.
 */
export function foldRows(rows: readonly DiffRow[], most: number, needle: string): readonly DiffRow[] {
  const head = rows.slice(0, most)
  const at = needle.trim() === '' ? -1 : rows.findIndex((row) => row.type !== 'skip' && includesText(row.text, needle))
  if (at < most) return head
  const start = Math.max(most, at - AROUND_ROWS)
  const skipped = start - most
  return [
    ...head,
    ...(skipped > 0 ? [{ type: 'skip' as const, lines: skipped }] : []),
    ...rows.slice(start, at + AROUND_ROWS),
  ]
}
