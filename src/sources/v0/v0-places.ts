import { basename, join } from 'node:path'
import { statFile } from '../conversation-folder.ts'
import type { ConversationId } from '../source.ts'
import { findV0Roots, isV0Name, rootOf, toV0Folder } from './v0-folder.ts'
import type { V0Folder } from './v0-folder.ts'

/** Where the conversations of one place lie, by id. */
export class V0Places {
  readonly place: string
  readonly #single: ConversationId | null
  /** Of conversations in another directory than the place itself. */
  readonly #rootOf = new Map<ConversationId, string>()
  /** Folders whose name is not the id itself (a UUID with dashes). */
  readonly #oddNames = new Map<ConversationId, string>()

  constructor(place: string) {
    this.place = place
    this.#single = toV0Folder(place)?.id ?? null
  }

  /** The place where it is itself the folder of one conversation, and still is. */
  single(): V0Folder | null {
    return this.#single === null ? null : toV0Folder(this.place)
  }

  get singleId(): ConversationId | null {
    return this.#single
  }

  /** The directories that hold conversations now; the place itself is the first. */
  roots(): readonly string[] {
    return this.#single === null ? rootsOf(this.place) : [this.place]
  }

  /** The directory that a conversation is taken to lie in, without a look. */
  rootOf(id: ConversationId): string {
    return this.#rootOf.get(id) ?? this.place
  }

  /** Keeps where a walk found them. */
  remember(folders: readonly V0Folder[]): void {
    this.#rootOf.clear()
    this.#oddNames.clear()
    for (const folder of folders) this.#add(folder.id, rootOf(folder), basename(folder.path))
  }

  /** A folder that a watch has named, before a walk comes by it. */
  arrived(id: ConversationId, root: string, name: string): void {
    if (!this.#rootOf.has(id) && !this.#oddNames.has(id)) this.#add(id, root, name)
  }

  /**
   * The conversation's folder, before a walk came by it too; where nobody knows the id, one that is not there. An id never leaves the place.
   */
  pathOf(id: ConversationId): string {
    const nowhere = join(this.place, 'no-conversation')
    if (this.#single !== null) return id === this.#single ? this.place : nowhere
    if (!isV0Name(id)) return nowhere
    const known = join(this.#rootOf.get(id) ?? this.place, this.#oddNames.get(id) ?? id)
    return statFile(known) === null ? (this.#search(id) ?? known) : known
  }

  #search(id: ConversationId): string | null {
    for (const root of this.roots()) {
      const name = spellingsOf(id).find((spelling) => statFile(join(root, spelling)) !== null)
      if (name === undefined) continue
      this.#add(id, root, name)
      return join(root, name)
    }
    return null
  }

  #add(id: ConversationId, root: string, name: string): void {
    this.#rootOf.delete(id)
    this.#oddNames.delete(id)
    if (root !== this.place) this.#rootOf.set(id, root)
    if (name !== id) this.#oddNames.set(id, name)
  }
}

function rootsOf(place: string): readonly string[] {
  try {
    return findV0Roots(place, { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 })
  } catch {
    return [place] // whoever walks it says why it cannot be listed
  }
}

/** A UUID's folder may be named with dashes or in upper case. */
function spellingsOf(id: ConversationId): readonly string[] {
  const dashed = id.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5')
  return dashed === id ? [id] : [id, dashed, id.toUpperCase(), dashed.toUpperCase()]
}
