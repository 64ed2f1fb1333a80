import type { ConversationId } from '../source.ts'
import { V1Shelf } from './v1-shelf.ts'
import type { ShelfOptions } from './v1-shelf.ts'

/** Event files remembered at most, over all conversations: about 40 MB. */
const MOST_FILES = 200_000

interface Place {
  readonly shelf: V1Shelf
  /** Its size when it was counted. */
  files: number
}

/** Shelves of the conversations looked at last; a conversation whose shelf was given up is read as a whole when it changes. */
export class V1Shelves {
  readonly #mostFiles: number
  /** In the order of their last use. */
  readonly #places = new Map<ConversationId, Place>()
  #files = 0
  #open: Place | null = null

  constructor(mostFiles = MOST_FILES) {
    this.#mostFiles = mostFiles
  }

  /** The shelf of a conversation, an empty one where there was none. Only the one opened last keeps records of events. */
  open(id: ConversationId, options: ShelfOptions): V1Shelf {
    if (this.get(id)?.folder !== options.folder) this.forget(id)
    const place = this.#places.get(id) ?? { shelf: new V1Shelf(options), files: 0 }
    if (this.#open !== place) this.#close()
    this.#places.delete(id)
    this.#places.set(id, place)
    this.#open = place
    for (const [oldest, { files }] of this.#places) {
      if (this.#files <= this.#mostFiles || oldest === id) break
      this.#places.delete(oldest)
      this.#files -= files
    }
    return place.shelf
  }

  /** The shelf of a conversation where there is one. */
  get(id: ConversationId): V1Shelf | undefined {
    return this.#places.get(id)?.shelf
  }

  /** A conversation that has gone takes no memory. */
  forget(id: ConversationId): void {
    const place = this.#places.get(id)
    if (place === undefined) return
    if (this.#open === place) this.#close()
    this.#places.delete(id)
    this.#files -= place.files
  }

  /** Counts what the shelf in hand holds by now. */
  #close(): void {
    if (this.#open === null) return
    this.#open.shelf.dropRecords()
    this.#files += this.#open.shelf.size - this.#open.files
    this.#open.files = this.#open.shelf.size
    this.#open = null
  }
}
