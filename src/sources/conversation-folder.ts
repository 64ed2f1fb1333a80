import { opendirSync, readdirSync, statSync } from 'node:fs'
import type { Dir, Dirent } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { errorCode } from './error-code.ts'
import { countEventFiles } from './event-files.ts'
import { SourceError } from './source.ts'
import type { ConversationId, SourceWork } from './source.ts'

const CONVERSATION_FOLDER = /^[0-9a-f]{32}$/i
const ENTRIES_PER_TURN = 500

/** A folder that counts as a conversation: named by 32 hex digits, with `events/`, `base_state.json` or `meta.json` in it. */
export interface ConversationFolder {
  readonly id: ConversationId
  readonly path: string
  /** When something last came into it, UTC ms; good for an order, never shown. */
  readonly changedAt: number
}

/** What `stat` says of a file. A file that is there and refuses has size −1 and times 0. */
export interface FileStat {
  readonly sizeBytes: number
  readonly modifiedAt: number
  readonly changedAt: number
}

/** A conversation's files as they are now, none of them read. */
export interface FolderSnapshot {
  /** Changes whenever a state file, the list of events, the newest event file or a torn one changes. */
  readonly fingerprint: string
  readonly hasLease: boolean
  readonly hasMeta: boolean
  readonly hasBase: boolean
  /** Null where `events/` cannot be listed. */
  readonly eventCount: number | null
  /** Newest write to a state file or to the newest event file, UTC ms; 0 where there is none. */
  readonly lastWrite: number
}

/** Whether a folder of this name can be a conversation; dashed UUIDs are not used by any writer. */
export function isConversationName(name: string): boolean {
  return CONVERSATION_FOLDER.test(name)
}

/** Null where there is no such file. Symbolic links are followed; a loop of them leads nowhere. */
export function statFile(path: string): FileStat | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat === undefined ? null : { sizeBytes: stat.size, modifiedAt: stat.mtimeMs, changedAt: stat.ctimeMs }
  } catch (error) {
    return ['ENOTDIR', 'ELOOP'].includes(errorCode(error)) ? null : { sizeBytes: -1, modifiedAt: 0, changedAt: 0 }
  }
}

/**
 * The folder as a conversation, or null where it is none. `name` is the folder's name in `root`; upper-case hex digits are
 * accepted, the id is lower-case.
 */
export function toConversationFolder(root: string, name: string): ConversationFolder | null {
  if (!isConversationName(name)) return null
  const path = join(root, name)
  const stat =
    statFile(join(path, 'events')) ?? statFile(join(path, 'base_state.json')) ?? statFile(join(path, 'meta.json'))
  return stat === null ? null : { id: name.toLowerCase(), path, changedAt: stat.modifiedAt }
}

/**
 * All conversation folders of `root`, most recently changed first. Gives way to other work between some hundred of them.
 * @throws SourceError where `root` cannot be listed.
 */
export async function findConversations(
  root: string,
  work: SourceWork,
  signal: AbortSignal,
): Promise<readonly ConversationFolder[]> {
  const folders = new Map<ConversationId, ConversationFolder>()
  work.directoriesListed += 1
  const entries = listFolders(root)
  for (const [index, entry] of entries.entries()) {
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await setImmediate()
    signal.throwIfAborted()
    const folder = toConversationFolder(root, entry)
    if (folder !== null && !folders.has(folder.id)) folders.set(folder.id, folder)
  }
  return [...folders.values()].toSorted((one, other) => other.changedAt - one.changedAt || (one.id < other.id ? -1 : 1))
}

function listFolders(root: string): readonly string[] {
  return listDirectory(root)
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && isConversationName(entry.name))
    .map((entry) => entry.name)
}

/** @throws SourceError with a sentence for people where the directory cannot be listed. */
export function listDirectory(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    throw toListError(path, error)
  }
}

/**
 * Entries of a directory one after the other, in no order: whoever has seen enough of them leaves the rest unread. There may be 100,000.
 * @throws SourceError with a sentence for people where the directory cannot be listed.
 */
export function* eachEntry(path: string): Generator<Dirent> {
  let directory: Dir | undefined
  try {
    directory = opendirSync(path)
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry
  } catch (error) {
    throw toListError(path, error)
  } finally {
    directory?.closeSync()
  }
}

/** @throws SourceError with a sentence for people where the directory cannot be listed. */
export function checkDirectory(path: string): void {
  try {
    opendirSync(path).closeSync()
  } catch (error) {
    throw toListError(path, error)
  }
}

function toListError(path: string, error: unknown): SourceError {
  const code = errorCode(error)
  if (code === 'ENOENT') return new SourceError(`There is no directory ${path}`)
  if (code === 'ENOTDIR') return new SourceError(`${path} is a file; give the directory that holds the conversations`)
  if (code === 'EACCES' || code === 'EPERM')
    return new SourceError(`The directory ${path} may not be read; check its permissions`)
  return new SourceError(`The directory ${path} cannot be read (${code})`)
}

/** Looks at a conversation's files without reading one. `torn`: names of event files that could not be read and may heal. */
export function takeSnapshot(path: string, torn: Iterable<string>, work: SourceWork): FolderSnapshot {
  const base = statFile(join(path, 'base_state.json'))
  const meta = statFile(join(path, 'meta.json'))
  const lease = statFile(join(path, 'owner_lease.json'))
  const events = countEvents(join(path, 'events'), work)
  const newest = events?.newest ?? null
  const newestStat = newest === null ? null : statFile(join(path, 'events', newest.name))
  const marks = [mark(base), mark(meta), mark(lease), events?.count ?? '?', newest?.seq ?? '-', mark(newestStat)]
  const tornMarks = [...torn].map((name) => [name, mark(statFile(join(path, 'events', name)))] as const)
  return {
    fingerprint: withTornMarks(marks.join('|'), tornMarks),
    hasLease: lease !== null,
    hasMeta: meta !== null,
    hasBase: base !== null,
    eventCount: events === null ? null : events.count,
    lastWrite: Math.max(0, ...[base, meta, newestStat].map((stat) => stat?.modifiedAt ?? 0)),
  }
}

function countEvents(folder: string, work: SourceWork): ReturnType<typeof countEventFiles> | null {
  work.directoriesListed += 1
  try {
    return countEventFiles(folder)
  } catch {
    return null // the record names the folder that cannot be listed; asking for its events says why
  }
}

/** A file's size and change time (which, unlike its modification time, nobody can set back) in a few characters. */
export function mark(stat: FileStat | null): string {
  return stat === null ? '-' : `${stat.sizeBytes.toString(36)}.${Math.round(stat.changedAt * 1000).toString(36)}`
}

/** The fingerprint with these torn event files (name and mark) in place of those it had. */
export function withTornMarks(fingerprint: string, torn: Iterable<readonly [name: string, mark: string]>): string {
  const [state] = fingerprint.split('#', 1)
  return [state, ...Array.from(torn, ([name, tornMark]) => `${name}=${tornMark}`).toSorted()].join('#')
}

/** Names of the torn event files that a fingerprint holds: a source that was opened anew remembers them by it. */
export function tornNamesIn(fingerprint: string): readonly string[] {
  return fingerprint
    .split('#')
    .slice(1)
    .map((part) => part.slice(0, part.indexOf('=')))
}
