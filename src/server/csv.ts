/** A value of a CSV line: text, a number, or null for unknown. */
export type Cell = string | number | null

/** Characters with which a spreadsheet begins a formula, their wide forms too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * One line of CSV (RFC 4180). Text is always quoted and, where a spreadsheet would take it for a formula, has an apostrophe before
 * it (OWASP, "CSV Injection"): what an agent wrote may have been written to be opened in one. Null is empty.
 */
export function toCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

function toCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return `"${safe.toWellFormed().replaceAll('"', '""')}"`
}
