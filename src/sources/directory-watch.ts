import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { isConversationName } from './conversation-folder.ts'
import { errorCode } from './error-code.ts'
import { parseEventFileName } from './event-files.ts'
import type { ConversationId } from './source.ts'

const COALESCE_MS = 50
const REVIEW_MS = 30_000
const MOST_ARRIVED = 100
const STATE_FILES = new Set(['base_state.json', 'meta.json', 'owner_lease.json', 'events'])

/** Names that mean something when they change. */
export interface WatchedNames {
  /** The conversation of a folder in the root; null where it can be none. */
  idOf(name: string): ConversationId | null
  isStateFile(name: string): boolean
  isEventFile(name: string): boolean
}

const AGENT_SERVER_NAMES: WatchedNames = {
  idOf: (name) => (isConversationName(name) ? name.toLowerCase() : null),
  isStateFile: (name) => STATE_FILES.has(name),
  isEventFile: (name) => parseEventFileName(name) !== null,
}

/** What to watch and whom to tell. */
export interface WatchOptions {
  readonly root: string
  readonly pathOf: (id: ConversationId) => string
  /** Conversations to watch closely; asked again after hints and every 30 s. */
  readonly newest: () => readonly ConversationId[]
  readonly hint: (id?: ConversationId) => void
  /** How its files are named; as an Agent Server does where it is not given. */
  readonly naming?: WatchedNames
  /** Given in tests. */
  readonly watch?: typeof watch
}

/**
 * Watches a directory of conversations, and the folder and `events/` of the newest ones; never recursively. At most one hint per
 * conversation in 50 ms. Where the system has no watches left, it goes on with those it has. Returns a function that ends it.
 */
export function watchDirectory(options: WatchOptions): () => void {
  const watching = new DirectoryWatch(options)
  return () => watching.stop()
}

class DirectoryWatch {
  readonly #options: WatchOptions
  readonly #names: WatchedNames
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #hints = new Map<ConversationId | undefined, NodeJS.Timeout>()
  readonly #timer: NodeJS.Timeout
  /** New folders, watched before `newest` knows them. */
  readonly #arrived = new Set<ConversationId>()
  #review: NodeJS.Timeout | undefined
  #choice: NodeJS.Immediate | undefined

  constructor(options: WatchOptions) {
    this.#options = options
    this.#names = options.naming ?? AGENT_SERVER_NAMES
    this.#timer = setInterval(() => {
      this.#arrived.clear()
      this.#choose()
    }, REVIEW_MS)
    this.#timer.unref()
    this.#choose()
  }

  stop(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#review)
    clearImmediate(this.#choice)
    for (const timer of this.#hints.values()) clearTimeout(timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#hints.clear()
    this.#watchers.clear()
  }

  #choose(): void {
    const wanted = this.#wanted()
    for (const [path, watcher] of this.#watchers) {
      if (wanted.has(path)) continue
      watcher.close()
      this.#watchers.delete(path)
    }
    for (const [path, notice] of wanted) {
      if (!this.#watchers.has(path) && !this.#add(path, notice)) return
    }
  }

  #wanted(): Map<string, (name: string | null) => void> {
    const wanted = new Map<string, (name: string | null) => void>()
    wanted.set(this.#options.root, (name) => this.#noticeRoot(name))
    for (const id of new Set([...this.#arrived, ...this.#options.newest()])) {
      const path = this.#options.pathOf(id)
      wanted.set(path, (name) => {
        if (name === 'events') this.#rewatch([join(path, 'events')])
        if (name === null || this.#names.isStateFile(name)) this.#hintSoon(id)
      })
      wanted.set(join(path, 'events'), (name) => {
        if (name === null || this.#names.isEventFile(name)) this.#hintSoon(id)
      })
    }
    return wanted
  }

  /** False where the system has no watches left. A folder that is not there (yet) is no failure. */
  #add(path: string, notice: (name: string | null) => void): boolean {
    try {
      const watcher = (this.#options.watch ?? watch)(path, { persistent: false }, (_event, name) => notice(name))
      watcher.on('error', () => this.#drop(path, watcher))
      this.#watchers.set(path, watcher)
      return true
    } catch (error) {
      return !['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(errorCode(error))
    }
  }

  /** A folder that came, went or came back is another one for the system: the old watch sees nothing of it. */
  #rewatch(paths: readonly string[]): void {
    for (const path of paths) {
      const watcher = this.#watchers.get(path)
      if (watcher !== undefined) this.#drop(path, watcher)
    }
    this.#choice ??= setImmediate(() => {
      this.#choice = undefined
      this.#choose()
    })
  }

  #drop(path: string, watcher: FSWatcher): void {
    watcher.close()
    if (this.#watchers.get(path) === watcher) this.#watchers.delete(path)
  }

  #noticeRoot(name: string | null): void {
    if (name === null) return this.#hintSoon(undefined)
    const id = this.#names.idOf(name)
    if (id === null) return
    this.#arrived.add(id)
    for (const first of this.#arrived) if (this.#arrived.size > MOST_ARRIVED) this.#arrived.delete(first)
    const path = this.#options.pathOf(id)
    this.#rewatch([path, join(path, 'events')])
    this.#hintSoon(id)
  }

  #hintSoon(id: ConversationId | undefined): void {
    if (this.#hints.has(id)) return
    const timer = setTimeout(() => {
      this.#hints.delete(id)
      this.#reviewSoon()
      this.#options.hint(id)
    }, COALESCE_MS)
    this.#hints.set(id, timer)
  }

  /** After a hint the newest ones may be others; many hints are one review. */
  #reviewSoon(): void {
    this.#review ??= setTimeout(() => {
      this.#review = undefined
      this.#choose()
    }, 1_000)
  }
}
