import { setImmediate } from 'node:timers/promises'
import { toUnreadableEvent } from '../event-record.ts'
import type { EventBatch, EventRecord, KnownEvents } from '../source.ts'
import type { FileNote, V1Shelf } from './v1-shelf.ts'

const BATCH_EVENTS = 500
const BATCH_BYTES = 8 * 1024 * 1024

/**
 * Events of an up-to-date shelf that are not known yet, numbered by their place in its order. Where an event came in between, one has gone
 * or one has healed, all places may be others: the first batch then says `replace-all`.
 */
export async function* readV1Events(
  shelf: V1Shelf,
  known: KnownEvents,
  signal: AbortSignal,
): AsyncGenerator<EventBatch> {
  const order = shelf.order()
  const start = isKnown(order, known) ? known.count : 0
  let mode: EventBatch['mode'] = start === known.count ? 'append' : 'replace-all'
  const seen = new Set<string>()
  for (const note of order.slice(0, start)) if (note.id !== null) seen.add(note.id)
  for (let seq = start; seq < order.length;) {
    signal.throwIfAborted()
    const events = takeBatch(shelf, order, seq, seen)
    seq += events.length
    yield { mode, events }
    mode = 'append'
    await setImmediate()
  }
  if (mode === 'replace-all') yield { mode, events: [] }
}

/**
 * Whether the known events are still the first ones, in the same places. An event's place says how many sort before it, so the last known
 * one at its own place stands for all of them; those that could not be read must be the same.
 */
function isKnown(order: readonly FileNote[], known: KnownEvents): boolean {
  if (known.count !== known.lastSeq + 1 || known.count > order.length) return false
  const torn = order.slice(0, known.count).flatMap((note, seq) => (note.unreadable?.mayHeal === true ? [seq] : []))
  if (torn.length !== known.retrySeqs.length) return false
  const expected = new Set(known.retrySeqs)
  if (!torn.every((seq) => expected.has(seq))) return false
  const last = order[known.lastSeq]
  // Also an event that was no event: a file without one, or a duplicate.
  return last === undefined || last.id === known.lastId || known.lastId === `unreadable-${known.lastSeq}`
}

function takeBatch(
  shelf: V1Shelf,
  order: readonly FileNote[],
  start: number,
  seen: Set<string>,
): readonly EventRecord[] {
  const events: EventRecord[] = []
  let bytes = 0
  for (let seq = start; seq < order.length && events.length < BATCH_EVENTS && bytes < BATCH_BYTES; seq += 1) {
    const note = order[seq]
    if (note === undefined) break
    const event = takeEvent(shelf, note, seq, seen)
    bytes += event.sizeBytes
    events.push(event)
  }
  return events
}

function takeEvent(shelf: V1Shelf, { name }: FileNote, seq: number, seen: Set<string>): EventRecord {
  const event = shelf.take(name, seq)
  const place = { seq, id: `unreadable-${seq}`, locator: name }
  // It has gone since the folder was listed: its place is kept until the next look, which finds it gone.
  if (event === null) return toUnreadableEvent(place, name, 'removed', 0, true)
  if (seen.has(event.id)) return toUnreadableEvent(place, name, 'duplicate of an earlier event', event.sizeBytes, false)
  seen.add(event.id)
  return event
}
