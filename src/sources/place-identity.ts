import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isConversationName } from './conversation-folder.ts'
import { findConversationsIn } from './detect.ts'
import type { FoundPlace } from './find-places.ts'
import { V0Places } from './v0/v0-places.ts'
import { findV1Place } from './v1/v1-place.ts'

/** The same for two paths of one directory or file; the path itself where there is none. */
export function identityOf(path: string): string {
  try {
    const { dev, ino } = statSync(path)
    return `${dev}:${ino}`
  } catch {
    return path // it has gone, or may not be looked at
  }
}

/** What a place reads. */
interface Extent {
  readonly place: FoundPlace
  readonly identity: string
  /** Directories that conversations are taken from, by identity; none where the place is itself a single one. */
  readonly directories: ReadonlyMap<string, string>
}

/**
 * Of places, those of which another reads everything that they do: a store of an app server whose home is the other, the folder of one
 * conversation of its stores. Gives each of them that other, never itself. Links on the way do not matter. Never throws.
 */
export function findParts(places: readonly FoundPlace[]): ReadonlyMap<FoundPlace, FoundPlace> {
  const wholeOf = new Map<FoundPlace, FoundPlace>()
  for (const family of new Set(places.map(familyOf))) {
    const ofFamily = places.filter((place) => familyOf(place) === family)
    // Long directories are listed for it: not where there is nothing to compare.
    const extents = ofFamily.length > 1 ? ofFamily.map(toExtent) : []
    for (const part of extents) {
      const whole = extents.find((other) => other.identity !== part.identity && holds(other, part))
      if (whole !== undefined) wholeOf.set(part.place, whole.place)
    }
  }
  return wholeOf
}

/** Whether a directory has a `meta.json` in it says nothing of whose folders it holds. */
function familyOf({ dialect }: FoundPlace): string {
  return dialect === 'cli-directory' ? 'agent-server-directory' : dialect
}

function toExtent(place: FoundPlace): Extent {
  const directories = directoriesOf(place).map((path) => [identityOf(path), path] as const)
  return { place, identity: identityOf(place.path), directories: new Map(directories) }
}

function directoriesOf({ path, dialect }: FoundPlace): readonly string[] {
  if (dialect === 'v1-directory') {
    const place = findV1Place(path)
    if (place === null || place.only !== null) return []
    return place.root === null ? place.stores : [place.root, ...place.stores]
  }
  if (dialect === 'v0-directory') {
    const places = new V0Places(path)
    return places.singleId === null ? places.roots() : []
  }
  const isSingle = isConversationName(basename(path)) && findConversationsIn(path)?.only !== null
  return isSingle || dialect.endsWith('-trajectory') ? [] : [path]
}

function holds(whole: Extent, part: Extent): boolean {
  if (part.directories.size > 0)
    return (
      whole.directories.has(part.identity) && [...part.directories.keys()].every((one) => whole.directories.has(one))
    )
  const name = basename(part.place.path)
  return [...whole.directories.values()].some((store) => identityOf(join(store, name)) === part.identity)
}
