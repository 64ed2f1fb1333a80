import { parsePatch, structuredPatch, type StructuredPatchHunk } from 'diff'

/** One line of a difference. `skip` stands for so many lines that did not change. */
export type DiffRow =
  | {
      readonly type: 'same' | 'insert' | 'delete'
      /** Its number in the old and in the new file, from 1; null where it is not in it, or nobody knows. */
      readonly oldLine: number | null
      readonly newLine: number | null
      readonly text: string
      /** What changed within a line that was changed, as places in its text. */
      readonly mark?: readonly [start: number, end: number]
    }
  | { readonly type: 'skip'; readonly lines: number | null }

/** Lines for drawing, and how many were added and removed. */
export interface FileDiff {
  readonly rows: readonly DiffRow[]
  readonly added: number
  readonly removed: number
  readonly hunks: number
}

/** Lines beside each other, as a view in two columns shows them. */
export interface DiffPair {
  readonly left: DiffRow | null
  readonly right: DiffRow | null
}

/** Beyond this many edits the search for the smallest difference takes seconds and nobody reads the result. */
const MAX_EDITS = 2000
const CONTEXT_LINES = 3

/**
 * The difference of two texts, with three lines around each change or all of them; null where they differ too much to be drawn.
 */
export function diffTexts(before: string, after: string, extent: 'changes' | 'whole' = 'changes'): FileDiff | null {
  const context = extent === 'whole' ? Number.MAX_SAFE_INTEGER : CONTEXT_LINES
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, { context, maxEditLength: MAX_EDITS })
  if (patch === undefined) return null
  if (patch.hunks.length > 0 || extent === 'changes') return toFileDiff(patch.hunks)
  const lines = before === '' ? [] : before.replace(/\n$/, '').split('\n')
  const rows = lines.map((text, at) => ({ type: 'same' as const, oldLine: at + 1, newLine: at + 1, text }))
  return { rows, added: 0, removed: 0, hunks: 0 }
}

/** The difference that a text in the unified format tells; null where it is none. */
export function readPatch(text: string): FileDiff | null {
  try {
    const hunks = parsePatch(text).flatMap((patch) => patch.hunks)
    return hunks.length === 0 ? null : toFileDiff(hunks)
  } catch {
    return null // cut off, or written by hand
  }
}

/** The same lines for a view in two columns: what was removed beside what came in its place. */
export function toPairs(rows: readonly DiffRow[]): readonly DiffPair[] {
  const pairs: DiffPair[] = []
  for (let at = 0; at < rows.length;) {
    const removed = runOf(rows, at, 'delete')
    const added = runOf(rows, at + removed.length, 'insert')
    for (let line = 0; line < Math.max(removed.length, added.length); line++)
      pairs.push({ left: removed[line] ?? null, right: added[line] ?? null })
    at += removed.length + added.length
    const row = rows[at]
    if (row === undefined || removed.length + added.length > 0) continue
    pairs.push({ left: row, right: row })
    at++
  }
  return pairs
}

/** The lines as text, each with its sign, as `diff -u` writes them. */
export function formatDiff(rows: readonly DiffRow[]): string {
  const signs = { same: ' ', insert: '+', delete: '-' }
  return rows.map((row) => (row.type === 'skip' ? '@@' : signs[row.type] + row.text)).join('\n')
}

/** Difference of lines without their numbers, as a part of a file that nobody knows whole. */
export function withoutNumbers(diff: FileDiff): FileDiff {
  return {
    ...diff,
    rows: diff.rows.map((row) => (row.type === 'skip' ? row : { ...row, oldLine: null, newLine: null })),
  }
}

function toFileDiff(hunks: readonly StructuredPatchHunk[]): FileDiff {
  const rows: DiffRow[] = []
  let seen = 1
  for (const hunk of hunks) {
    if (hunk.oldStart > seen) rows.push({ type: 'skip', lines: hunk.oldStart - seen })
    rows.push(...markChanges(toRows(hunk)))
    seen = hunk.oldStart + hunk.oldLines
  }
  const count = (type: DiffRow['type']) => rows.filter((row) => row.type === type).length
  return { rows, added: count('insert'), removed: count('delete'), hunks: hunks.length }
}

/** Lines of a unified hunk, each with the number it has in its file. "No newline at end" marks (`\`) are no lines. */
function toRows({ lines, oldStart, newStart }: StructuredPatchHunk): readonly DiffRow[] {
  let oldLine = oldStart
  let newLine = newStart
  return lines.flatMap((line): readonly DiffRow[] => {
    const text = line.slice(1)
    if (line.startsWith('\\')) return []
    if (line.startsWith('+')) return [{ type: 'insert', oldLine: null, newLine: newLine++, text }]
    if (line.startsWith('-')) return [{ type: 'delete', oldLine: oldLine++, newLine: null, text }]
    return [{ type: 'same', oldLine: oldLine++, newLine: newLine++, text }]
  })
}

function runOf(rows: readonly DiffRow[], from: number, type: DiffRow['type']): readonly DiffRow[] {
  let end = from
  while (rows[end]?.type === type) end++
  return rows.slice(from, end)
}

/** Marks what changed within lines that were replaced one by one. */
function markChanges(rows: readonly DiffRow[]): readonly DiffRow[] {
  const marked = [...rows]
  for (let at = 0; at < rows.length; at++) {
    const removed = runOf(rows, at, 'delete')
    const added = runOf(rows, at + removed.length, 'insert')
    if (removed.length > 0 && removed.length === added.length) {
      removed.forEach((row, line) => {
        const other = added[line]
        if (row.type === 'skip' || other === undefined || other.type === 'skip') return
        const change = changeWithin(row.text, other.text)
        if (change === null) return
        marked[at + line] = { ...row, mark: change.before }
        marked[at + removed.length + line] = { ...other, mark: change.after }
      })
    }
    at += Math.max(0, removed.length + added.length - 1)
  }
  return marked
}

/** Longest lines that are looked into. */
const MAX_MARKED = 2000

/** What differs between two lines that begin and end alike; null where too little is alike for that to help. */
function changeWithin(
  before: string,
  after: string,
): { readonly before: readonly [number, number]; readonly after: readonly [number, number] } | null {
  const shorter = Math.min(before.length, after.length)
  if (shorter > MAX_MARKED) return null
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  // Never between the halves of a character.
  if (isLowSurrogate(before, head) || isLowSurrogate(after, head)) head--
  if (tail > 0 && isLowSurrogate(before, before.length - tail)) tail--
  const isAlike = before.slice(0, head).trim().length + tail >= Math.max(before.length, after.length) / 3
  if (!isAlike) return null
  return { before: [head, before.length - tail], after: [head, after.length - tail] }
}

function isLowSurrogate(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text[at] ?? '')
}
