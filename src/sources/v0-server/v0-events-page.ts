import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import type { Query } from '../http/request-url.ts'
import { isJsonObject, toFiniteNumber, toJsonObject, type JsonObject } from '../json-value.ts'
import { EventsRefusedError } from '../source.ts'
import { isOfOnePosition } from './around-faults.ts'

/** Most events of one answer; more are refused with 400. */
export const MAX_LIMIT = 100

/** Where the events of one conversation are asked for. Reads files of the server, starts nothing. */
export interface EventAccess {
  readonly client: HttpClient
  readonly options: RequestOptions
  /** `/api/conversations/{id}/events` */
  readonly path: string
}

/** An event with the number that its server gives it. */
export interface NumberedEvent {
  readonly seq: number
  readonly event: JsonObject
}

/** A page of events; numbers may be missing in between. */
export interface EventsPage {
  readonly events: readonly NumberedEvent[]
  readonly hasMore: boolean
}

/** What V0 takes; everything else it ignores without a word. */
interface EventsQuery extends Query {
  readonly start_id?: number
  readonly end_id?: number
  readonly limit: number
  readonly reverse?: true
}

/**
 * Asks for events by their numbers, both ends included; whatever the order asked for, they come in their own. What has no number, or one
 * that was not asked for, is left out.
 * @throws SourceError
 */
export async function askEvents({ client, options, path }: EventAccess, query: EventsQuery): Promise<EventsPage> {
  const { json } = await client.getJson(path, query, options)
  const page = toJsonObject(json)
  const events = page?.['events']
  if (!Array.isArray(events)) throw new EventsRefusedError('Its server answers something that is no list of events')
  const { start_id: from = 0, end_id: to = Number.MAX_SAFE_INTEGER } = query
  const numbered = new Map<number, NumberedEvent>()
  for (const event of events.filter(isJsonObject)) {
    const seq = toFiniteNumber(event['id'])
    if (seq !== null && Number.isSafeInteger(seq) && seq >= from && seq <= to) numbered.set(seq, { seq, event })
  }
  const inOrder = [...numbered.values()].toSorted((one, other) => one.seq - other.seq)
  return { events: inOrder, hasMore: page?.['has_more'] === true }
}

/** The event of this number; null where there is none, or its server cannot read it. @throws SourceError */
export async function askForOne(access: EventAccess, seq: number): Promise<NumberedEvent | null> {
  try {
    const { events } = await askEvents(access, { start_id: seq, end_id: seq, limit: 1 })
    return events[0] ?? null
  } catch (error) {
    if (isOfOnePosition(error)) return null
    throw error
  }
}
