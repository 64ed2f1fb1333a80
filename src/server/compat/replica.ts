import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openForWriting } from '../../index/open.ts'
import { Reader } from '../../index/reader.ts'
import { IndexWriter } from '../../index/writer.ts'
import { openDirectory } from '../../sources/agent-server-directory.ts'
import { applyTimes } from '../../sources/fixture-times.ts'
import { openV0Directory } from '../../sources/v0/v0-directory.ts'
import { Sync } from '../../sync/sync.ts'
import { createApi } from '../api.ts'
import { writeEvents } from '../event-writer.ts'
import { close, createHttpServer, listen } from '../http-server.ts'
import { servePage } from '../static.ts'
import { toUnthreadedIndex } from '../unthreaded-index.ts'
import { FIXTURES, foldersOf, type Moment } from './recordings.ts'

/** What Lookout says to a path with its query, sent as it is. */
export type Ask = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>

/** A Lookout on a copy of the conversations that a server had when it was recorded. */
export interface Replica {
  readonly ask: Ask
  close(): Promise<void>
}

/** Reads the conversations of a moment and listens. */
export async function startReplica(moment: Moment): Promise<Replica> {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-compat-'))
  const path = join(folder, 'conversations')
  await copyConversations(moment, path)
  const now = () => Date.parse(moment.at)
  const source = (moment.server === 'v0' ? openV0Directory : openDirectory)({
    path,
    id: 'recorded',
    timezone: 'UTC',
    now,
    wait: () => Promise.resolve(),
  })
  const writer = new IndexWriter(openForWriting(join(folder, 'index.sqlite')).database)
  const complain = (sentence: string) => {
    throw new Error(sentence)
  }
  const sync = new Sync({ writer, sources: [source], processZone: 'UTC', now, report: () => undefined, complain })
  await sync.once()
  // One conversation runs, and would be written when its lease ends.
  sync.close()
  writer.close()
  const reader = new Reader(join(folder, 'index.sqlite'), () => false)
  const state = { reachable: true, error: null, notes: [], last_sync_at: now(), progress: { read: 0, total: 0 } }
  const api = createApi({
    index: toUnthreadedIndex(reader, state),
    want: () => undefined,
    writeEvents: (_, conversationId, wanted, signal) => writeEvents(source, conversationId, wanted, signal),
    sampleSources: new Set(),
    version: '0.1.0',
    now,
    // A fault is answered with 500, which nothing expects.
    logFault: () => undefined,
  })
  writeFileSync(join(folder, 'index.html'), '')
  const server = createHttpServer(api, servePage(folder), { names: ['127.0.0.1'], gate: null })
  const url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`
  return {
    ask: async (target) => {
      const reply = await fetch(url + target)
      return { status: reply.status, body: await reply.json() }
    },
    close: async () => {
      await close(server)
      reader.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function copyConversations(moment: Moment, path: string): Promise<void> {
  const times = join(FIXTURES, 'times.json')
  const { folder, slow } = foldersOf(moment)
  cpSync(join(FIXTURES, folder), path, { recursive: true })
  await applyTimes(path, times, folder)
  if (slow === null) return
  rmSync(join(path, slow.id), { recursive: true })
  if (slow.folder === null) return
  cpSync(join(FIXTURES, slow.folder, slow.id), join(path, slow.id), { recursive: true })
  await applyTimes(path, times, slow.folder)
}
