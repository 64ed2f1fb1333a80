import { setImmediate } from 'node:timers/promises'
import type { components } from '../contract/openapi.gen.ts'
import type { EventPlace } from '../sources/source.ts'
import { toWireWhole } from './event-wire.ts'
import type { BodySource } from './kept-bodies.ts'

/** What the index knows of an event, and where it stands if that was asked. */
export type OwnFields = components['schemas']['TranscriptRow'] & { readonly offset?: number | null }

/** An event to be written whole. */
export interface WantedEvent {
  readonly place: EventPlace
  /** Put over the source's own fields; null: those alone. */
  readonly own: OwnFields | null
}

/** JSON of one event, UTF-8, in memory of its own that may move to another thread. */
export type WrittenEvent = Uint8Array<ArrayBuffer>

/**
 * Most bytes of events in one answer. The one that exceeds them is still whole: with files of at most 64 MB, no answer is larger than
 * about 100 MB.
 */
const MAX_BYTES = 32 * 1024 * 1024

/**
 * Reads events from their source one after the other and writes them as JSON, in the order asked. Blocks while one is read and parsed,
 * hence for a worker thread; gives way between two. Those that would exceed `maxBytes` come without their own fields and say so.
 * @throws the signal's reason where it is aborted
 */
export async function writeEvents(
  source: BodySource | undefined,
  conversationId: string,
  wanted: readonly WantedEvent[],
  signal: AbortSignal,
  maxBytes = MAX_BYTES,
): Promise<readonly WrittenEvent[]> {
  const encoder = new TextEncoder()
  const written: WrittenEvent[] = []
  let bytes = 0
  for (const { place, own } of wanted) {
    const isFull = bytes > 0 && bytes >= maxBytes
    const body = isFull ? null : ((await source?.body(conversationId, place)) ?? null)
    const leftOut = body === null ? { body_left_out: isFull ? ('size' as const) : whyMissing(source, own) } : {}
    const json = encoder.encode(JSON.stringify({ ...(own === null ? body : toWireWhole(body, own)), ...leftOut }))
    bytes += json.length
    written.push(json)
    await setImmediate()
    signal.throwIfAborted()
  }
  return written
}

function whyMissing(source: BodySource | undefined, own: OwnFields | null): 'unreadable' | 'not_kept' {
  return own?.kind === 'UnreadableEvent' ? 'unreadable' : (source?.missing ?? 'unreadable')
}
