import { hash } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mark, statFile, tornNamesIn, withTornMarks } from '../conversation-folder.ts'
import { readJsonFile } from '../json-file.ts'
import type { JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
import { createSecondLook } from '../second-look.ts'
import type { SecondLook } from '../second-look.ts'
import { SourceError } from '../source.ts'
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
} from '../source.ts'
import { V1Database } from './v1-database.ts'
import type { OpenDatabase, V1RowSource, V1Rows } from './v1-database.ts'
import { isV1EventFile, listV1Events } from './v1-event-files.ts'
import { readV1Events } from './v1-event-log.ts'
import { V1Folders } from './v1-folders.ts'
import type { FoundConversation } from './v1-folders.ts'
import { findV1Place } from './v1-place.ts'
import type { V1Place } from './v1-place.ts'
import { parseV1Row, toV1Record } from './v1-record.ts'
import type { V1Evidence } from './v1-record.ts'
import type { V1Shelf } from './v1-shelf.ts'
import { V1Shelves } from './v1-shelves.ts'
import { watchV1 } from './v1-watch.ts'

const BATCH_CONVERSATIONS = 100
/** More changed rows than these are a walk, not hints. */
const MOST_HINTS = 100

const NO_EVENTS: V1Evidence = { eventCount: 0, executionStatus: null, stats: null }

/** What a source of a V1 app server is called, and what tests give it. */
export interface V1Settings {
  readonly id: SourceId
  /** What a person calls it; the id where it is not given. */
  readonly name?: string
  /** IANA zone of event times that state none. */
  readonly timezone?: string | undefined
  /** UTC ms; given in tests. */
  readonly now?: () => number
  /** Pause before a torn file is read again; given in tests. */
  readonly wait?: (ms: number) => Promise<unknown>
}

/** How to open the stores of a V1 app server. `path` is any folder that `findV1Place` knows. */
export interface V1Options extends V1Settings {
  readonly path: string
  /** Opens the copy of its database. */
  readonly openDatabase: OpenDatabase
}

/** A conversation as it lies there, no event read. */
interface Snapshot extends FoundConversation {
  readonly fingerprint: string
  /** Null where the folder cannot be listed. */
  readonly names: readonly string[] | null
  readonly row: string | null
}

/**
 * Opens what a V1 app server wrote: event stores and `openhands.db` (OpenHands, `app_server/event/event_service_base.py`; before 1.0
 * `filesystem_event_service.py`). An unchanged conversation costs a listing, one that grew the new files; one that changed while Lookout was
 * not there, or whose files it no longer remembers, is read as a whole once, because names in a store have no order. Reads with
 * blocking calls: for a worker thread. Nothing is ever written, locked or woken.
 * @throws SourceError where the path is no such place.
 */
export function openV1Directory({ path, openDatabase, ...settings }: V1Options): Source {
  const place = findV1Place(path)
  if (place === null) throw new SourceError(`${path} is no store of an app server (V1)`)
  const { database } = place
  return openV1Place(
    place,
    database === null ? null : new V1Database({ ...settings, file: database, openDatabase }),
    settings,
  )
}

/** The same for stores that were found already, and rows from wherever they are. */
export function openV1Place(place: V1Place, rows: V1RowSource | null, settings: V1Settings): Source {
  return new V1Directory(place, rows, settings)
}

class V1Directory implements Source {
  readonly id: SourceId
  readonly name: string
  readonly dialect: Dialect = 'v1-directory'
  readonly location: string
  readonly timezone: string | null
  readonly work: SourceWork = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly #place: V1Place
  readonly #rowSource: V1RowSource | null
  readonly #secondLook: SecondLook
  readonly #shelves = new V1Shelves()
  readonly #folders: V1Folders

  constructor(place: V1Place, rows: V1RowSource | null, { id, name, timezone, now = Date.now, wait }: V1Settings) {
    this.id = id
    this.name = name ?? id
    this.location = place.path
    this.timezone = timezone ?? null
    this.#place = place
    this.#folders = new V1Folders(place, this.work)
    this.#rowSource = rows
    this.#secondLook = createSecondLook(now, wait)
  }

  async count(signal: AbortSignal): Promise<number> {
    return (await this.#folders.find(await this.#rows(false, signal), signal)).length
  }

  async *list(
    knownFingerprint: (id: ConversationId) => string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Sighting[]> {
    const rows = await this.#rows(false, signal)
    let unchanged: Sighting[] = []
    for (const found of await this.#folders.find(rows, signal)) {
      signal.throwIfAborted()
      const known = knownFingerprint(found.id)
      const snapshot = this.#snap(found, rows, known)
      if (snapshot.fingerprint !== known) {
        if (unchanged.length > 0) yield unchanged
        unchanged = []
        // Alone, so that its events are asked for while their records are still there.
        yield [await this.#read(snapshot, signal)]
      } else {
        unchanged.push({ ...this.#sight(snapshot), record: null })
        if (unchanged.length < BATCH_CONVERSATIONS) continue
        yield unchanged
        unchanged = []
      }
      await setImmediate()
    }
    if (unchanged.length > 0) yield unchanged
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    const rows = await this.#rows(true)
    const folder = this.#folders.folderOf(id)
    if (folder !== null || this.#folders.isOwn(id, rows.get(id)))
      return this.#read(this.#snap({ id, folder, changedAt: 0 }, rows, undefined), null)
    // A store that has gone (an unmounted disk) takes no conversation with it.
    this.#folders.checkStores()
    this.#shelves.forget(id)
    return null
  }

  async *events(id: ConversationId, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
    const folder = this.#folders.folderOf(id)
    if (folder === null) {
      if (known.count > 0) yield { mode: 'replace-all', events: [] }
      return
    }
    this.work.directoriesListed += 1
    const names = listV1Events(folder)
    const shelf = this.#shelfOf(id, folder)
    await shelf.update(names, signal)
    try {
      yield* readV1Events(shelf, known, signal)
    } finally {
      shelf.dropRecords()
    }
  }

  settledFingerprint({ id, fingerprint }: Sighting): string {
    return withTornMarks(fingerprint, this.#shelves.get(id)?.torn() ?? [])
  }

  async body(id: ConversationId, { locator }: EventPlace): Promise<JsonObject | null> {
    const folder = this.#folders.folderOf(id)
    // Only what is an event file's name is ever opened.
    if (folder === null || locator === null || !isV1EventFile(locator)) return null
    this.work.eventFilesRead += 1
    const file = readJsonFile(join(folder, locator))
    return file.state === 'read' ? redactEvent(file.value) : null
  }

  watch(newest: () => readonly ConversationId[], hint: (id?: ConversationId) => void): () => void {
    const databaseChanged = (): void => {
      void this.#hintChangedRows(hint)
    }
    return watchV1({ stores: this.#folders.stores, database: this.#place.database, newest, hint, databaseChanged })
  }

  async #hintChangedRows(hint: (id?: ConversationId) => void): Promise<void> {
    try {
      const changed = (await this.#rowSource?.changes()) ?? []
      if (changed.length > MOST_HINTS) hint()
      else for (const id of changed) hint(id)
    } catch {
      hint() // the walk says what is wrong with it
    }
  }

  async #rows(mayRest: boolean, signal?: AbortSignal): Promise<V1Rows> {
    return (await this.#rowSource?.rows(mayRest, signal)) ?? new Map()
  }

  #snap(found: FoundConversation, rows: V1Rows, known: string | undefined): Snapshot {
    const { id, folder } = found
    const row = rows.get(id) ?? null
    // The folder's own time tells what a count does not: one event gone and one come. It is taken first, to miss nothing.
    const folderMark = folder === null ? '-' : mark(statFile(folder))
    const names = folder === null ? [] : this.#namesIn(folder)
    const rowMark = row === null ? '-' : hash('sha1', row, 'base64url').slice(0, 12)
    const marks = [folderMark, names?.length ?? '?', rowMark]
    const torn =
      this.#shelves
        .get(id)
        ?.torn()
        .map(([name]) => name) ?? tornNamesIn(known ?? '')
    const tornMarks = torn.map((name) => [name, mark(statFile(join(folder ?? '', name)))] as const)
    return { ...found, names, row, fingerprint: withTornMarks(marks.join('|'), tornMarks) }
  }

  #namesIn(folder: string): readonly string[] | null {
    this.work.directoriesListed += 1
    try {
      return listV1Events(folder)
    } catch {
      return null // the record names the folder; asking for its events says why
    }
  }

  #sight({ id, fingerprint, names }: Snapshot): Omit<Sighting, 'record'> {
    return { id, fingerprint, eventCount: names?.length ?? null }
  }

  async #read(snapshot: Snapshot, signal: AbortSignal | null): Promise<Sighting> {
    const { id, folder, names, row } = snapshot
    const evidence = folder === null ? NO_EVENTS : await this.#evidence(id, folder, names ?? [], signal)
    const unreadable = names === null ? [{ path: id, reason: 'cannot be listed' }] : []
    const record = toV1Record(id, row === null ? null : parseV1Row(row), evidence, unreadable)
    return { ...this.#sight(snapshot), record }
  }

  async #evidence(
    id: ConversationId,
    folder: string,
    names: readonly string[],
    signal: AbortSignal | null,
  ): Promise<V1Evidence> {
    const shelf = this.#shelfOf(id, folder)
    await shelf.update(names, signal)
    return shelf.evidence()
  }

  #shelfOf(id: ConversationId, folder: string): V1Shelf {
    return this.#shelves.open(id, { folder, work: this.work, secondLook: this.#secondLook })
  }
}
