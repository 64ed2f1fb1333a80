import { Worker } from 'node:worker_threads'
import type { EventPlaces, WriteReply, WriteRequest } from './event-worker.ts'
import type { WantedEvent, WrittenEvent } from './event-writer.ts'
import type { WriteEvents } from './routes.ts'

interface Job {
  readonly resolve: (written: readonly WrittenEvent[]) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Reads whole events from their files in a thread of its own, so that a page of large ones holds up neither other answers nor the end
 * of the process. The thread starts with the first request; one that dies takes its requests with it, and the next starts another.
 */
export class EventThread {
  readonly #script: URL
  readonly #places: EventPlaces
  readonly #jobs = new Map<number, Job>()
  #worker: Worker | null = null
  #number = 0

  /** `script`: the built `event-worker`. */
  constructor(script: URL, places: EventPlaces) {
    this.#script = script
    this.#places = places
  }

  write: WriteEvents = (sourceId, conversationId, wanted, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const number = ++this.#number
      const worker = (this.#worker ??= this.#start())
      const giveUp = () => {
        if (!this.#jobs.delete(number)) return
        worker.postMessage(toRequest(number, sourceId, conversationId, null))
        reject(signal.reason)
      }
      const settle = () => signal.removeEventListener('abort', giveUp)
      this.#jobs.set(number, {
        resolve: (written) => (settle(), resolve(written)),
        reject: (reason) => (settle(), reject(reason)),
      })
      signal.addEventListener('abort', giveUp, { once: true })
      worker.postMessage(toRequest(number, sourceId, conversationId, wanted))
    })

  /** Ends the thread at once, in the middle of a file too. */
  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#places })
    worker.on('message', ({ number, written, error }: WriteReply) => {
      const job = this.#jobs.get(number)
      this.#jobs.delete(number)
      if (written === undefined) job?.reject(new Error(error))
      else job?.resolve(written)
    })
    worker.on('error', (error) => this.#failAll(worker, error))
    worker.on('exit', () => this.#failAll(worker, new Error('the thread that reads events has ended')))
    return worker
  }

  #failAll(worker: Worker, error: unknown): void {
    // One that died of an error still ends, when another may be at work already.
    if (this.#worker !== worker) return
    this.#worker = null
    const jobs = [...this.#jobs.values()]
    this.#jobs.clear()
    for (const job of jobs) job.reject(error)
  }
}

function toRequest(
  number: number,
  sourceId: string,
  conversationId: string,
  wanted: readonly WantedEvent[] | null,
): WriteRequest {
  return { number, sourceId, conversationId, wanted }
}
