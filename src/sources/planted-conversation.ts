import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDirectory } from './agent-server-directory.ts'
import type { DirectoryOptions } from './agent-server-directory.ts'
import type { ConversationRecord, EventBatch, EventRecord, KnownEvents, Source } from './source.ts'

/** For tests: ids and a directory of conversations to plant traps in. */
export const ID = '594c8d0865314a368e6675f78134c4b8'
export const OTHER_ID = 'a0000000000000000000000000000001'
/** Nothing is known yet. */
export const NOTHING: KnownEvents = { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
/** Never aborted. */
export const { signal } = new AbortController()

/** A temporary directory that the test's end removes. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'lookout-source-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Opens a planted directory; torn files are read again at once instead of 100 ms later. */
export function openPlanted(path: string, options: Partial<DirectoryOptions> = {}): Source {
  return openDirectory({ path, id: 'planted', wait: () => Promise.resolve(), ...options })
}

/** Writes the two state files of a conversation; strings are written as they are, null writes no file. */
export function plantState(
  root: string,
  id: string,
  base: object | string | null,
  meta: object | string | null = null,
): string {
  const folder = join(root, id)
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of [
    ['base_state.json', base],
    ['meta.json', meta],
  ] as const) {
    if (content !== null)
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** An event's id as planted: a UUID with the number at its end. */
export function eventId(seq: number): string {
  return `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`
}

/** Writes one event file and returns its path; a string or bytes are written as they are. */
export function plantEvent(
  root: string,
  id: string,
  seq: number,
  content: object | string | Buffer = {},
  nameId = eventId(seq),
): string {
  const folder = join(root, id, 'events')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `event-${String(seq).padStart(5, '0')}-${nameId}.json`)
  const isRaw = typeof content === 'string' || Buffer.isBuffer(content)
  writeFileSync(
    path,
    isRaw ? content : JSON.stringify({ id: eventId(seq), kind: 'PauseEvent', source: 'user', ...content }),
  )
  return path
}

/** All batches of a read. */
export async function readBatches(
  source: Source,
  known: KnownEvents = NOTHING,
  id = ID,
): Promise<readonly EventBatch[]> {
  const batches: EventBatch[] = []
  for await (const batch of source.events(id, known, signal)) batches.push(batch)
  return batches
}

/** All events of a read. */
export async function readEventsOf(
  source: Source,
  known: KnownEvents = NOTHING,
  id = ID,
): Promise<readonly EventRecord[]> {
  return (await readBatches(source, known, id)).flatMap((batch) => batch.events)
}

/** What an index would hold after it took these events. */
export function knownAfter(events: readonly EventRecord[]): KnownEvents {
  const last = events.at(-1)
  const retrySeqs = events.filter((event) => event.retry).map((event) => event.seq)
  return { count: events.length, lastSeq: last?.seq ?? -1, lastId: last?.id ?? null, retrySeqs }
}

/** The record of one conversation; fails the test where there is none. */
export async function recordOf(source: Source, id = ID): Promise<ConversationRecord> {
  const record = (await source.look(id))?.record
  if (record === undefined || record === null) throw new Error(`no record of ${id}`)
  return record
}
