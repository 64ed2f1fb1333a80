import { isStatus } from '../../contract/statuses.ts'
import { AMOUNT, writeAmount } from './amount-bounds.ts'
import { readColumns, writeColumns } from './list-columns.ts'
import {
  DEFAULT_SIZE,
  DEFAULT_SORT,
  EMPTY_SEARCH,
  PAGE_SIZES,
  SHORTEST_TEXT,
  SORT_KEYS,
  VALUE_KEYS,
  type Choice,
  type ListSearch,
  type NumberRange,
  type Sort,
  type ValueKey,
} from './list-search.ts'
import type { SearchRecord } from './search-record.ts'

/** The value that stands for "none", on the wire too. */
export const NONE = '(none)'

const TEXT_KEYS = { q: 'q', '-q': 'notQ', title: 'title', '-title': 'notTitle' } as const
const NUMBER_KEYS = { cost: 'cost', duration: 'duration' } as const
const TIME_KEYS = {
  from: ['updated', 'from'],
  to: ['updated', 'to'],
  created_from: ['created', 'from'],
  created_to: ['created', 'to'],
} as const

/** Reads one value into the question, or says that it cannot. */
type Reader = (search: ListSearch, text: string) => ListSearch | null

const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(
    VALUE_KEYS.flatMap((key): [string, Reader][] => [
      [key, (search, text) => readChoice(search, key, 'include', text)],
      [`-${key}`, (search, text) => readChoice(search, key, 'exclude', text)],
    ]),
  ),
  ...mapRecord(TEXT_KEYS, (field) => (search, text) => readText(search, field, text)),
  ...mapRecord(NUMBER_KEYS, (field) => (search, text) => {
    const range = readRange(text)
    return range && { ...search, [field]: range }
  }),
  ...mapRecord(TIME_KEYS, ([field, bound]) => (search, text) => {
    return isTimeSpelling(text) ? { ...search, [field]: { ...search[field], [bound]: text } } : null
  }),
  errors: (search, text) => (text === 'true' || text === 'false' ? { ...search, errors: text === 'true' } : null),
  sort: (search, text) => {
    const sort = readSort(text)
    return sort && { ...search, sort }
  },
  size: (search, text) => {
    const size = PAGE_SIZES.find((known) => String(known) === text)
    return size === undefined ? null : { ...search, size }
  },
  page: (search, text) => ({ ...search, page: text }),
  view: (search, text) => ({ ...search, view: text }),
  peek: (search, text) => ({ ...search, peek: text }),
  columns: (search, text) => {
    const columns = readColumns(listOf(text)).columns
    return columns && { ...search, columns }
  },
}

/** Whether a key of an address belongs to the list. */
function isListKey(key: string): boolean {
  return Object.hasOwn(readers, key)
}

/** The keys of the list alone, as they are spelt: what leads back from a conversation to the list it was opened from. */
export function pickListKeys(record: SearchRecord): SearchRecord {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isListKey(key)))
}

/**
 * Reads the grammar of the list from an address. What cannot be understood is left out and named in `problems`, in the
 * spelling of the address; it never breaks the rest.
 */
export function parseListSearch(record: SearchRecord): {
  readonly search: ListSearch
  readonly problems: readonly string[]
} {
  let search = EMPTY_SEARCH
  const problems: string[] = []
  for (const [key, text] of Object.entries(record)) {
    const next = isListKey(key) ? readers[key]?.(search, text) : null
    if (next) search = next
    else problems.push(`${key}=${text}`)
  }
  // Of several statuses one may be unknown: the others stay.
  for (const word of [...listOf(record['status']), ...listOf(record['-status'])]) {
    if (!isStatus(word) && record['status'] !== word && record['-status'] !== word) problems.push(`status=${word}`)
  }
  if (search.columns !== null) {
    for (const word of readColumns(listOf(record['columns'])).unknown) problems.push(`columns=${word}`)
  }
  return { search, problems }
}

/** Writes the question into the keys of an address; what is default is left out, so that equal lists have equal addresses. */
export function toListRecord(search: ListSearch): SearchRecord {
  const record: Record<string, string> = {}
  for (const key of VALUE_KEYS) {
    const { include, exclude } = search.values[key]
    if (include.length > 0) record[key] = writeList(include)
    if (exclude.length > 0) record[`-${key}`] = writeList(exclude)
  }
  for (const [key, field] of entries(TEXT_KEYS)) if (search[field] !== '') record[key] = search[field]
  for (const [key, field] of entries(NUMBER_KEYS)) {
    const { from, to } = search[field]
    if (from !== null || to !== null) record[key] = writeRange(from, to)
  }
  for (const [key, [field, bound]] of entries(TIME_KEYS)) {
    const spelt = search[field][bound]
    if (spelt !== null) record[key] = spelt
  }
  if (search.errors !== null) record['errors'] = String(search.errors)
  const sort = writeSort(search.sort)
  if (sort !== writeSort(DEFAULT_SORT)) record['sort'] = sort
  if (search.size !== DEFAULT_SIZE) record['size'] = String(search.size)
  if (search.page !== null) record['page'] = search.page
  if (search.view !== null) record['view'] = search.view
  if (search.columns !== null) record['columns'] = writeColumns(search.columns)
  if (search.peek !== null) record['peek'] = search.peek
  return record
}

/** Whether the question leaves anything out. */
export function isFiltered(search: ListSearch): boolean {
  const plain = { page: null, view: null, sort: DEFAULT_SORT, size: DEFAULT_SIZE, columns: null, peek: null }
  return Object.keys(toListRecord({ ...search, ...plain })).length > 0
}

/** Whether a spelling of a time is one that the index takes: relative, or ISO 8601 with its offset. */
export function isTimeSpelling(text: string): boolean {
  if (/^(?:today|-\d{1,6}[mhdw])$/.test(text)) return true
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) return false
  // `Date` rolls the 31st of February over into March; the index refuses it.
  const day = text.slice(0, 10)
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day)
}

function readChoice(search: ListSearch, key: ValueKey, side: keyof Choice, text: string): ListSearch | null {
  const all = listOf(text)
  const values = key === 'status' ? all.filter(isStatus) : all
  if (values.length === 0) return null
  const before = search.values[key]
  return { ...search, values: { ...search.values, [key]: { ...before, [side]: values } } }
}

function readText(
  search: ListSearch,
  field: (typeof TEXT_KEYS)[keyof typeof TEXT_KEYS],
  text: string,
): ListSearch | null {
  const trimmed = text.trim()
  const shortest = field === 'q' || field === 'notQ' ? SHORTEST_TEXT : 1
  return [...trimmed].length < shortest ? null : { ...search, [field]: trimmed }
}

const RANGE = new RegExp(`^(${AMOUNT})?\\.\\.(${AMOUNT})?$`)

function readRange(text: string): NumberRange | null {
  const parts = RANGE.exec(text)
  if (parts === null || text === '..') return null
  const [, from, to] = parts
  return { from: from === undefined ? null : Number(from), to: to === undefined ? null : Number(to) }
}

function writeRange(...bounds: readonly [number | null, number | null]): string {
  return bounds.map((bound) => (bound === null ? '' : writeAmount(bound))).join('..')
}

function readSort(text: string): Sort | null {
  const descending = text.startsWith('-')
  const name = descending ? text.slice(1) : text
  const key = SORT_KEYS.find((known) => known === name)
  return key === undefined ? null : { key, descending }
}

function writeSort({ key, descending }: Sort): string {
  return descending ? `-${key}` : key
}

/** A comma inside a value is encoded once more, and so is the sign that encodes. Doubles are dropped. */
function writeList(values: readonly string[]): string {
  return values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',')
}

function listOf(text: string | undefined): readonly string[] {
  const values = (text ?? '').split(',').filter((value) => value !== '')
  return [...new Set(values.map((value) => value.replaceAll(/%2C/gi, ',').replaceAll('%25', '%')))]
}

/** `Object.entries` with the keys' own type, for records of this file whose keys are all known. */
function entries<K extends string, V>(record: Readonly<Record<K, V>>): readonly [K, V][] {
  // The library types keys as string, because a record may hold more than its type says; those above are literals.
  return Object.entries(record) as [K, V][]
}

function mapRecord<V>(record: Readonly<Record<string, V>>, make: (value: V) => Reader): Record<string, Reader> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value)]))
}
