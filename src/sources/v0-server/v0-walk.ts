import type { HttpClient, RequestOptions } from '../http/http-client.ts'
import { HttpFault } from '../http/http-fault.ts'
import { SourceError } from '../source.ts'
import { aroundFaults, isOfOnePosition, type FaultyList } from './around-faults.ts'
import { BEYOND, parseCursor, toCursor, type CursorForm, type Store } from './v0-cursor.ts'
import { toV0Page } from './v0-row.ts'

/** Whatever is asked for, the server reads every conversation of its store: the fewer pages the better. */
export const WHOLE_LIMIT = 1_000
/** About 50 MB of rows. */
const WHOLE_LIMITS = [WHOLE_LIMIT, 100_000]
/** Rows that a walk passes over before it gives up. */
const MOST_SKIPPED = 50

const LIST = '/api/conversations'

/** How to walk. */
export interface WalkOptions {
  readonly client: Pick<HttpClient, 'getJson' | 'location'>
  readonly options: RequestOptions
  /** Whether rows of V1 are left to V1. */
  readonly hasV1: boolean
  /** Most rows of the first page; where the walk is not to be whole, of every page. */
  readonly limit: number
}

/** A page of rows, `null` where the server could not make one. */
export interface WalkPage {
  readonly rows: readonly unknown[]
  /** What comes after them: more, nothing, or what the server does not give. */
  readonly rest: 'more' | 'none' | 'lost'
  /** Rows in their place that the server could not give. */
  readonly skipped: number
}

/**
 * Rows of a V0 server, newest first, in as few pages as it allows; a row may come again. Where V0 and V1 are listed together (since 0.60)
 * a page that does not hold everything loses rows, so all is asked for at once. Where one row makes every page fail that holds it (since
 * 0.60: a date without a zone beside others), the list is read around it, each store on its own.
 * @throws SourceError
 */
export async function* walkRows(walk: WalkOptions): AsyncGenerator<WalkPage> {
  const limits = walk.limit < WHOLE_LIMIT ? [walk.limit] : WHOLE_LIMITS
  for (const limit of limits) {
    const page = await askOrFault(walk, { limit })
    if (page instanceof HttpFault) return yield* walkAround(walk, page)
    // A merged page that is full has lost what did not fit, and does not say so.
    const isWhole = page.next === null && page.rows.length < limit
    yield { rows: page.rows, rest: isWhole ? 'none' : 'more', skipped: 0 }
    if (isWhole) return
  }
  yield* walkAround(walk, null)
}

/** Reads the stores one by one, each position in a page that can be had. */
async function* walkAround(walk: WalkOptions, fault: HttpFault | null): AsyncGenerator<WalkPage> {
  const form = await findForm(walk, fault)
  let skipped = 0
  for (const store of form === 'pair' && !walk.hasV1 ? (['v0', 'v1'] as const) : (['v0'] as const)) {
    for await (const part of aroundFaults(listOf(walk, form, store), 0)) {
      if ('value' in part) yield part.value
      else if (++skipped > MOST_SKIPPED) return yield { rows: [], rest: 'lost', skipped: 0 }
      else yield { rows: [], rest: 'more', skipped: 1 }
    }
  }
}

function listOf(walk: WalkOptions, form: CursorForm, store: Store): FaultyList<WalkPage> {
  return {
    full: walk.limit,
    ask: async (start, size) => {
      const { rows, next } = await ask(walk, { limit: size, page_id: toCursor(form, store, start) })
      if (next === null) return { value: { rows, rest: 'none', skipped: 0 }, next: null }
      const offset = parseCursor(next, store)
      // One that never advances, as `limit=0` gives it, or that leads back.
      const isLost = offset === null || offset <= start
      return { value: { rows, rest: isLost ? 'lost' : 'more', skipped: 0 }, next: isLost ? null : offset }
    },
    askNothing: () => ask(walk, { limit: 1, page_id: toCursor(form, store, BEYOND) }),
  }
}

/** The empty page beyond all rows tells the form of cursors, and whether the server can list at all. */
async function findForm(walk: WalkOptions, fault: HttpFault | null): Promise<CursorForm> {
  for (const form of ['pair', 'one'] as const) {
    const page = await askOrFault(walk, { limit: 1, page_id: toCursor(form, 'v0', BEYOND) })
    if (!(page instanceof HttpFault)) return form
  }
  throw fault ?? new SourceError(`${walk.client.location}${LIST} does not give what follows its first page`)
}

interface ListQuery {
  readonly limit: number
  readonly page_id?: string
}

async function askOrFault(walk: WalkOptions, query: ListQuery) {
  try {
    return await ask(walk, query)
  } catch (error) {
    if (isOfOnePosition(error)) return error
    throw error
  }
}

async function ask({ client, options }: WalkOptions, query: ListQuery) {
  const { json } = await client.getJson(LIST, { ...query }, options)
  const page = toV0Page(json)
  if (page === null) throw new SourceError(`What ${client.location}${LIST} answers is no list of conversations`)
  return page
}
