import { join } from 'node:path'
import { statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import { watchDirectory } from '../directory-watch.ts'
import type { WatchedNames } from '../directory-watch.ts'
import { watchFile } from '../file-watch.ts'
import type { ConversationId } from '../source.ts'
import { isV1EventFile, isV1FolderName, v1FolderNames } from './v1-event-files.ts'

const NAMES: WatchedNames = {
  idOf: (name) => (isV1FolderName(name) ? toConversationId(name) : null),
  // Events lie in the conversation's folder itself.
  isStateFile: isV1EventFile,
  isEventFile: () => false,
}

/** What to watch of a V1 app server and whom to tell. */
export interface V1WatchOptions {
  readonly stores: readonly string[]
  readonly database: string | null
  /** Conversations to watch closely. */
  readonly newest: () => readonly ConversationId[]
  readonly hint: (id?: ConversationId) => void
  /** Told, at most once in 50 ms, that the database may have changed. */
  readonly databaseChanged: () => void
}

/** Watches stores, the folders of the newest conversations in them, and the database. Returns a function that ends it. */
export function watchV1(options: V1WatchOptions): () => void {
  const stops = options.stores.map((store) => watchStore(store, options))
  if (options.database !== null) stops.push(watchFile(options.database, options.databaseChanged))
  return () => {
    for (const stop of stops) stop()
  }
}

/** The folder of a conversation in a store, whichever of its names it has; null where it is not there. */
export function folderIn(store: string, id: ConversationId): string | null {
  const paths = v1FolderNames(id).map((name) => join(store, name))
  return paths.find((path) => statFile(path) !== null) ?? null
}

function watchStore(store: string, { newest, hint }: V1WatchOptions): () => void {
  return watchDirectory({
    root: store,
    pathOf: (id) => folderIn(store, id) ?? join(store, 'no-conversation'),
    newest: () => newest().filter((id) => folderIn(store, id) !== null),
    hint,
    naming: NAMES,
  })
}
