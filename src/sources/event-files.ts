import { readdirSync } from 'node:fs'
import { errorCode } from './error-code.ts'
import { SourceError } from './source.ts'

/** An event file of `events/`, known by its name alone: `event-<seq>-<event id>.json`. */
export interface EventFile {
  readonly name: string
  readonly seq: number
  /** The event id that the name states; what the file says counts. */
  readonly nameId: string
}

// The server's own pattern; fifteen digits are what a number holds exactly.
const EVENT_FILE = /^event-(\d{5,15})-([0-9a-fA-F-]{8,})\.json$/

/** Reads an event file's name; null for locks, markers and everything else. */
export function parseEventFileName(name: string): EventFile | null {
  const match = EVENT_FILE.exec(name)
  if (match === null) return null
  return { name, seq: Number(match[1]), nameId: match[2] ?? '' }
}

/** The name that the server gives to the file of this event. */
export function eventFileName(seq: number, id: string): string {
  return `event-${String(seq).padStart(5, '0')}-${id}.json`
}

/**
 * Event files of a folder in the order of their integer numbers, then of their names. Empty where there is no folder.
 * @throws SourceError where it is there and cannot be listed.
 */
export function listEventFiles(folder: string): readonly EventFile[] {
  const files: EventFile[] = []
  for (const name of readNames(folder)) {
    const file = parseEventFileName(name)
    if (file !== null) files.push(file)
  }
  return files.toSorted(inOrder)
}

/**
 * The number of event files and the last one of their order, cheaper than the list.
 * @throws SourceError where the folder is there and cannot be listed.
 */
export function countEventFiles(folder: string): { readonly count: number; readonly newest: EventFile | null } {
  let count = 0
  let newest: EventFile | null = null
  for (const name of readNames(folder)) {
    const file = parseEventFileName(name)
    if (file === null) continue
    count += 1
    if (newest === null || inOrder(newest, file) < 0) newest = file
  }
  return { count, newest }
}

function inOrder(one: EventFile, other: EventFile): number {
  return one.seq - other.seq || (one.name < other.name ? -1 : 1)
}

/**
 * Names in a folder of events; none where there is no folder.
 * @throws SourceError where it is there and cannot be listed.
 */
export function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw new SourceError(`The events in ${folder} cannot be listed (${code}); check its permissions`)
  }
}
