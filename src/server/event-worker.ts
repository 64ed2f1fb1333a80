import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../index/sqlite.ts'
import { openSource } from '../sources/open-source.ts'
import { keptBodies, type BodySource } from './kept-bodies.ts'
import type { SourceSettings } from './source-settings.ts'
import { writeEvents, type WantedEvent, type WrittenEvent } from './event-writer.ts'

/** Where whole events are: in the sources, or in the index where a source cannot give them again for free. */
export interface EventPlaces {
  readonly sources: readonly SourceSettings[]
  readonly indexFile: string
}

/** What is asked of the thread: events to write, or (`wanted` null) to give up the request of this number. */
export interface WriteRequest {
  readonly number: number
  readonly sourceId: string
  readonly conversationId: string
  readonly wanted: readonly WantedEvent[] | null
}

/** What came of a request; `error` is a message of ours and no text of a file. */
export interface WriteReply {
  readonly number: number
  readonly written?: readonly WrittenEvent[]
  readonly error?: string
}

// The main thread starts this file with exactly this.
const { sources: settings, indexFile } = workerData as EventPlaces
const kept = keptBodies(indexFile)
const sources = new Map<string, BodySource>(
  settings.map((one) => [one.id, 'url' in one ? kept : openSource({ ...one, openDatabase })]),
)
const underWay = new Map<number, AbortController>()

parentPort?.on('message', (request: WriteRequest) => void serve(request))

async function serve({ number, sourceId, conversationId, wanted }: WriteRequest): Promise<void> {
  if (wanted === null) return underWay.get(number)?.abort()
  const end = new AbortController()
  underWay.set(number, end)
  try {
    const written = await writeEvents(sources.get(sourceId), conversationId, wanted, end.signal)
    reply({ number, written }, written)
  } catch (error) {
    reply({ number, error: error instanceof Error ? error.message : String(error) }, [])
  } finally {
    underWay.delete(number)
  }
}

/** What was written moves to the other thread, it is not copied. */
function reply(message: WriteReply, written: readonly WrittenEvent[]): void {
  parentPort?.postMessage(
    message,
    written.map(({ buffer }) => buffer),
  )
}
