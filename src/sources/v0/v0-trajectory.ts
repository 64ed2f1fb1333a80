import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mark, statFile } from '../conversation-folder.ts'
import { toConversationId } from '../conversation-record.ts'
import type { DirectoryOptions } from '../agent-server-directory.ts'
import { lasting } from '../conversation-status.ts'
import { toUnreadableEvent } from '../event-record.ts'
import { isJsonObject } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import { redactEvent } from '../redact.ts'
import { createSecondLook } from '../second-look.ts'
import type { SecondLook } from '../second-look.ts'
import { SourceError } from '../source.ts'
import type {
  ConversationId,
  EventBatch,
  EventPlace,
  EventRecord,
  KnownEvents,
  Sighting,
  Source,
  SourceId,
  SourceWork,
} from '../source.ts'
import { toV0EventRecord } from './v0-event-record.ts'
import { toolOfAction } from './v0-kind.ts'
import { toV0Record } from './v0-metadata.ts'
import { newestStateOf } from './v0-newest-state.ts'
import { toV0Status } from './v0-status.ts'
import { readTrajectory } from './v0-trajectory-file.ts'
import type { TrajectoryEntry, TrajectoryFile } from './v0-trajectory-file.ts'

const BATCH_EVENTS = 500

/**
 * Opens the trajectory of one V0 conversation as its server gives it for download: a `.json` file with the events in a list. Blocks while
 * it reads: for a worker thread. The file is read as a whole, once for each version of it as long as memory allows.
 * @throws SourceError where there is no such file.
 */
export function openV0Trajectory(options: Omit<DirectoryOptions, 'tagFields'>): Source {
  return new V0Trajectory(options)
}

/**
 * The conversation that a file's name tells: `trajectory-<id>.json` as V0 offers it, the UUID in the name, else the name itself.
 */
export function trajectoryId(path: string): ConversationId {
  const name = basename(path).replace(/\.json$/i, '')
  const uuid = /(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])/i.exec(name)
  const bare = name.replace(/ ?\(\d+\)$/, '').replace(/^(?:openhands-)?trajectory[-_]/i, '')
  return toConversationId(uuid?.[0] ?? bare) ?? 'trajectory'
}

class V0Trajectory implements Source {
  readonly id: SourceId
  readonly name: string
  readonly dialect = 'v0-trajectory'
  readonly location: string
  readonly timezone: string | null
  readonly work: SourceWork = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly #conversation: ConversationId
  readonly #secondLook: SecondLook
  /** The file as it was read last; it may be large, so nothing but its use keeps it. */
  #read: { readonly mark: string; readonly file: WeakRef<TrajectoryFile> } | null = null

  constructor(options: Omit<DirectoryOptions, 'tagFields'>) {
    if (statFile(options.path) === null) throw new SourceError(`There is no file ${options.path}`)
    this.id = options.id
    this.name = options.name ?? options.id
    this.location = options.path
    this.timezone = options.timezone ?? null
    this.#conversation = trajectoryId(options.path)
    this.#secondLook = createSecondLook(options.now ?? Date.now, options.wait)
  }

  async count(): Promise<number> {
    return 1
  }

  async *list(knownFingerprint: (id: ConversationId) => string | undefined): AsyncGenerator<readonly Sighting[]> {
    const fingerprint = this.#fingerprint()
    if (fingerprint === null) throw new SourceError(`There is no file ${this.location}`)
    const id = this.#conversation
    if (knownFingerprint(id) === fingerprint) yield [{ id, fingerprint, record: null, eventCount: null }]
    else yield [await this.#see(fingerprint)]
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    if (id !== this.#conversation) return null
    const fingerprint = this.#fingerprint()
    if (fingerprint === null) throw new SourceError(`There is no file ${this.location}`)
    return this.#see(fingerprint)
  }

  async *events(id: ConversationId, known: KnownEvents, signal: AbortSignal): AsyncGenerator<EventBatch> {
    const file = id === this.#conversation ? this.#load() : null
    // What is known of a file that says nothing now stays.
    if (file?.state !== 'read') return
    const { entries } = file
    const isKnown = known.count === 0 || idOf(entries[known.count - 1]) === known.lastId
    const rest = isKnown ? entries.slice(known.count) : entries
    const toolOf = toolsOf(entries)
    let mode: EventBatch['mode'] = isKnown ? 'append' : 'replace-all'
    if (rest.length === 0 && !isKnown) yield { mode, events: [] }
    for (let start = 0; start < rest.length; start += BATCH_EVENTS) {
      signal.throwIfAborted()
      yield { mode, events: rest.slice(start, start + BATCH_EVENTS).map((entry) => toRecord(entry, toolOf)) }
      mode = 'append'
      await setImmediate()
    }
  }

  async body(id: ConversationId, place: EventPlace): Promise<JsonObject | null> {
    const file = id === this.#conversation ? this.#load() : null
    if (file?.state !== 'read') return null
    const entry = file.entries.find(({ seq }) => seq === place.seq)
    return isJsonObject(entry?.event) ? redactEvent(entry.event) : null
  }

  async #see(fingerprint: string): Promise<Sighting> {
    const first = this.#load()
    const mayHeal = first.state === 'unreadable' && first.mayHeal && (await this.#secondLook([this.location]))
    const file = mayHeal ? this.#load() : first
    const id = this.#conversation
    if (file.state !== 'read') {
      const unreadable = [{ path: basename(this.location), reason: file.reason }]
      const status = lasting('unknown', `The file cannot be read: ${file.reason}`, null)
      return { id, fingerprint, record: toV0Record(id, null, status, null, unreadable), eventCount: null }
    }
    const { agent, metrics } = newestStateOf(file.entries.map(({ event }) => event))
    const record = toV0Record(id, null, toV0Status(agent), metrics, [])
    return { id, fingerprint, record, eventCount: file.entries.length }
  }

  #fingerprint(): string | null {
    const stat = statFile(this.location)
    return stat === null ? null : mark(stat)
  }

  #load(): TrajectoryFile {
    const before = this.#fingerprint() ?? ''
    const kept = this.#read?.mark === before ? this.#read.file.deref() : undefined
    if (kept?.state === 'read') return kept
    this.work.eventFilesRead += 1
    const file = readTrajectory(this.location)
    this.#read = { mark: before, file: new WeakRef(file) }
    return file
  }
}

function idOf(entry: TrajectoryEntry | undefined): string | null {
  if (entry === undefined) return null
  return isJsonObject(entry.event) ? String(entry.seq) : `unreadable-${entry.seq}`
}

function toolsOf(entries: readonly TrajectoryEntry[]): (seq: number) => string | null {
  const tools = new Map(entries.map(({ seq, event }) => [seq, isJsonObject(event) ? toolOfAction(event) : null]))
  return (seq) => tools.get(seq) ?? null
}

function toRecord(entry: TrajectoryEntry, toolOf: (seq: number) => string | null): EventRecord {
  const place = { seq: entry.seq, id: idOf(entry) ?? '', locator: null }
  const sizeBytes = Buffer.byteLength(JSON.stringify(entry.event) ?? '')
  if (isJsonObject(entry.event)) return toV0EventRecord(entry.event, place, sizeBytes, toolOf)
  return toUnreadableEvent(place, `entry ${entry.seq}`, 'not a JSON object', sizeBytes, false)
}
