import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { START_MS, aRecord, anEvent, plantIndex, type PlantedIndex } from '../index/planted-index.ts'
import type { SourceState } from '../index/reader-pool.ts'
import {
  EventsRefusedError,
  SourceError,
  type ConversationRecord,
  type EventBatch,
  type Following,
  type KnownEvents,
  type Sighting,
  type Source,
} from '../sources/source.ts'
import { Intake } from './intake.ts'
import { ServerLoop } from './server-loop.ts'

const NOT_READ =
  "Not read yet: events of a server's conversations are read one after the other, newest first, or when somebody opens them"

interface Held {
  events: number
  record: Partial<ConversationRecord>
}

/** A server that holds what a test puts into it, and tells what it was asked. */
class FakeServer implements Source {
  readonly name = 'Fake'
  readonly dialect = 'agent-server'
  readonly timezone = null
  readonly work = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly id: string
  readonly location = 'http://127.0.0.1:8000'
  readonly held = new Map<string, Held>()
  readonly asked: string[] = []
  fault: SourceError | null = null
  readonly eventFaults = new Map<string, Error>()
  isWalkDue = false
  readonly following: Following

  constructor(id: string) {
    this.id = id
    this.following = {
      changes: (active) => this.#changes(active),
      lookAt: (ids) => this.#lookAt(ids),
      isWalkDue: () => this.isWalkDue,
      eventBudget: 500,
      intervalMs: null,
      notes: () => ['Its list hides what is older than ten days'],
    }
  }

  put(id: string, events: number, record: Partial<ConversationRecord> = {}): void {
    this.held.set(id, { events, record: { updatedAt: START_MS + events * 1000, ...record } })
  }

  async count(): Promise<number> {
    return Promise.resolve(this.held.size)
  }

  async *list(): AsyncGenerator<readonly Sighting[]> {
    this.asked.push('list')
    if (this.fault !== null) throw this.fault
    yield await Promise.resolve([...this.held.keys()].map((id) => this.#see(id)))
  }

  async look(id: string): Promise<Sighting | null> {
    return Promise.resolve(this.held.has(id) ? this.#see(id) : null)
  }

  async *events(
    id: string,
    known: KnownEvents,
    _signal: AbortSignal,
    _isAwaited?: boolean,
  ): AsyncGenerator<EventBatch> {
    this.asked.push(`events ${id} from ${known.count}`)
    const fault = this.eventFaults.get(id)
    if (fault !== undefined) throw fault
    const events = Array.from({ length: this.held.get(id)?.events ?? 0 }, (_, seq) => anEvent(seq, { body: { seq } }))
    yield await Promise.resolve({ mode: 'append' as const, events: events.slice(known.count) })
  }

  async body(): Promise<null> {
    return Promise.resolve(null)
  }

  async *#changes(active: readonly string[]): AsyncGenerator<readonly Sighting[]> {
    this.asked.push(`changes [${active.join()}]`)
    if (this.fault !== null) throw this.fault
    yield await Promise.resolve([...this.held.keys()].map((id) => this.#see(id)))
  }

  async *#lookAt(ids: readonly string[]): AsyncGenerator<readonly [string, Sighting | null]> {
    this.asked.push(`look at ${ids.join()}`)
    for (const id of ids) yield await Promise.resolve([id, this.held.has(id) ? this.#see(id) : null] as const)
  }

  #see(id: string): Sighting {
    const { events, record } = this.held.get(id) ?? { events: 0, record: {} }
    const whole = { id, ...aRecord(), forkedFromConversationId: null, tokenUsage: null, ...record }
    return {
      id,
      fingerprint: JSON.stringify([events, record]),
      record: whole,
      eventCount: null,
      eventsMark: `${events}`,
    }
  }
}

let index: PlantedIndex
let server: FakeServer
let states: SourceState[]
let complaints: string[]
let nowMs: number
let end: AbortController
/** Pauses under way: how long each was to be, and how to end it. */
let pauses: { readonly ms: number; readonly stop: () => void }[]

beforeEach(() => {
  index = plantIndex()
  server = new FakeServer('a')
  states = []
  complaints = []
  pauses = []
  nowMs = START_MS
  end = new AbortController()
})
afterEach(() => {
  end.abort()
  index.close()
})

const intakeOf = (source: Source) =>
  new Intake({ writer: index.writer, sources: new Map([[source.id, source]]), processZone: 'UTC' })

function loopOf(source: FakeServer = server, intake: Intake = intakeOf(source)): ServerLoop {
  return new ServerLoop({
    source,
    following: source.following,
    writer: index.writer,
    intake,
    processZone: 'UTC',
    now: () => nowMs,
    report: (state) => states.push(state),
    wrote: () => undefined,
    complain: (sentence) => complaints.push(sentence),
    random: () => 0.5,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const pause = {
          ms,
          stop: () => {
            pauses = pauses.filter((other) => other !== pause)
            signal.removeEventListener('abort', pause.stop)
            resolve()
          },
        }
        pauses.push(pause)
        if (signal.aborted) pause.stop()
        signal.addEventListener('abort', pause.stop)
      }),
  })
}

const row = (id: string) => index.reader().batch([id]).items[0]
/** Lets everything happen that waits for no pause. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate()
}
/** Ends every pause that would end by itself. */
const lookAgain = async () => {
  for (const { ms, stop } of pauses) if (Number.isFinite(ms)) stop()
  await settle()
}

describe('a walk', () => {
  test('takes in rows and asks for no event', async () => {
    server.put('x', 3, { title: 'One', status: 'finished' })
    await loopOf().walk(end.signal)
    expect(server.asked).toEqual(['list'])
    expect(row('x')).toMatchObject({ title: 'One', event_count: null, event_count_reason: NOT_READ })
    expect(states.at(-1)).toMatchObject({ reachable: true, notes: ['Its list hides what is older than ten days'] })
  })

  test('writes nothing where nothing changed', async () => {
    server.put('x', 3)
    await loopOf().walk(end.signal)
    const before = index.writer.rowsWritten
    await loopOf().walk(end.signal)
    expect(index.writer.rowsWritten).toBe(before)
  })

  test('keeps what the server no longer has, says so, and takes it back', async () => {
    server.put('x', 3, { status: 'running' })
    server.put('y', 2, { status: 'finished' })
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    server.held.clear()
    await loop.walk(end.signal)
    const gone = 'Its source no longer has it; what was read before is kept'
    expect(row('x')).toMatchObject({ status: 'unknown', status_reason: gone, event_count: 3 })
    expect(row('y')).toMatchObject({ status: 'finished', status_reason: gone, sources: [{ gone_at: START_MS }] })
    expect(index.reader().sources().items[0]).toMatchObject({ conversation_count: 0 })
    const asked = server.asked.length
    await loop.walk(end.signal)
    expect(server.asked.slice(asked)).toEqual(['list'])
    server.put('y', 2, { status: 'finished' })
    await loop.walk(end.signal)
    expect(row('y')).toMatchObject({ status: 'finished', status_reason: null, sources: [{ gone_at: null }] })
  })

  test('a row that a walk missed is asked for, and has not gone', async () => {
    server.put('x', 3)
    const loop = loopOf()
    await loop.walk(end.signal)
    const list = server.list.bind(server)
    server.list = async function* () {
      for await (const batch of list()) yield batch.filter(({ id }) => id !== 'x')
    }
    await loop.walk(end.signal)
    expect(server.asked.at(-1)).toBe('look at x')
    expect(row('x')).toMatchObject({ sources: [{ gone_at: null }] })
  })
})

describe('many rows that have gone at once', () => {
  /** How many conversations each turn of the process marked as gone. */
  const markedByTurn = () => {
    const counts: number[] = [0]
    const markGone = index.writer.markGone.bind(index.writer)
    vi.spyOn(index.writer, 'markGone').mockImplementation((source, ids, atMs) => {
      counts.push((counts.pop() ?? 0) + ids.length)
      return markGone(source, ids, atMs)
    })
    const nextTurn = async () => {
      await setImmediate()
      counts.push(0)
    }
    return { counts, nextTurn }
  }
  const goneCount = () => 250 - (index.reader().sources().items[0]?.conversation_count ?? 0)

  beforeEach(async () => {
    for (let number = 0; number < 250; number += 1) server.put(`c${number}`, 0)
    await loopOf().walk(end.signal)
    server.held.clear()
  })

  test('are noted some at a time, other work in between', async () => {
    const { counts, nextTurn } = markedByTurn()
    const walk = loopOf().walk(end.signal)
    while (goneCount() < 250) await nextTurn()
    await walk
    expect(Math.max(...counts)).toBeLessThanOrEqual(100)
  })

  test('are found at the next walk where one is cut off among them', async () => {
    const { nextTurn } = markedByTurn()
    const walk = loopOf().walk(end.signal)
    const cutOff = expect(walk).rejects.toThrow('killed')
    while (goneCount() === 0) await nextTurn()
    end.abort(new Error('killed'))
    await cutOff
    expect(goneCount()).toBeLessThan(250)
    end = new AbortController()
    await loopOf().walk(end.signal)
    expect(goneCount()).toBe(250)
  })
})

describe('events behind the rows', () => {
  test('are read newest first, each once, and their bodies kept', async () => {
    server.put('old', 1)
    server.put('new', 5)
    void loopOf().run(end.signal)
    await settle()
    expect(server.asked).toEqual(['list', 'events new from 0'])
    await lookAgain()
    await lookAgain()
    expect(server.asked.filter((asked) => asked.startsWith('events'))).toEqual([
      'events new from 0',
      'events old from 0',
    ])
    expect(row('new')).toMatchObject({ event_count: 5, event_count_reason: null, sources: [{ event_count: 5 }] })
  })

  test('that somebody waits for are next, whatever the pause', async () => {
    for (const count of [1, 2, 3, 4]) server.put(`c${count}`, count)
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    loop.want('c1')
    await settle()
    expect(server.asked.slice(1)).toEqual(['events c4 from 0', 'events c1 from 0'])
    const asked = server.asked.length
    loop.want('c1')
    loop.want('nobody')
    await settle()
    expect(server.asked).toHaveLength(asked)
  })

  test('beyond the budget wait until somebody opens them', async () => {
    server.put('old', 1)
    server.put('new', 5)
    Object.assign(server.following, { eventBudget: 1 })
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    await lookAgain()
    await lookAgain()
    expect(row('old')?.event_count_reason).toBe(NOT_READ)
    loop.want('old')
    await settle()
    expect(row('old')?.event_count).toBe(1)
  })

  test('that have grown are read from the last known on; until then the number is of an earlier moment', async () => {
    server.put('x', 3)
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    server.put('x', 5)
    await loop.walk(end.signal)
    expect(row('x')).toMatchObject({ event_count: 3, event_count_reason: 'Counted before the last change' })
    loop.want('x')
    await settle()
    expect(server.asked.at(-1)).toBe('events x from 3')
    expect(row('x')).toMatchObject({ event_count: 5, event_count_reason: null })
  })

  test('that are refused say why, and are asked for again when they change', async () => {
    server.put('x', 3)
    server.eventFaults.set('x', new EventsRefusedError('The server would have to wake it'))
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    expect(row('x')).toMatchObject({ event_count: null, event_count_reason: 'The server would have to wake it' })
    loop.want('x')
    await loop.walk(end.signal)
    await settle()
    expect(server.asked.filter((asked) => asked.startsWith('events'))).toHaveLength(1)
    server.eventFaults.clear()
    server.put('x', 4)
    await loop.walk(end.signal)
    loop.want('x')
    await settle()
    expect(row('x')).toMatchObject({ event_count: 4, event_count_reason: null })
  })

  test('that a server cannot give just now are asked for again, later and later', async () => {
    server.put('x', 3)
    server.eventFaults.set('x', new SourceError('Nothing listens there'))
    void loopOf().run(end.signal)
    await settle()
    expect(pauses.map(({ ms }) => ms)).toContain(5_000)
    expect(complaints).toEqual(['Nothing listens there'])
    pauses.find(({ ms }) => ms === 5_000)?.stop()
    await settle()
    expect(pauses.map(({ ms }) => ms)).toContain(10_000)
    server.eventFaults.clear()
    pauses.find(({ ms }) => ms === 10_000)?.stop()
    await settle()
    expect(row('x')?.event_count).toBe(3)
  })
})

describe('events that were refused', () => {
  const eventsAsked = () => server.asked.filter((asked) => asked.startsWith('events'))

  test('for now are asked for again by themselves, one refused for good when it changes', async () => {
    server.put('soon', 3)
    server.put('never', 2)
    server.eventFaults.set('soon', new EventsRefusedError('Busy (503)', true))
    server.eventFaults.set('never', new EventsRefusedError('There is nothing (404)'))
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    await lookAgain()
    expect(row('soon')?.event_count_reason).toBe('Busy (503)')
    const before = eventsAsked().length
    server.eventFaults.clear()
    await lookAgain()
    expect(eventsAsked()).toHaveLength(before)
    nowMs += 60_000
    await lookAgain()
    await lookAgain()
    expect([row('soon')?.event_count, row('never')?.event_count_reason]).toEqual([3, 'There is nothing (404)'])
  })

  test('are asked for once more by the next process', async () => {
    server.put('x', 3)
    server.eventFaults.set('x', new EventsRefusedError('There is nothing (404)'))
    const first = loopOf()
    const ended = new AbortController()
    void first.run(ended.signal)
    await settle()
    ended.abort()
    await settle()
    server.eventFaults.clear()
    void loopOf().run(end.signal)
    await settle()
    await lookAgain()
    expect(row('x')?.event_count).toBe(3)
  })

  test('by the server as a whole hold up no other conversation', async () => {
    server.put('newest', 9)
    server.put('other', 1)
    server.eventFaults.set('newest', new SourceError('It ended in the middle'))
    void loopOf().run(end.signal)
    await settle()
    for (let look = 0; look < 4; look += 1) await lookAgain()
    expect(row('other')?.event_count).toBe(1)
  })
})

describe('a long read of events', () => {
  /** Lets the events of this conversation come only when the test says so, however it ends. */
  function holdEvents(id: string): () => void {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const read = server.events.bind(server)
    server.events = async function* (asked, known, signal, isAwaited) {
      const gaveUp = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error()))
      })
      gaveUp.catch(() => undefined)
      if (asked === id && isAwaited !== true) await Promise.race([held, gaveUp])
      yield* read(asked, known, signal)
    }
    return release
  }

  test('holds up no row, the one that is being read included', async () => {
    server.put('x', 3, { status: 'running' })
    const release = holdEvents('x')
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    server.put('x', 4, { status: 'finished' })
    server.put('y', 1, { title: 'New' })
    await loop.walk(end.signal)
    expect([row('x')?.status, row('y')?.title]).toEqual(['finished', 'New'])
    release()
    await settle()
    await lookAgain()
    expect(row('x')?.event_count).toBe(4)
  })

  test('in the background makes way for whoever opens that conversation, or another', async () => {
    server.put('x', 5)
    server.put('y', 1)
    holdEvents('x')
    const loop = loopOf()
    void loop.run(end.signal)
    await settle()
    loop.want('y')
    await settle()
    expect(row('y')?.event_count).toBe(1)
    loop.want('x')
    await settle()
    expect(row('x')).toMatchObject({ event_count: 5, event_count_reason: null })
  })

  test('ends where another source shows the conversation meanwhile', async () => {
    server.put('x', 5)
    const release = holdEvents('x')
    void loopOf().run(end.signal)
    await settle()
    const record = aRecord()
    index.writer.see('b', { id: 'x', fingerprint: 'f', record, eventCount: 9 })
    index.writer.changeOwner('x', 'b')
    release()
    await settle()
    expect(index.writer.held('x').count).toBe(0)
  })
})

describe('a conversation that a directory holds too', () => {
  /** A directory with one conversation. */
  const directory = (id: string, count: number): Source => ({
    id: 'b',
    name: 'Directory',
    dialect: 'cli-directory',
    location: '/b',
    timezone: null,
    work: { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 },
    count: () => Promise.resolve(1),
    list: async function* () {
      yield await Promise.resolve([])
    },
    look: () => {
      const record = { id, ...aRecord(), forkedFromConversationId: null, tokenUsage: null, title: 'On disk' }
      return Promise.resolve({ id, fingerprint: `${count}`, record, eventCount: count })
    },
    events: async function* (_, known) {
      const events = Array.from({ length: count }, (__, seq) => anEvent(seq)).slice(known.count)
      yield await Promise.resolve({ mode: 'append' as const, events })
    },
    body: () => Promise.resolve(null),
  })

  test('is one row with the events of the directory, and the server takes over where that has gone', async () => {
    server.put('x', 3, { title: 'On the server' })
    const disk = directory('x', 3)
    const sources = new Map<string, Source>([server, disk].map((one) => [one.id, one]))
    const intake = new Intake({ writer: index.writer, sources, processZone: 'UTC' })
    const loop = loopOf(server, intake)
    await loop.walk(end.signal)
    const seen = await disk.look('x')
    if (seen !== null) await intake.take(disk, seen, end.signal)
    const shown = { source: 'b', title: 'On disk', event_count: 3, event_count_reason: null }
    expect(row('x')).toMatchObject(shown)
    loop.want('x')
    await loop.walk(end.signal)
    void loop.run(end.signal)
    await settle()
    expect(server.asked.filter((asked) => asked.startsWith('events'))).toEqual([])
    expect(row('x')).toMatchObject({ ...shown, sources: [{ source: 'a', event_count: null }, { source: 'b' }] })
    index.writer.removeSightings('b', ['x'])
    await loop.walk(end.signal)
    await lookAgain()
    expect(row('x')).toMatchObject({ source: 'a', title: 'On the server', event_count: 3 })
  })

  test('is read from the directory where the server has it no more', async () => {
    server.put('x', 5)
    const disk = directory('x', 3)
    const sources = new Map<string, Source>([server, disk].map((one) => [one.id, one]))
    const intake = new Intake({ writer: index.writer, sources, processZone: 'UTC' })
    const loop = loopOf(server, intake)
    void loop.run(end.signal)
    await settle()
    const seen = await disk.look('x')
    if (seen !== null) await intake.take(disk, seen, end.signal)
    expect(row('x')).toMatchObject({ source: 'a', event_count: 5 })
    server.held.clear()
    await loop.walk(end.signal)
    expect(row('x')).toMatchObject({ source: 'b', title: 'On disk', event_count: 3, status_reason: null })
  })
})

describe('a loop', () => {
  test('looks for changes between walks, and names those at work', async () => {
    server.put('x', 0, { status: 'running' })
    void loopOf().run(end.signal)
    await settle()
    expect(pauses.map(({ ms }) => ms)).toContain(5_000)
    pauses.find(({ ms }) => ms === 5_000)?.stop()
    await settle()
    expect(server.asked.at(-1)).toBe('changes [x]')
    nowMs += 600_000
    pauses.find(({ ms }) => ms === 5_000)?.stop()
    await settle()
    expect(server.asked.at(-1)).toBe('list')
  })

  test('walks an idle server less and less, until something changes', async () => {
    server.put('x', 1)
    void loopOf().run(end.signal)
    await settle()
    /** What is done so many minutes later. */
    const askedAfter = async (minutes: number) => {
      nowMs += minutes * 60_000
      const before = server.asked.length
      await lookAgain()
      return server.asked.slice(before).filter((asked) => /^(?:list|changes)/.test(asked))
    }
    const [look, walk] = [['changes []'], ['list']]
    // The first walk found everything, the second nothing.
    expect([await askedAfter(9), await askedAfter(1)]).toEqual([look, walk])
    expect([await askedAfter(19), await askedAfter(1)]).toEqual([look, walk])
    expect([await askedAfter(39), await askedAfter(1)]).toEqual([look, walk])
    server.put('x', 2)
    expect([await askedAfter(9), await askedAfter(1)]).toEqual([look, walk])
    server.held.delete('x')
    // It had gone when it was walked again.
    expect([await askedAfter(20), await askedAfter(9), await askedAfter(1)]).toEqual([walk, look, walk])
  })

  test('walks again at once where a look finds that rows are missing', async () => {
    server.put('x', 1)
    void loopOf().run(end.signal)
    await settle()
    server.isWalkDue = true
    await lookAgain()
    await lookAgain()
    expect(server.asked.slice(-2)).toEqual(['changes []', 'list'])
  })

  test('says why a server cannot be asked, keeps what it knew, and says that it can again', async () => {
    server.put('x', 1)
    void loopOf().run(end.signal)
    await settle()
    server.fault = new SourceError('Nothing listens at 127.0.0.1:8000')
    await lookAgain()
    await lookAgain()
    expect(states.at(-1)).toMatchObject({ reachable: false, error: 'Nothing listens at 127.0.0.1:8000' })
    expect(complaints).toEqual(['Nothing listens at 127.0.0.1:8000'])
    expect(row('x')?.event_count).toBe(1)
    server.fault = null
    await lookAgain()
    expect(states.at(-1)).toMatchObject({ reachable: true, error: null })
  })
})
