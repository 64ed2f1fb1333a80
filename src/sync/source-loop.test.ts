import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { START_MS, UTC, aRecord, anEvent, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import { Reader } from '../index/reader.ts'
import type { SourceState } from '../index/reader-pool.ts'
import {
  SourceError,
  type ConversationRecord,
  type EventBatch,
  type KnownEvents,
  type Sighting,
  type Source,
} from '../sources/source.ts'
import { Intake } from './intake.ts'
import { SourceLoop } from './source-loop.ts'
import { Sync } from './sync.ts'

const HOUR_MS = 3_600_000

/** A source that holds what a test puts into it. */
class FakeSource implements Source {
  readonly name = 'Fake'
  readonly dialect = 'cli-directory'
  timezone: string | null = null
  readonly work = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly id: string
  readonly location: string
  /** Number of events by conversation. */
  readonly held = new Map<string, number>()
  /** Thrown by `list`, or by `look` and `events` of the conversations of these ids. */
  listFault: Error | null = null
  readonly faults = new Map<string, Error>()
  looks: string[] = []
  counts = 0
  /** Conversations that each watch which has not ended was started for. */
  readonly watched: (readonly string[])[] = []
  record: Partial<Omit<ConversationRecord, 'id'>> = {}
  hint: (id?: string) => void = () => undefined

  constructor(id: string) {
    this.id = id
    this.location = `/${id}`
  }

  async count(): Promise<number> {
    this.counts += 1
    return Promise.resolve(this.held.size)
  }

  async *list(known: (id: string) => string | undefined): AsyncGenerator<readonly Sighting[]> {
    if (this.listFault !== null) throw this.listFault
    for (const id of this.held.keys()) {
      const sighting = this.#see(id)
      yield await Promise.resolve([known(id) === sighting.fingerprint ? { ...sighting, record: null } : sighting])
    }
  }

  async look(id: string): Promise<Sighting | null> {
    this.looks.push(id)
    const fault = this.faults.get(id)
    if (fault !== undefined) throw fault
    return Promise.resolve(this.held.has(id) ? this.#see(id) : null)
  }

  async *events(id: string, known: KnownEvents): AsyncGenerator<EventBatch> {
    const fault = this.faults.get(id)
    if (fault !== undefined) throw fault
    const count = this.held.get(id) ?? 0
    if (known.count > count) yield { mode: 'replace-all', events: [] }
    const events = Array.from({ length: count }, (_, seq) => anEvent(seq)).slice(known.count > count ? 0 : known.count)
    yield await Promise.resolve({ mode: 'append' as const, events })
  }

  async body(): Promise<null> {
    return Promise.resolve(null)
  }

  watch(newest: () => readonly string[], hint: (id?: string) => void): () => void {
    this.hint = hint
    const watched = newest()
    this.watched.push(watched)
    return () => this.watched.splice(this.watched.indexOf(watched), 1)
  }

  #see(id: string): Sighting {
    const eventCount = this.held.get(id) ?? 0
    const record = { id, ...aRecord(), forkedFromConversationId: null, tokenUsage: null, ...this.record }
    return { id, fingerprint: `${eventCount}`, record, eventCount }
  }
}

let index: PlantedIndex
let source: FakeSource
let other: FakeSource
let states: SourceState[]
let complaints: string[]
/** Called after every state, so that a test can wait for one. */
let listener: (state: SourceState) => void
const end = () => new AbortController()

beforeEach(() => {
  index = plantIndex()
  source = new FakeSource('a')
  other = new FakeSource('b')
  states = []
  complaints = []
  listener = () => undefined
})
afterEach(() => index.close())

function loopOf(followed: FakeSource, timezone: string | null = null): SourceLoop {
  followed.timezone = timezone
  const sources = new Map([source, other].map((one) => [one.id, one]))
  const { writer } = index
  return new SourceLoop({
    source: followed,
    writer,
    intake: new Intake({ writer, sources, processZone: 'Europe/Berlin' }),
    processZone: 'Europe/Berlin',
    now: () => START_MS,
    report: (state) => {
      states.push(state)
      listener(state)
    },
    wrote: () => undefined,
    complain: (sentence) => complaints.push(sentence),
  })
}

/** Resolves with the first state from now on that fits. */
const stateThat = (fits: (state: SourceState) => boolean) =>
  new Promise<SourceState>((resolve) => {
    listener = (state) => {
      if (fits(state)) resolve(state)
    }
  })
const hasWalked = (state: SourceState) => state.last_sync_at !== null && state.progress.read === state.progress.total
const row = (id: string) => index.reader().batch([id]).items[0]

describe('a walk', () => {
  test('takes in what is there, and removes what has gone', async () => {
    source.held.set('x', 3).set('y', 1)
    await loopOf(source).walk(end().signal)
    expect([row('x')?.event_count, row('y')?.event_count]).toEqual([3, 1])
    expect(states.at(-1)).toEqual({
      reachable: true,
      error: null,
      notes: [],
      last_sync_at: START_MS,
      progress: { read: 2, total: 2 },
    })
    source.held.delete('y')
    await loopOf(source).walk(end().signal)
    expect([row('x')?.event_count, row('y')]).toEqual([3, null])
  })

  test('counts beforehand only while it has not been through everything', async () => {
    source.held.set('x', 1).set('y', 1)
    await loopOf(source).walk(end().signal)
    source.held.delete('y')
    await loopOf(source).walk(end().signal)
    expect(source.counts).toBe(1)
    const progress = states.map((state) => state.progress)
    expect(progress.filter(({ read }) => read === 0).map(({ total }) => total)).toEqual([2, 2])
    expect(progress.at(-1)).toEqual({ read: 1, total: 1 })
  })

  test('is not stopped by a conversation that cannot be read, and comes back to it', async () => {
    source.held.set('bad', 1).set('good', 2)
    source.faults.set('bad', new Error('torn in two'))
    const loop = loopOf(source)
    await loop.walk(end().signal)
    expect(row('good')?.event_count).toBe(2)
    expect(row('bad')?.event_count).toBeNull()
    expect(complaints).toEqual(['Reading conversation bad failed: torn in two'])
    source.faults.clear()
    await loop.walk(end().signal)
    expect(row('bad')?.event_count).toBe(1)
  })

  test('keeps a missing conversation that cannot be looked at', async () => {
    source.held.set('x', 1).set('y', 1)
    await loopOf(source).walk(end().signal)
    source.held.clear()
    source.faults.set('x', new Error('permission denied'))
    await loopOf(source).walk(end().signal)
    expect([row('x')?.event_count, row('y')]).toEqual([1, null])
    expect(states.at(-1)?.reachable).toBe(true)
  })

  test('removes many that have gone some at a time, other work in between', async () => {
    for (let number = 0; number < 250; number += 1) source.held.set(`c${number}`, 0)
    await loopOf(source).walk(end().signal)
    source.held.clear()
    source.looks = []
    const removeSightings = vi.spyOn(index.writer, 'removeSightings')
    const work = [0]
    const walk = loopOf(source).walk(end().signal)
    while (work.at(-1) !== 500) {
      await nextTurn()
      work.push(source.looks.length + removeSightings.mock.calls.flatMap(([, ids]) => ids).length)
    }
    await walk
    const byTurn = work.slice(1).map((done, turn) => done - (work[turn] ?? 0))
    expect(Math.max(...byTurn)).toBeLessThanOrEqual(100)
  })

  test('keeps everything where the place itself has gone', async () => {
    source.held.set('x', 1)
    await loopOf(source).walk(end().signal)
    source.held.clear()
    source.faults.set('x', new SourceError('the directory has gone'))
    await expect(loopOf(source).walk(end().signal)).rejects.toThrow('the directory has gone')
    expect(row('x')?.event_count).toBe(1)
  })
})

test('a walk that says that it has ended can be read to its end', async () => {
  source.held.set('x', 3)
  // Writes that follow each other closely are committed together, later.
  index.plant('y', {}, [anEvent(0)])
  index.writer.flush()
  let found: number | null | undefined
  listener = (state) => {
    if (!hasWalked(state)) return
    const reader = new Reader(index.file, () => false)
    found = reader.batch(['x']).items[0]?.event_count
    reader.close()
  }
  await loopOf(source).walk(end().signal)
  expect(found).toBe(3)
})

describe('a loop', () => {
  test('says why a source cannot be read, and that it can again', async () => {
    source.listFault = new SourceError('The directory /a cannot be listed')
    const stop = end()
    const failed = stateThat(({ reachable }) => !reachable)
    const running = loopOf(source).run(stop.signal)
    expect((await failed).error).toBe('The directory /a cannot be listed')
    expect(complaints).toEqual(['The directory /a cannot be listed'])
    source.listFault = null
    const recovered = stateThat(({ reachable }) => reachable)
    source.hint()
    expect((await recovered).error).toBeNull()
    stop.abort()
    await running
  })

  test('watches what its first walk has found', async () => {
    source.held.set('x', 1)
    const stop = end()
    const walked = stateThat(hasWalked)
    const running = loopOf(source).run(stop.signal)
    await walked
    expect(source.watched).toEqual([['x']])
    stop.abort()
    await running
    expect(source.watched).toEqual([])
  })

  test('looks at the conversation that a hint names, and at no other', async () => {
    source.held.set('x', 1).set('y', 1)
    const stop = end()
    const walked = stateThat(hasWalked)
    const running = loopOf(source).run(stop.signal)
    await walked
    source.held.set('x', 5)
    source.hint('x')
    const removed = stateThat(hasWalked)
    source.hint()
    await removed
    expect(source.looks).toEqual(['x'])
    expect(row('x')?.event_count).toBe(5)
    stop.abort()
    await running
  })

  test('gets on with its walk however many hints a conversation gives', async () => {
    source.held.set('busy', 1).set('x', 1)
    const see = source.look.bind(source)
    source.look = (id) => {
      if (source.looks.length < 1000) source.hint(id)
      return see(id)
    }
    const stop = end()
    const walked = stateThat(hasWalked)
    const running = loopOf(source).run(stop.signal)
    source.hint('busy')
    await walked
    expect(source.looks.length).toBeLessThan(10)
    stop.abort()
    await running
  })
})

describe('several sources', () => {
  test('that come by one conversation at once do not mix their events', async () => {
    source.held.set('x', 2)
    other.held.set('x', 3)
    const sources = new Map([source, other].map((one) => [one.id, one]))
    const intake = new Intake({ writer: index.writer, sources, processZone: 'UTC' })
    const take = async (one: FakeSource) => {
      const sighting = await one.look('x')
      if (sighting !== null) await intake.take(one, sighting, end().signal)
    }
    await Promise.all([source, other].map(take))
    expect(row('x')).toMatchObject({ event_count: 3, source: 'b' })
  })

  test('the one with most events is shown, and the other when that one has gone', async () => {
    source.held.set('x', 3)
    other.held.set('x', 2)
    await loopOf(source).walk(end().signal)
    await loopOf(other).walk(end().signal)
    expect(row('x')).toMatchObject({ source: 'a', event_count: 3, sources: [{ event_count: 3 }, { event_count: 2 }] })
    source.held.clear()
    await loopOf(source).walk(end().signal)
    expect(row('x')).toMatchObject({ source: 'b', event_count: 2 })
  })

  test('the other is read at its next walk where that fails at first', async () => {
    source.held.set('x', 3)
    other.held.set('x', 2)
    await loopOf(source).walk(end().signal)
    await loopOf(other).walk(end().signal)
    source.held.clear()
    other.faults.set('x', new Error('not now'))
    await loopOf(source).walk(end().signal)
    expect(states.at(-1)?.reachable).toBe(true)
    expect(row('x')).toMatchObject({ source: 'b', event_count: null })
    other.faults.clear()
    await loopOf(other).walk(end().signal)
    expect(row('x')).toMatchObject({ source: 'b', event_count: 2 })
  })
})

describe('clocks', () => {
  /** Dates of a conversation whose events are written by a clock two hours ahead. */
  const dates = { createdAt: START_MS - 2 * HOUR_MS, updatedAt: START_MS + 2000 - 2 * HOUR_MS }
  const created = (id: string) =>
    index.reader().events({
      conversationId: id,
      view: 'events',
      limit: 1,
      start: { offset: 0 },
      sort: { key: 'TIMESTAMP', descending: false },
      filter: {
        kind: UTC_CHOICE,
        source: UTC_CHOICE,
        toolName: UTC_CHOICE,
        isError: null,
        failedCommand: null,
        body: [],
        text: [],
        timestamp: {},
      },
    })?.items[0]
  const UTC_CHOICE = { include: [], exclude: [] }

  test('a conversation shows its own, the others follow the majority', async () => {
    source.held.set('own', 3)
    source.record = dates
    await loopOf(source).walk(end().signal)
    source.held.set('silent', 3)
    source.record = {}
    await loopOf(source).walk(end().signal)
    expect([index.writer.clockOf('own'), index.writer.clockOf('silent')]).toEqual([
      { zone: '120', basis: 'own' },
      { zone: '120', basis: 'majority' },
    ])
    expect(created('silent')).toMatchObject({ timestamp: (START_MS - 2 * HOUR_MS) * 1000, timestamp_assumed: false })
  })

  test('without any the process is asked, and the time marked', async () => {
    source.held.set('silent', 1)
    await loopOf(source).walk(end().signal)
    expect(created('silent')).toMatchObject({ timestamp: (START_MS - HOUR_MS) * 1000, timestamp_assumed: true })
  })

  test('a configured zone holds for all, until it is configured no more', async () => {
    source.held.set('own', 3)
    source.record = dates
    await loopOf(source).walk(end().signal)
    await loopOf(source, 'UTC').walk(end().signal)
    expect(index.writer.clockOf('own')).toEqual({ zone: 'UTC', basis: 'configured' })
    expect(created('own')?.timestamp).toBe(START_MS * 1000)
    await loopOf(source).walk(end().signal)
    expect(index.writer.clockOf('own')).toEqual({ zone: '120', basis: 'own' })
  })
})

test('a status whose time passed while Lookout was away is changed before anything is read', async () => {
  index.plant('x', { status: 'running', statusUntil: START_MS, statusAfter: { status: 'unknown', reason: 'quiet' } })
  source.listFault = new SourceError('nothing to read')
  const sync = new Sync({
    writer: index.writer,
    sources: [source, other],
    processZone: UTC.zone,
    now: () => START_MS + 1,
    report: () => undefined,
    complain: () => undefined,
  })
  await expect(sync.once()).rejects.toThrow('nothing to read')
  expect(row('x')?.status).toBe('unknown')
  sync.close()
})

test('however many sources there are, nobody warns of their number', async () => {
  const warnings: string[] = []
  const listen = (warning: Error) => warnings.push(warning.message)
  process.on('warning', listen)
  const sources = Array.from({ length: 12 }, (_, number) => new FakeSource(`source-${number}`))
  const sync = new Sync({
    writer: index.writer,
    sources,
    processZone: 'UTC',
    now: () => START_MS,
    report: () => undefined,
    complain: (sentence) => complaints.push(sentence),
  })
  const ended = sync.run()
  sync.close()
  await ended
  // Warnings come a tick later.
  await new Promise(setImmediate)
  process.off('warning', listen)
  expect([warnings, complaints]).toEqual([[], []])
})
