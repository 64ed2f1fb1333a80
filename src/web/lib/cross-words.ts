import { EVENT_SOURCE_LABELS, formatKind } from '../../contract/kinds.ts'
import { EVENT_KEYS, FLAG_KEYS, withChange, type CrossSearch, type EventKey, type FlagKey } from './cross-search.ts'
import { TIME_PRESETS, describeFilters } from './filter-words.ts'
import { formatAbsolute, type Zone } from './format-time.ts'
import { formatPlural } from './format.ts'
import type { TimeRange } from './list-search.ts'
import { NONE } from './search-params.ts'

/** What people read for the keys of events. */
export const EVENT_KEY_LABELS: Readonly<Record<EventKey, string>> = { kind: 'Kind', esource: 'Source', tool: 'Tool' }

/** What people read for the toggles of events. */
export const FLAG_LABELS: Readonly<Record<FlagKey, string>> = { eerrors: 'Errors only', efailed: 'Failed commands' }

/** One active filter: its name, the whole sentence, and the question without it. */
export interface CrossChip {
  readonly id: string
  readonly name: string
  readonly sentence: string
  readonly without: CrossSearch
}

/** What people read for a value of an event's key; `(none)` is "none". */
export function formatEventValue(key: EventKey, value: string): string {
  if (value === NONE) return 'none'
  if (key === 'kind') return formatKind(value)
  return key === 'esource' ? (EVENT_SOURCE_LABELS.get(value) ?? value) : value
}

/** Every active filter as a chip: those of events, then those of conversations. `now` (UTC ms) and `zone` word the times. */
export function describeCrossFilters(search: CrossSearch, now: number, zone: Zone): readonly CrossChip[] {
  const ofConversations = describeFilters(search.conversations, now, zone).map((chip) => ({
    ...chip,
    id: `conversation ${chip.id}`,
    name: `conversation’s ${chip.name}`,
    sentence: `Conversation: ${chip.sentence}`,
    without: withChange(search, { conversations: chip.without }),
  }))
  return [
    ...EVENT_KEYS.flatMap((key) => choiceChips(search, key)),
    ...flagChips(search),
    ...timeChips(search, now, zone),
    ...ofConversations,
  ]
}

function choiceChips(search: CrossSearch, key: EventKey): readonly CrossChip[] {
  const choice = search.choices[key]
  const name = EVENT_KEY_LABELS[key]
  return (['include', 'exclude'] as const)
    .filter((side) => choice[side].length > 0)
    .map((side) => ({
      id: side === 'include' ? key : `-${key}`,
      name,
      sentence: `${name} is ${side === 'include' ? '' : 'not '}${choice[side].map((value) => formatEventValue(key, value)).join(' or ')}`,
      without: withChange(search, { choices: { ...search.choices, [key]: { ...choice, [side]: [] } } }),
    }))
}

function flagChips(search: CrossSearch): readonly CrossChip[] {
  return FLAG_KEYS.filter((key) => search.flags[key]).map((key) => ({
    id: key,
    name: FLAG_LABELS[key],
    sentence: FLAG_LABELS[key],
    without: withChange(search, { flags: { ...search.flags, [key]: false } }),
  }))
}

function timeChips(search: CrossSearch, now: number, zone: Zone): readonly CrossChip[] {
  const words = describeTime(search.time, now, zone)
  if (words === null) return []
  const without = withChange(search, { time: { from: null, to: null } })
  return [{ id: 'time', name: 'Time', sentence: `Time: ${words}`, without }]
}

/** "last 24 hours", "from Nov 20, 14:02, before today"; null where both bounds are open. */
export function describeTime({ from, to }: TimeRange, now: number, zone: Zone): string | null {
  if (from === null && to === null) return null
  const preset = to === null && from !== null ? TIME_PRESETS.get(from) : undefined
  if (preset !== undefined) return preset.toLowerCase()
  const bound = (spelt: string) => (spelt.includes('T') ? formatAbsolute(Date.parse(spelt), now, zone) : spelt)
  return [from === null ? '' : `from ${bound(from)}`, to === null ? '' : `before ${bound(to)}`]
    .filter(Boolean)
    .join(', ')
}

/** What a page of hits says of them all. */
interface Totals {
  readonly total: number | null
  readonly total_conversations: number | null
  readonly exact: boolean
}

/** "1,203 hits in 41 conversations", "≥ 1,203 hits in 41 conversations", "counting hits". */
export function formatTotals({ total, total_conversations: conversations, exact }: Totals): string {
  if (total === null || conversations === null) return 'counting hits'
  if (total === 0) return exact ? 'no hits' : 'no hits so far'
  const words = `${formatPlural(total, 'hit')} in ${formatPlural(conversations, 'conversation')}`
  return exact ? words : `≥ ${words}`
}

/** A piece of a snippet; `isHit`: the text that was searched for. */
export interface SnippetPart {
  readonly text: string
  readonly isHit: boolean
}

/** Cuts a snippet at the ranges of its hits (UTF-16 units, half-open, in order); what is out of order or bounds is left unmarked. */
export function cutAtHits(snippet: string, ranges: readonly (readonly number[])[]): readonly SnippetPart[] {
  const parts: SnippetPart[] = []
  let at = 0
  for (const [start = 0, end = 0] of ranges) {
    if (start < at || end <= start || end > snippet.length) continue
    parts.push({ text: snippet.slice(at, start), isHit: false }, { text: snippet.slice(start, end), isHit: true })
    at = end
  }
  parts.push({ text: snippet.slice(at), isHit: false })
  return parts.filter(({ text }) => text !== '')
}
