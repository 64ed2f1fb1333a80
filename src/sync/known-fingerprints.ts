import { setImmediate } from 'node:timers/promises'
import type { IndexWriter } from '../index/writer.ts'
import type { ConversationId, Source } from '../sources/source.ts'

/** What the index knows of a source's conversations; part by part, so that whoever ends Lookout does not wait for 100,000. */
export async function knownFingerprints(
  writer: IndexWriter,
  source: Source,
  signal: AbortSignal,
): Promise<ReadonlyMap<ConversationId, string>> {
  const known = new Map<ConversationId, string>()
  for (const part of writer.watch.fingerprints(source.id, source.timezone !== null)) {
    for (const [id, fingerprint] of part) known.set(id, fingerprint)
    await setImmediate()
    signal.throwIfAborted()
  }
  return known
}
