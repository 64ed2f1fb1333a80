/** What is shown at first, and how much each further step adds: enough to read, little enough to draw at once. */
const FIRST = { lines: 20, letters: 8000 }
const STEP = { lines: 2000, letters: 200_000 }

/** The part of a text that is shown after so many steps of unfolding. */
export interface Fold {
  readonly shown: string
  readonly shownLines: number
  readonly totalLines: number
  readonly isWhole: boolean
  /** Whether one more step shows everything. */
  readonly nextIsWhole: boolean
}

/** Cuts a text for showing: 20 lines (8,000 letters) first, each step 2,000 lines (200,000 letters) more. A last newline is no line. */
export function fold(text: string, steps: number): Fold {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const end = endOf(body, steps)
  return {
    shown: body.slice(0, end),
    shownLines: countLines(body, end),
    totalLines: countLines(body, body.length),
    isWhole: end === body.length,
    nextIsWhole: endOf(body, steps + 1) === body.length,
  }
}

function endOf(text: string, steps: number): number {
  const maxLines = FIRST.lines + steps * STEP.lines
  const maxLetters = FIRST.letters + steps * STEP.letters
  let end = -1
  for (let line = 0; line < maxLines; line++) {
    const next = text.indexOf('\n', end + 1)
    if (next === -1) return Math.min(text.length, maxLetters)
    if (next > maxLetters) return maxLetters
    end = next
  }
  return end
}

function countLines(text: string, end: number): number {
  if (text === '') return 0
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
