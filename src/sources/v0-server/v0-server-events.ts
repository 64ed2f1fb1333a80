import {
  EventsRefusedError,
  type EventBatch,
  type EventRecord,
  type KnownEvents,
  type ToldByEvents,
} from '../source.ts'
import { aroundFaults, type FaultyList } from './around-faults.ts'
import { toUnreadable, V0EventRecords } from './v0-event-records.ts'
import { askForOne, askEvents, MAX_LIMIT, type EventAccess, type EventsPage } from './v0-events-page.ts'
import { toTold, V0Teller } from './v0-told.ts'

/** Unreadable events that are asked for again, the newest first. */
const MOST_RETRIED = 10
/** Unreadable events of one read; each costs some ten requests. */
const MOST_UNREADABLE = 50

const NOTHING: KnownEvents = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }

/**
 * Events of a conversation from the last known one on. That one is asked for once more: where it has gone, what was known no longer holds.
 * One that its server cannot read, torn or of a kind that is newer than the server, makes every page fail that holds it: it is kept as
 * unreadable, and asked for again with the next read.
 * @throws SourceError
 */
export async function* readV0Events(access: EventAccess, known: KnownEvents): AsyncGenerator<EventBatch> {
  const records = new V0EventRecords(access)
  const healed = await heal(access, records, known)
  if (healed === null) return yield* readFrom(access, records, NOTHING, 'replace-all')
  if (healed.events.length > 0) yield healed
  yield* readFrom(access, records, known, 'append')
}

async function* readFrom(
  access: EventAccess,
  records: V0EventRecords,
  known: KnownEvents,
  firstMode: EventBatch['mode'],
): AsyncGenerator<EventBatch> {
  const isHeld = known.count > 0 && known.lastId?.startsWith('unreadable-') === false
  const start = isHeld ? known.lastSeq : known.lastSeq + 1
  const teller = new V0Teller(access, known)
  let mode = firstMode
  let unreadable = 0
  for await (const part of aroundFaults(listOf(access), start)) {
    if ('fault' in part && part.start <= known.lastSeq) continue
    let events: readonly EventRecord[] = []
    if ('value' in part) {
      if (isHeld && part.start === start && part.value.events[0]?.seq !== start)
        return yield* readFrom(access, records, NOTHING, 'replace-all')
      events = (await records.of(part.value.events)).filter(({ seq }) => seq > known.lastSeq)
      await teller.hear(part.value)
    } else if (++unreadable > MOST_UNREADABLE)
      throw new EventsRefusedError(`Its server cannot read ${unreadable} of its events`)
    else events = [toUnreadable(part.start, part.fault)]
    const told = teller.take()
    if (mode === 'append' && events.length === 0 && told === null) continue
    yield { mode, events, ...(told === null ? {} : { told }) }
    mode = 'append'
  }
}

function listOf(access: EventAccess): FaultyList<EventsPage> {
  return {
    full: MAX_LIMIT,
    ask: async (start, size) => {
      // A part of a page has an end of its own; the whole one goes on to wherever the events end, holes or not.
      if (size < MAX_LIMIT) {
        const end = start + size - 1
        return { value: await askEvents(access, { start_id: start, end_id: end, limit: size }), next: end + 1 }
      }
      const value = await askEvents(access, { start_id: start, limit: size })
      const last = value.events.at(-1)
      return { value, next: value.hasMore && last !== undefined ? last.seq + 1 : null }
    },
    // Ends before it begins.
    askNothing: () => askEvents(access, { start_id: 1, end_id: 0, limit: 1 }),
  }
}

/** Asks again for unreadable events. Null: one that can be read now says something of later ones, so that all is read anew. */
async function heal(access: EventAccess, records: V0EventRecords, known: KnownEvents): Promise<EventBatch | null> {
  const events: EventRecord[] = []
  let told: ToldByEvents | null = null
  const retried = known.retrySeqs.toSorted((one, other) => other - one).slice(0, MOST_RETRIED)
  for (const seq of retried.toReversed()) {
    const found = await askForOne(access, seq)
    const [record] = found === null ? [] : await records.of([found])
    if (found === null || record === undefined) continue
    told = toTold([found.event])
    if (seq < known.lastSeq && (record.kind === 'ActionEvent' || told !== null)) return null
    events.push(record)
  }
  return { mode: 'heal', events, ...(told === null ? {} : { told }) }
}
