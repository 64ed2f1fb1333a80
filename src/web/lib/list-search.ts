import type { ColumnId } from './list-columns.ts'

/** Keys of the list that choose values, in the order in which their chips stand. `-key` excludes. */
export const VALUE_KEYS = [
  'status',
  'trigger',
  'repo',
  'branch',
  'model',
  'provider',
  'source',
  'tag',
  'parent',
] as const
export type ValueKey = (typeof VALUE_KEYS)[number]

/** OR inside `include`, none of `exclude`. */
export interface Choice {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** Half-open range of USD or seconds; a bound that is null is open. */
export interface NumberRange {
  readonly from: number | null
  readonly to: number | null
}

/** Half-open range of times as spelt: ISO 8601 with an offset, or relative (`-24h`, `today`), which stays relative. */
export interface TimeRange {
  readonly from: string | null
  readonly to: string | null
}

export const SORT_KEYS = ['updated', 'created', 'title', 'events', 'cost', 'duration'] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface Sort {
  readonly key: SortKey
  readonly descending: boolean
}

export const PAGE_SIZES = [25, 50, 100] as const
export type PageSize = (typeof PAGE_SIZES)[number]

/** The whole question of the list page, as its address holds it. Texts that are empty ask nothing. */
export interface ListSearch {
  readonly values: Readonly<Record<ValueKey, Choice>>
  readonly q: string
  readonly notQ: string
  readonly title: string
  readonly notTitle: string
  readonly errors: boolean | null
  readonly cost: NumberRange
  readonly duration: NumberRange
  readonly updated: TimeRange
  readonly created: TimeRange
  readonly sort: Sort
  readonly size: PageSize
  /** Cursor of the page; null is the first one. */
  readonly page: string | null
  /** The saved view in use, by its name or the short form of it; null: all conversations. It says nothing of what is listed. */
  readonly view: string | null
  /** The columns that a link asks for, in their order, the pinned ones left out; null: those that this browser keeps. */
  readonly columns: readonly ColumnId[] | null
  /** The conversation that is looked into beside the list, by its id. */
  readonly peek: string | null
}

/** The order where none is asked for. */
export const DEFAULT_SORT: Sort = { key: 'updated', descending: true }
/** Rows of a page where nobody says otherwise. */
export const DEFAULT_SIZE: PageSize = 50

/** The shortest text that the index searches for. */
export const SHORTEST_TEXT = 2

const NOTHING: Choice = { include: [], exclude: [] }
const OPEN = { from: null, to: null }

/** No filter, the default order, the first page. */
export const EMPTY_SEARCH: ListSearch = {
  values: {
    status: NOTHING,
    trigger: NOTHING,
    repo: NOTHING,
    branch: NOTHING,
    model: NOTHING,
    provider: NOTHING,
    source: NOTHING,
    tag: NOTHING,
    parent: NOTHING,
  },
  q: '',
  notQ: '',
  title: '',
  notTitle: '',
  errors: null,
  cost: OPEN,
  duration: OPEN,
  updated: OPEN,
  created: OPEN,
  sort: DEFAULT_SORT,
  size: DEFAULT_SIZE,
  page: null,
  view: null,
  columns: null,
  peek: null,
}

/** The question without its page: any change of filter, order or size makes the cursor worthless. */
export function withoutPage(search: ListSearch): ListSearch {
  return { ...search, page: null }
}

/** The same order, size, columns and peek without any filter. */
export function withoutFilters({ sort, size, columns, peek }: ListSearch): ListSearch {
  return { ...EMPTY_SEARCH, sort, size, columns, peek }
}

/** The question with another choice of one key, back on page 1. */
export function withChoice(search: ListSearch, key: ValueKey, choice: Choice): ListSearch {
  return withoutPage({ ...search, values: { ...search.values, [key]: choice } })
}

/** All choices, each made into another one. */
export function mapChoices(
  values: ListSearch['values'],
  map: (choice: Choice, key: ValueKey) => Choice,
): ListSearch['values'] {
  // One entry for each key, by construction.
  return Object.fromEntries(VALUE_KEYS.map((key) => [key, map(values[key], key)])) as ListSearch['values']
}

/** Adds a value to one side of a choice, or takes it away again; a value never stands on both sides. */
export function toggleValue(choice: Choice, side: keyof Choice, value: string): Choice {
  const other = side === 'include' ? 'exclude' : 'include'
  const chosen = choice[side].includes(value)
  const without = (values: readonly string[]) => values.filter((each) => each !== value)
  const next = chosen ? without(choice[side]) : [...choice[side], value]
  return side === 'include'
    ? { include: next, exclude: without(choice[other]) }
    : { include: without(choice[other]), exclude: next }
}
