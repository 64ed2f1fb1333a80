import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openDirectory } from '../agent-server-directory.ts'
import { mark, statFile } from '../conversation-folder.ts'
import { errorCode } from '../error-code.ts'
import { eventFileName } from '../event-files.ts'
import { watchFile } from '../file-watch.ts'
import type { JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
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
import { openV1Place } from '../v1/v1-directory.ts'
import { parseEntry, toTrajectoryPlan, toV1Row } from './trajectory-plan.ts'
import type { TrajectoryPlan } from './trajectory-plan.ts'
import { unpackTrajectory } from './unpack-trajectory.ts'
import { makeUnpackedFolder, removeUnpackedFolder } from './unpacked-folders.ts'
import { readZipEntry, withZip } from './zip-file.ts'
import type { ZipFile } from './zip-file.ts'

/** How to open a downloaded trajectory. */
export interface TrajectoryOptions {
  readonly path: string
  readonly id: SourceId
  /** What a person calls it; the id where it is not given. */
  readonly name?: string
  /** IANA zone of event times that state none. */
  readonly timezone?: string | undefined
  /** Where folders are made to unpack to; given in tests. */
  readonly temporary?: string
}

/** A zip as it was when it was unpacked. */
interface Unpacked {
  readonly mark: string
  readonly folder: string
  readonly source: Source
}

/** What a zip file is, by its entries; null where it is no trajectory, or no zip. Never throws. */
export function trajectoryDialect(path: string): TrajectoryPlan['dialect'] | null {
  try {
    return withZip(path, toTrajectoryPlan)?.dialect ?? null
  } catch {
    return null // asking what a file is never fails: whoever opens it says what is wrong with it
  }
}

/**
 * Opens a downloaded trajectory (`.zip` of the Agent Server or of V1) as a source of one conversation. When it is first asked, and whenever
 * the file has changed, its events are unpacked to a temporary folder and read there as its server's own files are; the folder goes
 * with the process.
 * @throws SourceError where it is no trajectory, or no whole zip.
 */
export function openTrajectory(options: TrajectoryOptions): Source {
  return new TrajectorySource(options)
}

class TrajectorySource implements Source {
  readonly id: SourceId
  readonly name: string
  readonly dialect: Dialect
  readonly location: string
  readonly timezone: string | null
  readonly work: SourceWork = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly #temporary: string
  #unpacked: Unpacked | null = null
  #plan: TrajectoryPlan
  #planMark: string

  constructor({ path, id, name, timezone, temporary = tmpdir() }: TrajectoryOptions) {
    this.id = id
    this.name = name ?? id
    this.location = resolve(path)
    this.timezone = timezone ?? null
    this.#temporary = temporary
    this.#planMark = this.#look()
    this.#plan = this.#open(toTrajectoryPlan)
    this.dialect = this.#plan.dialect
  }

  async count(): Promise<number> {
    this.#look()
    return Promise.resolve(1)
  }

  async *list(known: (id: ConversationId) => string | undefined): AsyncGenerator<readonly Sighting[]> {
    const { id, eventCount } = this.#planNow()
    if (known(id) === this.#planMark) yield [{ id, fingerprint: this.#planMark, record: null, eventCount }]
    else yield [await this.#sight()]
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    return id === this.#planNow().id ? this.#sight() : null
  }

  async *events(id: ConversationId, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
    if (id === this.#planNow().id) yield* this.#source().events(id, known, signal)
  }

  /** Straight from the zip: who shows events need not unpack it. */
  async body(id: ConversationId, { seq, id: eventId, locator }: EventPlace): Promise<JsonObject | null> {
    const { dialect, files } = this.#planNow()
    const folder = dialect === 'v1-trajectory' ? id : join(id, 'events')
    const entry = files.get(join(folder, locator ?? eventFileName(seq, eventId)))
    if (entry === undefined) return null
    this.work.eventFilesRead += 1
    const event = parseEntry(this.#try(() => readZipEntry(this.location, entry)))
    return event === null ? null : redactEvent(event)
  }

  watch(_newest: () => readonly ConversationId[], hint: (id?: ConversationId) => void): () => void {
    return watchFile(this.location, () => hint())
  }

  async #sight(): Promise<Sighting> {
    const sighting = await this.#source().look(this.#plan.id)
    if (sighting === null) throw new SourceError(`${this.location} changed while it was read`)
    return { ...sighting, fingerprint: this.#planMark }
  }

  /** @throws SourceError where the file has gone. */
  #look(): string {
    const stat = statFile(this.location)
    if (stat === null) throw new SourceError(`There is no file ${this.location}`)
    return mark(stat)
  }

  #planNow(): TrajectoryPlan {
    const now = this.#look()
    if (now !== this.#planMark) {
      this.#plan = this.#open(toTrajectoryPlan)
      this.#planMark = now
    }
    return this.#plan
  }

  #source(): Source {
    if (this.#unpacked?.mark === this.#planMark) return this.#unpacked.source
    this.#remove()
    const folder = makeUnpackedFolder(this.#temporary)
    // Known before it is filled, so that it goes whatever happens.
    this.#unpacked = { mark: '', folder, source: this }
    // A state of running is believed for as long as it would be of files of the zip's age.
    const writtenAtMs = statFile(this.location)?.modifiedAt ?? 0
    this.#open((zip) => unpackTrajectory(zip, this.#plan, folder, writtenAtMs))
    this.work.eventFilesRead += this.#plan.files.size
    const source = this.#openFolder(folder)
    this.#unpacked = { mark: this.#planMark, folder, source }
    return source
  }

  #openFolder(folder: string): Source {
    const { dialect, id, meta } = this.#plan
    const settings = { id: this.id, timezone: this.timezone ?? undefined }
    if (dialect === 'agent-server-trajectory') return openDirectory({ path: folder, ...settings })
    const rows = new Map([[id, JSON.stringify(toV1Row(meta ?? {}))]])
    const place = { path: folder, database: null, root: null, stores: [folder], only: null, user: null }
    return openV1Place(place, { rows: () => Promise.resolve(rows), changes: () => Promise.resolve([]) }, settings)
  }

  #open<T>(body: (zip: ZipFile) => T | null): T {
    const found = this.#try(() => withZip(this.location, body))
    if (found !== null) return found
    throw new SourceError(
      `${this.location} is a zip file, but no trajectory of an Agent Server or of an app server (V1)`,
    )
  }

  #try<T>(body: () => T): T {
    try {
      return body()
    } catch (error) {
      if (error instanceof SourceError) throw error
      throw new SourceError(`The file ${this.location} cannot be read (${errorCode(error)})`)
    }
  }

  #remove(): void {
    if (this.#unpacked !== null) removeUnpackedFolder(this.#unpacked.folder)
    this.#unpacked = null
  }
}
