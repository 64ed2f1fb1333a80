import type { Dirent } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  checkDirectory,
  eachEntry,
  isConversationName,
  listDirectory,
  mark,
  statFile,
  withTornMarks,
} from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import { readNames } from '../event-files.ts'
import type { ConversationId, SourceWork } from '../source.ts'
import { parseV0EventName, v0EventName } from './v0-event-files.ts'

const ENTRIES_PER_TURN = 500
const LOOKED_AT = 200

/** A folder that counts as a V0 conversation: with `metadata.json` in it, or an event file in `events/`. Its name is the id, of any spelling. */
export interface V0Folder {
  readonly id: ConversationId
  readonly path: string
  /** When something last came into it, UTC ms; good for an order, never shown. */
  readonly changedAt: number
}

/** A conversation's files as they are now, none of them read. */
export interface V0Snapshot {
  /** Changes whenever `metadata.json`, the list of events, the newest event file or a torn one changes. */
  readonly fingerprint: string
  readonly hasMetadata: boolean
  /** Null where `events/` cannot be listed. */
  readonly eventCount: number | null
}

/** Whether a folder of this name can be a conversation: hidden ones are none, and a name never leaves its directory. */
export function isV0Name(name: string): boolean {
  return name !== '' && !name.startsWith('.') && basename(name) === name && !name.includes('\\')
}

/** The folder as a conversation, or null where it is none. */
export function toV0Folder(path: string): V0Folder | null {
  const name = basename(path)
  const id = isV0Name(name) ? toConversationId(name) : null
  if (id === null) return null
  const metadata = statFile(join(path, 'metadata.json'))
  if (metadata === null && !hasEventFile(path)) return null
  return { id, path, changedAt: (statFile(join(path, 'events')) ?? metadata)?.modifiedAt ?? 0 }
}

/** Folders of an Agent Server have `events/` too; they are told by their state file before a long list is read. */
function hasEventFile(path: string): boolean {
  if (statFile(join(path, 'base_state.json')) !== null) return false
  try {
    return readNames(join(path, 'events')).some((name) => parseV0EventName(name) !== null)
  } catch {
    return false // a folder that may not be listed shows nothing that would make it a conversation
  }
}

/**
 * The directories whose folders are conversations: the place itself, and as in a server's file store `sessions` and
 * `users/<user>/conversations`, each as far as it holds some now.
 * @throws SourceError where the place cannot be listed.
 */
export function findV0Roots(place: string, work: SourceWork): readonly string[] {
  checkDirectory(place)
  const isRoot = holdsV0(place)
  const stores = ['sessions', 'conversations'].map((name) => join(place, name)).filter(isFolder)
  const ownUsers = join(place, 'users')
  // Where the folder `users` itself is given, its folders are users; those of an Agent Server's conversations are none.
  const users = isFolder(ownUsers) ? ownUsers : stores.length > 0 || isRoot ? null : place
  const userNames = users === null ? [] : foldersOf(users, work).filter((name) => !isConversationName(name))
  const ofUsers = userNames.map((name) => join(users ?? place, name, 'conversations'))
  return [place, ...[...stores, ...ofUsers].filter(holdsV0)]
}

/**
 * All conversations of these directories, most recently changed first; of one id the one that changed last. Gives way to other work
 * between some hundred of them.
 * @throws SourceError where the first directory cannot be listed.
 */
export async function findV0Folders(
  roots: readonly string[],
  work: SourceWork,
  signal: AbortSignal,
): Promise<readonly V0Folder[]> {
  const found: V0Folder[] = []
  for (const [place, root] of roots.entries()) {
    const names = place === 0 ? folderNames(root, work) : foldersOf(root, work)
    for (const [index, name] of names.entries()) {
      if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await setImmediate()
      signal.throwIfAborted()
      const folder = toV0Folder(join(root, name))
      if (folder !== null) found.push(folder)
    }
  }
  const sorted = found.toSorted((one, other) => other.changedAt - one.changedAt || (one.path < other.path ? -1 : 1))
  const seen = new Set<ConversationId>()
  return sorted.filter(({ id }) => !seen.has(id) && seen.add(id) !== undefined)
}

/** The directory that a conversation's folder lies in. */
export function rootOf(folder: V0Folder): string {
  return dirname(folder.path)
}

/** Looks at a conversation's files without reading one. `torn`: names of event files that could not be read and may heal. */
export function takeV0Snapshot(path: string, torn: Iterable<string>, work: SourceWork): V0Snapshot {
  const metadata = statFile(join(path, 'metadata.json'))
  const events = countEvents(join(path, 'events'), work)
  const markOf = (name: string): string => mark(statFile(join(path, 'events', name)))
  const newest = events === null || events.newest < 0 ? '-' : `${events.newest}=${markOf(v0EventName(events.newest))}`
  const marks = [mark(metadata), events?.count ?? '?', newest]
  const tornMarks = Array.from(torn, (name) => [name, markOf(name)] as const)
  return {
    fingerprint: withTornMarks(marks.join('|'), tornMarks),
    hasMetadata: metadata !== null,
    eventCount: events === null ? null : events.count,
  }
}

/** The number of event files and the highest of their numbers, −1 where there are none; null where they cannot be listed. */
function countEvents(folder: string, work: SourceWork): { readonly count: number; readonly newest: number } | null {
  work.directoriesListed += 1
  try {
    let count = 0
    let newest = -1
    for (const name of readNames(folder)) {
      const seq = parseV0EventName(name)?.seq
      if (seq === undefined) continue
      count += 1
      newest = Math.max(newest, seq)
    }
    return { count, newest }
  } catch {
    return null // the record names the folder that cannot be listed; asking for its events says why
  }
}

function isFolder(path: string): boolean {
  return statFile(`${path}/.`) !== null
}

/** Looks into some folders only: there may be 100,000, and all of another kind. False for what cannot be listed. */
function holdsV0(root: string): boolean {
  let lookedAt = 0
  try {
    for (const entry of eachEntry(root)) {
      if (!mayBeV0(entry)) continue
      if (toV0Folder(join(root, entry.name)) !== null) return true
      lookedAt += 1
      if (lookedAt === LOOKED_AT) return false
    }
  } catch {
    return false // of a store that is a parent of several, one that cannot be listed takes none of the others with it
  }
  return false
}

function mayBeV0(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && isV0Name(entry.name)
}

/** @throws SourceError where it cannot be listed. */
function folderNames(path: string, work: SourceWork): readonly string[] {
  work.directoriesListed += 1
  return listDirectory(path)
    .filter(mayBeV0)
    .map((entry) => entry.name)
}

function foldersOf(path: string, work: SourceWork): readonly string[] {
  try {
    return folderNames(path, work)
  } catch {
    return [] // of a store that is a parent of several, one that cannot be listed takes none of the others with it
  }
}
