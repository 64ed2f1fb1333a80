import { closeSync, openSync, readSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { listDirectory, statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import type { ConversationId } from '../source.ts'
import { holdsV1Events, isV1FolderName, isV1StoreFolder } from './v1-event-files.ts'

const DATABASE = 'openhands.db'
// 1.x before 0.62: a conversation in both is the newer server's.
const STORES = ['v1_conversations', join('v1', 'events')]
const SQLITE_HEADER = Buffer.from('SQLite format 3\0')

/** What belongs together of a V1 app server: its event stores and its database. Nothing else beside them is ever read. */
export interface V1Place {
  /** As shown: what was given. */
  readonly path: string
  /** `openhands.db`; null where there is none beside the store. */
  readonly database: string | null
  /** A place with its database: stores are looked for below it, one per user, whenever it is listed. Null: `stores` are all. */
  readonly root: string | null
  /** Stores as they are now. */
  readonly stores: readonly string[]
  /** One conversation's folder was given: nothing else is of this place. */
  readonly only: ConversationId | null
  /** One user's store was given: rows of other users are not of this place. */
  readonly user: string | null
}

/**
 * Finds the place of a V1 app server from any of its folders: the one with `openhands.db` and `v1_conversations/` (with users:
 * `<user id>/v1_conversations/`) or `v1/events/` in it, a store itself, the folder above it, or the folder of one conversation. Null
 * where it is none of these. Never throws.
 */
export function findV1Place(given: string): V1Place | null {
  const path = resolve(given)
  const database = databaseIn(path)
  const stores = database === null ? [] : findStores(path)
  if (stores.length > 0) return { path, database, root: path, stores, only: null, user: null }
  if (isV1FolderName(basename(path)) && holdsV1Events(path)) {
    const only = toConversationId(basename(path))
    return { path, ...besideStore(dirname(path)), only }
  }
  const store = ['', ...STORES, 'events'].map((name) => join(path, name)).find(isV1StoreFolder)
  return store === undefined ? null : { path, ...besideStore(store), only: null }
}

/** The stores below a place with its database, that of no user first. */
export function findStores(root: string): readonly string[] {
  return ['', ...foldersIn(root)].flatMap((user) =>
    STORES.map((name) => join(root, user, name)).filter((store) => statFile(`${store}/.`) !== null),
  )
}

/** `<root>/v1_conversations` is of no user, `<root>/<user id>/v1_conversations` of one; 0.62 has one level more. */
function besideStore(store: string): Omit<V1Place, 'path' | 'only'> {
  const levels = STORES.find((name) => store.endsWith(`/${name}`))?.split('/').length ?? 1
  const above = levels === 1 ? dirname(store) : dirname(dirname(store))
  const own = databaseIn(above)
  const shared = own === null ? databaseIn(dirname(above)) : null
  return { database: own ?? shared, root: null, stores: [store], user: shared === null ? null : basename(above) }
}

function foldersIn(path: string): readonly string[] {
  try {
    return listDirectory(path)
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name)
  } catch {
    return [] // whoever reads the place says what is wrong with it
  }
}

/** The database of a folder, known by its first bytes alone; null where there is none. */
function databaseIn(folder: string): string | null {
  const path = join(folder, DATABASE)
  let descriptor: number | undefined
  try {
    if (statFile(path) === null) return null
    descriptor = openSync(path, 'r')
    const header = Buffer.alloc(SQLITE_HEADER.length)
    readSync(descriptor, header, 0, header.length, 0)
    return header.equals(SQLITE_HEADER) ? path : null
  } catch {
    return null // a folder of such a name, or a file that may not be read
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
