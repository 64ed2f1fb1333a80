import { TIME_PRESETS } from './filter-words.ts'
import type { ValueKey } from './list-search.ts'
import { scanTypedQuery, type TypedTarget } from './typed-scan.ts'

/** What of a typed query can be completed at a place in it: the text [start, end) is what a completion takes the place of. */
export type TypedGap =
  | { readonly kind: 'key'; readonly words: readonly Completion[]; readonly start: number; readonly end: number }
  | {
      readonly kind: 'value'
      /** The key whose values the index knows; null: `words` are all that there is to offer. */
      readonly key: ValueKey | null
      readonly partial: string
      readonly words: readonly Completion[]
      readonly start: number
      readonly end: number
    }

/** A word to complete with, and what it means. */
export interface Completion {
  readonly text: string
  readonly label: string
}

/** Each filter once, by the name that is offered, with an example. */
const OFFERED: ReadonlyMap<string, string> = new Map([
  ['status', 'error, running, …'],
  ['trigger', 'slack, (none), …'],
  ['repo', 'owner/name'],
  ['branch', 'main'],
  ['model', 'name of a model'],
  ['provider', 'github, gitlab, …'],
  ['source', 'where it was read'],
  ['tag', 'key:value'],
  ['parent', 'id of a conversation'],
  ['title', '"words of the title"'],
  ['errors', 'true, false'],
  ['cost', '>1, 1..5'],
  ['duration', '>5m, 1m..1h'],
  ['updated', 'today, -24h, 2026-11-01'],
  ['created', 'today, -24h, 2026-11-01'],
])

/** The shortest beginning of a word for which a key is offered: every word begins with one letter of some key. */
const SHORTEST_KEY = 2

/** What can be completed where the caret stands, or null. */
export function gapAt(text: string, caret: number): TypedGap | null {
  const piece = scanTypedQuery(text).find(({ start, end }) => start < caret && caret <= end)
  if (piece === undefined) return null
  if (piece.kind === 'filter') {
    const value = piece.values.findLast(({ start }) => start <= caret)
    if (value === undefined) return null
    const next = piece.values[piece.values.indexOf(value) + 1]
    const end = next === undefined ? piece.end : next.start - 1
    const words = valuesOf(piece.target).filter((word) => word.text.includes(value.text.toLowerCase()))
    return { kind: 'value', key: keyOf(piece.target), partial: value.text, words, start: value.start, end }
  }
  const begun = piece.text.replace(/^-/, '').toLowerCase()
  if (piece.isQuoted || begun.length < SHORTEST_KEY || caret < piece.end) return null
  const words = [...OFFERED]
    .filter(([key]) => key.startsWith(begun))
    .map(([key, label]): Completion => ({ text: `${key}:`, label }))
  const start = piece.end - begun.length
  return words.length === 0 ? null : { kind: 'key', words, start, end: piece.end }
}

/** The text with a gap filled, and where the caret then stands: behind a value for the next word, behind a key for its value. */
export function fillGap(text: string, gap: TypedGap, completion: string): { readonly text: string; caret: number } {
  const rest = text.slice(gap.end)
  const filled = gap.kind === 'key' || /^[\s,]/.test(rest) ? completion : `${completion} `
  return { text: text.slice(0, gap.start) + filled + rest, caret: gap.start + filled.length }
}

function keyOf(target: TypedTarget): ValueKey | null {
  // Nobody counts conversations by their parent.
  return target.kind === 'values' && target.key !== 'parent' ? target.key : null
}

function valuesOf(target: TypedTarget): readonly Completion[] {
  switch (target.kind) {
    case 'errors':
      return [
        { text: 'true', label: 'Has errors' },
        { text: 'false', label: 'Has no errors' },
      ]
    case 'number':
      return NUMBERS[target.field]
    case 'time':
    case 'bound':
      return [...TIME_PRESETS].map(([text, label]) => ({ text, label }))
    default:
      return []
  }
}

const NUMBERS = {
  cost: [
    { text: '>0', label: 'More than nothing' },
    { text: '>=1', label: '$1 or more' },
    { text: '1..5', label: 'From $1, below $5' },
  ],
  duration: [
    { text: '<1m', label: 'Below a minute' },
    { text: '>=10m', label: '10 minutes or more' },
    { text: '>=1h', label: 'An hour or more' },
  ],
} as const
