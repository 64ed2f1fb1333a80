import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  checkDirectory,
  findConversations,
  isConversationName,
  listDirectory,
  statFile,
  takeSnapshot,
  toConversationFolder,
} from './conversation-folder.ts'
import type { ConversationFolder } from './conversation-folder.ts'
import { TAG_FIELDS } from './conversation-record.ts'
import type { TagFields } from './conversation-record.ts'
import { detectDirectory } from './detect.ts'
import { watchDirectory } from './directory-watch.ts'
import { eventFileName, listEventFiles, parseEventFileName } from './event-files.ts'
import type { EventFormat } from './event-log.ts'
import { eventIdOf, toEventRecord } from './event-record.ts'
import { readJsonFile } from './json-file.ts'
import type { JsonObject } from './json-value.ts'
import { redactEvent } from './redact.ts'
import { createSecondLook } from './second-look.ts'
import type { SecondLook } from './second-look.ts'
import { SourceError } from './source.ts'
import type {
  ConversationId,
  Dialect,
  EventBatch,
  EventPlace,
  KnownEvents,
  Sighting,
  Source,
  SourceId,
  SourceWork,
} from './source.ts'
import { TornEvents } from './torn-events.ts'
import { readState, rereadState, tornStateFiles, toSighting } from './state-files.ts'
import type { StateReading } from './state-files.ts'

const BATCH_CONVERSATIONS = 100

const EVENT_FILES: EventFormat = {
  list: listEventFiles,
  nameOf: eventFileName,
  idOf: eventIdOf,
  toRecord: toEventRecord,
  isReferredTo: () => false,
}

/** How to open a directory. `path` may be the parent of a folder `conversations`, or the folder of a single conversation. */
export interface DirectoryOptions {
  readonly path: string
  readonly id: SourceId
  /** What a person calls it; the id where it is not given. */
  readonly name?: string
  /** IANA zone of event times that state none. */
  readonly timezone?: string | undefined
  /** Tag keys that fill fields. */
  readonly tagFields?: TagFields
  /** UTC ms; given in tests. */
  readonly now?: () => number
  /** Pause before a torn file is read again; given in tests. */
  readonly wait?: (ms: number) => Promise<unknown>
}

/**
 * Opens a conversations directory of an Agent Server or of the CLI. Reads with blocking calls (cheapest for many small files): for a
 * worker thread. Nothing is ever written, locked or woken.
 * @throws SourceError where the path is no such directory.
 */
export function openDirectory(options: DirectoryOptions): Source {
  return new ConversationDirectory(options)
}

class ConversationDirectory implements Source {
  readonly id: SourceId
  readonly name: string
  readonly dialect: Dialect
  readonly location: string
  readonly timezone: string | null
  readonly work: SourceWork = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  /** Where folders of conversations lie. */
  readonly #root: string
  /** The folder of one conversation was given: nothing else in the root is of this source. */
  readonly #only: ConversationId | null
  readonly #tagFields: TagFields
  readonly #now: () => number
  readonly #secondLook: SecondLook
  readonly #torn = new TornEvents()
  /** Folders whose name is not the id itself (upper-case digits). */
  readonly #oddNames = new Map<ConversationId, string>()

  constructor(options: DirectoryOptions) {
    const { path, dialect, only } = detectDirectory(options.path)
    this.id = options.id
    this.name = options.name ?? options.id
    this.dialect = dialect
    this.location = path
    this.#root = only === null ? path : dirname(path)
    this.#only = only
    if (only !== null && basename(path) !== only) this.#oddNames.set(only, basename(path))
    this.timezone = options.timezone ?? null
    this.#tagFields = options.tagFields ?? TAG_FIELDS
    this.#now = options.now ?? Date.now
    this.#secondLook = createSecondLook(this.#now, options.wait)
  }

  async count(signal: AbortSignal): Promise<number> {
    const folders = await this.#find(signal)
    return folders.length
  }

  async *list(
    knownFingerprint: (id: ConversationId) => string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Sighting[]> {
    const folders = await this.#find(signal)
    for (const folder of folders) this.#remember(folder)
    for (let start = 0; start < folders.length; start += BATCH_CONVERSATIONS) {
      signal.throwIfAborted()
      yield await this.#see(folders.slice(start, start + BATCH_CONVERSATIONS), knownFingerprint)
      await setImmediate()
    }
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    const folder = this.#isOther(id) ? null : toConversationFolder(this.#root, this.#oddNames.get(id) ?? id)
    if (folder === null) {
      // A directory that has gone (an unmounted disk) takes no conversation with it.
      checkDirectory(this.#root)
      return null
    }
    const [sighting] = await this.#see([folder], () => undefined)
    return sighting ?? null
  }

  async *events(id: ConversationId, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
    const path = this.#pathOf(id)
    if (statFile(path) === null)
      throw new SourceError(`There is no conversation ${path}; it may have been removed just now`)
    const folder = join(path, 'events')
    const log = { folder, format: EVENT_FILES, work: this.work, secondLook: this.#secondLook }
    yield* this.#torn.read(id, log, known, signal)
  }

  settledFingerprint(sighting: Sighting): string {
    return this.#torn.settledFingerprint(sighting)
  }

  async body(id: ConversationId, place: EventPlace): Promise<JsonObject | null> {
    const name = place.locator ?? eventFileName(place.seq, place.id)
    // Ids come from files and requests: only what is an event file's name is ever opened.
    if (parseEventFileName(name) === null) return null
    this.work.eventFilesRead += 1
    const read = () => readJsonFile(join(this.#pathOf(id), 'events', name))
    let file = read()
    if (file.state === 'missing' && this.#findOddName(id)) file = read()
    return file.state === 'read' ? redactEvent(file.value) : null
  }

  watch(newest: () => readonly ConversationId[], hint: (id?: ConversationId) => void): () => void {
    return watchDirectory({ root: this.#root, pathOf: (id) => this.#pathOf(id), newest, hint })
  }

  async #find(signal: AbortSignal): Promise<readonly ConversationFolder[]> {
    if (this.#only === null) return findConversations(this.#root, this.work, signal)
    checkDirectory(this.#root)
    const folder = toConversationFolder(this.#root, this.#oddNames.get(this.#only) ?? this.#only)
    return folder === null ? [] : [folder]
  }

  #isOther(id: ConversationId): boolean {
    return this.#only !== null && this.#only !== id
  }

  #remember(folder: ConversationFolder): void {
    const name = folder.path.slice(-folder.id.length)
    if (name !== folder.id) this.#oddNames.set(folder.id, name)
  }

  /** For whoever has not walked the directory: whether the conversation has a folder with upper-case digits, not known till now. */
  #findOddName(id: ConversationId): boolean {
    if (this.#oddNames.has(id) || this.#isOther(id) || statFile(join(this.#root, id)) !== null) return false
    try {
      const name = listDirectory(this.#root).find((entry) => entry.name.toLowerCase() === id)?.name
      if (name !== undefined && isConversationName(name)) this.#oddNames.set(id, name)
    } catch {
      return false // the directory itself has gone
    }
    return this.#oddNames.has(id)
  }

  /** An id that is no folder name leads to a folder that is not there. */
  #pathOf(id: ConversationId): string {
    const isName = /^[0-9a-f]{32}$/.test(id) && !this.#isOther(id)
    return join(this.#root, isName ? (this.#oddNames.get(id) ?? id) : 'no-conversation')
  }

  async #see(
    folders: readonly ConversationFolder[],
    knownFingerprint: (id: ConversationId) => string | undefined,
  ): Promise<readonly Sighting[]> {
    const seen = folders.map((folder) => this.#seeOnce(folder, knownFingerprint(folder.id)))
    const torn = seen.flatMap((one) => ('files' in one ? tornStateFiles(one) : []))
    const isWorthIt = torn.length > 0 && (await this.#secondLook(torn))
    return seen.map((one) => {
      if (!('files' in one)) return one
      const isTorn = isWorthIt && tornStateFiles(one).length > 0
      const reading = isTorn
        ? rereadState(one, this.#torn.namesOf(one.folder.id, one.snapshot.fingerprint), this.work)
        : one
      return toSighting(reading, this.#now(), this.#tagFields)
    })
  }

  #seeOnce(folder: ConversationFolder, known: string | undefined): Sighting | StateReading {
    const snapshot = takeSnapshot(folder.path, this.#torn.namesOf(folder.id, known), this.work)
    if (snapshot.fingerprint !== known) return readState(folder, snapshot, this.work)
    return { id: folder.id, fingerprint: snapshot.fingerprint, record: null, eventCount: snapshot.eventCount }
  }
}
