import { eventIdOf, toEventRecord, toUnreadableEvent } from '../event-record.ts'
import { toJsonObject, type JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
import { EventsRefusedError, type EventBatch, type EventRecord, type KnownEvents } from '../source.ts'
import type { EventStore, Tail } from './event-store.ts'
import { inTime, WITHHELD } from './in-time.ts'
import { TOLD_BY_NONE, TOLD_BY_OTHERS, toTold } from './told-events.ts'

/** Events that a server may count and not give, one by one; beyond, its count is none. */
const MOST_NOT_GIVEN = 1000

/**
 * Events of a conversation that are not known yet, numbered by their place in the order of time and id, and what they tell of it. Where an
 * event came in between, the known ones have other places: the first batch then says `replace-all`. What the server counts and does not
 * give stands at the end, unreadable: nobody can tell its place.
 * @throws SourceError
 */
export async function* readEvents(store: EventStore, known: KnownEvents): AsyncGenerator<EventBatch> {
  const total = await store.count()
  if (total === 0 && known.count > 0)
    throw new EventsRefusedError('Its server has none of its events any more; what was read before is kept')
  if (total === 0) yield { mode: 'append', events: [], told: TOLD_BY_NONE }
  const isWhole = known.count > 0 && known.retrySeqs.length === 0
  if (total === 0 || (isWhole && total === known.count)) return
  const tail = isWhole && total > known.count ? await store.tail(known, total) : null
  if (tail !== null && (yield* readTail(tail, known, total))) return
  yield* readAll(store, known.count > 0, total)
}

async function* readAll(store: EventStore, isAnew: boolean, total: number): AsyncGenerator<EventBatch> {
  let mode: EventBatch['mode'] = isAnew ? 'replace-all' : 'append'
  let told = TOLD_BY_OTHERS
  let seq = 0
  for await (const events of inTime(store.all())) {
    yield { mode, events: toRecords(events, seq), told: { ...told, ...toTold(events) } }
    seq += events.length
    mode = 'append'
    told = {}
  }
  if (seq === 0 && isAnew)
    throw new EventsRefusedError('Its server gives none of its events any more; what was read before is kept')
  if (seq < total) yield { mode, events: notGiven(seq, total), told }
}

/** False where the last known event is at another place: nothing was yielded then. */
async function* readTail(
  { start, pages }: Tail,
  known: KnownEvents,
  total: number,
): AsyncGenerator<EventBatch, boolean> {
  let seq = start
  for await (const events of inTime(pages)) {
    const last = events[known.lastSeq - seq]
    if (seq <= known.lastSeq && last !== undefined && idOf(last) !== known.lastId) return false
    const fresh = events.slice(Math.max(0, known.count - seq))
    seq += events.length
    if (fresh.length > 0) yield { mode: 'append', events: toRecords(fresh, seq - fresh.length), told: toTold(fresh) }
  }
  if (seq < known.count) return false
  if (seq < total) yield { mode: 'append', events: notGiven(seq, total) }
  return true
}

function toRecords(events: readonly unknown[], firstSeq: number): readonly EventRecord[] {
  return events.map((event, at) => toRecord(event, firstSeq + at))
}

function toRecord(value: unknown, seq: number): EventRecord {
  const event = toJsonObject(value)
  const id = idOf(value)
  if (event === null || id === null) {
    const reason = value === WITHHELD ? 'its server fails on it' : 'no id'
    const sizeBytes = value === WITHHELD ? 0 : Buffer.byteLength(JSON.stringify(value))
    return toUnreadableEvent(toPlace(seq), `event ${seq}`, reason, sizeBytes, value === WITHHELD)
  }
  const body: JsonObject = redactEvent(event)
  return { ...toEventRecord(event, { ...toPlace(seq), id }, Buffer.byteLength(JSON.stringify(event))), body }
}

/** @throws EventsRefusedError */
function notGiven(from: number, to: number): readonly EventRecord[] {
  if (to - from > MOST_NOT_GIVEN) throw new EventsRefusedError(`Its server counts ${to} events of it and gives ${from}`)
  return Array.from({ length: to - from }, (_, at) =>
    toUnreadableEvent(
      toPlace(from + at),
      'an event of unknown place',
      'its server counts it and cannot read it',
      0,
      true,
    ),
  )
}

function toPlace(seq: number) {
  return { seq, id: `unreadable-${seq}`, locator: null }
}

function idOf(value: unknown): string | null {
  const event = toJsonObject(value)
  return event === null ? null : eventIdOf(event)
}
