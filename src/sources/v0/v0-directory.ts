import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { checkDirectory, statFile } from '../conversation-folder.ts'
import { lasting } from '../conversation-status.ts'
import type { DirectoryOptions } from '../agent-server-directory.ts'
import { TornEvents } from '../torn-events.ts'
import { readJsonFile } from '../json-file.ts'
import type { JsonFile } from '../json-file.ts'
import type { JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
import { createSecondLook } from '../second-look.ts'
import type { SecondLook } from '../second-look.ts'
import { SourceError } from '../source.ts'
import type {
  ConversationId,
  EventBatch,
  EventPlace,
  KnownEvents,
  Sighting,
  Source,
  SourceId,
  SourceWork,
  UnreadableFile,
} from '../source.ts'
import { listV0Events, parseV0EventName, v0EventName } from './v0-event-files.ts'
import { v0EventFormat } from './v0-event-format.ts'
import { findV0Folders, findV0Roots, takeV0Snapshot, toV0Folder } from './v0-folder.ts'
import type { V0Folder, V0Snapshot } from './v0-folder.ts'
import { lacksTotals, toV0Record } from './v0-metadata.ts'
import { createNewestStates } from './v0-newest-state.ts'
import type { NewestStates } from './v0-newest-state.ts'
import { V0Places } from './v0-places.ts'
import { toV0Status } from './v0-status.ts'
import { watchV0 } from './v0-watch.ts'

const BATCH_CONVERSATIONS = 100

/** A conversation whose `metadata.json` has been read. */
interface Reading {
  readonly folder: V0Folder
  readonly snapshot: V0Snapshot
  readonly metadata: JsonFile
}

/**
 * Opens a directory that an app server V0 wrote: its file store, its `sessions`, a user's `conversations`, or the folder of a single
 * conversation. Reads with blocking calls (cheapest for many small files): for a worker thread. Nothing is ever written or
 * locked; of a conversation only `metadata.json` and event files are opened.
 * @throws SourceError where the path is no directory.
 */
export function openV0Directory(options: Omit<DirectoryOptions, 'tagFields'>): Source {
  return new V0Directory(options)
}

class V0Directory implements Source {
  readonly id: SourceId
  readonly name: string
  readonly dialect = 'v0-directory'
  readonly location: string
  readonly timezone: string | null
  readonly work: SourceWork = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly #secondLook: SecondLook
  readonly #newest: NewestStates = createNewestStates(this.work)
  readonly #torn = new TornEvents()
  readonly #places: V0Places

  constructor(options: Omit<DirectoryOptions, 'tagFields'>) {
    checkDirectory(options.path)
    this.id = options.id
    this.name = options.name ?? options.id
    this.location = options.path
    this.timezone = options.timezone ?? null
    this.#secondLook = createSecondLook(options.now ?? Date.now, options.wait)
    this.#places = new V0Places(options.path)
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
    for (let start = 0; start < folders.length; start += BATCH_CONVERSATIONS) {
      signal.throwIfAborted()
      yield await this.#see(folders.slice(start, start + BATCH_CONVERSATIONS), knownFingerprint, signal)
      await setImmediate()
    }
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    const folder = toV0Folder(this.#places.pathOf(id))
    if (folder === null || folder.id !== id) {
      // A directory that has gone (an unmounted disk) takes no conversation with it.
      checkDirectory(this.location)
      return null
    }
    const [sighting] = await this.#see([folder], () => undefined)
    return sighting ?? null
  }

  async *events(id: ConversationId, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
    const path = this.#places.pathOf(id)
    if (statFile(path) === null)
      throw new SourceError(`There is no conversation ${path}; it may have been removed just now`)
    const folder = join(path, 'events')
    const { work } = this
    const log = { folder, format: v0EventFormat(folder, work), work, secondLook: this.#secondLook }
    yield* this.#torn.read(id, log, known, signal)
  }

  settledFingerprint(sighting: Sighting): string {
    return this.#torn.settledFingerprint(sighting)
  }

  async body(id: ConversationId, place: EventPlace): Promise<JsonObject | null> {
    const name = place.locator ?? v0EventName(place.seq)
    // Only what is an event file's name is ever opened.
    if (parseV0EventName(name) === null) return null
    this.work.eventFilesRead += 1
    const file = readJsonFile(join(this.#places.pathOf(id), 'events', name))
    return file.state === 'read' ? redactEvent(file.value) : null
  }

  watch(newest: () => readonly ConversationId[], hint: (id?: ConversationId) => void): () => void {
    return watchV0(this.#places, newest, hint)
  }

  async #find(signal: AbortSignal): Promise<readonly V0Folder[]> {
    const single = this.#places.single()
    if (single !== null) return [single]
    const roots = findV0Roots(this.location, this.work)
    const folders = await findV0Folders(roots, this.work, signal)
    this.#places.remember(folders)
    return folders
  }

  async #see(
    folders: readonly V0Folder[],
    knownFingerprint: (id: ConversationId) => string | undefined,
    signal?: AbortSignal,
  ): Promise<readonly Sighting[]> {
    const seen = folders.map((folder) => this.#seeOnce(folder, knownFingerprint(folder.id)))
    const torn = seen.flatMap((one) => ('folder' in one && isTorn(one) ? [join(one.folder.path, 'metadata.json')] : []))
    const isWorthIt = torn.length > 0 && (await this.#secondLook(torn))
    const sightings: Sighting[] = []
    for (const one of seen) {
      if (!('folder' in one)) sightings.push(one)
      else sightings.push(await this.#toSighting(isWorthIt && isTorn(one) ? this.#read(one.folder) : one, signal))
    }
    return sightings
  }

  #seeOnce(folder: V0Folder, known: string | undefined): Sighting | Reading {
    const snapshot = this.#snapshot(folder, known)
    if (snapshot.fingerprint !== known) return this.#read(folder, snapshot)
    return { id: folder.id, fingerprint: snapshot.fingerprint, record: null, eventCount: snapshot.eventCount }
  }

  /** The snapshot is taken before the file is read: what changes meanwhile is seen by the next one. */
  #read(folder: V0Folder, snapshot = this.#snapshot(folder, undefined)): Reading {
    if (!snapshot.hasMetadata) return { folder, snapshot, metadata: { state: 'missing' } }
    this.work.stateFilesRead += 1
    return { folder, snapshot, metadata: readJsonFile(join(folder.path, 'metadata.json')) }
  }

  #snapshot(folder: V0Folder, known: string | undefined): V0Snapshot {
    const torn = this.#torn.namesOf(folder.id, known)
    return takeV0Snapshot(folder.path, torn, this.work)
  }

  async #toSighting({ folder, snapshot, metadata }: Reading, signal?: AbortSignal): Promise<Sighting> {
    const { id, path } = folder
    const said = metadata.state === 'read' ? metadata.value : null
    const unreadable: UnreadableFile[] = []
    const name = (file: string): string => relative(this.location, join(path, file))
    if (metadata.state === 'unreadable') unreadable.push({ path: name('metadata.json'), reason: metadata.reason })
    if (snapshot.eventCount === null) unreadable.push({ path: name('events'), reason: 'cannot be listed' })
    const newest = await this.#newestState(join(path, 'events'), snapshot, lacksTotals(said), signal)
    const status =
      newest === null
        ? lasting('unknown', 'Its events, which would tell, cannot be listed', null)
        : toV0Status(newest.agent)
    const record = toV0Record(id, said, status, newest?.metrics ?? null, unreadable)
    return { id, fingerprint: snapshot.fingerprint, record, eventCount: snapshot.eventCount }
  }

  async #newestState(folder: string, { eventCount }: V0Snapshot, lacks: boolean, signal?: AbortSignal) {
    if (eventCount === null) return null
    const files = eventCount === 0 ? [] : listV0Events(folder)
    return this.#newest.find(folder, files, lacks, signal)
  }
}

function isTorn({ metadata }: Reading): boolean {
  return metadata.state === 'unreadable' && metadata.mayHeal
}
