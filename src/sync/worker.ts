import { parentPort, workerData } from 'node:worker_threads'
import { openForWriting } from '../index/open.ts'
import type { SourceState } from '../index/reader-pool.ts'
import { openDatabase } from '../index/sqlite.ts'
import { IndexWriter } from '../index/writer.ts'
import type { DirectoryOptions } from '../sources/agent-server-directory.ts'
import type { ServerOptions } from '../sources/http/open-server.ts'
import { openSource } from '../sources/open-source.ts'
import { sweepTemporaryFolders } from '../sources/temporary-folders.ts'
import { Sync } from './sync.ts'

/** What to read, as configured: a place on this machine or a server. */
export type SourceSpec = (Pick<DirectoryOptions, 'path'> | Omit<ServerOptions, 'name' | 'timezone'>) & {
  readonly id: string
  readonly name: string
  /** IANA name; null where the user gave none. */
  readonly timezone: string | null
}

/** What the sync thread is started with. */
export interface SyncWorkerData {
  readonly file: string
  readonly sources: readonly SourceSpec[]
  /** Most bytes of event bodies to keep. */
  readonly bodyBudgetBytes: number
}

/** What the sync thread is told. `want`: somebody waits for the events of this conversation. */
export type SyncRequest = { readonly type: 'close' } | { readonly type: 'want'; readonly id: string }

/** What the sync thread says. `ready` comes first, once the index can be read. */
export type SyncMessage =
  | { readonly type: 'ready'; readonly notices: readonly string[] }
  | { readonly type: 'state'; readonly source: string; readonly state: SourceState }
  | { readonly type: 'complaint'; readonly sentence: string }

/** Reports of progress closer than this to the last one are held back. */
const REPORT_MS = 200

// The main thread starts this file with exactly this.
const { file, sources, bodyBudgetBytes } = workerData as SyncWorkerData
const say = (message: SyncMessage) => parentPort?.postMessage(message)
const { database, notices } = openForWriting(file)
const writer = new IndexWriter(database, bodyBudgetBytes)
const lastReport = new Map<string, number>()

const sync = new Sync({
  writer,
  sources: sources.map(({ timezone, ...spec }) =>
    openSource({ ...spec, timezone: timezone ?? undefined, openDatabase }),
  ),
  processZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: Date.now,
  report: (source, state) => {
    const isDue = Date.now() - (lastReport.get(source) ?? 0) >= REPORT_MS
    const { read, total } = state.progress
    if (!isDue && read !== 0 && read !== total && state.error === null) return
    lastReport.set(source, Date.now())
    say({ type: 'state', source, state })
  },
  complain: (sentence) => say({ type: 'complaint', sentence }),
})

parentPort?.on('message', (message: SyncRequest) => {
  if (message.type === 'close') sync.close()
  else sync.want(message.id)
})
say({ type: 'ready', notices })
void sweepTemporaryFolders()
await sync.run()
writer.close()
parentPort?.close()
