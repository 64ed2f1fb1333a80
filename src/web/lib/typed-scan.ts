import { VALUE_KEYS, type ValueKey } from './list-search.ts'

/** What a key of the typed query narrows. */
export type TypedTarget =
  | { readonly kind: 'values'; readonly key: ValueKey }
  | { readonly kind: 'text'; readonly field: 'q' | 'title' }
  | { readonly kind: 'errors' }
  | { readonly kind: 'number'; readonly field: 'cost' | 'duration' }
  | { readonly kind: 'time'; readonly field: 'updated' | 'created' }
  | { readonly kind: 'bound'; readonly field: 'updated' | 'created'; readonly bound: 'from' | 'to' }

/** The keys that can be typed, as the address spells them where it has them, and other names that people try. */
const TYPED_KEYS: ReadonlyMap<string, TypedTarget> = new Map<string, TypedTarget>([
  ...VALUE_KEYS.map((key): [string, TypedTarget] => [key, { kind: 'values', key }]),
  ['is', { kind: 'values', key: 'status' }],
  ['repository', { kind: 'values', key: 'repo' }],
  ['title', { kind: 'text', field: 'title' }],
  ['q', { kind: 'text', field: 'q' }],
  ['text', { kind: 'text', field: 'q' }],
  ['errors', { kind: 'errors' }],
  ['cost', { kind: 'number', field: 'cost' }],
  ['duration', { kind: 'number', field: 'duration' }],
  ['updated', { kind: 'time', field: 'updated' }],
  ['created', { kind: 'time', field: 'created' }],
  ['from', { kind: 'bound', field: 'updated', bound: 'from' }],
  ['to', { kind: 'bound', field: 'updated', bound: 'to' }],
  ['created_from', { kind: 'bound', field: 'created', bound: 'from' }],
  ['created_to', { kind: 'bound', field: 'created', bound: 'to' }],
])

/** One value of a filter, where it stands in the text, and whether it was in quotes: then it is meant to the letter. */
export interface TypedValue {
  readonly text: string
  readonly isQuoted: boolean
  readonly start: number
}

/** `-key:value,"other value"`, where it stands in the text [start, end). */
export interface TypedFilter {
  readonly kind: 'filter'
  readonly name: string
  readonly target: TypedTarget
  readonly isExcluding: boolean
  readonly values: readonly TypedValue[]
  /** The closing quote is missing, or something follows it. */
  readonly isTorn: boolean
  readonly start: number
  readonly end: number
}

/** A word that is no filter, or several in quotes. */
interface TypedWord {
  readonly kind: 'word'
  readonly text: string
  readonly isQuoted: boolean
  readonly start: number
  readonly end: number
}

export type TypedPiece = TypedFilter | TypedWord

const HEAD = /(-?)([a-z_]+):/iy
const QUOTED = /"((?:[^"\\]|\\.)*)("?)/sy
const PHRASE = /"([^"]*)"(?=\s|$)/y
const WORD = /\S+/y
const BARE_IN_LIST = /[^\s,]*/y
const BARE = /\S*/y

/** Cuts a typed query into its pieces. `key:` with a space behind it is prose, unless nothing follows. */
export function scanTypedQuery(text: string): readonly TypedPiece[] {
  const pieces: TypedPiece[] = []
  let at = 0
  for (;;) {
    at += match(/\s*/y, text, at)?.[0].length ?? 0
    if (at >= text.length) return pieces
    const piece = scanFilter(text, at) ?? scanWord(text, at)
    pieces.push(piece)
    at = piece.end
  }
}

function scanFilter(text: string, start: number): TypedFilter | null {
  const head = match(HEAD, text, start)
  const name = (head?.[2] ?? '').toLowerCase()
  const target = TYPED_KEYS.get(name)
  if (head === null || target === undefined) return null
  const first = start + head[0].length
  if (/^\s+\S/.test(text.slice(first))) return null
  const values = scanValues(text, first, target.kind === 'values')
  const isTorn = values.some((value) => value.isTorn)
  return {
    kind: 'filter',
    name,
    target,
    isExcluding: head[1] === '-',
    values,
    isTorn,
    start,
    end: values.at(-1)?.end ?? first,
  }
}

/** One value or, of a list, all that commas join. */
function scanValues(text: string, start: number, isList: boolean): readonly ReturnType<typeof scanValue>[] {
  const value = scanValue(text, start, isList)
  if (!isList || value.isTorn || text[value.end] !== ',') return [value]
  return [value, ...scanValues(text, value.end + 1, isList)]
}

function scanValue(text: string, start: number, isList: boolean) {
  const quoted = text[start] === '"' ? match(QUOTED, text, start) : null
  if (quoted === null) {
    const bare = match(isList ? BARE_IN_LIST : BARE, text, start)?.[0] ?? ''
    return { text: bare, isQuoted: false, start, end: start + bare.length, isTorn: false }
  }
  const end = start + quoted[0].length
  const rest = match(isList ? BARE_IN_LIST : BARE, text, end)?.[0] ?? ''
  const isTorn = quoted[2] === '' || rest !== ''
  return { text: unescape(quoted[1] ?? ''), isQuoted: true, start, end: end + rest.length, isTorn }
}

function scanWord(text: string, start: number): TypedWord {
  const phrase = match(PHRASE, text, start)
  const spelt = (phrase ?? match(WORD, text, start))?.[0] ?? ''
  return { kind: 'word', text: phrase?.[1] ?? spelt, isQuoted: phrase !== null, start, end: start + spelt.length }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const ESCAPED = new Map([
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
])
const UNESCAPED = new Map([...ESCAPED].map(([sign, letter]) => [letter, sign]))

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, sign: string) => UNESCAPED.get(sign) ?? sign)
}

/** A value in quotes; line breaks and tabs, which an input would drop, as `\n`, `\r` and `\t`. */
export function quoteTyped(value: string): string {
  return `"${value.replaceAll(/["\\\n\r\t]/g, (sign) => `\\${ESCAPED.get(sign) ?? sign}`)}"`
}
