import { toCounts, toText } from './columns.ts'
import type { StoredRecord, StoredTold } from './records.ts'

/** A row of the table of sightings. */
export type Sighting = Readonly<Record<string, unknown>>

const NOT_READ =
  "Not read yet: events of a server's conversations are read one after the other, newest first, or when somebody opens them"

const COUNTED_BEFORE = 'Counted before the last change'

/** Statuses that end by themselves. */
const AT_WORK: ReadonlySet<string> = new Set(['running', 'waiting_for_confirmation', 'deleting'])

const GONE = 'Its source no longer has it; what was read before is kept'

/** A status that the source states goes before the one that the events told; with cost and tokens it is the other way round. */
export function withTold(record: StoredRecord, json: string | null): StoredRecord {
  if (json === null) return record
  // The column holds only what `keepTold` wrote.
  const { status, ...sums } = JSON.parse(json) as StoredTold
  const isOpen = record.status === 'unknown' && record.nativeStatus === null && status !== undefined
  return { ...record, ...sums, ...(isOpen ? toldStatus(status, record.sandboxStatus) : {}) }
}

/** What was at work when its newest event was written still is only where something runs it. */
function toldStatus(told: NonNullable<StoredTold['status']>, sandboxStatus: string | null): Partial<StoredRecord> {
  // What is null is not kept.
  if (told.status !== 'running' || sandboxStatus === 'RUNNING')
    return { ...told, statusReason: told.statusReason ?? null }
  const reason = `Its newest event says ${told.nativeStatus ?? told.status}, but nothing runs it: it was cut off`
  return { ...told, status: 'unknown', statusReason: reason }
}

/** Of what has gone nobody can say that it still runs, waits, or is being removed. */
export function toGone(record: StoredRecord): StoredRecord {
  const status = AT_WORK.has(record.status) ? 'unknown' : record.status
  return { ...record, status, statusReason: GONE, statusUntil: null, statusAfter: null }
}

/** When a conversation changed last: its newest event tells best, unless its row tells of newer ones. UTC ms. */
export function updatedAt(sighting: Sighting, stated: number | null, newestEvent: number | null): number | null {
  if (newestEvent === null) return stated
  return sighting['events_mark'] === sighting['events_read']
    ? newestEvent
    : Math.max(newestEvent, stated ?? newestEvent)
}

/** Whether a followed source's events were never read to their end. */
export function isUnread(sighting: Sighting | undefined): boolean {
  return toText(sighting?.['events_mark']) !== null && toText(sighting?.['events_read']) === null
}

/** Why the number of events is unknown, or is of an earlier moment; null where it is neither. */
export function whyNotCounted(sighting: Sighting): string | null {
  const [mark, read] = [toText(sighting['events_mark']), toText(sighting['events_read'])]
  if (mark === null || mark === read) return null
  if (sighting['gone_at'] !== null)
    return `${read === null ? 'Never read' : COUNTED_BEFORE}: its source no longer has it`
  return toText(sighting['events_problem']) ?? (read === null ? NOT_READ : COUNTED_BEFORE)
}

/** Tokens sent and answered; null where the row shows none. */
export function toTotal(usage: StoredRecord['tokenUsage']): number | null {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage ?? {}
  const isShown = usage !== null && toCounts(usage) !== null
  return isShown && prompt !== undefined && completion !== undefined ? prompt + completion : null
}

/** The record of a sighting. */
export function toRecord(json: unknown): StoredRecord {
  // The column holds only what `keep` and `passTime` wrote.
  return JSON.parse(String(json)) as StoredRecord
}
