import { readNames } from '../event-files.ts'
import type { EventFile } from '../event-files.ts'

// Fifteen digits are what a number holds exactly; the server pads nothing.
const EVENT_FILE = /^(0|[1-9]\d{0,14})\.json$/

/** Reads an event file's name, `<n>.json`; null for everything else. */
export function parseV0EventName(name: string): EventFile | null {
  const number = EVENT_FILE.exec(name)?.[1]
  return number === undefined ? null : { name, seq: Number(number), nameId: number }
}

/** The name that the server gives to the file of this event. */
export function v0EventName(seq: number): string {
  return `${seq}.json`
}

/**
 * Event files of a V0 conversation's `events/` in the order of their integers. Empty where there is no folder.
 * @throws SourceError where it is there and cannot be listed.
 */
export function listV0Events(folder: string): readonly EventFile[] {
  const files: EventFile[] = []
  for (const name of readNames(folder)) {
    const file = parseV0EventName(name)
    if (file !== null) files.push(file)
  }
  return files.toSorted((one, other) => one.seq - other.seq)
}
