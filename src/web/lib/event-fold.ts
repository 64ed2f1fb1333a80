/** What is shown at first: enough to read, little enough to draw at once. */
const FIRST = { lines: 20, letters: 8000 }
/** What is shown around a place where the searched text stands. */
const AROUND = { linesBefore: 5, linesAfter: 10, letters: 2000 }
/** A stretch that is drawn in one go, well within a frame. */
const PAGE = { lines: 50, letters: 10_000 }

/** The part of a text that is shown while it is folded. */
export interface Fold {
  readonly shown: string
  readonly shownLines: number
  readonly totalLines: number
  readonly isWhole: boolean
  /** Where the searched text stands first, if that is beyond what is shown. */
  readonly found: Excerpt | null
}

/** Some lines from the middle of a text. */
export interface Excerpt {
  readonly text: string
  /** Lines between this and what is shown before it. */
  readonly skippedLines: number
  readonly lines: number
}

/** Folds a text: its first 20 lines (8,000 letters), and the lines around the first `needle` if it lies behind. A last newline is no line. */
export function fold(text: string, needle = ''): Fold {
  const body = withoutLastNewline(text)
  const end = headEnd(body)
  const shown = body.slice(0, end)
  const shownLines = countLines(shown)
  const found = end === body.length || includesText(shown, needle) ? null : excerptAt(body, end, shownLines, needle)
  return { shown, shownLines, totalLines: countLines(body), isWhole: end === body.length, found }
}

/** A text in stretches of at most 50 lines and 10,000 letters; the newline between two of them is in neither. */
export function toPages(text: string): readonly string[] {
  const body = withoutLastNewline(text)
  const pages: string[] = []
  let start = 0
  while (start <= body.length) {
    const end = endOf(body, start, PAGE)
    pages.push(body.slice(start, end))
    start = body[end] === '\n' || end === body.length ? end + 1 : end
  }
  return pages
}

/** Whether a text holds another, case and escape codes for colours aside; an empty one is nowhere. */
export function includesText(text: string, needle: string): boolean {
  const wanted = toComparable(needle.trim())
  return wanted !== '' && toComparable(text).includes(wanted)
}

/** Number of lines; a last newline is none. */
export function countLines(text: string): number {
  const body = withoutLastNewline(text)
  if (body === '') return 0
  let lines = 1
  for (let at = body.indexOf('\n'); at !== -1; at = body.indexOf('\n', at + 1)) lines++
  return lines
}

const COLOURS = /\u001b\[[0-?]*m/g

/** As the index compares, but for the composition of letters. */
function toComparable(text: string): string {
  return text.replaceAll(COLOURS, '').toLowerCase().replaceAll('ς', 'σ')
}

function withoutLastNewline(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

function headEnd(text: string): number {
  return endOf(text, 0, FIRST)
}

/** Where a stretch from `start` ends: before a newline, or in the middle of an endless line. */
function endOf(text: string, start: number, most: { readonly lines: number; readonly letters: number }): number {
  let end = start - 1
  for (let line = 0; line < most.lines; line++) {
    const next = text.indexOf('\n', end + 1)
    const stop = next === -1 ? text.length : next
    if (stop - start > most.letters) return line === 0 ? start + most.letters : end
    if (next === -1) return text.length
    end = next
  }
  return end
}

/** The lines around the first place beyond `from` where the searched text stands; null where it stands nowhere. */
function excerptAt(text: string, from: number, linesBefore: number, needle: string): Excerpt | null {
  const hit = findLine(text, from, needle)
  if (hit === null) return null
  const start = Math.max(from, walk(text, hit, -AROUND.linesBefore), hit - AROUND.letters)
  const end = Math.min(walk(text, hit, AROUND.linesAfter), hit + AROUND.letters)
  const first = text[start] === '\n' ? start + 1 : start
  const excerpt = text.slice(first, end)
  return {
    text: excerpt,
    skippedLines: Math.max(0, countLines(text.slice(0, first)) - linesBefore),
    lines: countLines(excerpt),
  }
}

/** Where the searched text stands: its own place, or that of its line where colours stand between its letters. */
function findLine(text: string, from: number, needle: string): number | null {
  const wanted = needle.trim().toLowerCase()
  if (wanted === '') return null
  for (let start = from; start < text.length;) {
    const next = text.indexOf('\n', start)
    const end = next === -1 ? text.length : next
    const line = text.slice(start, end)
    if (includesText(line, needle)) return start + Math.max(0, line.toLowerCase().indexOf(wanted))
    start = end + 1
  }
  return null
}

/** The end (or, backwards, the newline before the beginning) of the line so many lines away. */
function walk(text: string, from: number, lines: number): number {
  let at = from
  if (lines < 0) {
    for (let left = -lines; left >= 0 && at > 0; left--) at = text.lastIndexOf('\n', at - 1)
    return Math.max(at, 0)
  }
  at = text.indexOf('\n', from)
  for (let left = lines; left > 0 && at !== -1; left--) at = text.indexOf('\n', at + 1)
  return at === -1 ? text.length : at
}
