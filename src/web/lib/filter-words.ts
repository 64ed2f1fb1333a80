import { STATUS_LABELS, isStatus } from '../../contract/statuses.ts'
import { formatTrigger } from '../../contract/triggers.ts'
import { formatAbsolute, type Zone } from './format-time.ts'
import { formatCost, formatDuration, shortenId } from './format.ts'
import {
  EMPTY_SEARCH,
  NONE,
  VALUE_KEYS,
  withoutPage,
  type ListSearch,
  type NumberRange,
  type TimeRange,
  type ValueKey,
} from './search-params.ts'

/** What people read for the keys of the address. */
export const KEY_LABELS: Readonly<Record<ValueKey, string>> = {
  status: 'Status',
  trigger: 'Trigger',
  repo: 'Repository',
  branch: 'Branch',
  model: 'Model',
  provider: 'Git provider',
  source: 'Source',
  tag: 'Tag',
  parent: 'Parent',
}

/** One active filter: its name, the whole sentence, and the question without it. */
export interface FilterChip {
  readonly id: string
  /** "Trigger" */
  readonly name: string
  /** "Trigger is GUI or Resolver" */
  readonly sentence: string
  readonly without: ListSearch
}

/** What people read for one value of a key; `(none)` is "none". */
export function formatValue(key: ValueKey, value: string): string {
  if (value === NONE) return 'none'
  if (key === 'status') return isStatus(value) ? STATUS_LABELS[value] : value
  if (key === 'trigger') return formatTrigger(value)
  return key === 'parent' ? shortenId(value) : value
}

/** Presets of the time filter, by their spelling. */
export const TIME_PRESETS: ReadonlyMap<string, string> = new Map([
  ['-1h', 'Last hour'],
  ['-24h', 'Last 24 hours'],
  ['today', 'Today'],
  ['-7d', 'Last 7 days'],
  ['-30d', 'Last 30 days'],
])

/** A bound of a time range as people read it: "Nov 20, 14:02", "6 hours ago", "today". */
function formatBound(spelt: string, now: number, zone: Zone): string {
  const ago = /^-(\d+)([mhdw])$/.exec(spelt)
  if (ago?.[1] !== undefined && ago[2] !== undefined) {
    const unit = { m: 'minute', h: 'hour', d: 'day', w: 'week' }[ago[2]] ?? ''
    return `${ago[1]} ${unit}${ago[1] === '1' ? '' : 's'} ago`
  }
  return spelt === 'today' ? 'today' : formatAbsolute(Date.parse(spelt), now, zone)
}

/** Every active filter as a chip, in the order of the filter bar. `now` (UTC ms) and `zone` word the times. */
export function describeFilters(search: ListSearch, now: number, zone: Zone): readonly FilterChip[] {
  const base = withoutPage(search)
  const texts = [
    ['q', 'Text', 'contains', search.q],
    ['notQ', 'Text', 'does not contain', search.notQ],
    ['title', 'Title', 'contains', search.title],
    ['notTitle', 'Title', 'does not contain', search.notTitle],
  ] as const
  const chips: (FilterChip | null)[] = [
    ...texts.map(([field, name, verb, text]) =>
      text === ''
        ? null
        : { id: field, name, sentence: `${name} ${verb} “${text}”`, without: { ...base, [field]: '' } },
    ),
    ...VALUE_KEYS.flatMap((key) => choiceChips(base, key)),
    timeChip(base, 'updated', 'Updated', now, zone),
    timeChip(base, 'created', 'Created', now, zone),
    rangeChip(base, 'cost', 'Cost', formatCost),
    rangeChip(base, 'duration', 'Duration', formatDuration),
    search.errors === null
      ? null
      : {
          id: 'errors',
          name: 'Errors',
          sentence: search.errors ? 'Has errors' : 'Has no errors',
          without: { ...base, errors: null },
        },
  ]
  return chips.filter((chip) => chip !== null)
}

function choiceChips(search: ListSearch, key: ValueKey): readonly FilterChip[] {
  const choice = search.values[key]
  const name = KEY_LABELS[key]
  return (['include', 'exclude'] as const)
    .filter((side) => choice[side].length > 0)
    .map((side) => ({
      id: side === 'include' ? key : `-${key}`,
      name,
      sentence: `${name} is ${side === 'include' ? '' : 'not '}${anyOf(choice[side].map((value) => formatValue(key, value)))}`,
      without: { ...search, values: { ...search.values, [key]: { ...choice, [side]: [] } } },
    }))
}

/** "a", "a or b", "a, b or c", "a, b, c or 4 more". */
export function anyOf(words: readonly string[]): string {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

function timeChip(search: ListSearch, field: 'updated' | 'created', name: string, now: number, zone: Zone) {
  const range: TimeRange = search[field]
  if (range.from === null && range.to === null) return null
  const preset = range.to === null && range.from !== null ? TIME_PRESETS.get(range.from) : undefined
  const bounds = [
    range.from === null ? '' : `from ${formatBound(range.from, now, zone)}`,
    range.to === null ? '' : `before ${formatBound(range.to, now, zone)}`,
  ].filter(Boolean)
  const sentence = `${name}: ${preset?.toLowerCase() ?? bounds.join(', ')}`
  return { id: field, name, sentence, without: { ...search, [field]: EMPTY_SEARCH[field] } }
}

function rangeChip(search: ListSearch, field: 'cost' | 'duration', name: string, format: (value: number) => string) {
  const range: NumberRange = search[field]
  if (range.from === null && range.to === null) return null
  const bounds = [
    range.from === null ? '' : `from ${format(range.from)}`,
    range.to === null ? '' : `below ${format(range.to)}`,
  ].filter(Boolean)
  return {
    id: field,
    name,
    sentence: `${name} ${bounds.join(', ')}`,
    without: { ...search, [field]: EMPTY_SEARCH[field] },
  }
}
