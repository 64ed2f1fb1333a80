import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { isConversationName, listDirectory, statFile, toConversationFolder } from './conversation-folder.ts'
import { parseEventFileName } from './event-files.ts'
import { SourceError } from './source.ts'
import type { Dialect, SourceId } from './source.ts'
import { isV0Directory } from './v0/v0-detect.ts'
import { findV1Place } from './v1/v1-place.ts'

/** A directory that Lookout can read: its absolute path (a parent given is replaced by its `conversations`) and its layout. */
export interface DetectedDirectory {
  readonly path: string
  readonly dialect: Dialect
}

const EXPECTED =
  'Lookout reads the conversations directory of an OpenHands Agent Server or CLI: folders named by 32 hex digits with base_state.json, meta.json or events/ in them'
const LOOKED_AT = 200

/**
 * Tells what a directory is by what lies in it, never by its name. An empty one is an Agent Server's without a conversation yet.
 * @throws SourceError with a sentence that says what was found and what was expected.
 */
export function detectDirectory(path: string): DetectedDirectory {
  const absolute = resolve(path)
  const found = detectHere(absolute)
  if (found !== null) return found
  const child = join(absolute, 'conversations')
  const inChild = statFile(child) === null ? null : detectHere(child)
  if (inChild !== null) return inChild
  const v1 = findV1Place(absolute)
  if (v1 !== null) return { path: v1.path, dialect: 'v1-directory' }
  if (isV0Directory(absolute)) return { path: absolute, dialect: 'v0-directory' }
  throw new SourceError(`${absolute} ${describe(absolute)}. ${EXPECTED}`)
}

/** Null where it is neither a conversations directory nor empty. Looks into some folders only: there may be 100,000. */
function detectHere(path: string): DetectedDirectory | null {
  // What cannot be listed is refused here, with its reason.
  listDirectory(path)
  const names = visibleNames(path)
  const candidates = names.filter(isConversationName)
  const folders = firstOf(candidates, (name) => isOurs(path, name))
  if (folders.length > 0) {
    const hasMeta = folders.some((name) => statFile(join(path, name, 'meta.json')) !== null)
    return { path, dialect: hasMeta ? 'agent-server-directory' : 'cli-directory' }
  }
  const isEmpty = candidates.length === names.length && names.every((name) => isEmptyFolder(join(path, name)))
  return isEmpty ? { path, dialect: 'agent-server-directory' } : null
}

function firstOf(names: readonly string[], isWanted: (name: string) => boolean): readonly string[] {
  const found: string[] = []
  for (const name of names) {
    if (found.length === LOOKED_AT) break
    if (isWanted(name)) found.push(name)
  }
  return found
}

/** A V0 conversation is named alike and has `events/` too: what lies in there tells. */
function isOurs(root: string, name: string): boolean {
  if (toConversationFolder(root, name) === null) return false
  const has = (file: string): boolean => statFile(join(root, name, file)) !== null
  if (has('base_state.json') || has('meta.json')) return true
  if (has('metadata.json')) return false
  const inside = visibleNames(join(root, name, 'events'))
  return inside.length === 0 || inside.some((file) => parseEventFileName(file) !== null)
}

function isEmptyFolder(path: string): boolean {
  // Only a folder has a `.` in it; `join` would take it away.
  return visibleNames(path).length === 0 && statFile(`${path}/.`) !== null
}

/** Names but for hidden files (locks, markers); none where it cannot be listed. */
function visibleNames(path: string): readonly string[] {
  try {
    return listDirectory(path)
      .filter((entry) => entry.isDirectory() || !entry.name.startsWith('.'))
      .map((entry) => entry.name)
  } catch {
    return [] // a file of such a name, or a folder that may not be read
  }
}

function describe(path: string): string {
  const names = new Set(listDirectory(path).map((entry) => entry.name))
  if (names.has('base_state.json') || names.has('meta.json')) return `is a single conversation; give ${dirname(path)}`
  if ([...names].some((name) => parseEventFileName(name) !== null))
    return `holds the events of a single conversation; give ${dirname(dirname(path))}`
  if (names.has('metadata.json')) return 'is a single conversation of the old app server (V0)'
  const inside = [...names].slice(0, LOOKED_AT)
  if (inside.some((name) => statFile(join(path, name, 'metadata.json')) !== null))
    return 'holds conversations of the old app server (V0)'
  if (names.has('v1_conversations') || inside.some((name) => isConversationName(name)))
    return 'looks like the store of an app server (V1)'
  return `holds ${names.size} ${names.size === 1 ? 'entry' : 'entries'} and none is a conversation`
}

/**
 * A readable id for a directory, the same at every start: its last segment that is not `conversations`, in lower-case letters, digits and
 * dashes (`~/.openhands/conversations` → `openhands`, `/srv/agent/1.58.0/conversations` → `1-58-0`). Where that is taken, the segment
 * before it comes in front, then a number behind.
 */
export function sourceIdFor(path: string, taken: ReadonlySet<SourceId>): SourceId {
  const segments = segmentsOf(resolve(path))
  const last = segments.at(-1) ?? 'conversations'
  const parent = segments.at(-2)
  const choices = [last, ...(parent === undefined ? [] : [`${parent}-${last}`])]
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
  return basename(path) === 'conversations' ? segments.slice(0, -1) : segments
}

function slug(segment: string): string {
  return segment
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
