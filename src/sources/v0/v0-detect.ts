import { join } from 'node:path'
import { eachEntry, statFile } from '../conversation-folder.ts'
import { readJsonFile } from '../json-file.ts'
import { parseV0EventName } from './v0-event-files.ts'
import { findV0Roots, isV0Name, toV0Folder } from './v0-folder.ts'

const LOOKED_AT = 200
const EVENTS_TRIED = 5
const METADATA_KEYS = ['conversation_id', 'selected_repository', 'github_user_id', 'last_updated_at']

/**
 * Whether a directory is one that `openV0Directory` reads, by what its files say: the folder of a V0 conversation, a directory of such
 * folders, or a file store with them in `sessions` or `users/<user>/conversations`. Looks into some folders only.
 * @throws SourceError where the directory cannot be listed.
 */
export function isV0Directory(path: string): boolean {
  if (isV0Conversation(path)) return true
  const work = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  return findV0Roots(path, work).some(holdsV0Conversations)
}

/** Whether the folders of a directory itself are V0 conversations, or it is one. Looks into some folders only. Never throws. */
export function isV0Store(path: string): boolean {
  return isV0Conversation(path) || holdsV0Conversations(path)
}

function holdsV0Conversations(root: string): boolean {
  let lookedAt = 0
  for (const name of namesIn(root)) {
    if (!isV0Name(name)) continue
    if (isV0Conversation(join(root, name))) return true
    lookedAt += 1
    if (lookedAt === LOOKED_AT) break
  }
  return false
}

/** `metadata.json` is a common name: it has to say what V0 says, or an event has to. A torn one says nothing against it. */
function isV0Conversation(path: string): boolean {
  if (toV0Folder(path) === null || statFile(join(path, 'base_state.json')) !== null) return false
  const metadata = readJsonFile(join(path, 'metadata.json'))
  if (metadata.state === 'unreadable') return true
  if (metadata.state === 'read' && METADATA_KEYS.some((key) => Object.hasOwn(metadata.value, key))) return true
  let tried = 0
  for (const name of namesIn(join(path, 'events'))) {
    if (parseV0EventName(name) === null) continue
    if (isV0Event(join(path, 'events', name))) return true
    tried += 1
    if (tried === EVENTS_TRIED) break
  }
  return false
}

function isV0Event(path: string): boolean {
  const file = readJsonFile(path)
  return file.state === 'read' && ['action', 'observation'].some((key) => typeof file.value[key] === 'string')
}

/** In no order. */
function* namesIn(path: string): Generator<string> {
  try {
    for (const { name } of eachEntry(path)) yield name
  } catch {
    // a file of such a name, or a folder that may not be read
  }
}
