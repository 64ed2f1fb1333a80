import { EVENT_SOURCE_LABELS, formatKind } from '../../contract/kinds.ts'
import { formatClock, formatDay, type Zone } from './format-time.ts'
import { formatCount, formatDuration, formatPlural } from './format.ts'
import { formatPeriod } from './histogram-words.ts'
import type { LaneSpans, Timed } from './timeline-layout.ts'

/** What these functions read of a span of the contract's `Timeline`. */
interface Span {
  readonly start: string
  readonly end: string | null
  readonly tool_name: string | null
  readonly source: string | null
  readonly count: number
  readonly error_count: number
  readonly failed_count: number
  readonly event_id: string | null
  readonly kind: string | null
  readonly headline: string | null
  readonly turn: number | null
}

/** A sub-conversation, as far as it is known when it ran. */
interface Child {
  readonly id: string
  readonly title: string | null
  readonly first_message: string | null
  readonly error_count: number | null
  readonly created_at: string | null
  readonly updated_at: string | null
}

/** What choosing an item leads to: an event, the moments [from, to) in UTC ms alone, or another conversation. */
export type TimelineTarget =
  | { readonly to: 'event'; readonly eventId: string }
  | { readonly to: 'range'; readonly from: number; readonly until: number }
  | { readonly to: 'conversation'; readonly conversationId: string }

/** One thing in the picture. */
export interface TimelineItem extends Timed {
  readonly key: string
  readonly lane: string
  readonly what: string
  readonly isSeveral: boolean
  readonly tone: 'error' | 'failed' | 'plain'
  /** "error", "3 errors, 1 failed command", "no answer"; empty where there is nothing to say. */
  readonly outcome: string
  readonly target: TimelineTarget
}

/** Lanes that are told apart; those of the rarest tools become one. */
const MOST_LANES = 24
const OTHERS = 'Other'

/** Lanes from the top: turns or messages of the user, the agent, tools with the most used first, the rest, sub-conversations. */
export function toLanes(spans: readonly Span[], children: readonly Child[]): readonly LaneSpans<TimelineItem>[] {
  const counts = new Map<string, number>()
  for (const span of spans) counts.set(laneOf(span), (counts.get(laneOf(span)) ?? 0) + span.count)
  const byRank = [...counts.keys()].toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b),
  )
  const kept = byRank.length <= MOST_LANES ? byRank : byRank.slice(0, MOST_LANES - 1)
  const isTurns = spans.some(({ source, tool_name, turn }) => source === 'user' && tool_name === null && turn !== null)
  const lanes = new Map<string, TimelineItem[]>()
  for (const span of isTurns ? withTurns(spans) : spans) {
    const lane = laneOf(span)
    const name = !kept.includes(lane) ? OTHERS : lane === USER && isTurns ? 'Turns' : nameOf(lane)
    const items = lanes.get(name) ?? []
    items.push(toItem(span, name))
    lanes.set(name, items)
  }
  const delegated = children.flatMap(toChild)
  return [
    ...[...lanes]
      .map(([name, items]) => ({ name, spans: items, isFrame: name === 'Turns' }))
      .toSorted((a, b) => placeOf(a.name, kept, isTurns) - placeOf(b.name, kept, isTurns)),
    ...(delegated.length === 0 ? [] : [{ name: DELEGATED, spans: delegated }]),
  ]
}

/** Lane of the sub-conversations. */
const DELEGATED = 'Delegated'
const USER = 'source user'

function laneOf({ tool_name: tool, source }: Pick<Span, 'tool_name' | 'source'>): string {
  if (tool !== null) return `tool ${tool}`
  return source === null ? '' : `source ${source}`
}

function nameOf(lane: string): string {
  if (lane === USER) return 'You'
  if (lane.startsWith('tool ')) return lane.slice('tool '.length)
  const source = lane.slice('source '.length)
  return lane === '' ? OTHERS : (EVENT_SOURCE_LABELS.get(source) ?? source)
}

function rankOf(lane: string): number {
  if (lane === USER) return 0
  if (lane === 'source agent') return 1
  return lane.startsWith('tool ') ? 2 : 3
}

function placeOf(name: string, kept: readonly string[], isTurns: boolean): number {
  const at = kept.findIndex((lane) => (lane === USER && isTurns ? 'Turns' : nameOf(lane)) === name)
  return at === -1 ? kept.length : at
}

/** Messages of the user last as long as the turn that they begin: until what is last done in it, or the next message. */
function withTurns(spans: readonly Span[]): readonly Span[] {
  const isMessage = (span: Span) => laneOf(span) === USER
  return spans.map((span, at) => {
    if (!isMessage(span)) return span
    const next = spans.slice(at + 1).findIndex(isMessage)
    const inside = spans.slice(at + 1, next === -1 ? undefined : at + 1 + next)
    const last = Math.max(Date.parse(span.start), ...inside.map(({ start, end }) => Date.parse(end ?? start)))
    const nextMs = next === -1 ? last : Date.parse(spans[at + 1 + next]?.start ?? '')
    return { ...span, end: inside.length === 0 ? null : new Date(Math.min(last, nextMs)).toISOString() }
  })
}

function toItem(span: Span, lane: string): TimelineItem {
  const [start, end] = [Date.parse(span.start), span.end === null ? null : Date.parse(span.end)]
  const { event_id: eventId, count, error_count: errors, failed_count: failed } = span
  const isTurn = lane === 'Turns'
  const shared = {
    start,
    end,
    lane,
    isSeveral: eventId === null,
    tone: errors > 0 ? ('error' as const) : failed > 0 ? ('failed' as const) : ('plain' as const),
  }
  if (eventId === null)
    return {
      ...shared,
      key: `${lane} ${span.start}`,
      what: span.tool_name === null ? formatPlural(count, 'row') : formatPlural(count, 'call'),
      outcome: [
        ...(errors === 0 ? [] : [formatPlural(errors, 'error')]),
        ...(failed === 0 ? [] : [formatPlural(failed, 'failed command')]),
      ].join(', '),
      target: { to: 'range', from: start, until: (end ?? start) + 1 },
    }
  const what = span.headline ?? (span.kind === null ? '' : formatKind(span.kind))
  const isUnanswered = span.end === null && span.kind === 'ActionEvent' && span.source === 'agent'
  return {
    ...shared,
    key: eventId,
    what: isTurn && span.turn !== null ? `Turn ${formatCount(span.turn)}: ${what}` : what,
    outcome: errors > 0 ? 'error' : failed > 0 ? 'failed command' : isUnanswered ? 'no answer' : '',
    target: { to: 'event', eventId },
  }
}

function toChild({ id, title, first_message, error_count, created_at, updated_at }: Child): TimelineItem[] {
  if (created_at === null || updated_at === null) return []
  const errors = error_count ?? 0
  return [
    {
      key: id,
      lane: DELEGATED,
      start: Date.parse(created_at),
      end: Math.max(Date.parse(created_at), Date.parse(updated_at)),
      isSeveral: false,
      what: title ?? first_message ?? 'Untitled',
      tone: errors > 0 ? 'error' : 'plain',
      outcome: errors > 0 ? formatPlural(errors, 'error') : '',
      target: { to: 'conversation', conversationId: id },
    },
  ]
}

/** When an item was: a moment to the second, of several rows the time from the first to the last. */
export function describeTime({ start, end, target }: TimelineItem, now: number, zone: Zone): string {
  const moment = `${formatDay(start, now, zone)}, ${formatClock(start, zone)}`
  return target.to === 'range' && end !== null && end - start >= 1000 ? formatPeriod(start, end, now, zone) : moment
}

/** How long an item took; empty where that is not known, or said by its time already. */
export function describeLength({ start, end, target }: TimelineItem): string {
  return end === null || target.to === 'range' ? '' : formatDuration((end - start) / 1000)
}

/** An item in a line: "terminal: $ npm test, Nov 22, 15:33:34, 0.8s, error". */
export function describeItem(item: TimelineItem, now: number, zone: Zone): string {
  const subject = item.what.startsWith('Turn ') ? item.what : `${item.lane}: ${item.what}`
  return [subject, describeTime(item, now, zone), describeLength(item), item.outcome].filter(Boolean).join(', ')
}
