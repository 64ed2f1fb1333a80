import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plantIndex } from '../../index/planted-index.ts'
import type { IndexWriter } from '../../index/writer.ts'
import { openServer } from '../../sources/http/open-server.ts'
import type { ReplayServer } from '../../sources/http/replay-server.ts'
import type { Source } from '../../sources/source.ts'
import { Intake } from '../../sync/intake.ts'
import { ServerLoop } from '../../sync/server-loop.ts'
import { LeapingClock } from './leaping-clock.ts'
import { startMeteredServer, type MeteredRequest } from './metered-server.ts'
import type { ServedOptions } from './served-conversations.ts'
import { watchUnderWay } from './under-way.ts'

/** How much there is to follow. */
export interface RemoteSize {
  readonly conversations: number
  /** As in the settings. */
  readonly eventBudget: number
}

/** A server and Lookout's own loop that follows it. */
export interface Follower {
  /** So far. */
  readonly requests: readonly MeteredRequest[]
  readonly clock: LeapingClock
  /** Walks that have ended. */
  readonly walks: () => number
  /** Whether the events within the budget have been read. */
  readonly isRead: () => boolean
  /** Lets time pass. @throws Error where the loop complains */
  readonly until: (isOver: () => boolean) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a server, and to follow it. */
export async function follow(
  start: (options: ServedOptions) => Promise<ReplayServer>,
  startMs: number,
  size: RemoteSize,
): Promise<Follower> {
  const scratch = mkdtempSync(join(tmpdir(), 'lookout-remote-'))
  const clock = new LeapingClock(startMs)
  const server = await start({ ...size, now: clock.now, scratch })
  const metered = await startMeteredServer(server.url, clock.now)
  const index = plantIndex()
  const counted = countWalks(index.writer)
  const underWay = watchUnderWay()
  const source = openServer({ id: 'a', url: metered.url, intervalMs: null, eventBudget: size.eventBudget }, clock)
  const written = { times: 0, complaint: '' }
  const loop = toLoop(source, index.writer, clock, written)
  const end = new AbortController()
  const running = loop.run(end.signal)
  return {
    requests: metered.requests,
    clock,
    walks: () => counted.walks,
    isRead: () => index.writer.watch.eventsDue(source.id, size.eventBudget).length === 0,
    until: (isOver) =>
      clock.pass(
        () => {
          if (written.complaint !== '') throw new Error(written.complaint)
          return isOver()
        },
        () => (underWay.isBusy() ? null : metered.requests.length + written.times),
      ),
    close: async () => {
      end.abort()
      await running
      underWay.stop()
      await metered.close()
      await server.close()
      index.close()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** The end of a walk is what the index is told. */
function countWalks(writer: IndexWriter): { walks: number } {
  const counted = { walks: 0 }
  const markComplete = writer.markComplete.bind(writer)
  writer.markComplete = (id) => {
    counted.walks += 1
    markComplete(id)
  }
  return counted
}

/** As the sync builds it, but for its clock. */
function toLoop(
  source: Source,
  writer: IndexWriter,
  clock: LeapingClock,
  written: { times: number; complaint: string },
): ServerLoop {
  const { following } = source
  if (following === undefined) throw new Error('a server is followed')
  return new ServerLoop({
    source,
    following,
    writer,
    intake: new Intake({ writer, sources: new Map([[source.id, source]]), processZone: 'UTC' }),
    processZone: 'UTC',
    now: clock.now,
    pause: clock.sleep,
    random: () => 0.5,
    report: () => undefined,
    wrote: () => (written.times += 1),
    complain: (sentence) => (written.complaint ||= sentence),
  })
}
