import { parentPort, workerData } from 'node:worker_threads'
import { Reader } from './reader.ts'

/** What a reader thread is started with. */
export interface ReaderWorkerData {
  readonly file: string
  /** One cell: the number of the question that is given up. */
  readonly givenUp: SharedArrayBuffer
}

/** A question on its way to a reader thread: a method of `Reader` and its arguments. */
export interface ReaderRequest {
  readonly number: number
  readonly method: ReaderMethod
  readonly values: readonly unknown[]
}

export type ReaderMethod = Exclude<keyof Reader, 'close'>

export interface ReaderReply {
  readonly number: number
  readonly result?: unknown
  readonly error?: { readonly name: string; readonly message: string }
}

// The pool starts this file with exactly this.
const { file, givenUp } = workerData as ReaderWorkerData
const cell = new Int32Array(givenUp)
let current = 0
const reader = new Reader(file, () => Atomics.load(cell, 0) === current)

parentPort?.on('message', (request: ReaderRequest | 'close') => {
  if (request === 'close') {
    reader.close()
    parentPort?.close()
    return
  }
  current = request.number
  parentPort?.postMessage(answer(request))
})

function answer({ number, method, values }: ReaderRequest): ReaderReply {
  try {
    // Method and values come typed from the pool, which has one method for each of these.
    const call = reader[method] as (...values: readonly unknown[]) => unknown
    return { number, result: call.apply(reader, [...values]) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { number, error: { name, message } }
  }
}
