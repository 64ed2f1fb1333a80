import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openForWriting } from '../../index/open.ts'
import type { LookoutIndex } from '../../index/port.ts'
import { Reader } from '../../index/reader.ts'
import { openDatabase } from '../../index/sqlite.ts'
import { toUnthreadedIndex } from '../../server/unthreaded-index.ts'
import { IndexWriter } from '../../index/writer.ts'
import { createApi } from '../../server/api.ts'
import { writeEvents } from '../../server/event-writer.ts'
import { Gate } from '../../server/gate.ts'
import { close, createHttpServer, listen } from '../../server/http-server.ts'
import { servePage } from '../../server/static.ts'
import { openSource } from '../../sources/open-source.ts'
import { Sync } from '../../sync/sync.ts'
import { Client } from './client.ts'
import { NOW, plantPlaces } from './planted-places.ts'

/** The access token of the server that asks for one. */
export const TOKEN = 'a-token-of-the-fuzzer'

/** Two real servers on one real index of planted conversations: one that everybody may ask, one behind an access token. */
export interface World {
  readonly open: Client
  readonly gated: Client
  /** Faults that the servers have logged since they were last taken out. */
  takeFaults(): unknown[]
  /** Lets so much time pass for the gate alone. */
  wait(ms: number): void
  close(): Promise<void>
}

/** Zones of the planted sources; none has a summer time. */
const ZONES: Readonly<Record<string, string>> = { agents: 'UTC', kolkata: 'Asia/Kolkata', v0: 'UTC' }

/** Minutes that the clock of a planted source is ahead of UTC. */
export const OFFSET_MINUTES: Readonly<Record<string, number>> = { agents: 0, kolkata: 330, v0: 0 }

/** Plants, reads and serves. `breach` may put a fault into the index, to see that it is found. */
export async function openWorld(breach: (index: LookoutIndex) => LookoutIndex = (index) => index): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'lookout-fuzz-'))
  plantPlaces(root)
  const wait = () => Promise.resolve()
  const sources = Object.entries(ZONES).map(([id, timezone]) =>
    openSource({ id, path: join(root, id), timezone, now: () => NOW, wait, openDatabase }),
  )
  const file = join(root, 'index.sqlite')
  const writer = new IndexWriter(openForWriting(file).database)
  const complaints: string[] = []
  const complain = (sentence: string) => void complaints.push(sentence)
  await new Sync({ writer, sources, processZone: 'UTC', now: () => NOW, report: () => undefined, complain }).once()
  writer.close()
  if (complaints.length > 0) throw new Error(`the planted sources cannot be read: ${complaints.join('; ')}`)

  const reader = new Reader(file, () => false)
  const faults: unknown[] = []
  const api = createApi({
    index: breach(
      toUnthreadedIndex(reader, {
        reachable: true,
        error: null,
        notes: [],
        last_sync_at: NOW,
        progress: { read: 1, total: 1 },
      }),
    ),
    want: () => undefined,
    writeEvents: (sourceId, conversationId, wanted, signal) =>
      writeEvents(
        sources.find(({ id }) => id === sourceId),
        conversationId,
        wanted,
        signal,
      ),
    sampleSources: new Set(),
    version: '0.1.0',
    now: () => NOW,
    logFault: (fault) => void faults.push(fault),
  })
  let gateMs = NOW
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Lookout</title>')
  const serve = async (gate: Gate | null) => {
    const server = createHttpServer(api, servePage(root), { names: ['127.0.0.1'], gate })
    // A connection that the client means to use again is never closed under it.
    server.keepAliveTimeout = 0
    return { server, client: new Client(await listen(server, '127.0.0.1', 0)) }
  }
  const [open, gated] = [await serve(null), await serve(new Gate(TOKEN, () => gateMs))]
  const stop = async ({ server, client }: { server: Server; client: Client }) => {
    client.close()
    await close(server)
  }
  return {
    open: open.client,
    gated: gated.client,
    takeFaults: () => faults.splice(0),
    wait: (ms) => {
      gateMs += ms
    },
    close: async () => {
      await Promise.all([open, gated].map(stop))
      reader.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
