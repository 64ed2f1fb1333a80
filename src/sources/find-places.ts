import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { checkDirectory, isConversationName, listDirectory } from './conversation-folder.ts'
import { detectDirectory, EXPECTED, findConversationsIn } from './detect.ts'
import { SourceError } from './source.ts'
import type { Dialect } from './source.ts'
import { trajectoryDialect } from './trajectory/trajectory-source.ts'
import { isV0Directory, isV0Store } from './v0/v0-detect.ts'
import { isV0Trajectory } from './v0/v0-trajectory-file.ts'
import { findV1Place } from './v1/v1-place.ts'

/** One place that `openSource` reads: the absolute path of a directory or file, and what it is. */
export interface FoundPlace {
  readonly path: string
  readonly dialect: Dialect
}

/** What lies at a path: one place at least. */
export interface FoundPlaces {
  readonly places: readonly FoundPlace[]
  /** Sentences without a full stop on what was left out: a folder that may not be read, a tree too large to be searched. */
  readonly notices: readonly string[]
}

/** How far a directory is taken apart below the one given. */
const DEEPEST = 3
const MOST_FOLDERS = 4000
const MOST_FILES = 1000
/** Of a list or an object, the first of its sign and of its name is among these. */
const HEAD_BYTES = 256

/** A search under way. */
interface Search {
  readonly places: FoundPlace[]
  readonly notices: string[]
  /** Real paths of directories that were visited or belong to a place that was found. */
  readonly seen: Set<string>
  folders: number
}

/**
 * Finds what a path holds by what lies in it: conversations of an Agent Server, of the CLI, of an app server V0 or V1, the folder of a
 * single one, a downloaded trajectory; else the directory is taken apart, three levels deep, and gives one place for each of these
 * below it. Trajectories are looked for directly in the directory given alone. Never walks into conversations, `node_modules` or
 * hidden folders other than `.openhands`. An empty directory is an Agent Server's without a conversation yet.
 * @throws SourceError with a sentence that says what was found and what was expected.
 */
export function findPlaces(given: string): FoundPlaces {
  const path = resolve(given)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return { places: [readFile(path)], notices: [] }
  // What cannot be listed is refused here, with its reason.
  checkDirectory(path)
  const search: Search = { places: [], notices: [], seen: new Set(), folders: 0 }
  visit(path, 0, search)
  return search.places.length > 0 ? search : { places: [emptyPlace(path, search)], notices: search.notices }
}

/** @throws SourceError that says what was left out too: it may be what was meant. */
function emptyPlace(path: string, { notices }: Search): FoundPlace {
  try {
    const { dialect, path: empty } = detectDirectory(path)
    return { path: empty, dialect }
  } catch (fault) {
    if (!(fault instanceof SourceError)) throw fault
    throw new SourceError([fault.message, ...notices].join('. '))
  }
}

/** What a directory itself is, nothing below it taken apart; null where it is no place. Never throws. */
export function placeOf(path: string): FoundPlace | null {
  const own = findConversationsIn(path)
  if (own !== null) return { path, dialect: own.dialect }
  // The folder `users` of a V0 file store is one place, however many users there are.
  if (isV0Store(path) || (basename(path) === 'users' && holdsV0(path))) return { path, dialect: 'v0-directory' }
  const v1 = findV1Place(path)
  if (v1 === null) return null
  // A store below the path that is not tied to it by a database is a place of its own.
  const isItself = v1.root !== null || v1.only !== null || v1.stores.includes(path)
  return isItself ? { path, dialect: 'v1-directory' } : null
}

function visit(path: string, depth: number, search: Search): void {
  if (isSeen(path, search)) return
  const place = placeOf(path)
  // Beside the stores that belong to its database an app server's home holds other things: the CLI's conversations, sessions of V0.
  const home = place?.dialect === 'v1-directory' ? findV1Place(path) : null
  if (place === null || (home !== null && home.root !== null)) {
    for (const store of home?.stores ?? []) isSeen(store, search)
    if (depth === 0) search.places.push(...trajectoriesIn(path, search))
    if (depth < DEEPEST) visitFolders(path, depth + 1, search)
  }
  if (place !== null) search.places.push(place)
}

function visitFolders(path: string, depth: number, search: Search): void {
  for (const name of foldersIn(path, search)) {
    if (search.folders === MOST_FOLDERS) return noteLimit(search)
    search.folders += 1
    visit(join(path, name), depth, search)
  }
}

/** Two ways to one directory, and links in a circle, lead to it once. */
function isSeen(path: string, { seen }: Search): boolean {
  const real = realPath(path)
  if (real === null || seen.has(real)) return true
  seen.add(real)
  return false
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null // a link that leads nowhere
  }
}

function noteLimit({ notices }: Search): void {
  const sentence = `Only the first ${MOST_FOLDERS} folders were searched: name the directories that hold conversations`
  if (!notices.includes(sentence)) notices.push(sentence)
}

function foldersIn(path: string, { notices }: Search): readonly string[] {
  try {
    return listDirectory(path)
      .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(join(path, entry.name))))
      .map((entry) => entry.name)
      .filter((name) => isSearched(name))
      .toSorted()
  } catch (fault) {
    if (!(fault instanceof SourceError)) throw fault
    notices.push(`Left out: ${fault.message}`)
    return []
  }
}

function isSearched(name: string): boolean {
  if (name === 'node_modules' || isConversationName(name)) return false
  return !name.startsWith('.') || name === '.openhands'
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false // a link that leads nowhere
  }
}

function holdsV0(path: string): boolean {
  try {
    return isV0Directory(path)
  } catch {
    return false // it may not be listed: whoever takes it apart says so
  }
}

/** What a file is; null where it is no trajectory. Never throws. */
export function trajectoryOf(path: string): FoundPlace | null {
  const zip = trajectoryDialect(path)
  if (zip !== null) return { path, dialect: zip }
  return isMaybeTrajectory(path) && isV0Trajectory(path) ? { path, dialect: 'v0-trajectory' } : null
}

function readFile(path: string): FoundPlace {
  const found = trajectoryOf(path)
  if (found === null) throw new SourceError(`${path} is a file, but no downloaded trajectory. ${EXPECTED}`)
  return found
}

function trajectoriesIn(path: string, { notices }: Search): readonly FoundPlace[] {
  const names = listDirectory(path)
    .filter((entry) => entry.isFile() && /^[^.].*\.(?:zip|json)$/i.test(entry.name))
    .map((entry) => entry.name)
  if (names.length > MOST_FILES)
    notices.push(
      `Of the ${names.length} files in ${path} that may be trajectories only the first ${MOST_FILES} were looked at: spread them over several directories and name each`,
    )
  return names
    .toSorted()
    .slice(0, MOST_FILES)
    .flatMap((name) => trajectoryOf(join(path, name)) ?? [])
}

/** Large files of another kind are not read as a whole. */
function isMaybeTrajectory(path: string): boolean {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, 'r')
    const head = Buffer.alloc(HEAD_BYTES)
    const length = readSync(descriptor, head, 0, HEAD_BYTES, 0)
    return /^\uFEFF?\s*(?:\[\s*(?:\{|$)|\{\s*"trajectory"\s*:)/.test(head.toString('utf8', 0, length))
  } catch {
    return false // it may not be read
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
