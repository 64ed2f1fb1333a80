import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import { eachEntry, listDirectory } from '../conversation-folder.ts'
import { readNames } from '../event-files.ts'

// 1.x names a file by the event's id alone; 0.62 by second, kind and id, without extension.
const EVENT_FILE = /^(?:[0-9a-f]{32}\.json|\d{14}_[A-Za-z_]\w{0,99}_[0-9a-f]{32})$/
const CONVERSATION_FOLDER = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const LOOKED_AT = 200

/** Whether a file of the store is an event, by its name: `<32 hex>.json` (1.x) or `<14 digits>_<Kind>_<32 hex>` (0.62). */
export function isV1EventFile(name: string): boolean {
  return EVENT_FILE.test(name)
}

/** Whether a folder of the store is a conversation, by its name: 32 hex digits (1.x) or a dashed UUID (0.62). */
export function isV1FolderName(name: string): boolean {
  return CONVERSATION_FOLDER.test(name)
}

/** Both names that the folder of a conversation can have; none for an id that is no UUID. */
export function v1FolderNames(id: string): readonly string[] {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(id)
  return parts === null ? [] : [id, parts.slice(1).join('-')]
}

/**
 * Names of the event files of a conversation's folder, in no order; none where there is no folder.
 * @throws SourceError where it is there and cannot be listed.
 */
export function listV1Events(folder: string): readonly string[] {
  return readNames(folder).filter(isV1EventFile)
}

/**
 * Names of the conversation folders of a store, in no order.
 * @throws SourceError where the store cannot be listed.
 */
export function listV1Folders(store: string): readonly string[] {
  return listDirectory(store)
    .filter(isV1Folder)
    .map((entry) => entry.name)
}

function isV1Folder(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && isV1FolderName(entry.name)
}

/** Whether a folder holds event files of a V1 store; false where it cannot be listed. */
export function holdsV1Events(folder: string): boolean {
  try {
    return readNames(folder).some(isV1EventFile)
  } catch {
    return false // asking what a place is never fails: whoever reads it says what is wrong with it
  }
}

/** Whether a directory is a V1 store, by what lies in its folders. Looks into some only: there may be 100,000. */
export function isV1StoreFolder(path: string): boolean {
  let lookedAt = 0
  try {
    for (const entry of eachEntry(path)) {
      if (!isV1Folder(entry)) continue
      if (holdsV1Events(join(path, entry.name))) return true
      lookedAt += 1
      if (lookedAt === LOOKED_AT) return false
    }
  } catch {
    return false // a file of such a name, or nothing at all
  }
  return false
}
