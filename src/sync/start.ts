import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { lockIndex } from '../index/open.ts'
import type { LookoutIndex } from '../index/port.ts'
import { ReaderPool, type SourceState } from '../index/reader-pool.ts'
import type { SourceSpec, SyncMessage, SyncRequest, SyncWorkerData } from './worker.ts'

export type { SourceSpec } from './worker.ts'

export interface StartOptions {
  readonly sources: readonly SourceSpec[]
  /** Folder that holds indexes, one file for each set of sources. */
  readonly cacheDirectory: string
  /** Folder of the built `sync-worker.js` and `reader-worker.js`, as a URL that ends with a slash. */
  readonly scripts: URL
  /** Most bytes of event bodies to keep of sources that cannot give them again for free. */
  readonly bodyBudgetBytes: number
  /** Reader threads; two where nothing is said. */
  readonly readers?: number
  /** Told of every change of a source's state. */
  readonly onState?: (source: string, state: SourceState) => void
  /** A sentence for the console. */
  readonly complain: (sentence: string) => void
}

/** A running sync and the index that it keeps. */
export interface RunningIndex {
  readonly index: LookoutIndex
  /** Path of the index, for whoever reads what it keeps of events. */
  readonly file: string
  /** Somebody waits for the events of this conversation: where they are still to be read, they are next. */
  readonly want: (conversationId: string) => void
  /** Ends threads and releases the lock; what was being written is whole. */
  close(): Promise<void>
}

/** Name of the index of a set of sources: the same set in any order has the same. */
function indexFileName(sources: readonly SourceSpec[]): string {
  const set = sources.map((one) => `${one.id} ${'url' in one ? one.url : one.path}`).toSorted()
  return `index-${createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 16)}.sqlite`
}

/**
 * Opens or makes the index of these sources and starts to follow them. Resolves as soon as questions can be asked, however much is
 * still unread. @throws IndexLockedError where another process has the index; Error where it cannot be made.
 */
export async function startSync(options: StartOptions): Promise<RunningIndex> {
  const file = join(options.cacheDirectory, indexFileName(options.sources))
  const lock = lockIndex(file)
  const states = new Map<string, SourceState>()
  const workerData: SyncWorkerData = { file, sources: options.sources, bodyBudgetBytes: options.bodyBudgetBytes }
  const worker = new Worker(new URL('sync-worker.js', options.scripts), { workerData })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  try {
    const notices = await firstWord(worker)
    worker.on('message', (message: SyncMessage) => {
      if (message.type === 'complaint') options.complain(message.sentence)
      if (message.type !== 'state') return
      states.set(message.source, message.state)
      options.onState?.(message.source, message.state)
    })
    worker.on('error', (error) => {
      const sentence = `Reading the sources has stopped: ${error instanceof Error ? error.message : String(error)}. Start Lookout again`
      options.complain(sentence)
      for (const { id } of options.sources) {
        const state = states.get(id)
        states.set(id, {
          reachable: false,
          error: sentence,
          notes: state?.notes ?? [],
          last_sync_at: state?.last_sync_at ?? null,
          progress: state?.progress ?? { read: 0, total: 0 },
        })
      }
    })
    const index = new ReaderPool({
      file,
      script: new URL('reader-worker.js', options.scripts),
      threads: options.readers ?? 2,
      stateOf: (source) => states.get(source),
      notices,
    })
    const tell = (request: SyncRequest) => worker.postMessage(request)
    return {
      index,
      file,
      want: (id) => tell({ type: 'want', id }),
      close: async () => {
        tell({ type: 'close' })
        await index.close()
        await ended
        lock.release()
      },
    }
  } catch (error) {
    await worker.terminate()
    lock.release()
    throw error
  }
}

/** Waits for the index to be there. */
function firstWord(worker: Worker): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: SyncMessage) => {
      worker.off('error', reject)
      if (message.type === 'ready') resolve(message.notices)
      else reject(new Error('the sync spoke before the index was ready'))
    })
  })
}
