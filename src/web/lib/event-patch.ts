import type { DiffRow, FileDiff } from './event-diff.ts'

/** What a patch in the format of `apply_patch` (`*** Begin Patch`, OpenAI's cookbook) does to one file. */
export interface PatchedFile {
  readonly path: string
  readonly verb: 'added' | 'deleted' | 'updated'
  readonly movedTo: string | null
  readonly diff: FileDiff
}

const VERBS: Readonly<Record<string, PatchedFile['verb']>> = { Add: 'added', Delete: 'deleted', Update: 'updated' }

/** Reads such a patch, file by file; empty where it is none. It gives no line numbers. */
export function readApplyPatch(text: string): readonly PatchedFile[] {
  const files: { path: string; verb: PatchedFile['verb']; movedTo: string | null; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const [, word, path] = /^\*\*\* (Add|Delete|Update) File: (.+)$/.exec(line) ?? []
    const verb = VERBS[word ?? '']
    const moved = /^\*\*\* Move to: (.+)$/.exec(line)?.[1]
    const file = files.at(-1)
    if (verb !== undefined && path !== undefined) files.push({ path, verb, movedTo: null, lines: [] })
    else if (moved !== undefined && file !== undefined) file.movedTo = moved
    else if (!/^\*\*\* (Begin|End)\b/.test(line)) file?.lines.push(line)
  }
  return files.map(({ lines, ...file }) => ({ ...file, diff: toDiff(lines) }))
}

function toDiff(lines: readonly string[]): FileDiff {
  const rows = lines.flatMap((line, at): readonly DiffRow[] => {
    const text = line.slice(1)
    if (line.startsWith('@@')) return at === 0 ? [] : [{ type: 'skip', lines: null }]
    const type = line.startsWith('+') ? 'insert' : line.startsWith('-') ? 'delete' : 'same'
    return line === '' ? [] : [{ type, oldLine: null, newLine: null, text }]
  })
  const count = (type: DiffRow['type']) => rows.filter((row) => row.type === type).length
  const hunks = Math.max(1, lines.filter((line) => line.startsWith('@@')).length)
  return { rows, added: count('insert'), removed: count('delete'), hunks }
}
