import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import {
  checkDirectory,
  eachEntry,
  isConversationName,
  listDirectory,
  statFile,
  toConversationFolder,
} from './conversation-folder.ts'
import { parseEventFileName } from './event-files.ts'
import { SourceError } from './source.ts'
import type { ConversationId, Dialect, SourceId } from './source.ts'

/** A directory of an Agent Server or CLI: its absolute path (a parent given is replaced by its `conversations`) and who wrote it. */
export interface DetectedDirectory {
  readonly path: string
  readonly dialect: Dialect
  /** The path is the folder of this one conversation; null: its folders are conversations. */
  readonly only: ConversationId | null
}

/** What a SOURCE can be; ends the sentence that refuses one. */
export const EXPECTED =
  'Lookout reads conversations of an OpenHands Agent Server or CLI (folders named by 32 hex digits with base_state.json, meta.json or events/ in them), of an app server V0 (sessions) or V1 (v1_conversations beside openhands.db), the folder of a single one, a downloaded trajectory (.zip or .json), and directories that hold some of these at most three levels deep'
const LOOKED_AT = 200
/** Folders of an app server V0 are named alike: where none of so many is ours, none is. */
const MOST_TRIED = 2000
/** Names that servers give to their folders; they tell nobody whose they are. */
const NAMES_OF_STORES: ReadonlySet<string> = new Set(['conversations', 'sessions', 'v1_conversations', 'events'])

/**
 * Tells what a directory of an Agent Server or CLI is by what lies in it, never by its name. An empty one is an Agent Server's without a
 * conversation yet.
 * @throws SourceError with a sentence that says what was found and what was expected.
 */
export function detectDirectory(path: string): DetectedDirectory {
  const absolute = resolve(path)
  // What cannot be listed is refused here, with its reason.
  checkDirectory(absolute)
  const found = findConversationsIn(absolute) ?? findEmpty(absolute)
  if (found !== null) return found
  const child = join(absolute, 'conversations')
  const inChild = statFile(child) === null ? null : (findConversationsIn(child) ?? findEmpty(child))
  if (inChild !== null) return inChild
  throw new SourceError(`${absolute} ${describe(absolute)}. ${EXPECTED}`)
}

/**
 * The directory where it is the folder of a conversation of an Agent Server or CLI, or holds such folders; else null. Looks into some
 * folders only: there may be 100,000. Never throws.
 */
export function findConversationsIn(path: string): DetectedDirectory | null {
  if (isOurs(dirname(path), basename(path)))
    return { path, dialect: dialectOf(path, ['.']), only: basename(path).toLowerCase() }
  const folders = firstFolders(path)
  return folders.length > 0 ? { path, dialect: dialectOf(path, folders), only: null } : null
}

/** The CLI writes no `meta.json`. */
function dialectOf(path: string, folders: readonly string[]): Dialect {
  const hasMeta = folders.some((name) => statFile(join(path, name, 'meta.json')) !== null)
  return hasMeta ? 'agent-server-directory' : 'cli-directory'
}

/** Conversations are about to be written there. */
function findEmpty(path: string): DetectedDirectory | null {
  for (const name of visibleNames(path)) if (!isConversationName(name) || !isEmptyFolder(join(path, name))) return null
  return { path, dialect: 'agent-server-directory', only: null }
}

/** Names of the first folders that are conversations of an Agent Server or CLI. */
function firstFolders(path: string): readonly string[] {
  const found: string[] = []
  let tried = 0
  for (const name of visibleNames(path)) {
    if (!isConversationName(name)) continue
    if (isOurs(path, name)) found.push(name)
    tried += 1
    if (found.length === LOOKED_AT || tried === MOST_TRIED) break
  }
  return found
}

/** A V0 conversation is named alike and has `events/` too: what lies in there tells. */
function isOurs(root: string, name: string): boolean {
  if (toConversationFolder(root, name) === null) return false
  const has = (file: string): boolean => statFile(join(root, name, file)) !== null
  if (has('base_state.json') || has('meta.json')) return true
  if (has('metadata.json')) return false
  let isEmpty = true
  for (const file of visibleNames(join(root, name, 'events'))) {
    if (parseEventFileName(file) !== null) return true
    isEmpty = false
  }
  return isEmpty
}

function isEmptyFolder(path: string): boolean {
  // Only a folder has a `.` in it; `join` would take it away.
  for (const _ of visibleNames(path)) return false
  return statFile(`${path}/.`) !== null
}

/** Names but for hidden files (locks, markers), in no order; none where it cannot be listed. */
function* visibleNames(path: string): Generator<string> {
  try {
    for (const entry of eachEntry(path)) if (entry.isDirectory() || !entry.name.startsWith('.')) yield entry.name
  } catch {
    // a file of such a name, or a folder that may not be read
  }
}

function describe(path: string): string {
  const names = new Set(listDirectory(path).map((entry) => entry.name))
  if (names.has('base_state.json'))
    return 'is a single conversation in a folder that is not named by its id (32 hex digits): name it so again'
  if ([...names].some((name) => parseEventFileName(name) !== null))
    return `holds the events of a single conversation; give ${dirname(path)}`
  return `holds ${names.size} ${names.size === 1 ? 'entry' : 'entries'} and none is a conversation`
}

/**
 * A readable id for a place, the same at every start: its last segment that is not `conversations`, `sessions` or the like, in lower-case
 * letters, digits and dashes (`~/.openhands/conversations` → `openhands`, `/srv/agent/1.58.0/conversations` → `1-58-0`). Where that is
 * taken, the family of an app server comes behind it (`openhands-v0`), else the segment before it in front, then a number behind.
 */
export function sourceIdFor(path: string, taken: ReadonlySet<SourceId>, dialect?: Dialect): SourceId {
  const segments = segmentsOf(resolve(path))
  const last = segments.at(-1) ?? 'conversations'
  const parent = segments.at(-2)
  const family = /^v\d/.exec(dialect ?? '')?.[0]
  const choices = [
    last,
    ...(family === undefined ? [] : [`${last}-${family}`]),
    ...(parent === undefined ? [] : [`${parent}-${last}`]),
  ]
  for (let number = 2; number <= taken.size + 2; number += 1) choices.push(`${last}-${number}`)
  return choices.find((choice) => !taken.has(choice)) ?? last
}

function segmentsOf(path: string): readonly string[] {
  const home = homedir()
  const inside = path.startsWith(`${home}/`) ? path.slice(home.length) : path
  const segments = inside
    .split(/[\\/]+/)
    .map(slug)
    .filter((segment) => segment !== '')
  return NAMES_OF_STORES.has(basename(path)) ? segments.slice(0, -1) : segments
}

/** A text in lower-case letters, digits and dashes, none of them at an end; it may be empty. */
export function slug(segment: string): string {
  return segment
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
