import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mark, statFile } from '../conversation-folder.ts'
import { sumCost, sumTokens } from '../conversation-record.ts'
import { eventIdOf, toEventRecord, toUnreadableEvent } from '../event-record.ts'
import { readJsonFile } from '../json-file.ts'
import type { JsonFile } from '../json-file.ts'
import { toFilledText, toJsonObject } from '../json-value.ts'
import type { SecondLook } from '../second-look.ts'
import type { EventRecord, SourceWork } from '../source.ts'
import type { V1Evidence } from './v1-record.ts'

const FILES_PER_TURN = 200
/** Bytes of event files whose records are kept from the look to the reading of events; beyond, files are read twice. */
const KEPT_BYTES = 32 * 1024 * 1024

/** What is kept of an event file once it has been read. */
export interface FileNote {
  readonly name: string
  /** Null where the file could not be read. */
  readonly id: string | null
  /** Microseconds by the event's own clock; null where it states none. */
  readonly time: number | null
  readonly executionStatus: string | null
  readonly stats: V1Evidence['stats']
  readonly unreadable: Unreadable | null
}

interface Unreadable {
  readonly reason: string
  readonly sizeBytes: number
  readonly mayHeal: boolean
  /** What the file was before its last try. */
  readonly mark: string
}

/** Where a shelf's files lie, and what reading them takes. */
export interface ShelfOptions {
  readonly folder: string
  readonly work: SourceWork
  readonly secondLook: SecondLook
}

/**
 * The event files of one conversation, each read once: enough of each to know its place among the others (their names have no order)
 * and what it says of the conversation. About 200 bytes a file.
 */
export class V1Shelf {
  readonly #options: ShelfOptions
  readonly #notes = new Map<string, FileNote>()
  /** Records of files that were read for their place and not yet asked for; their seq is not known. */
  readonly #kept = new Map<string, EventRecord>()
  #keptBytes = 0
  #order: readonly FileNote[] | null = null

  constructor(options: ShelfOptions) {
    this.#options = options
  }

  get folder(): string {
    return this.#options.folder
  }

  /** Number of files. */
  get size(): number {
    return this.#notes.size
  }

  /** Reads the files that are new, and those again that could not be read and have changed since. */
  async update(names: readonly string[], signal: AbortSignal | null): Promise<void> {
    const there = new Set(names)
    for (const name of this.#notes.keys()) if (!there.has(name)) this.#forget(name)
    const torn: string[] = []
    let read = 0
    for (const name of names) {
      if (!this.#isWorthReading(name)) continue
      if (this.#read(name, false)?.unreadable?.mayHeal === true) torn.push(name)
      read += 1
      if (read % FILES_PER_TURN > 0) continue
      await setImmediate()
      signal?.throwIfAborted()
    }
    const isWorthIt = torn.length > 0 && (await this.#options.secondLook(torn.map((name) => this.#pathOf(name))))
    if (isWorthIt) for (const name of torn) this.#read(name, false)
  }

  /**
   * All files in the order of their events: by time, then id. One that states no time (or nothing, as a torn one) stands behind the events
   * that had been written when it was, so that later ones come after it.
   */
  order(): readonly FileNote[] {
    this.#order ??= this.#findOrder()
    return this.#order
  }

  /** What the newest state updates say. */
  evidence(): V1Evidence {
    const order = this.order()
    return {
      eventCount: order.length,
      executionStatus: order.findLast((note) => note.executionStatus !== null)?.executionStatus ?? null,
      stats: order.findLast((note) => note.stats !== null)?.stats ?? null,
    }
  }

  /** Names and marks of the files that could not be read and may heal. */
  torn(): readonly (readonly [name: string, mark: string])[] {
    return [...this.#notes.values()].flatMap(({ name, unreadable }) =>
      unreadable?.mayHeal === true ? [[name, unreadable.mark] as const] : [],
    )
  }

  /** The record of a file for this seq; it is read again where its record was not kept. Null where it has gone since. */
  take(name: string, seq: number): EventRecord | null {
    if (!this.#kept.has(name)) this.#read(name, true)
    const kept = this.#kept.get(name)
    this.#kept.delete(name)
    if (kept !== undefined) return { ...kept, seq }
    const unreadable = this.#notes.get(name)?.unreadable
    if (!unreadable) return null
    const { reason, sizeBytes, mayHeal } = unreadable
    return toUnreadableEvent({ seq, id: `unreadable-${seq}`, locator: name }, name, reason, sizeBytes, mayHeal)
  }

  /** Gives back the memory of records that nobody asked for. */
  dropRecords(): void {
    this.#kept.clear()
    this.#keptBytes = 0
  }

  #pathOf(name: string): string {
    return join(this.#options.folder, name)
  }

  #isWorthReading(name: string): boolean {
    const note = this.#notes.get(name)
    if (note === undefined) return true
    const { unreadable } = note
    return unreadable?.mayHeal === true && unreadable.mark !== mark(statFile(this.#pathOf(name)))
  }

  #forget(name: string): void {
    this.#notes.delete(name)
    this.#kept.delete(name)
    this.#order = null
  }

  /** Reads a file and notes what it says; its mark is taken before. Null where it has gone. */
  #read(name: string, isWanted: boolean): FileNote | null {
    this.#forget(name)
    const before = mark(statFile(this.#pathOf(name)))
    this.#options.work.eventFilesRead += 1
    const file = withId(readJsonFile(this.#pathOf(name)))
    if (file.state === 'missing') return null
    const note = file.state === 'read' ? this.#keep(name, file, isWanted) : unreadableNote(name, file, before)
    this.#notes.set(name, note)
    return note
  }

  #keep(name: string, { value, sizeBytes }: Extract<JsonFile, { state: 'read' }>, isWanted: boolean): FileNote {
    const record = toEventRecord(value, { seq: -1, id: eventIdOf(value) ?? '', locator: name }, sizeBytes)
    if (isWanted || this.#keptBytes < KEPT_BYTES) {
      this.#kept.set(name, record)
      this.#keptBytes += sizeBytes
    }
    const update = record.kind === 'ConversationStateUpdateEvent' ? value : null
    const stats = update?.['key'] === 'stats' ? toJsonObject(update['value']) : null
    return {
      name,
      id: record.id,
      time: record.time?.microseconds ?? null,
      executionStatus: update?.['key'] === 'execution_status' ? toFilledText(update['value']) : null,
      stats: stats === null ? null : { costUsd: sumCost(stats), tokens: sumTokens(stats) },
      unreadable: null,
    }
  }

  #findOrder(): readonly FileNote[] {
    const notes = [...this.#notes.values()]
    const timed = notes.filter((note) => note.time !== null).toSorted(inTime)
    if (timed.length === notes.length) return timed
    const writtenAt = (note: FileNote): number => statFile(this.#pathOf(note.name))?.modifiedAt ?? 0
    const written = timed.map(writtenAt)
    const behind = new Map<number, { note: FileNote; at: number }[]>()
    for (const note of notes) {
      if (note.time !== null) continue
      const at = writtenAt(note)
      const place = written.findLastIndex((time) => time <= at)
      behind.set(place, [...(behind.get(place) ?? []), { note, at }])
    }
    const after = (place: number): readonly FileNote[] =>
      (behind.get(place) ?? [])
        .toSorted((one, other) => one.at - other.at || byName(one.note, other.note))
        .map(({ note }) => note)
    return [...after(-1), ...timed.flatMap((note, place) => [note, ...after(place)])]
  }
}

function inTime(one: FileNote, other: FileNote): number {
  const difference = (one.time ?? 0) - (other.time ?? 0)
  if (difference !== 0) return difference
  return one.id === other.id ? byName(one, other) : (one.id ?? '') < (other.id ?? '') ? -1 : 1
}

function byName(one: FileNote, other: FileNote): number {
  return one.name < other.name ? -1 : 1
}

function withId(file: JsonFile): JsonFile {
  if (file.state !== 'read' || eventIdOf(file.value) !== null) return file
  return { state: 'unreadable', reason: 'no id', sizeBytes: file.sizeBytes, mayHeal: true }
}

function unreadableNote(
  name: string,
  { reason, sizeBytes, mayHeal }: Extract<JsonFile, { state: 'unreadable' }>,
  before: string,
): FileNote {
  const unreadable = { reason, sizeBytes, mayHeal, mark: before }
  return { name, id: null, time: null, executionStatus: null, stats: null, unreadable }
}
