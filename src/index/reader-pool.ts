import { Worker } from 'node:worker_threads'
import type { LookoutIndex } from './port.ts'
import type { SourceRow } from './source-port.ts'
import type { ReaderMethod, ReaderReply, ReaderRequest, ReaderWorkerData } from './reader-worker.ts'
import type { Reader } from './reader.ts'

/** What only the sync knows of a source. Times UTC ms. */
export type SourceState = Pick<SourceRow, 'reachable' | 'error' | 'notes' | 'last_sync_at' | 'progress'>

interface Job {
  readonly request: ReaderRequest
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
  readonly signal: AbortSignal | undefined
}

/** The value that a promise-returning method of the index gives, for the reader's method of the same name. */
type Result<M extends ReaderMethod> = ReturnType<Reader[M]>

const UNKNOWN_STATE: SourceState = {
  reachable: true,
  error: null,
  notes: [],
  last_sync_at: null,
  progress: { read: 0, total: 0 },
}

/** One reader thread, which answers one question at a time. */
class ReaderThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  readonly #givenUp = new Int32Array(new SharedArrayBuffer(4))
  job: Job | null = null
  /** Whether it has ever answered: one that dies before that would only die again. */
  hasAnswered = false

  constructor(
    script: URL,
    file: string,
    done: (thread: ReaderThread, reply: ReaderReply) => void,
    failed: (thread: ReaderThread, error: Error) => void,
  ) {
    const workerData: ReaderWorkerData = { file, givenUp: this.#givenUp.buffer }
    this.#worker = new Worker(script, { workerData })
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (reply: ReaderReply) => done(this, reply))
    this.#worker.on('error', (error) => failed(this, error instanceof Error ? error : new Error(String(error))))
  }

  ask(job: Job): void {
    this.job = job
    this.#worker.postMessage(job.request)
  }

  giveUp(): void {
    if (this.job !== null) Atomics.store(this.#givenUp, 0, this.job.request.number)
  }

  async close(): Promise<void> {
    this.giveUp()
    this.#worker.postMessage('close')
    await this.#ended
  }
}

export interface ReaderPoolOptions {
  readonly file: string
  /** The built `reader-worker`. */
  readonly script: URL
  readonly threads: number
  readonly stateOf: (source: string) => SourceState | undefined
  readonly notices: readonly string[]
}

/** The index as the server asks it: questions go to whichever reader thread is free. */
export class ReaderPool implements LookoutIndex {
  readonly notices: readonly string[]
  readonly #options: ReaderPoolOptions
  readonly #threads: ReaderThread[]
  readonly #queue: Job[] = []
  #number = 0
  #closed: Promise<unknown> | null = null
  /** Why there is no thread left. */
  #fault: Error | null = null

  constructor(options: ReaderPoolOptions) {
    this.#options = options
    this.notices = options.notices
    this.#threads = Array.from({ length: options.threads }, () => this.#startThread())
  }

  search: LookoutIndex['search'] = (question, signal) => this.#ask('search', [question], signal)
  count: LookoutIndex['count'] = (filter, signal) => this.#ask('count', [filter], signal)
  facets: LookoutIndex['facets'] = (filter, question, signal) => this.#ask('facets', [filter, question], signal)
  histogram: LookoutIndex['histogram'] = (filter, signal) => this.#ask('histogram', [filter], signal)
  sums: LookoutIndex['sums'] = (filter, signal) => this.#ask('sums', [filter], signal)
  batch: LookoutIndex['batch'] = (ids, signal) => this.#ask('batch', [ids], signal)
  neighbours: LookoutIndex['neighbours'] = (id, filter, sort, nested, signal) =>
    this.#ask('neighbours', [id, filter, sort, nested], signal)
  events: LookoutIndex['events'] = (question, signal) => this.#ask('events', [question], signal)
  countEvents: LookoutIndex['countEvents'] = (id, filter, signal) => this.#ask('countEvents', [id, filter], signal)
  eventFacets: LookoutIndex['eventFacets'] = (id, filter, signal) => this.#ask('eventFacets', [id, filter], signal)
  eventTimeline: LookoutIndex['eventTimeline'] = (id, filter, signal) =>
    this.#ask('eventTimeline', [id, filter], signal)
  event: LookoutIndex['event'] = (id, eventId, filter, view, signal) =>
    this.#ask('event', [id, eventId, filter, view], signal)
  eventPlaces: LookoutIndex['eventPlaces'] = (ids, signal) => this.#ask('eventPlaces', [ids], signal)
  searchEvents: LookoutIndex['searchEvents'] = (question, signal) => this.#ask('searchEvents', [question], signal)
  eventBatch: LookoutIndex['eventBatch'] = (id, eventIds, signal) => this.#ask('eventBatch', [id, eventIds], signal)
  usage: LookoutIndex['usage'] = (id, signal) => this.#ask('usage', [id], signal)
  zoneOffset: LookoutIndex['zoneOffset'] = (id, naiveMs) => this.#ask('zoneOffset', [id, naiveMs], undefined)
  revision: LookoutIndex['revision'] = () => this.#ask('revision', [], undefined)

  async sources(): ReturnType<LookoutIndex['sources']> {
    const answer = await this.#ask('sources', [], undefined)
    return {
      ...answer,
      items: answer.items.map((item) => ({ ...item, ...(this.#options.stateOf(item.id) ?? UNKNOWN_STATE) })),
    }
  }

  async close(): Promise<void> {
    this.#refuseWaiting(new Error('the index is closed'))
    this.#closed ??= Promise.all(this.#threads.map((thread) => thread.close()))
    await this.#closed
  }

  #startThread(): ReaderThread {
    return new ReaderThread(
      this.#options.script,
      this.#options.file,
      (thread, reply) => this.#done(thread, reply),
      (thread, error) => this.#failed(thread, error),
    )
  }

  #ask<M extends ReaderMethod>(
    method: M,
    values: Parameters<Reader[M]>,
    signal: AbortSignal | undefined,
  ): Promise<Result<M>> {
    return new Promise<Result<M>>((resolve, reject) => {
      if (this.#closed !== null) return reject(new Error('the index is closed'))
      if (this.#fault !== null) return reject(this.#fault)
      if (signal?.aborted === true) return reject(signal.reason)
      // A thread answers a question with the result of the method that it names.
      const job: Job = {
        request: { number: ++this.#number, method, values },
        resolve: (value) => resolve(value as Result<M>),
        reject,
        signal,
      }
      signal?.addEventListener('abort', () => this.#abandon(job), { once: true })
      this.#queue.push(job)
      this.#next()
    })
  }

  /** A question that waits is dropped; one that is being answered is told to stop. */
  #abandon(job: Job): void {
    const waiting = this.#queue.indexOf(job)
    if (waiting !== -1) this.#queue.splice(waiting, 1)
    this.#threads.find((thread) => thread.job === job)?.giveUp()
    job.reject(job.signal?.reason)
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (thread.job !== null) continue
      const job = this.#queue.shift()
      if (job === undefined) return
      thread.ask(job)
    }
  }

  #done(thread: ReaderThread, reply: ReaderReply): void {
    const { job } = thread
    if (job === null || job.request.number !== reply.number) return
    thread.job = null
    thread.hasAnswered = true
    if (reply.error === undefined) job.resolve(reply.result)
    else job.reject(Object.assign(new Error(reply.error.message), { name: reply.error.name }))
    this.#next()
  }

  /** A thread that died takes its question with it, and is replaced. */
  #failed(thread: ReaderThread, error: Error): void {
    thread.job?.reject(error)
    const at = this.#threads.indexOf(thread)
    if (this.#closed !== null || at === -1) return
    if (thread.hasAnswered) this.#threads[at] = this.#startThread()
    else this.#threads.splice(at, 1)
    if (this.#threads.length === 0) {
      this.#fault = error
      this.#refuseWaiting(error)
    }
    this.#next()
  }

  #refuseWaiting(reason: Error): void {
    for (const job of this.#queue.splice(0)) job.reject(reason)
  }
}
