import { toConversationId } from '../conversation-record.ts'
import { watchDirectory } from '../directory-watch.ts'
import type { WatchedNames } from '../directory-watch.ts'
import type { ConversationId } from '../source.ts'
import { parseV0EventName } from './v0-event-files.ts'
import { isV0Name } from './v0-folder.ts'
import type { V0Places } from './v0-places.ts'

/** Users whose directories are watched; walks find what comes into the others. */
const MOST_ROOTS = 100

/** Watches every directory of conversations and, in each, the newest of them. Returns a function that ends it. */
export function watchV0(
  places: V0Places,
  newest: () => readonly ConversationId[],
  hint: (id?: ConversationId) => void,
): () => void {
  const pathOf = (id: ConversationId): string => places.pathOf(id)
  const stops = places
    .roots()
    .slice(0, MOST_ROOTS)
    .map((root) => {
      const isHere = (id: ConversationId): boolean => places.rootOf(id) === root
      return watchDirectory({
        root,
        pathOf,
        newest: () => newest().filter(isHere),
        hint,
        naming: namesIn(places, root),
      })
    })
  return () => {
    for (const stop of stops) stop()
  }
}

function namesIn(places: V0Places, root: string): WatchedNames {
  return {
    idOf: (name) => {
      if (places.singleId !== null) return isStateFile(name) ? places.singleId : null
      const id = isV0Name(name) ? toConversationId(name) : null
      if (id !== null) places.arrived(id, root, name)
      return id
    },
    isStateFile,
    isEventFile: (name) => parseV0EventName(name) !== null,
  }
}

function isStateFile(name: string): boolean {
  return name === 'metadata.json' || name === 'events'
}
