import { parsePatch, structuredPatch, type StructuredPatchHunk } from 'diff'
import type { ChangeData, HunkData } from 'react-diff-view'

/** Hunks for drawing, and how many lines were added and removed. */
export interface FileDiff {
  readonly hunks: readonly HunkData[]
  readonly added: number
  readonly removed: number
}

/** Beyond this many edits the search for the smallest difference takes seconds and nobody reads the result. */
const MAX_EDITS = 2000

/** The difference of two texts with three lines of context; null where they differ too much to be drawn. */
export function diffTexts(before: string, after: string): FileDiff | null {
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3, maxEditLength: MAX_EDITS })
  return patch === undefined ? null : toFileDiff(patch.hunks)
}

/** The difference that a text in the unified format tells; null where it is none. */
export function readPatch(text: string): FileDiff | null {
  try {
    const [patch] = parsePatch(text)
    return patch === undefined || patch.hunks.length === 0 ? null : toFileDiff(patch.hunks)
  } catch {
    return null // cut off, or written by hand
  }
}

function toFileDiff(patched: readonly StructuredPatchHunk[]): FileDiff {
  const hunks = patched.map((hunk) => ({
    content: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    oldStart: hunk.oldStart,
    oldLines: hunk.oldLines,
    newStart: hunk.newStart,
    newLines: hunk.newLines,
    changes: toChanges(hunk.lines, hunk.oldStart, hunk.newStart),
  }))
  const count = (type: ChangeData['type']) =>
    hunks.reduce((sum, hunk) => sum + hunk.changes.filter((change) => change.type === type).length, 0)
  return { hunks, added: count('insert'), removed: count('delete') }
}

/** Lines of a unified hunk, each with the number it has in its file. "No newline at end" marks (`\`) are no lines. */
function toChanges(lines: readonly string[], oldStart: number, newStart: number): ChangeData[] {
  let oldLine = oldStart
  let newLine = newStart
  const changes: ChangeData[] = []
  for (const line of lines) {
    const content = line.slice(1)
    if (line.startsWith('+')) changes.push({ type: 'insert', isInsert: true, content, lineNumber: newLine++ })
    else if (line.startsWith('-')) changes.push({ type: 'delete', isDelete: true, content, lineNumber: oldLine++ })
    else if (!line.startsWith('\\')) {
      changes.push({ type: 'normal', isNormal: true, content, oldLineNumber: oldLine++, newLineNumber: newLine++ })
    }
  }
  return changes
}
