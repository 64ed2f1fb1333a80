import { setMaxListeners } from 'node:events'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import type { SourceState } from '../index/reader-pool.ts'
import type { IndexWriter } from '../index/writer.ts'
import type { ConversationId, Source, SourceId } from '../sources/source.ts'
import { Intake } from './intake.ts'
import { ServerLoop } from './server-loop.ts'
import { SourceLoop, type SourceLoopOptions } from './source-loop.ts'

/** Longest delay that timers take. */
const MAX_DELAY_MS = 2 ** 31 - 1

export interface SyncOptions {
  readonly writer: IndexWriter
  /** In the order of the command line. */
  readonly sources: readonly Source[]
  readonly processZone: string
  readonly now: () => number
  readonly report: (source: SourceId, state: SourceState) => void
  readonly complain: (sentence: string) => void
}

/** Keeps the index up to its sources: one loop a source, one timer for statuses, and the trigram index in what time is left. */
export class Sync {
  readonly #options: SyncOptions
  readonly #loops: ReadonlyMap<SourceId, SourceLoop | ServerLoop>
  readonly #end = new AbortController()
  #statusTimer: NodeJS.Timeout | undefined
  #textTask: Promise<void> | null = null

  constructor(options: SyncOptions) {
    const { writer, sources, processZone, now } = options
    this.#options = options
    this.#declare()
    // Every source listens once: a folder of trajectories has a thousand.
    setMaxListeners(0, this.#end.signal)
    // Whoever asks from now on finds the sources, read or not.
    writer.flush()
    const byId = new Map(sources.map((source) => [source.id, source]))
    const intake = new Intake({ writer, sources: byId, processZone })
    const toLoop = (source: Source): SourceLoop | ServerLoop => {
      const loop: SourceLoopOptions = {
        source,
        writer,
        intake,
        processZone,
        now,
        report: (state) => options.report(source.id, state),
        wrote: () => this.#afterWrite(),
        complain: options.complain,
      }
      const { following } = source
      return following === undefined
        ? new SourceLoop(loop)
        : new ServerLoop({ ...loop, following, pause, random: Math.random })
    }
    this.#loops = new Map(sources.map((source) => [source.id, toLoop(source)]))
  }

  /** Walks every source once, in their order, and builds all that follows from it. @throws SourceError */
  async once(): Promise<void> {
    this.#passTime()
    for (const loop of this.#loops.values()) await loop.walk(this.#end.signal)
    await this.#textTask
  }

  /** Follows all sources until `close`. */
  async run(): Promise<void> {
    // What time has changed since the last start is not to wait for the first walk.
    this.#passTime()
    await Promise.all([...this.#loops.values()].map((loop) => loop.run(this.#end.signal)))
    await this.#textTask
  }

  /** Somebody waits for the events of a conversation, which are read now where its source is one that is followed. */
  want(id: ConversationId): void {
    const owner = this.#options.writer.owner(id)
    const loop = owner === null ? undefined : this.#loops.get(owner.held)
    if (loop instanceof ServerLoop) loop.want(id)
  }

  /** Ends all loops at the next point where nothing is half done. */
  close(): void {
    clearTimeout(this.#statusTimer)
    this.#end.abort(new Error('Lookout is ending'))
  }

  /** A server tells what it speaks only when it has answered. */
  #declare(): void {
    const { writer, sources } = this.#options
    writer.declareSources(
      sources.map(({ id, name, dialect, location }, rank) => ({ id, name, dialect, location, rank })),
    )
  }

  #afterWrite(): void {
    if (this.#end.signal.aborted) return
    this.#declare()
    this.#passTime()
    this.#textTask ??= this.#buildText().finally(() => {
      this.#textTask = null
    })
  }

  #passTime(): void {
    clearTimeout(this.#statusTimer)
    const next = this.#options.writer.passTime(this.#options.now())
    if (next === null) return
    const delay = Math.min(Math.max(0, next - this.#options.now()), MAX_DELAY_MS)
    this.#statusTimer = setTimeout(() => this.#passTime(), delay)
    this.#statusTimer.unref()
  }

  /** Slice by slice, so that whatever else there is to do comes between. */
  async #buildText(): Promise<void> {
    while (!this.#end.signal.aborted && this.#options.writer.buildText()) await setImmediate()
  }
}

/** Waits so long, or until the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(Math.min(ms, MAX_DELAY_MS), undefined, { signal })
  } catch {
    return // woken before its time, which is no failure
  }
}
