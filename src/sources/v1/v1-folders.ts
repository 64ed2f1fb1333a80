import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { checkDirectory, statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import type { ConversationId, SourceWork } from '../source.ts'
import type { V1Rows } from './v1-database.ts'
import { listV1Folders } from './v1-event-files.ts'
import { findStores } from './v1-place.ts'
import type { V1Place } from './v1-place.ts'
import { parseV1Row } from './v1-record.ts'
import { folderIn } from './v1-watch.ts'

const FOLDERS_PER_TURN = 500

/** A conversation's folder (null: it is a row only), and when something last came into it. */
export interface FoundConversation {
  readonly id: ConversationId
  readonly folder: string | null
  readonly changedAt: number
}

/** Where the conversations of a place lie, in whichever of its stores. */
export class V1Folders {
  readonly #place: V1Place
  readonly #work: SourceWork
  /** A store that was there once is not gone when it is not: its disk is. */
  readonly #stores: Set<string>

  constructor(place: V1Place, work: SourceWork) {
    this.#place = place
    this.#work = work
    this.#stores = new Set(place.stores)
  }

  /** The stores that are known so far. */
  get stores(): readonly string[] {
    return [...this.#stores]
  }

  /** @throws SourceError where a store that was there has gone (an unmounted disk). */
  checkStores(): void {
    for (const store of this.#stores) checkDirectory(store)
  }

  /** The conversation's folder; null where it has none. */
  folderOf(id: ConversationId): string | null {
    const { only } = this.#place
    if (only !== null && only !== id) return null
    const find = (stores: Iterable<string>): string | undefined => {
      for (const store of stores) {
        const folder = folderIn(store, id)
        if (folder !== null) return folder
      }
      return undefined
    }
    // The thread that reads bodies never walks: a user whose store is new is found here.
    return find(this.#stores) ?? find(this.#findStores()) ?? null
  }

  #findStores(): ReadonlySet<string> {
    const { root } = this.#place
    for (const store of root === null ? [] : findStores(root)) this.#stores.add(store)
    return this.#stores
  }

  /** All conversations: folders, most recently changed first, then rows without one. @throws SourceError */
  async find(rows: V1Rows, signal: AbortSignal): Promise<readonly FoundConversation[]> {
    const { only } = this.#place
    const found = new Map<ConversationId, FoundConversation>()
    for (const store of this.#findStores()) {
      this.#work.directoriesListed += 1
      for (const [index, name] of listV1Folders(store).entries()) {
        if (index % FOLDERS_PER_TURN === FOLDERS_PER_TURN - 1) await setImmediate()
        signal.throwIfAborted()
        const id = toConversationId(name)
        if (id === null || found.has(id)) continue
        const folder = join(store, name)
        found.set(id, { id, folder, changedAt: statFile(folder)?.modifiedAt ?? 0 })
      }
    }
    for (const [id, row] of rows)
      if (!found.has(id) && this.isOwn(id, row)) found.set(id, { id, folder: null, changedAt: -1 })
    const wanted = [...found.values()].filter(({ id }) => only === null || id === only)
    return wanted.toSorted((one, other) => other.changedAt - one.changedAt || (one.id < other.id ? -1 : 1))
  }

  /** Whether a row without a folder is of this place: of one user's store only that user's are. */
  isOwn(id: ConversationId, row: string | undefined): boolean {
    const { only, user } = this.#place
    if (row === undefined || (only !== null && only !== id)) return false
    return user === null || parseV1Row(row)?.['user_id'] === user
  }
}
