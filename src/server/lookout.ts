import type { LookoutIndex } from '../index/port.ts'
import { startSync } from '../sync/start.ts'
import { createApi } from './api.ts'
import type { Config } from './config.ts'
import { EventThread } from './event-thread.ts'
import { Gate } from './gate.ts'
import { close, createHttpServer, listen } from './http-server.ts'
import { servePage } from './static.ts'
import { UsageError } from './usage-error.ts'

/** Where the parts of an installed Lookout are, and what it is called. */
export interface Installation {
  readonly version: string
  /** Folder of the built page. */
  readonly pageDirectory: string
  /** Folder of the built workers, a URL that ends with a slash. */
  readonly scripts: URL
}

/** A running Lookout. */
export interface Lookout {
  /** Address of the page, without a slash at its end. */
  readonly url: string
  readonly index: LookoutIndex
  /** Ends connections, sync and index; whole within a second. */
  close(): Promise<void>
}

/**
 * Starts index, sync and server. Resolves as soon as routes answer, however much is still unread. `complain` is told sentences for
 * the console. @throws UsageError where the port is taken, the cache cannot be used, or another Lookout has the index
 */
export async function startLookout(
  config: Config,
  installation: Installation,
  complain: (sentence: string) => void,
): Promise<Lookout> {
  const running = await startIndex(config, installation, complain)
  const { index } = running
  const events = new EventThread(new URL('event-worker.js', installation.scripts), {
    // What of a server is read by this thread lies in the index: it needs no key.
    sources: config.sources.map((one) => ('url' in one ? { ...one, key: undefined } : one)),
    indexFile: running.file,
  })
  const api = createApi({
    index,
    writeEvents: events.write,
    want: running.want,
    sampleSources: new Set(config.isSample ? config.sources.map(({ id }) => id) : []),
    version: installation.version,
    now: Date.now,
    logFault: (fault, requestId) => {
      const request = requestId === undefined ? '' : `Request ${requestId}: `
      complain(request + (fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)))
    },
  })
  const server = createHttpServer(api, servePage(installation.pageDirectory), {
    names: [config.host, ...config.allowedHosts],
    gate: config.token === undefined ? null : new Gate(config.token, Date.now),
  })
  try {
    const port = await listen(server, config.host, config.port)
    return {
      url: `http://${toUrlName(config.host)}:${port}`,
      index,
      close: async () => {
        await close(server)
        await Promise.all([events.close(), running.close()])
      },
    }
  } catch (fault) {
    await running.close()
    throw toListenError(fault, config)
  }
}

async function startIndex(config: Config, { scripts }: Installation, complain: (sentence: string) => void) {
  try {
    const sources = config.sources.map((one) => ({ ...one, timezone: one.timezone ?? null }))
    const { cacheDirectory, bodyBudget: bodyBudgetBytes } = config
    return await startSync({ sources, cacheDirectory, bodyBudgetBytes, scripts, complain })
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    if (fault instanceof Error && fault.name === 'IndexLockedError') throw new UsageError(toSentence(reason))
    // From the thread of the sync, where no class survives the way.
    if (fault instanceof Error && fault.name === 'SourceError') throw new UsageError(`${reason}.`)
    throw new UsageError(
      `The index cannot be kept in ${config.cacheDirectory} (${reason}): give --cache a directory that you may write to.`,
    )
  }
}

/** An address to listen on as a URL names it; every address of this machine includes its own. */
function toUrlName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** A sentence of the index as the console shows it. */
function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function toListenError(fault: unknown, { host, port }: Config): unknown {
  // Node's system errors carry a code.
  const code = fault instanceof Error && 'code' in fault ? fault.code : null
  if (code === 'EADDRINUSE')
    return new UsageError(`Port ${port} is taken: give another with --port N, or --port 0 for any free one.`)
  if (code === 'EACCES')
    return new UsageError(`Port ${port} is not yours to listen on: give one above 1023 with --port N.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UsageError(`This machine has no address ${host}: give --host 127.0.0.1 or leave it out.`)
  return fault
}
