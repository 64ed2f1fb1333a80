import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ALL_EVENTS,
  EVERYTHING,
  START_MS,
  UTC,
  aRecord,
  aTornEvent,
  aUserMessage,
  anEvent,
  plantIndex,
  type PlantedIndex,
} from './planted-index.ts'
import type { EventRow, EventView } from './event-port.ts'
import type { EventClock, StoredEvent, StoredTold } from './records.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const row = (id = 'x') => index.reader().batch([id]).items[0]

function rowsOf(id: string, view: EventView = 'events'): readonly EventRow[] {
  const sort = { key: 'TIMESTAMP', descending: false } as const
  const question = { conversationId: id, filter: ALL_EVENTS, view, sort, limit: 100, start: { offset: 0 } } as const
  return index.reader().events(question)?.items ?? []
}

const times = (id = 'x') => rowsOf(id).map(({ timestamp }) => (timestamp === null ? null : timestamp / 1000 - START_MS))

describe('records', () => {
  test('a status that ends between two milliseconds is kept', () => {
    const statusAfter = { status: 'unknown', reason: 'quiet' }
    index.plant('x', { status: 'running', statusUntil: 1000.25, statusAfter })
    expect(row()?.status).toBe('running')
    expect(index.writer.passTime(1001)).toBeNull()
    expect(row()).toMatchObject({ status: 'unknown', status_reason: 'quiet' })
  })

  test('a status that time has changed stays changed when another source is heard', () => {
    const statusAfter = { status: 'unknown', reason: 'quiet' }
    index.plant('x', { status: 'running', statusUntil: 1000, statusAfter }, [anEvent(0)])
    index.writer.passTime(2000)
    index.plant('x', {}, [], 'b')
    expect(row()?.status).toBe('unknown')
  })

  test('numbers that no column holds are unknown, and take no event with them', () => {
    index.plant('x', { statusUntil: 1e300, createdAt: 1e300 }, [
      anEvent(0, { exitCode: 1e20 }),
      anEvent(1, { exitCode: 2 ** 60 }),
    ])
    expect(rowsOf('x').map(({ exit_code }) => exit_code)).toEqual([null, null])
    expect(row()).toMatchObject({ event_count: 2, failed_command_count: 0 })
  })

  test('tokens that are no whole number, or too many to be told exactly, are unknown', () => {
    for (const [at, tokens] of [0.5, 2 ** 53, 1e300].entries()) {
      index.plant(`x${at}`, { tokenUsage: { prompt_tokens: tokens, completion_tokens: 1 } })
      expect(row(`x${at}`)?.accumulated_token_usage).toBeNull()
    }
  })
})

describe('what events tell of their conversation', () => {
  const status = (word: string) => ({ status: word, statusReason: null, nativeStatus: word })
  const open = { status: 'unknown', statusReason: 'Its events have not been read' }
  const tell = (mode: 'append' | 'replace-all', seq: number, told: StoredTold) =>
    index.writer.take('x', { mode, events: [anEvent(seq)], told }, UTC)

  test('fills a status that its source leaves open, and stays when that is heard again', () => {
    index.plant('x', open)
    expect(row()).toMatchObject({ status: 'unknown', status_reason: 'Its events have not been read' })
    tell('append', 0, { status: { status: 'unknown', statusReason: 'None states one', nativeStatus: null } })
    expect(row()).toMatchObject({ status: 'unknown', status_reason: 'None states one' })
    tell('append', 1, { status: status('finished') })
    index.plant('x', { ...open, title: 'Renamed' })
    const filled = { title: 'Renamed', status: 'finished', status_reason: null, native_status: 'finished' }
    expect(row()).toMatchObject({ ...filled, sources: [{ native_status: 'finished' }] })
  })

  test('yields to a status that its source states', () => {
    index.plant('x', open)
    tell('append', 0, { status: status('finished') })
    index.plant('x', { status: 'running', nativeStatus: 'running' })
    expect(row()).toMatchObject({ status: 'running', sources: [{ native_status: 'running' }] })
    index.plant('x', { status: 'unknown', nativeStatus: 'dreaming' })
    expect(row()).toMatchObject({ status: 'unknown', native_status: 'dreaming' })
  })

  test('is at work only where something runs it', () => {
    index.plant('x', { ...open, sandboxStatus: 'RUNNING' })
    tell('append', 0, { status: { status: 'running', statusReason: null, nativeStatus: 'rate_limited' } })
    expect(row()).toMatchObject({ status: 'running', status_reason: null, native_status: 'rate_limited' })
    expect(index.writer.watch.active('a')).toEqual(['x'])
    index.plant('x', { ...open, sandboxStatus: 'STOPPED' })
    const reason = 'Its newest event says rate_limited, but nothing runs it: it was cut off'
    expect(row()).toMatchObject({ status: 'unknown', status_reason: reason, native_status: 'rate_limited' })
    index.plant('x', { ...open, sandboxStatus: 'RUNNING' })
    expect(row()?.status).toBe('running')
  })

  test('goes before the sums that its source states, each until it is told anew', () => {
    const tokens = (prompt_tokens: number) => ({ prompt_tokens })
    index.plant('x', { accumulatedCost: 1, tokenUsage: tokens(1) })
    tell('append', 0, { accumulatedCost: 2, tokenUsage: tokens(2) })
    tell('append', 1, { accumulatedCost: 3 })
    tell('append', 2, {})
    expect(row()).toMatchObject({ accumulated_cost: 3, accumulated_token_usage: tokens(2) })
  })

  test('is forgotten with the events', () => {
    index.plant('x', { ...open, accumulatedCost: 1 })
    tell('append', 0, { status: status('finished'), accumulatedCost: 2 })
    tell('replace-all', 0, { status: status('error') })
    expect(row()).toMatchObject({ status: 'error', accumulated_cost: 1 })
    index.plant('x', { status: 'idle' }, [], 'b')
    index.writer.changeOwner('x', 'b')
    index.writer.changeOwner('x', 'a')
    expect(row()?.status).toBe('unknown')
  })
})

test('a NUL, at which SQLite would end a text, is a space', () => {
  index.plant('x', { title: 'a\0b' }, [aUserMessage(0, 'c\0d')])
  expect(row()).toMatchObject({ title: 'a b', first_message: 'c d' })
})

describe('the first message', () => {
  test('is that of the first message, whatever comes with it', () => {
    index.plant('x', {}, [aUserMessage(0, '  '), aUserMessage(1, 'second')])
    index.plant('y', {}, [aUserMessage(0, '  ')])
    index.writer.take('y', { mode: 'append', events: [aUserMessage(1, 'second')] }, UTC)
    expect([row('x')?.first_message, row('y')?.first_message]).toEqual([null, null])
  })

  test('changes when an earlier one heals', () => {
    index.plant('x', {}, [aTornEvent(0), aUserMessage(1, 'second')])
    index.writer.take('x', { mode: 'heal', events: [aUserMessage(0, 'first')] }, UTC)
    expect(row()?.first_message).toBe('first')
  })
})

describe('clocks', () => {
  const berlin: EventClock = { zone: 'Europe/Berlin', basis: 'process' }
  const hour = 3_600_000

  test('events that came by another clock move when new ones come', () => {
    index.writer.see('a', { id: 'x', fingerprint: 'f', record: aRecord(), eventCount: 1 })
    index.writer.take('x', { mode: 'append', events: [anEvent(0)] }, berlin)
    index.writer.take('x', { mode: 'append', events: [anEvent(1)] }, UTC)
    expect(times()).toEqual([0, 1000])
    index.writer.setClock('x', { zone: '60', basis: 'own' })
    expect(times()).toEqual([-hour, 1000 - hour])
  })

  test('events that heal come by the clock of the others', () => {
    index.writer.see('a', { id: 'x', fingerprint: 'f', record: aRecord(), eventCount: 2 })
    index.writer.take('x', { mode: 'append', events: [anEvent(0), aTornEvent(1)] }, berlin)
    index.writer.take('x', { mode: 'heal', events: [anEvent(1)] }, UTC)
    index.writer.setClock('x', { zone: '60', basis: 'own' })
    expect(times()).toEqual([-hour, 1000 - hour])
  })

  test('a conversation whose events state their offset shows none of its own', () => {
    const zoned = { time: { microseconds: START_MS * 1000, zoned: true } }
    index.writer.see('a', { id: 'x', fingerprint: 'f', record: aRecord(), eventCount: 1 })
    index.writer.take('x', { mode: 'append', events: [anEvent(0, zoned)] }, berlin)
    expect(index.writer.wallClock('x')).toBeNull()
  })

  test('a time that a guessed zone skips is not lost', () => {
    // 29 March 2026, 02:30: no such time in Berlin.
    const skipped = Date.UTC(2026, 2, 29, 2, 30)
    index.writer.see('a', { id: 'x', fingerprint: 'f', record: aRecord(), eventCount: 1 })
    const event = anEvent(0, { time: { microseconds: skipped * 1000, zoned: false } })
    index.writer.take('x', { mode: 'append', events: [event] }, berlin)
    expect(rowsOf('x')[0]?.timestamp_assumed).toBe(true)
    index.writer.setClock('x', UTC)
    expect(rowsOf('x')[0]).toMatchObject({ timestamp: skipped * 1000, timestamp_assumed: false })
  })
})

test('the newest conversations are watched, however many wait for a confirmation', () => {
  const at = (second: number) => ({ updatedAt: START_MS + second * 1000 })
  for (const second of [1, 2, 3]) index.plant(`waits-${second}`, { ...at(second), status: 'waiting_for_confirmation' })
  for (const second of [4, 5, 6]) index.plant(`ended-${second}`, { ...at(second), status: 'finished' })
  index.plant('elsewhere', at(9), [], 'b')
  index.plant('runs', { ...at(0), status: 'running' })
  expect(index.writer.watch.newest('a', 2)).toEqual(['waits-3', 'waits-2', 'ended-6', 'ended-5'])
  expect(index.writer.watch.newest('a', 9)).toContain('runs')
  expect([index.writer.watch.countActive('a'), index.writer.watch.countActive('b')]).toEqual([1, 0])
})

test('what changes nothing that is shown raises no revision', () => {
  index.plant('x', {}, [anEvent(0)])
  const before = index.writer.revision()
  index.writer.setClock('x', { zone: 'UTC', basis: 'own' })
  expect(index.writer.revision()).toBe(before)
  index.writer.setClock('x', { zone: 'UTC', basis: 'process' })
  expect(index.writer.revision()).not.toBe(before)
  expect(rowsOf('x')[0]?.timestamp_assumed).toBe(true)
})

describe('several sightings', () => {
  const fingerprintOf = (source: string) => new Map([...index.writer.watch.fingerprints(source, true)].flat()).get('x')

  test('the events of the one with most events are shown, whoever came first', () => {
    index.plant('x', { title: 'one' }, [anEvent(0)])
    const owner = index.writer.see('b', { id: 'x', fingerprint: 'g', record: aRecord({ title: 'two' }), eventCount: 2 })
    expect(owner).toEqual({ chosen: 'b', held: 'a' })
    index.writer.changeOwner('x', 'b')
    expect(row()).toMatchObject({ title: 'two', source: 'b', event_count: null })
    expect(row()?.sources.map(({ source }) => source)).toEqual(['a', 'b'])
  })

  test('a source that takes over is read anew, even where its first read fails', () => {
    index.plant('x', {}, [anEvent(0)])
    index.writer.see('b', { id: 'x', fingerprint: 'g', record: aRecord(), eventCount: 2 })
    index.writer.changeOwner('x', 'b')
    index.writer.settle('b', 'x', 'g')
    index.writer.see('b', { id: 'x', fingerprint: 'h', record: aRecord(), eventCount: 0 })
    index.writer.changeOwner('x', 'a')
    expect(fingerprintOf('a')).toBe('')
  })

  test('a conversation that its owner no longer has is the next one at once', () => {
    index.plant('x', {}, [anEvent(0), anEvent(1)])
    index.plant('x', {}, [], 'b')
    expect(index.writer.removeSightings('a', ['x'])).toEqual(['x'])
    expect(row()).toMatchObject({ source: 'b', event_count: null })
    expect(fingerprintOf('b')).toBe('')
    expect(index.writer.owner('x')).toEqual({ chosen: 'b', held: 'b' })
  })

  test('a source that is no longer declared leaves what others have', () => {
    index.plant('x', {}, [anEvent(0), anEvent(1)])
    index.plant('x', {}, [], 'b')
    index.plant('y', {}, [anEvent(0)])
    index.writer.declareSources([{ id: 'b', name: 'b', dialect: 'cli-directory', location: '/b', rank: 0 }])
    expect(row('x')?.source).toBe('b')
    expect(row('y')).toBeNull()
    expect(
      index.reader().search({
        filter: EVERYTHING,
        sort: { key: 'CREATED_AT', descending: false },
        nested: false,
        limit: 10,
        start: { offset: 0 },
        facets: null,
      }),
    ).toMatchObject({ total: 1, items: [{ id: 'x' }] })
  })
})

describe('removal', () => {
  test('a key that is used again shows the new conversation alone', () => {
    index.plant('x', { parentConversationId: 'p' }, [aUserMessage(0, 'apple')])
    expect(row()?.event_count).toBe(1)
    index.writer.removeSightings('a', ['x'])
    index.plant('y', {}, [aUserMessage(0, 'pear'), anEvent(1)])
    expect(row('x')).toBeNull()
    expect(row('y')).toMatchObject({ event_count: 2, first_message: 'pear' })
    expect(index.reader().count({ ...EVERYTHING, text: ['apple'] }).total).toBe(0)
  })

  test('children that come back in another order are all there', () => {
    const children = () => row('p')?.sub_conversation_ids
    index.plant('p')
    for (const id of ['x', 'y']) index.plant(id, { parentConversationId: 'p' })
    expect(children()).toEqual(['x', 'y'])
    index.writer.removeSightings('a', ['x', 'y'])
    expect(children()).toEqual([])
    for (const id of ['x', 'y']) {
      index.plant(id, { parentConversationId: 'p' })
      row('p')
    }
    expect(children()).toEqual(['x', 'y'])
  })
})

describe('branches', () => {
  const chain = (seq: number, parent: number | null) =>
    anEvent(seq, { parentId: parent === null ? '__root__' : `event-${parent}` })
  const offBranch = () =>
    rowsOf('x')
      .filter(({ off_branch }) => off_branch)
      .map(({ seq }) => seq)

  test('events that the leaf does not follow from are off the branch', () => {
    index.plant('x', { leafEventId: 'event-3' }, [chain(0, null), chain(1, 0), chain(2, 1), chain(3, 0)])
    expect(offBranch()).toEqual([1, 2])
  })

  test('a torn event breaks no branch', () => {
    index.plant('x', { leafEventId: 'event-3' }, [chain(0, null), chain(1, 0), aTornEvent(2), chain(3, 2)])
    expect(offBranch()).toEqual([])
  })

  test('a healed event keeps its place in the tree', () => {
    index.plant('x', { leafEventId: 'event-3' }, [chain(0, null), chain(1, 0), aTornEvent(2), chain(3, 2)])
    index.writer.take('x', { mode: 'heal', events: [chain(2, 0)] }, UTC)
    index.writer.settle('a', 'x', 'f')
    expect(offBranch()).toEqual([1])
  })

  test('marks go when nobody can say any more', () => {
    index.plant('x', { leafEventId: 'event-2' }, [chain(0, null), chain(1, 0), chain(2, 0)])
    expect(offBranch()).toEqual([1])
    index.plant('x', { leafEventId: null })
    expect(offBranch()).toEqual([])
  })
})

test('an event whose id was there before is kept as a duplicate', () => {
  index.plant('x', {}, [anEvent(0), anEvent(1, { id: 'event-0' })])
  expect(rowsOf('x').map(({ id, kind }) => [id, kind])).toEqual([
    ['event-0', 'PauseEvent'],
    ['unreadable-1', 'UnreadableEvent'],
  ])
  expect(row()).toMatchObject({ event_count: 2, unreadable_count: 1 })
})

test('an action that was never answered leaves its tool call to a later one of the same id', () => {
  const action = (seq: number): StoredEvent => anEvent(seq, { kind: 'ActionEvent', toolCallId: 'call' })
  const answer = (seq: number): StoredEvent => anEvent(seq, { kind: 'AgentErrorEvent', toolCallId: 'call' })
  index.plant('x', {}, [action(0), action(1), answer(2), answer(3)])
  expect(rowsOf('x', 'transcript').map(({ seq, answer: answered }) => [seq, answered?.seq])).toEqual([
    [0, 3],
    [1, 2],
  ])
})

test('a title of a million letters is cut', () => {
  index.plant('x', { title: 'x'.repeat(1_000_000) })
  expect(index.reader().batch(['x']).items[0]?.title).toBe(`${'x'.repeat(9999)}…`)
})
