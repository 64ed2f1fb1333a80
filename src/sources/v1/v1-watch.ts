import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import { watchDirectory } from '../directory-watch.ts'
import type { WatchedNames } from '../directory-watch.ts'
import type { ConversationId } from '../source.ts'
import { isV1EventFile, isV1FolderName, v1FolderNames } from './v1-event-files.ts'

const COALESCE_MS = 50

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
  if (options.database !== null) stops.push(watchDatabase(options.database, options.databaseChanged))
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

/** The folder is watched, because a database's companions come and go; where the system has no watches left, walks do. */
function watchDatabase(file: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name !== null && !name.startsWith(basename(file))) return
      timer ??= setTimeout(() => {
        timer = undefined
        changed()
      }, COALESCE_MS)
    })
    const opened = watcher
    watcher.on('error', () => opened.close())
  } catch {
    watcher = undefined // a walk finds what no watch tells
  }
  return () => {
    clearTimeout(timer)
    watcher?.close()
  }
}
