import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { isConversationName, listDirectory, statFile, toConversationFolder } from './conversation-folder.ts'
import { parseEventFileName } from './event-files.ts'
import { SourceError } from './source.ts'
import type { Dialect, SourceId } from './source.ts'

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
  throw new SourceError(`${absolute} ${describe(absolute)}. ${EXPECTED}`)
}

/** Null where it is neither a conversations directory nor empty. */
function detectHere(path: string): DetectedDirectory | null {
  const names = listDirectory(path)
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith('.'))
  const candidates = names.filter(isConversationName)
  const folders = candidates.filter((name) => toConversationFolder(path, name) !== null)
  if (folders.length > 0) {
    const hasMeta = folders.slice(0, LOOKED_AT).some((name) => statFile(join(path, name, 'meta.json')) !== null)
    return { path, dialect: hasMeta ? 'agent-server-directory' : 'cli-directory' }
  }
  const isEmpty = names.every((name) => candidates.includes(name) && isEmptyFolder(join(path, name)))
  return isEmpty ? { path, dialect: 'agent-server-directory' } : null
}

function isEmptyFolder(path: string): boolean {
  try {
    return listDirectory(path).every((entry) => entry.name.startsWith('.'))
  } catch {
    return false // a file of such a name, or a folder that may not be read, is something else
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
