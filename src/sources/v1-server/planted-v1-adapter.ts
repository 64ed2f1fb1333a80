/** An adapter of a planted server, and what tests ask it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HttpClient } from '../http/http-client.ts'
import { RequestPace } from '../http/request-pace.ts'
import type { EventBatch, EventRecord, KnownEvents, Sighting, ToldByEvents } from '../source.ts'
import {
  readItems,
  readStore,
  startPlantedV1Server,
  type PlantedV1Options,
  type PlantedV1Server,
} from './planted-v1-server.ts'
import { V1ServerAdapter } from './v1-server-adapter.ts'

const E2E = fileURLToPath(new URL('../../../e2e/', import.meta.url))

/** What one read of events brought. */
export interface ReadEvents {
  readonly modes: readonly EventBatch['mode'][]
  /** Those held afterwards, where nothing was known. */
  readonly events: readonly EventRecord[]
  readonly told: ToldByEvents
  readonly requests: number
}

/** A server that can be asked through its adapter. */
export interface PlantedV1Adapter {
  readonly server: PlantedV1Server
  readonly client: HttpClient
  readonly adapter: V1ServerAdapter
  readonly signal: AbortSignal
  /** The adapter's clock, ms. */
  nowMs: number
  readonly walk: () => Promise<readonly Sighting[]>
  readonly changes: (active?: readonly string[]) => Promise<readonly Sighting[]>
  readonly lookAt: (ids: readonly string[]) => Promise<ReadonlyMap<string, Sighting | null>>
  readonly readEvents: (id: string, known?: KnownEvents) => Promise<ReadEvents>
  /** Paths and queries of what was asked since the last call. */
  readonly asked: () => readonly string[]
  readonly close: () => Promise<void>
}

/** Rows recorded when all sandboxes had gone, or (`live`) when some were there. */
export function recordedRows(live = false) {
  const folder = live ? 'app-server-v1-live' : 'app-server-v1'
  return readItems(join(E2E, 'replies', folder, 'search-with-subs-limit-100.json'))
}

/** Starts a server with the recorded conversations, unless told otherwise. */
export async function plantV1Adapter(
  options: Partial<PlantedV1Options> & { readonly pace?: RequestPace } = {},
): Promise<PlantedV1Adapter> {
  const { rows = recordedRows(), eventPaths = 'of-one', pace, ...others } = options
  const stored = options.events ?? readStore(join(E2E, 'fixtures/app-server-v1/v1_conversations'))
  const server = await startPlantedV1Server({ ...others, rows, eventPaths, events: stored })
  const client = new HttpClient({
    url: server.url,
    keyVariable: 'LOOKOUT_KEY_TEST',
    pace: pace ?? new RequestPace({ perMinute: null, sleep: () => Promise.resolve() }),
  })
  const adapter = new V1ServerAdapter({ client, eventPaths, now: () => planted.nowMs })
  const { signal } = new AbortController()
  let seen = 0
  const planted: PlantedV1Adapter = {
    server,
    client,
    adapter,
    signal,
    nowMs: 0,
    walk: () => collect(adapter.list(signal)),
    changes: (active = []) => collect(adapter.changes(active, signal)),
    lookAt: async (ids) => {
      const found = new Map<string, Sighting | null>()
      for await (const [id, sighting] of adapter.lookAt(ids, signal)) found.set(id, sighting)
      return found
    },
    readEvents: async (id, known = knownOf([])) => {
      const before = server.requests.length
      const modes: EventBatch['mode'][] = []
      let events: readonly EventRecord[] = []
      let told: ToldByEvents = {}
      for await (const batch of adapter.events(id, known, signal, true)) {
        modes.push(batch.mode)
        events = batch.mode === 'replace-all' ? batch.events : [...events, ...batch.events]
        told = { ...told, ...batch.told }
      }
      return { modes, events, told, requests: server.requests.length - before }
    },
    asked: () => {
      const paths = server.requests.slice(seen).map(({ path }) => path)
      seen = server.requests.length
      return paths
    },
    close: async () => {
      client.close()
      await server.close()
    },
  }
  return planted
}

/** What an index that holds these events knows of them. */
export function knownOf(events: readonly EventRecord[]): KnownEvents {
  const last = events.at(-1)
  const retrySeqs = events.filter(({ retry }) => retry).map(({ seq }) => seq)
  return { count: events.length, lastSeq: last?.seq ?? -1, lastId: last?.id ?? null, retrySeqs }
}

async function collect(batches: AsyncIterable<readonly Sighting[]>): Promise<readonly Sighting[]> {
  const all: Sighting[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}
