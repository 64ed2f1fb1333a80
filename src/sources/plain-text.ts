/** Terminal output and free text made plain: without escape codes, control characters and line breaks. */

// OSC (titles, links) up to BEL or ST, CSI (colours, cursor), character sets, and the remaining two-byte codes.
const ANSI =
  /\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[()*+][0-9A-Za-z]|\u001B[0-Z\\-~]/g
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g
// Begins where the text does: a search that begins at each of many blanks takes the square of their number.
const FROM_FIRST_WORD = /\S[^\r\n]*/

/** The text without ANSI escape codes; the text of a terminal link stays, its address goes. */
export function stripAnsi(text: string): string {
  return text.includes('\u001B') || text.includes('\u009B') ? text.replace(ANSI, '') : text
}

/** The first `length` UTF-16 units, never half a character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

/** The first line that is not blank, trimmed, without escape codes; null where there is none. Looks at 20,000 characters. */
export function firstLine(text: string | null): string | null {
  if (text === null) return null
  const line = FROM_FIRST_WORD.exec(stripAnsi(cutText(text, 20_000)))
  return line === null ? null : line[0].trim()
}

/** One line of at most 200 characters without control characters; null where nothing is left. */
export function toHeadline(text: string | null): string | null {
  if (text === null) return null
  const line = stripAnsi(cutText(text, 2_000)).replace(CONTROL, ' ').trim()
  return line === '' ? null : line.length > 200 ? `${cutText(line, 199)}…` : line
}
