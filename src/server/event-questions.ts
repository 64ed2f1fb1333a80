import type { EventCursor, EventFilter, EventQuestion, EventSortKey } from '../index/event-port.ts'
import type { LookoutIndex } from '../index/port.ts'
import { toChoice } from './conversation-questions.ts'
import { decodeCursor, spellingOf } from './cursor.ts'
import type { Values } from './operations.ts'
import { conversationNotFound, goneCursor, malformedCursor } from './refusals.ts'
import { isRelativeTime, parseTime, resolveMoment, type Clock } from './times.ts'

/** The filters that all questions about events share. */
export type EventFilterValues = Omit<Values<'countEvents'>, 'view' | 'conversation_id'>

/** Turns a time as a request states it into UTC ms; a wall clock is the conversation's. */
export type ToUtcMs = (text: string) => Promise<number>

/** How times of a conversation are read. The promise rejects with a 404 where nobody knows the conversation. */
export function timesOf(index: LookoutIndex, conversationId: string, clock: Clock): ToUtcMs {
  return async (text) => {
    const moment = parseTime(text)
    if (moment === null) throw new TypeError('times are checked before they are resolved')
    if (moment.kind !== 'wall') return resolveMoment(moment, clock)
    const offsetMinutes = await index.zoneOffset(conversationId, moment.ms)
    if (offsetMinutes === null) throw conversationNotFound(conversationId)
    return moment.ms - offsetMinutes * 60e3
  }
}

/** The index's filter for the parameters of a request. */
export async function toEventFilter(values: EventFilterValues, toUtcMs: ToUtcMs): Promise<EventFilter> {
  const { timestamp__gte: gte, timestamp__lt: lt } = values
  return {
    kind: toChoice(values.kind, values['-kind']),
    source: toChoice(values.source, values['-source']),
    toolName: toChoice(values.tool_name, values['-tool_name']),
    isError: values.is_error ?? null,
    failedCommand: values.failed_command ?? null,
    body: values.body ?? [],
    text: values.text ?? [],
    timestamp: {
      gte: gte === undefined ? undefined : await toUtcMs(gte),
      lt: lt === undefined ? undefined : await toUtcMs(lt),
    },
  }
}

/** `TIMESTAMP_DESC` as the index takes it. */
export function toEventSort(sortOrder: Values<'searchEvents'>['sort_order']): EventQuestion['sort'] {
  const descending = sortOrder.endsWith('_DESC')
  // The contract's orders are the index's keys, with and without `_DESC`.
  const key = (descending ? sortOrder.slice(0, -'_DESC'.length) : sortOrder) as EventSortKey
  return { key, descending }
}

/** What the cursors of a page of events are bound to. */
export interface EventPageIdentity {
  readonly filterSpelling: string
  /** When the relative times of the filter were resolved; null: it has none. */
  readonly resolvedAtMs: number | null
  /** Where the page starts by its `page_id`; null without one. */
  readonly after: EventCursor | null
}

/** Reads `page_id`. @throws Refusal 422 for what is no cursor, 410 for one of another question */
export function toEventPageIdentity(
  values: Values<'searchEvents'>,
  query: URLSearchParams,
  nowMs: number,
): EventPageIdentity {
  const filterSpelling = spellingOf(`events of ${values.conversation_id}`, query)
  const isRelative = [values.timestamp__gte, values.timestamp__lt].some((time) => time && isRelativeTime(time))
  const { page_id: pageId, sort_order: sort } = values
  if (pageId === undefined) return { filterSpelling, resolvedAtMs: isRelative ? nowMs : null, after: null }
  const isText = /^(?:KIND|SOURCE|TOOL)/.test(sort)
  const isValue = (value: unknown) => value === null || (typeof value === 'string') === isText
  const reading = decodeCursor(pageId, { sort, filter: filterSpelling }, isPosition, isValue)
  if (reading.kind === 'gone') throw goneCursor()
  // Pages of events are walked by offset backwards: no cursor of ours goes that way.
  if (reading.kind === 'malformed' || reading.cursor.direction === 'before') throw malformedCursor(pageId)
  const { value, key, resolvedAtMs } = reading.cursor
  return { filterSpelling, resolvedAtMs, after: { value, position: key } }
}

function isPosition(key: unknown): key is number {
  return Number.isSafeInteger(key) && Number(key) >= 0
}
