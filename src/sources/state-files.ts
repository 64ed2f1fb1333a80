import { join } from 'node:path'
import { toConversationRecord } from './conversation-record.ts'
import type { TagFields } from './conversation-record.ts'
import { takeSnapshot } from './conversation-folder.ts'
import type { ConversationFolder, FolderSnapshot } from './conversation-folder.ts'
import { toStatus } from './conversation-status.ts'
import { readJsonFile } from './json-file.ts'
import type { JsonFile } from './json-file.ts'
import { toFiniteNumber } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { Sighting, SourceWork, UnreadableFile } from './source.ts'

const NAMES = ['base_state.json', 'meta.json', 'owner_lease.json'] as const
type StateFileName = (typeof NAMES)[number]

/** A conversation whose state files have been read once. */
export interface StateReading {
  readonly folder: ConversationFolder
  readonly snapshot: FolderSnapshot
  readonly files: Record<StateFileName, JsonFile>
}

/** Reads the state files that the snapshot saw. */
export function readState(folder: ConversationFolder, snapshot: FolderSnapshot, work: SourceWork): StateReading {
  const read = (name: StateFileName, isThere: boolean): JsonFile =>
    isThere ? readStateFile(folder, name, work) : { state: 'missing' }
  return {
    folder,
    snapshot,
    files: {
      'base_state.json': read('base_state.json', snapshot.hasBase),
      'meta.json': read('meta.json', snapshot.hasMeta),
      'owner_lease.json': read('owner_lease.json', snapshot.hasLease),
    },
  }
}

function readStateFile(folder: ConversationFolder, name: StateFileName, work: SourceWork): JsonFile {
  work.stateFilesRead += 1
  return readJsonFile(join(folder.path, name))
}

/** Paths of files that were caught while they were written, perhaps: they deserve a second look. */
export function tornStateFiles(reading: StateReading): readonly string[] {
  return NAMES.filter((name) => mayHeal(reading.files[name])).map((name) => join(reading.folder.path, name))
}

function mayHeal(file: JsonFile): boolean {
  return file.state === 'unreadable' && file.mayHeal
}

/** The same reading with its torn files read again. The fingerprint is taken anew, before they are. */
export function rereadState(reading: StateReading, torn: Iterable<string>, work: SourceWork): StateReading {
  const { folder } = reading
  const snapshot = takeSnapshot(folder.path, torn, work)
  const files = { ...reading.files }
  for (const name of NAMES) if (mayHeal(files[name])) files[name] = readStateFile(folder, name, work)
  return { folder, snapshot, files }
}

/** Turns what was read into a sighting. `now` is UTC ms; it decides whether `running` is still believed. */
export function toSighting(reading: StateReading, now: number, tagFields: TagFields): Sighting {
  const { folder, snapshot, files } = reading
  const base = valueOf(files['base_state.json'])
  const status = toStatus({
    base,
    baseProblem: problemOf(files['base_state.json'], 'base_state.json'),
    leaseUntil: leaseEnd(valueOf(files['owner_lease.json'])),
    lastWrite: snapshot.lastWrite,
    now,
  })
  const state = { base, meta: valueOf(files['meta.json']) }
  const record = toConversationRecord(folder.id, state, status, unreadableFiles(reading), tagFields)
  return { id: folder.id, fingerprint: snapshot.fingerprint, record, eventCount: snapshot.eventCount }
}

function valueOf(file: JsonFile): JsonObject | null {
  return file.state === 'read' ? file.value : null
}

function problemOf(file: JsonFile, name: string): string | null {
  if (file.state === 'read') return null
  return file.state === 'missing'
    ? `There is no ${name}, which would tell`
    : `${name}, which would tell, cannot be read: ${file.reason}`
}

/** `expires_at` is in seconds since 1970; a lease that does not say when it ends is none. */
function leaseEnd(lease: JsonObject | null): number | null {
  const seconds = toFiniteNumber(lease?.['expires_at'])
  return seconds === null ? null : Math.round(seconds * 1000)
}

function unreadableFiles({ folder, snapshot, files }: StateReading): readonly UnreadableFile[] {
  const found: UnreadableFile[] = []
  for (const name of NAMES) {
    const file = files[name]
    if (file.state === 'unreadable') found.push({ path: `${folder.id}/${name}`, reason: file.reason })
  }
  if (snapshot.eventCount === null) found.push({ path: `${folder.id}/events`, reason: 'cannot be listed' })
  return found
}
