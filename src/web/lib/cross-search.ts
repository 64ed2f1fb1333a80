import { toEventFilter, listValues, type EventFilter } from './event-filter.ts'
import type { SearchRecord } from './search-record.ts'
import { EMPTY_SEARCH, type Choice, type ListSearch, type TimeRange } from './list-search.ts'
import { isFiltered, isTimeSpelling, parseListSearch, toListRecord } from './search-params.ts'

/** Keys of the address that choose values of events, as a conversation's own page spells them. `-key` excludes. */
export const EVENT_KEYS = ['kind', 'esource', 'tool'] as const
export type EventKey = (typeof EVENT_KEYS)[number]

/** The toggles of events, as a conversation's own page spells them. */
export const FLAG_KEYS = ['eerrors', 'efailed'] as const
export type FlagKey = (typeof FLAG_KEYS)[number]

const CHOICE_KEYS = EVENT_KEYS.flatMap((key) => [key, `-${key}`])
const TIME_KEYS = { efrom: 'from', eto: 'to' } as const
/** Of the list, but without meaning where events are searched. */
const FOREIGN_KEYS: ReadonlySet<string> = new Set(['-q', 'sort', 'size', 'peek', 'view'])

/** The whole question of the page Search, as its address holds it. */
export interface CrossSearch {
  /** What events have to say; empty asks nothing. */
  readonly q: string
  readonly choices: Readonly<Record<EventKey, Choice>>
  readonly flags: Readonly<Record<FlagKey, boolean>>
  readonly time: TimeRange
  /** Filters of conversations, under the keys of the list; its text, order, size and page ask nothing. */
  readonly conversations: ListSearch
  /** Cursor of the page; null is the first one. */
  readonly page: string | null
}

const NOTHING: Choice = { include: [], exclude: [] }

/** Asks nothing. */
export const EMPTY_CROSS: CrossSearch = {
  q: '',
  choices: { kind: NOTHING, esource: NOTHING, tool: NOTHING },
  flags: { eerrors: false, efailed: false },
  time: { from: null, to: null },
  conversations: EMPTY_SEARCH,
  page: null,
}

/** Reads an address; what means nothing here is left out and named in `problems`, as it is spelt. */
export function parseCrossSearch(record: SearchRecord): {
  readonly search: CrossSearch
  readonly problems: readonly string[]
} {
  const pairs = Object.entries(record)
  const own = pairs.filter(([key, text]) => isEventPair(key, text))
  const foreign = pairs.filter(([key]) => FOREIGN_KEYS.has(key))
  const rest = pairs.filter((pair) => !own.includes(pair) && !foreign.includes(pair))
  const { search: list, problems } = parseListSearch(Object.fromEntries(rest))
  const events = Object.fromEntries(own)
  const choice = (key: EventKey): Choice => ({
    include: unique(listValues(events, key)),
    exclude: unique(listValues(events, `-${key}`)),
  })
  return {
    search: {
      q: list.q,
      choices: { kind: choice('kind'), esource: choice('esource'), tool: choice('tool') },
      flags: { eerrors: events['eerrors'] === 'true', efailed: events['efailed'] === 'true' },
      time: { from: events['efrom'] ?? null, to: events['eto'] ?? null },
      conversations: { ...list, q: '', page: null },
      page: list.page,
    },
    problems: [...problems, ...foreign.map(([key, text]) => `${key}=${text}`)],
  }
}

/** Whether the pair belongs to the events and says something. */
function isEventPair(key: string, text: string): boolean {
  if (CHOICE_KEYS.includes(key)) return text.replaceAll(',', '') !== ''
  if (FLAG_KEYS.some((flag) => flag === key)) return text === 'true'
  return Object.hasOwn(TIME_KEYS, key) && isTimeSpelling(text)
}

/** Writes the question into the keys of an address; equal questions have equal addresses. */
export function toCrossRecord({ q, page, conversations, ...search }: CrossSearch): SearchRecord {
  return { ...toListRecord({ ...conversations, q, page }), ...toEventRecord(search) }
}

/** The filters of events alone, as a conversation's own page reads them too. */
function toEventRecord({ choices, flags, time }: Pick<CrossSearch, 'choices' | 'flags' | 'time'>): SearchRecord {
  const lists = EVENT_KEYS.flatMap((key) => [
    [key, choices[key].include.map(encodeComma).join(',')],
    [`-${key}`, choices[key].exclude.map(encodeComma).join(',')],
  ])
  const toggles = FLAG_KEYS.map((key) => [key, flags[key] ? 'true' : ''])
  const all = [...lists, ...toggles, ['efrom', time.from ?? ''], ['eto', time.to ?? '']]
  return Object.fromEntries(all.filter(([, text]) => text !== ''))
}

/** Where all hits of one conversation are: its list of events under the same text and filters of events. */
export function toHitsRecord(search: CrossSearch): SearchRecord {
  return { ...toEventRecord(search), equery: search.q, tab: 'events' }
}

/** The filters of events under the names of the wire; the text is `q`. */
export function toCrossEventFilter(search: CrossSearch): EventFilter {
  return toEventFilter(toEventRecord(search))
}

/** The question with a change, back on the first page. */
export function withChange(search: CrossSearch, change: Partial<CrossSearch>): CrossSearch {
  return { ...search, page: null, ...change }
}

/** The same text without any filter. */
export function withoutCrossFilters(search: CrossSearch): CrossSearch {
  return { ...EMPTY_CROSS, q: search.q }
}

/** Whether any filter stands beside the text. */
export function isCrossFiltered(search: CrossSearch): boolean {
  return isFiltered(search.conversations) || Object.keys(toEventRecord(search)).length > 0
}

function encodeComma(value: string): string {
  return value.replaceAll('%', '%25').replaceAll(',', '%2C')
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
