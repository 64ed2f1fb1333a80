import { isTimeSpelling } from './search-params.ts'
import type { SearchRecord } from './search-record.ts'

/** Filter of a conversation's events, under the parameter names of `GET /api/conversations/{id}/events/*`. */
export interface EventFilter {
  readonly kind?: readonly string[]
  readonly '-kind'?: readonly string[]
  readonly source?: readonly string[]
  readonly '-source'?: readonly string[]
  readonly tool_name?: readonly string[]
  readonly '-tool_name'?: readonly string[]
  readonly is_error?: true
  readonly failed_command?: true
  readonly text?: readonly string[]
  readonly timestamp__gte?: string
  readonly timestamp__lt?: string
  /** The zone that `today` is meant in; there with such a bound alone. */
  readonly time_zone?: string
}

/** Keys of the address that choose several values, with the parameter each becomes. */
const LISTS = { kind: 'kind', esource: 'source', tool: 'tool_name' } as const
export type EventListKey = keyof typeof LISTS
/** A key with a minus before it leaves its values out. */
export type EventChoiceKey = EventListKey | `-${EventListKey}`

/** The address keys that belong to the events of a conversation. */
const DETAIL_KEYS = [
  'tab',
  'kind',
  '-kind',
  'esource',
  '-esource',
  'tool',
  '-tool',
  'equery',
  'econtext',
  'eerrors',
  'efailed',
  'efrom',
  'eto',
] as const

/** Shorter search texts would match nearly everything; the server refuses them. */
export const MIN_TEXT = 2

/** The values of a list key: split at commas; a comma inside a value is encoded once more. */
export function listValues(search: SearchRecord, key: string): readonly string[] {
  const text = search[key] ?? ''
  return text === ''
    ? []
    : text
        .split(',')
        .filter((value) => value !== '')
        .map(decodeComma)
}

function decodeComma(value: string): string {
  return value.replaceAll('%2C', ',').replaceAll('%25', '%')
}

function encodeComma(value: string): string {
  return value.replaceAll('%', '%25').replaceAll(',', '%2C')
}

/**
 * What the address asks of the events; keys that say nothing (empty, too short, not `true`) are left out. `timeZone` (IANA) says whose
 * day `today` is, where nobody else says it.
 */
export function toEventFilter(search: SearchRecord, timeZone?: string): EventFilter {
  const lists = Object.entries(LISTS).flatMap(([key, parameter]) =>
    ['', '-'].map((sign) => [`${sign}${parameter}`, listValues(search, `${sign}${key}`)] as const),
  )
  const text = isInContext(search) ? '' : toFoundText(search)
  return {
    ...Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
    ...(search['eerrors'] === 'true' ? { is_error: true } : {}),
    ...(search['efailed'] === 'true' ? { failed_command: true } : {}),
    ...(text === '' ? {} : { text: [text] }),
    ...timeBound('timestamp__gte', search['efrom']),
    ...timeBound('timestamp__lt', search['eto']),
    ...(timeZone !== undefined && [search['efrom'], search['eto']].includes('today') ? { time_zone: timeZone } : {}),
  }
}

/** The text that is searched for in the events; '' where none is, or one that is too short. */
export function toFoundText(search: SearchRecord): string {
  const text = (search['equery'] ?? '').trim()
  return text.length >= MIN_TEXT ? text : ''
}

/** Whether what is found is shown among all other rows, instead of alone. Only the transcript can. */
export function isInContext(search: SearchRecord): boolean {
  return search['econtext'] === 'true' && toTab(search) === 'transcript'
}

function timeBound(name: 'timestamp__gte' | 'timestamp__lt', text: string | undefined): EventFilter {
  return text !== undefined && isTimeSpelling(text) ? { [name]: text } : {}
}

/** Whether the filter asks for anything. */
export function isFiltered(filter: EventFilter): boolean {
  return Object.keys(filter).length > 0
}

/** The address with some keys changed; `undefined` and empty texts remove a key. */
export function withKeys(search: SearchRecord, changes: Readonly<Record<string, string | undefined>>): SearchRecord {
  const merged = { ...search, ...changes }
  return Object.fromEntries(Object.entries(merged).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

/** The address with one value of a list key chosen, or no longer chosen; nothing is both included and excluded. */
export function toggleValue(search: SearchRecord, key: EventChoiceKey, value: string): SearchRecord {
  const chosen = listValues(search, key)
  const without = (from: EventChoiceKey) => listValues(search, from).filter((other) => other !== value)
  if (chosen.includes(value)) return setValues(search, key, without(key))
  const opposite = OPPOSITES[key]
  return setValues(setValues(search, opposite, without(opposite)), key, [...chosen, value])
}

const OPPOSITES: Readonly<Record<EventChoiceKey, EventChoiceKey>> = {
  kind: '-kind',
  '-kind': 'kind',
  esource: '-esource',
  '-esource': 'esource',
  tool: '-tool',
  '-tool': 'tool',
}

/** The address with exactly these values of a list key chosen. */
export function setValues(search: SearchRecord, key: EventChoiceKey, values: readonly string[]): SearchRecord {
  return withKeys(search, { [key]: values.map(encodeComma).join(',') })
}

/** The address without any filter of events; tab and the list's keys stay. */
export function withoutEventFilter(search: SearchRecord): SearchRecord {
  return withKeys(search, Object.fromEntries(DETAIL_KEYS.filter((key) => key !== 'tab').map((key) => [key, undefined])))
}

/** The tabs of the detail page in their order; the first is the default and never in the address. */
export const TABS = ['transcript', 'events', 'timeline', 'raw'] as const
export type Tab = (typeof TABS)[number]

/** The tab that the address names; of an unknown one the first. */
export function toTab(search: SearchRecord): Tab {
  return TABS.find((tab) => tab === search['tab']) ?? 'transcript'
}
