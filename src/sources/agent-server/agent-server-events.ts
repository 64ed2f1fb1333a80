import { dirname, join } from 'node:path'
import { openDirectory } from '../agent-server-directory.ts'
import { eventIdOf, toEventRecord, toUnreadableEvent } from '../event-record.ts'
import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { HttpFault } from '../http/http-fault.ts'
import type { Query } from '../http/request-url.ts'
import { isJsonObject, toJsonObject, type JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
import {
  EventsRefusedError,
  type ConversationId,
  type EventBatch,
  type EventRecord,
  type KnownEvents,
  type Source,
} from '../source.ts'
import { toDashed, toPage } from './agent-server-row.ts'
import { unpackEvents } from './unpack-events.ts'

const MAX_LIMIT = 100
/** Most bytes of a downloaded conversation. */
const MAX_ZIP_BYTES = 2 * 1024 * 1024 * 1024

/** Where events are asked for. */
export interface EventAccess {
  readonly client: HttpClient
  readonly options: RequestOptions
}

/** The tail of a conversation that is at work no more: from now on it may leave its server's memory at any time. */
class AtRestError extends Error {}

/** Where a page of events begins: the id of its first event, and whether that one is held already. */
interface Place {
  readonly cursor: string | null
  readonly seq: number
  readonly isHeld: boolean
}

/** Brings the JSON of an answer. */
type Ask = (path: string, query: Query) => Promise<unknown>

const START: Place = { cursor: null, seq: 0, isHeld: false }

/**
 * Events of a conversation that is in its server's memory anyway, from the last known one on. Of another this would wake it: the server
 * loads it, takes its lease and runs `git init` in its workspace. What the server cannot read it leaves out here.
 * @throws SourceError
 */
export function tailEvents(access: EventAccess, id: ConversationId, known: KnownEvents): AsyncGenerator<EventBatch> {
  const { client, options } = access
  return readTail(id, known, async (path, query) => (await client.getJson(path, query, options)).json)
}

/**
 * Events of a conversation that was running a moment ago: from the tail for as long as it is, and from the download once it is not, or
 * where its server does not give them because another one works on it.
 * @throws SourceError
 */
export async function* runningEvents(
  access: EventAccess,
  id: ConversationId,
  known: KnownEvents,
): AsyncGenerator<EventBatch> {
  const { client, options } = access
  let held = known
  try {
    // A page asked for after a rest could wake it: it goes out right behind the question whether it still runs.
    const whileItRuns: Ask = (path, query) =>
      client.inOneTurn(2, options, async (ask) => {
        const { json } = await ask(toPath(id), {})
        if (toJsonObject(json)?.['execution_status'] !== 'running') throw new AtRestError()
        return (await ask(path, query)).json
      })
    for await (const batch of readTail(id, known, whileItRuns)) {
      held = holdAlso(held, batch)
      yield batch
    }
  } catch (error) {
    const isElsewhere = error instanceof HttpFault && ['not-found', 'server-error'].includes(error.kind)
    if (!isElsewhere && !(error instanceof AtRestError)) throw error
    yield* downloadedEvents(access, id, held)
  }
}

async function* readTail(id: ConversationId, known: KnownEvents, ask: Ask): AsyncGenerator<EventBatch> {
  const path = `${toPath(id)}/events/search`
  let place = placeAfter(known)
  let mode: EventBatch['mode'] = known.count > 0 && place === START ? 'replace-all' : 'append'
  let limit = MAX_LIMIT
  let isAnew = false
  for (;;) {
    const json = await askOrShrink(ask, path, { limit, ...toQuery(place) })
    if (json === null) {
      limit = Math.floor(limit / 2)
      continue
    }
    const page = toPage(json)
    if (page === null) throw new EventsRefusedError('Its server answers something that is no list of events')
    const [first] = page.items
    if (place.cursor !== null && (!isJsonObject(first) || eventIdOf(first) !== place.cursor)) {
      // The server does not know the event any more, and begins anew without a word.
      if (isAnew) throw new EventsRefusedError('Its events change faster than they can be read')
      isAnew = true
      place = START
      mode = 'replace-all'
      continue
    }
    const from = place.isHeld ? place.seq + 1 : place.seq
    const events = page.items.slice(place.isHeld ? 1 : 0).map((event, at) => toRecord(event, from + at))
    if (events.length > 0 || mode === 'replace-all') yield { mode, events }
    mode = 'append'
    if (page.nextPageId === null || page.nextPageId === place.cursor) return
    place = { cursor: page.nextPageId, seq: from + events.length, isHeld: false }
  }
}

/**
 * Events of a conversation at rest, from the zip that its server makes of its files without waking it.
 * @throws SourceError
 */
export async function* downloadedEvents(
  { client, options }: EventAccess,
  id: ConversationId,
  known: KnownEvents,
): AsyncGenerator<EventBatch> {
  const path = `/api/file/download-trajectory/${encodeURIComponent(toDashed(id))}`
  const download = await client.download(path, {}, { ...options, maxBytes: MAX_ZIP_BYTES })
  try {
    const folder = join(dirname(download.path), 'trajectory')
    await unpackEvents({ path: download.path, name: `${client.location}${path}`, id, folder, signal: options.signal })
    const directory = openDirectory({ path: folder, id: 'download', wait: () => Promise.resolve() })
    for await (const batch of directory.events(id, known, options.signal))
      yield { ...batch, events: await Promise.all(batch.events.map((event) => withBody(directory, id, event))) }
  } finally {
    download.remove()
  }
}

async function withBody(directory: Source, id: ConversationId, event: EventRecord): Promise<EventRecord> {
  const body = await directory.body(id, event)
  return body === null ? event : { ...event, body }
}

/** What is held once a batch of the tail has been taken. */
function holdAlso(held: KnownEvents, { mode, events }: EventBatch): KnownEvents {
  const before = mode === 'replace-all' ? { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] } : held
  const last = events.at(-1)
  if (last === undefined) return before
  return { ...before, count: before.count + events.length, lastSeq: last.seq, lastId: last.id }
}

function toPath(id: ConversationId): string {
  return `/api/conversations/${encodeURIComponent(toDashed(id))}`
}

function placeAfter({ count, lastSeq, lastId }: KnownEvents): Place {
  const isThere = count > 0 && lastId !== null && !lastId.startsWith('unreadable-')
  return isThere ? { cursor: lastId, seq: lastSeq, isHeld: true } : START
}

function toQuery({ cursor }: Place): Query {
  return { sort_order: 'TIMESTAMP', ...(cursor === null ? {} : { page_id: cursor }) }
}

function toRecord(event: unknown, seq: number): EventRecord {
  const sizeBytes = Buffer.byteLength(JSON.stringify(event) ?? '')
  const id = isJsonObject(event) ? eventIdOf(event) : null
  if (id === null || !isJsonObject(event))
    return toUnreadableEvent({ seq, id: `unreadable-${seq}`, locator: null }, `event ${seq}`, 'no id', sizeBytes, false)
  const body: JsonObject = redactEvent(event)
  return { ...toEventRecord(event, { seq, id, locator: null }, sizeBytes), body }
}

/** Null where the page would be larger than is taken, and a smaller one can be asked for. */
async function askOrShrink(ask: Ask, path: string, query: Query & { readonly limit: number }): Promise<unknown> {
  try {
    return await ask(path, query)
  } catch (error) {
    if (error instanceof HttpFault && error.kind === 'too-large' && query.limit > 1) return null
    throw error
  }
}
