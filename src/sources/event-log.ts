import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mark, statFile } from './conversation-folder.ts'
import type { EventFile } from './event-files.ts'
import { toUnreadableEvent } from './event-record.ts'
import { readJsonFile } from './json-file.ts'
import type { JsonFile } from './json-file.ts'
import type { SecondLook } from './second-look.ts'
import type { JsonObject } from './json-value.ts'
import type { EventBatch, EventPlace, EventRecord, KnownEvents, SourceWork } from './source.ts'

const BATCH_EVENTS = 500
const BATCH_BYTES = 8 * 1024 * 1024

/** Event files that could not be read and may heal: name → the file's mark when it was last tried, and why it failed. */
export type TornFiles = Map<string, { readonly mark: string; readonly reason: string }>

/** How a family of servers names and writes the event files of a folder. */
export interface EventFormat {
  /**
   * Event files in order.
   * @throws SourceError where the folder cannot be listed.
   */
  list(folder: string): readonly EventFile[]
  /** The name that the server gives to the file of this event. */
  nameOf(seq: number, id: string): string
  /** The event's own id; null where the file says none. */
  idOf(event: JsonObject, file: EventFile): string | null
  toRecord(event: JsonObject, place: EventPlace, sizeBytes: number): EventRecord
  /** Whether later events say something else once this one can be read: then they are all read again. */
  isReferredTo(event: EventRecord): boolean
}

/** The `events/` folder of one conversation. */
export interface EventLog {
  readonly folder: string
  readonly format: EventFormat
  /** Kept by the source for as long as it is open. */
  readonly torn: TornFiles
  readonly work: SourceWork
  readonly secondLook: SecondLook
}

/** An event file after it was read; `place` counts the files of the same number, from 0. */
interface Reading {
  readonly file: EventFile
  readonly place: number
  readonly json: JsonFile
  /** Of a torn file: what it was before its last try. */
  readonly mark?: string
}

/**
 * Events that are not known yet, in order, in batches of at most 500 events or about 8 MB. What is known is compared by number, count and
 * newest id, without reading it: where that does not fit, everything is read again and the first batch says `replace-all`.
 * @throws SourceError where the folder cannot be listed; the signal's reason where it is aborted.
 */
export async function* readEvents(log: EventLog, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
  log.work.directoriesListed += 1
  const files = log.format.list(log.folder)
  const healing = isKnown(log, files, known) ? await heal(log, files, known) : null
  if (healing === null) {
    log.torn.clear()
    return yield* readAll(log, files, signal)
  }
  if (healing.length > 0) yield { mode: 'heal', events: healing }
  const torn = new Set(known.retrySeqs)
  const old = files.filter((file) => file.seq <= known.lastSeq)
  const seen = new Set(old.filter((file) => !torn.has(file.seq)).map((file) => file.nameId))
  for await (const events of readFiles(log, files.slice(old.length), seen, signal)) yield { mode: 'append', events }
}

async function* readAll(log: EventLog, files: readonly EventFile[], signal: AbortSignal): AsyncGenerator<EventBatch> {
  let mode: EventBatch['mode'] = 'replace-all'
  for await (const events of readFiles(log, files, new Set(), signal)) {
    yield { mode, events }
    mode = 'append'
  }
  if (mode === 'replace-all') yield { mode, events: [] }
}

/** Whether the known events are still the first ones of the folder. */
function isKnown(log: EventLog, files: readonly EventFile[], known: KnownEvents): boolean {
  const old = files.filter((file) => file.seq <= known.lastSeq)
  if (old.length !== known.count) return false
  if (old.length === 0) return true
  const last = old.filter((file) => file.seq === known.lastSeq)
  if (last.length === 0) return false
  if (known.lastId === null || known.lastId.startsWith('unreadable-')) return true
  if (last.some((file) => file.nameId === known.lastId)) return true
  // The name may state another id than the file itself.
  return last.some((file) => {
    const json = readFile(log, file)
    return json.state === 'read' && log.format.idOf(json.value, file) === known.lastId
  })
}

/** Tries torn files again where they changed. Null: healing one changes others (a duplicate), so everything must be read. */
async function heal(
  log: EventLog,
  files: readonly EventFile[],
  known: KnownEvents,
): Promise<readonly EventRecord[] | null> {
  const retried = new Set(known.retrySeqs)
  const healed: EventRecord[] = []
  for (const file of files) {
    if (!retried.has(file.seq) || file.seq > known.lastSeq) continue
    const before = log.torn.get(file.name)
    if (before !== undefined && before.mark === markOf(log, file)) continue
    if (files.some((other) => other !== file && other.seq === file.seq)) return null
    const [reading] = await readTwice(log, [{ file, place: 0 }])
    if (reading === undefined) return null
    const event = toEvent(log, reading, new Set())
    if (event === null || files.some((other) => other !== file && other.nameId === event.id)) return null
    if (!event.retry && file.seq < known.lastSeq && log.format.isReferredTo(event)) return null
    if (!event.retry || log.torn.get(file.name)?.reason !== before?.reason) healed.push(event)
  }
  return healed
}

async function* readFiles(
  log: EventLog,
  files: readonly EventFile[],
  seen: Set<string>,
  signal: AbortSignal,
): AsyncGenerator<readonly EventRecord[]> {
  let start = 0
  while (start < files.length) {
    signal.throwIfAborted()
    const batch = nextBatch(log, files, start)
    start += batch.length
    const events: EventRecord[] = []
    for (const reading of await rereadTorn(log, batch)) {
      const event = toEvent(log, reading, seen)
      if (event !== null) events.push(event)
    }
    if (events.length > 0) yield events
    await setImmediate()
  }
}

function nextBatch(log: EventLog, files: readonly EventFile[], start: number): readonly Reading[] {
  const batch: Reading[] = []
  let bytes = 0
  for (let index = start; index < files.length && batch.length < BATCH_EVENTS && bytes < BATCH_BYTES; index += 1) {
    const file = files[index]
    if (file === undefined) break
    const json = readFile(log, file)
    bytes += json.state === 'read' ? json.sizeBytes : 0
    batch.push({ file, place: placeOf(files, index), json })
  }
  return batch
}

function placeOf(files: readonly EventFile[], index: number): number {
  let place = 0
  while (files[index - place - 1]?.seq === files[index]?.seq && place < index) place += 1
  return place
}

function readFile(log: EventLog, file: EventFile): JsonFile {
  log.work.eventFilesRead += 1
  const json = readJsonFile(join(log.folder, file.name))
  if (json.state !== 'read' || log.format.idOf(json.value, file) !== null) return json
  return { state: 'unreadable', reason: 'no id', sizeBytes: json.sizeBytes, mayHeal: true }
}

async function readTwice(log: EventLog, files: readonly Omit<Reading, 'json'>[]): Promise<readonly Reading[]> {
  return rereadTorn(
    log,
    files.map((entry) => ({ ...entry, json: readFile(log, entry.file) })),
  )
}

/** One pause for all torn files of a batch, then each of them once more; their marks are taken before that. */
async function rereadTorn(log: EventLog, batch: readonly Reading[]): Promise<readonly Reading[]> {
  const torn = batch.filter(({ json }) => json.state === 'unreadable' && json.mayHeal)
  if (torn.length === 0) return batch
  const isWorthIt = await log.secondLook(torn.map(({ file }) => join(log.folder, file.name)))
  const again = new Set(torn)
  return batch.map((reading) => {
    if (!again.has(reading)) return reading
    const tornMark = markOf(log, reading.file)
    return { ...reading, mark: tornMark, json: isWorthIt ? readFile(log, reading.file) : reading.json }
  })
}

/** Null where the file has gone since it was listed. Remembers torn files and ids that were seen. */
function toEvent(log: EventLog, { file, place, json, mark: tornMark }: Reading, seen: Set<string>): EventRecord | null {
  log.torn.delete(file.name)
  if (json.state === 'missing') return null
  if (json.state === 'unreadable') {
    if (json.mayHeal) log.torn.set(file.name, { mark: tornMark ?? markOf(log, file), reason: json.reason })
    return toUnreadableEvent(unreadablePlace(file, place), file.name, json.reason, json.sizeBytes, json.mayHeal)
  }
  const id = log.format.idOf(json.value, file) ?? file.nameId
  if (seen.has(id)) {
    return toUnreadableEvent(
      unreadablePlace(file, place),
      file.name,
      'duplicate of an earlier event',
      json.sizeBytes,
      false,
    )
  }
  seen.add(id)
  const locator = file.name === log.format.nameOf(file.seq, id) ? null : file.name
  return log.format.toRecord(json.value, { seq: file.seq, id, locator }, json.sizeBytes)
}

function unreadablePlace(file: EventFile, place: number): { seq: number; id: string; locator: string } {
  return { seq: file.seq, id: `unreadable-${file.seq}${place === 0 ? '' : `-${place + 1}`}`, locator: file.name }
}

function markOf(log: EventLog, file: EventFile): string {
  return mark(statFile(join(log.folder, file.name)))
}
