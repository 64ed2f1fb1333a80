import { STATUS_LABELS, isStatus } from '../../contract/statuses.ts'
import { formatTrigger } from '../../contract/triggers.ts'
import { beneath } from './amount-bounds.ts'
import { formatAbsolute, type Zone } from './format-time.ts'
import { shortenId, shortenMiddle } from './format.ts'
import {
  EMPTY_SEARCH,
  VALUE_KEYS,
  toggleValue,
  withChoice,
  withoutPage,
  type Choice,
  type ListSearch,
  type ValueKey,
} from './list-search.ts'
import { NONE } from './search-params.ts'
import { writeExactCost, writeTypedDuration } from './typed-amounts.ts'

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

/** What the filter bar narrows by: `q` is the Search box, `text` what must not be in it, `updated` the picker Time. */
export type FilterField = ValueKey | 'q' | 'text' | 'title' | 'updated' | 'created' | 'cost' | 'duration' | 'errors'

/** One part of a filter that can be left out alone. */
interface ChipPart {
  /** "Resolver", cut in its middle where it is long. */
  readonly word: string
  /** "Trigger is Resolver" */
  readonly sentence: string
  readonly without: ListSearch
}

/** One active filter: its name, the whole sentence, its parts, and the question without it. */
export interface FilterChip {
  readonly id: string
  readonly field: FilterField
  /** "Trigger" */
  readonly name: string
  /** What stands before the parts, which "or" joins: "Trigger is". */
  readonly lead: string
  readonly parts: readonly ChipPart[]
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
  const chips = [
    textChip(base, 'q', 'q', 'Text contains'),
    textChip(base, 'notQ', 'text', 'Text does not contain'),
    textChip(base, 'title', 'title', 'Title contains'),
    textChip(base, 'notTitle', 'title', 'Title does not contain'),
    ...VALUE_KEYS.flatMap((key) => [choiceChip(base, key, 'include'), choiceChip(base, key, 'exclude')]),
    timeChip(base, 'updated', 'Updated', now, zone),
    timeChip(base, 'created', 'Created', now, zone),
    rangeChip(base, 'cost', 'Cost', writeExactCost),
    rangeChip(base, 'duration', 'Duration', writeTypedDuration),
    search.errors === null
      ? null
      : wholeChip('errors', 'errors', 'Errors', '', search.errors ? 'Has errors' : 'Has no errors', {
          ...base,
          errors: null,
        }),
  ]
  return chips.filter((chip) => chip !== null)
}

/** A chip of one part; `shown` is its word where that has to be shorter. */
function wholeChip(
  id: string,
  field: FilterField,
  name: string,
  lead: string,
  word: string,
  without: ListSearch,
  shown = word,
): FilterChip {
  const sentence = lead === '' ? word : `${lead} ${word}`
  return { id, field, name, lead, sentence, without, parts: [{ word: shown, sentence, without }] }
}

function textChip(
  search: ListSearch,
  key: 'q' | 'notQ' | 'title' | 'notTitle',
  field: FilterField,
  lead: string,
): FilterChip | null {
  const text = search[key]
  const name = field === 'title' ? 'Title' : 'Text'
  if (text === '') return null
  const word = `“${text}”`
  return wholeChip(key, field, name, lead, word, { ...search, [key]: '' }, shortenMiddle(word))
}

function choiceChip(search: ListSearch, key: ValueKey, side: keyof Choice): FilterChip | null {
  const choice = search.values[key]
  if (choice[side].length === 0) return null
  const name = KEY_LABELS[key]
  const lead = `${name} is${side === 'include' ? '' : ' not'}`
  const words = choice[side].map((value) => formatValue(key, value))
  return {
    id: side === 'include' ? key : `-${key}`,
    field: key,
    name,
    lead,
    sentence: `${lead} ${anyOf(words)}`,
    without: withChoice(search, key, { ...choice, [side]: [] }),
    parts: choice[side].map((value) => ({
      word: shortenMiddle(formatValue(key, value)),
      sentence: `${lead} ${formatValue(key, value)}`,
      without: withChoice(search, key, toggleValue(choice, side, value)),
    })),
  }
}

/** "a", "a or b", "a, b or c", "a, b, c or 4 more". */
export function anyOf(words: readonly string[]): string {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

function timeChip(search: ListSearch, field: 'updated' | 'created', name: string, now: number, zone: Zone) {
  const { from, to } = search[field]
  const preset = to === null && from !== null ? TIME_PRESETS.get(from)?.toLowerCase() : undefined
  const words =
    preset ??
    [
      ...(from === null ? [] : [`from ${formatBound(from, now, zone)}`]),
      ...(to === null ? [] : [`before ${formatBound(to, now, zone)}`]),
    ].join(', ')
  if (words === '') return null
  return wholeChip(field, field, name, `${name}:`, words, { ...search, [field]: EMPTY_SEARCH[field] })
}

function rangeChip(search: ListSearch, field: 'cost' | 'duration', name: string, format: (value: number) => string) {
  const { from, to } = search[field]
  const words = [
    ...(from === null ? [] : [boundWords(from, 'from', 'above', format)]),
    ...(to === null ? [] : [boundWords(to, 'below', 'up to', format)]),
  ].join(', ')
  if (words === '') return null
  return wholeChip(field, field, name, name, words, { ...search, [field]: EMPTY_SEARCH[field] })
}

/** "below $5.00", or "up to $5.00" of a bound that lies one step further up. */
function boundWords(bound: number, before: string, past: string, format: (value: number) => string): string {
  const base = beneath(bound)
  return base === null ? `${before} ${format(bound)}` : `${past} ${format(base)}`
}
