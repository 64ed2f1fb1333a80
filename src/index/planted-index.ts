/** An index in a folder of its own and the records to fill it with, for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openForWriting } from './open.ts'
import type { ConversationFilter } from './conversation-port.ts'
import type { EventFilter } from './event-port.ts'
import { Reader } from './reader.ts'
import type { EventClock, StoredEvent, StoredRecord } from './records.ts'
import { IndexWriter } from './writer.ts'

/** The filter that every conversation passes. */
export const EVERYTHING: ConversationFilter = {
  values: {},
  title: [],
  text: [],
  excludeTitle: [],
  excludeText: [],
  createdAt: {},
  updatedAt: {},
  accumulatedCost: {},
  durationSeconds: {},
}

const OPEN = { include: [], exclude: [] }

/** The filter that every event passes. */
export const ALL_EVENTS: EventFilter = {
  kind: OPEN,
  source: OPEN,
  toolName: OPEN,
  isError: null,
  failedCommand: null,
  body: [],
  text: [],
  timestamp: {},
}

/** A clock whose events need no moving. */
export const UTC: EventClock = { zone: 'UTC', basis: 'configured' }

/** Number of milliseconds since 1970 that planted events count from: 1 November 2026. */
export const START_MS = Date.UTC(2026, 10, 1)

/** A record of which nothing is known but what is given. */
export function aRecord(fields: Partial<StoredRecord> = {}): StoredRecord {
  return {
    title: null,
    status: 'idle',
    statusReason: null,
    nativeStatus: null,
    statusUntil: null,
    statusAfter: null,
    trigger: null,
    selectedRepository: null,
    selectedBranch: null,
    gitProvider: null,
    prNumbers: [],
    llmModel: null,
    accumulatedCost: null,
    tokenUsage: null,
    createdAt: null,
    updatedAt: null,
    parentConversationId: null,
    tags: {},
    workingDir: null,
    sandboxStatus: null,
    leafEventId: null,
    unreadable: [],
    ...fields,
  }
}

/** A pause, unless the fields say otherwise; one second after the event before it. */
export function anEvent(seq: number, fields: Partial<StoredEvent> = {}): StoredEvent {
  return {
    seq,
    id: `event-${seq}`,
    locator: null,
    time: { microseconds: (START_MS + seq * 1000) * 1000, zoned: false },
    kind: 'PauseEvent',
    nativeKind: null,
    source: null,
    toolName: null,
    isError: false,
    exitCode: null,
    sizeBytes: 100,
    headline: null,
    actionId: null,
    toolCallId: null,
    llmResponseId: null,
    parentId: null,
    isUserMessage: false,
    text: null,
    messageText: null,
    retry: false,
    ...fields,
  }
}

/** A message of the user. */
export function aUserMessage(seq: number, text: string, fields: Partial<StoredEvent> = {}): StoredEvent {
  return anEvent(seq, {
    kind: 'MessageEvent',
    source: 'user',
    isUserMessage: true,
    text,
    messageText: text,
    ...fields,
  })
}

/** What a torn file is until it heals. */
export function aTornEvent(seq: number): StoredEvent {
  return anEvent(seq, { id: `unreadable-${seq}`, kind: 'UnreadableEvent', time: null, sizeBytes: 3, retry: true })
}

/** An index with the sources `a`, `b` and `c`, in a folder that `close` removes. */
export interface PlantedIndex {
  readonly file: string
  readonly writer: IndexWriter
  /** Opened once; what the writer has not committed is committed first. */
  reader(): Reader
  /** Adds a conversation with these events to a source, settled. */
  plant(id: string, record?: Partial<StoredRecord>, events?: readonly StoredEvent[], source?: string): void
  close(): void
}

export function plantIndex(): PlantedIndex {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-index-'))
  const file = join(folder, 'index.sqlite')
  const writer = new IndexWriter(openForWriting(file).database)
  writer.declareSources(
    ['a', 'b', 'c'].map((id, rank) => ({ id, name: id, dialect: 'cli-directory', location: `/${id}`, rank })),
  )
  let opened: Reader | null = null
  return {
    file,
    writer,
    reader() {
      writer.flush()
      opened ??= new Reader(file, () => false)
      return opened
    },
    plant(id, record = {}, events = [], source = 'a') {
      writer.see(source, { id, fingerprint: 'f', record: aRecord(record), eventCount: events.length })
      if (events.length > 0) writer.take(id, { mode: 'append', events }, UTC)
      writer.settle(source, id, 'f')
    },
    close() {
      opened?.close()
      writer.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Repeatable choices for tests that try many cases: the same seed gives the same case. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability
  }

  /** One of some values. */
  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0]
  }

  /** Some of the values, in their order. */
  some<T>(values: readonly T[], probability: number): T[] {
    return values.filter(() => this.happens(probability))
  }
}
