import { setImmediate } from 'node:timers/promises'
import type { ConversationId } from '../sources/source.ts'

/** Conversations of one write: what has to be done meanwhile waits no longer than for these, thousands of events of each of them included. */
const PART = 20

/**
 * Conversations some at a time, other work in between. Who is cut off after a part has the others still before it: each part is to be
 * whole in itself. @throws the signal's reason
 */
export async function* inParts(
  ids: readonly ConversationId[],
  signal: AbortSignal,
): AsyncGenerator<readonly ConversationId[]> {
  for (let at = 0; at < ids.length; at += PART) {
    yield ids.slice(at, at + PART)
    await setImmediate()
    signal.throwIfAborted()
  }
}
