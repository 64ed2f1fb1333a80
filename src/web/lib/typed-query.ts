import { STATUSES, isStatus } from '../../contract/statuses.ts'
import { toTrigger } from '../../contract/triggers.ts'
import {
  EMPTY_SEARCH,
  SHORTEST_TEXT,
  VALUE_KEYS,
  mapChoices,
  withoutPage,
  type Choice,
  type ListSearch,
  type ValueKey,
} from './list-search.ts'
import { NONE } from './search-params.ts'
import { quoteTyped, scanTypedQuery, type TypedFilter, type TypedPiece, type TypedTarget } from './typed-scan.ts'
import { formatNumberRange, formatTimeRange, readNumberRange, readTime, readTimeRange } from './typed-values.ts'

/** What a typed query comes to. */
export interface TypedQuery {
  /** `base` with all that was typed, on page 1; meaningless where there are problems. */
  readonly search: ListSearch
  /** Sentences about filters that cannot be understood. */
  readonly problems: readonly string[]
  /** Whether there is more in it than text. */
  readonly hasFilters: boolean
}

/**
 * Reads `status:error -model:x cost:>1 flaky` onto `base`: values are added to those chosen, as by clicking; a range or a text
 * takes the place of the one there; words outside filters are the text. Days and wall clocks are those of `timeZone` (IANA).
 */
export function parseTypedQuery(text: string, timeZone: string, base: ListSearch): TypedQuery {
  const pieces = scanTypedQuery(text)
  const filters = pieces.filter((piece) => piece.kind === 'filter')
  const words = freeText(text, pieces)
  const reading: Reading = { timeZone, search: withTexts(base, words), said: new Set(words === '' ? [] : ['q']) }
  const problems = filters.map((filter) => readFilter(reading, filter, text.slice(filter.start, filter.end)))
  const values = mapChoices(base.values, (before, key) => mergeChoice(before, reading.search.values[key]))
  return {
    search: { ...reading.search, values },
    problems: problems.filter((problem) => problem !== null),
    hasFilters: filters.length > 0,
  }
}

/** `base` with another text and, for a start, without the values chosen. */
function withTexts(base: ListSearch, words: string): ListSearch {
  const q = [...words].length < SHORTEST_TEXT ? '' : words
  return withoutPage({ ...base, values: EMPTY_SEARCH.values, q })
}

interface Reading {
  readonly timeZone: string
  search: ListSearch
  /** Fields that this query has said something about, so that what `base` says of them is gone. */
  readonly said: Set<string>
}

/**
 * The words outside filters. Alone they are searched for as they stand, quotes included; beside filters, or around several words
 * or what would be a filter, quotes only group.
 */
function freeText(text: string, pieces: readonly TypedPiece[]): string {
  const [first] = pieces
  if (pieces.length === 1 && first?.kind === 'word' && first.isQuoted) {
    const hidesFilter = scanTypedQuery(first.text).some(({ kind }) => kind === 'filter')
    return hidesFilter || /\S\s+\S/.test(first.text) ? first.text.trim() : text.trim()
  }
  if (pieces.every(({ kind }) => kind === 'word')) return text.trim()
  const words = pieces.filter((piece) => piece.kind === 'word')
  return words.map((word) => word.text.trim()).join(' ')
}

/** Takes one filter into the reading. @returns what is wrong with it, or null */
function readFilter(reading: Reading, filter: TypedFilter, spelt: string): string | null {
  const { target, isExcluding, name } = filter
  if (filter.isTorn) return `${spelt} has no closing quote, or something right behind it.`
  const value = filter.values.find(({ text }) => text.trim() !== '')?.text.trim()
  if (value === undefined) return `${spelt} has no value.`
  if (target.kind === 'values') return readValues(reading, filter, target.key)
  if (target.kind === 'text')
    return readText(reading, isExcluding ? NOT_FIELD[target.field] : target.field, value, spelt)
  if (isExcluding) return `${spelt}: ${name} cannot be excluded.`
  if (target.kind === 'errors') {
    if (value !== 'true' && value !== 'false') return `${spelt}: errors is true or false.`
    reading.search = { ...reading.search, errors: value === 'true' }
    return null
  }
  return readRange(reading, target, value)
    ? null
    : `${spelt}: ${name} is ${target.kind === 'bound' ? A_BOUND : EXAMPLES[target.field]}.`
}

const NOT_FIELD = { q: 'notQ', title: 'notTitle' } as const
const A_TIME = 'a time like today, -24h, 2026-11-01 or 2026-11-01..2026-11-07'
const A_BOUND = 'a time like today, -24h or 2026-11-01'
const EXAMPLES: Readonly<Record<string, string>> = {
  cost: 'a range of USD like >1, <=5 or 1..5',
  duration: 'a range like >=60, <5m or 1m..1h',
  updated: A_TIME,
  created: A_TIME,
}

type RangeTarget = Exclude<TypedTarget, { readonly kind: 'values' | 'text' | 'errors' }>

/** Bounds that a query names one after the other come together. @returns whether they could be read */
function readRange(reading: Reading, target: RangeTarget, value: string): boolean {
  const { field } = target
  const read = readBounds(reading.timeZone, target, value)
  if (read === null) return false
  const before = reading.said.has(field) ? reading.search[field] : OPEN
  reading.search = { ...reading.search, [field]: { ...before, ...read } }
  reading.said.add(field)
  return true
}

const OPEN = { from: null, to: null }

function readBounds(timeZone: string, target: RangeTarget, value: string): object | null {
  if (target.kind === 'number') return readNumberRange(value, target.field === 'duration')
  if (target.kind === 'time') return readTimeRange(value, timeZone)
  const at = readTime(value, timeZone, target.bound === 'from' ? 'start' : 'end')
  return at === null ? null : { [target.bound]: at }
}

function readValues(reading: Reading, { values, isExcluding }: TypedFilter, key: ValueKey): string | null {
  const words = values
    .filter(({ text }) => text !== '')
    .map(({ text, isQuoted }) => (isQuoted ? text : toValue(key, text)))
  const wrong = words.find((word) => !isValueOf(key, word))
  if (wrong !== undefined) return `“${wrong}” ${VALUE_RULES.get(key)}.`
  const choice = reading.search.values[key]
  const both = (one: readonly string[], more: readonly string[]) => [...new Set([...one, ...more])]
  const add = isExcluding ? { exclude: both(choice.exclude, words) } : { include: both(choice.include, words) }
  reading.search = { ...reading.search, values: { ...reading.search.values, [key]: { ...choice, ...add } } }
  return null
}

/** What was chosen before and what is typed, where the latter decides on which side a value stands. */
function mergeChoice(before: Choice, typed: Choice): Choice {
  const add = (side: keyof Choice, other: keyof Choice) => [
    ...new Set([...before[side].filter((value) => !typed[other].includes(value)), ...typed[side]]),
  ]
  return { include: add('include', 'exclude'), exclude: add('exclude', 'include') }
}

const VALUE_RULES: ReadonlyMap<ValueKey, string> = new Map([
  ['status', `is no status: it is one of ${STATUSES.join(', ')}`],
  ['tag', `is no tag: one is written key:value, like tag:team:payments`],
])

function isValueOf(key: ValueKey, value: string): boolean {
  if (key === 'status') return isStatus(value)
  return key !== 'tag' || value === NONE || value.includes(':')
}

/** The value that a bare word means: statuses and triggers by their labels too, in any case. */
function toValue(key: ValueKey, word: string): string {
  if (key === 'trigger') return toTrigger(word)
  if (key !== 'status') return word
  const plain = word.toLowerCase().replaceAll('-', '_')
  const starts = STATUSES.filter((status) => status.startsWith(plain))
  return isStatus(plain) || starts.length !== 1 ? plain : (starts[0] ?? plain)
}

function readText(
  reading: Reading,
  field: 'q' | 'notQ' | 'title' | 'notTitle',
  text: string,
  spelt: string,
): string | null {
  if (reading.said.has(field)) return `${spelt}: there is another text for the same filter already.`
  if (!field.endsWith('itle') && [...text].length < SHORTEST_TEXT)
    return `${spelt}: a text has at least ${SHORTEST_TEXT} characters.`
  reading.search = { ...reading.search, [field]: text }
  reading.said.add(field)
  return null
}

/** Writes all filters of a question as a text that `parseTypedQuery` reads as the same ones, onto a question without any. */
export function formatTypedQuery(search: ListSearch, timeZone: string): string {
  const words = VALUE_KEYS.flatMap((key) => {
    const { include, exclude } = search.values[key]
    const list = (values: readonly string[]) => values.map((value) => formatTypedValue(key, value)).join(',')
    return [
      ...(include.length > 0 ? [`${key}:${list(include)}`] : []),
      ...(exclude.length > 0 ? [`-${key}:${list(exclude)}`] : []),
    ]
  })
  if (search.title !== '') words.push(`title:${formatText(search.title)}`)
  if (search.notTitle !== '') words.push(`-title:${formatText(search.notTitle)}`)
  for (const field of ['updated', 'created'] as const) {
    const { from, to } = search[field]
    if (from !== null || to !== null) words.push(`${field}:${formatTimeRange(search[field], timeZone)}`)
  }
  for (const field of ['cost', 'duration'] as const)
    words.push(...formatNumberRange(search[field]).map((range) => `${field}:${range}`))
  if (search.errors !== null) words.push(`errors:${search.errors}`)
  if (search.notQ !== '') words.push(`-q:${formatText(search.notQ)}`)
  return [...words, ...formatFreeText(words, search.q)].join(' ')
}

/** The text as it is where it is read as such, else as the filter `q`. */
function formatFreeText(before: readonly string[], q: string): readonly string[] {
  if (q === '') return []
  const text = [...before, q].join(' ')
  const pieces = scanTypedQuery(text)
  const isPlain = !/[\n\r\t]/.test(q) && freeText(text, pieces) === q
  return [isPlain ? q : `q:${formatText(q)}`]
}

/** One value of a key as it is typed: in quotes where it would not be one word, or mean another value. */
export function formatTypedValue(key: ValueKey, value: string): string {
  return /[\s,\\]|^"/.test(value) || toValue(key, value) !== value ? quoteTyped(value) : value
}

function formatText(text: string): string {
  return /[\s\\]|^"/.test(text) ? quoteTyped(text) : text
}
