import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ALL_EVENTS,
  EVERYTHING,
  START_MS,
  UTC,
  aRecord,
  aUserMessage,
  anEvent,
  plantIndex,
  type PlantedIndex,
} from './planted-index.ts'
import type { StoredEvent, StoredRecord } from './records.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const row = (id = 'x') => index.reader().batch([id]).items[0]
const at = (second: number) => START_MS + second * 1000

/** A row of a followed source. */
function see(id: string, eventsMark: string, record: Partial<StoredRecord> = {}, source = 'a'): void {
  index.writer.see(source, { id, fingerprint: eventsMark, record: aRecord(record), eventCount: null, eventsMark })
}

const take = (id: string, events: readonly StoredEvent[], mode: 'append' | 'replace-all' = 'append') =>
  index.writer.take(id, { mode, events }, UTC)

/** A row whose events have been read as far as it tells. */
function read(
  id: string,
  eventsMark: string,
  events: readonly StoredEvent[],
  record: Partial<StoredRecord> = {},
): void {
  see(id, eventsMark, record)
  take(id, events)
  index.writer.settleEvents('a', id, eventsMark)
}

describe('a row whose events are not read as far as it tells', () => {
  test('is as new as it says, and its events are due first', () => {
    read('x', 'm1', [anEvent(0), anEvent(1)], { updatedAt: at(1) })
    see('y', 'm1', { updatedAt: at(50) })
    see('x', 'm2', { updatedAt: at(100) })
    expect(row()?.updated_at).toBe(at(100))
    expect(index.writer.watch.eventsDue('a', 1)).toEqual(['x'])
    take('x', [anEvent(2)])
    index.writer.settleEvents('a', 'x', 'm2')
    expect(row()?.updated_at).toBe(at(2))
  })

  test('says when they will be, whether or not they are among the newest', () => {
    see('x', 'm1')
    expect(row()?.event_count_reason).toBe(
      "Not read yet: events of a server's conversations are read one after the other, newest first, or when somebody opens them",
    )
  })

  test('is as new as its newest event where that is newer', () => {
    see('x', 'm1', { updatedAt: at(1) })
    take('x', [anEvent(0), anEvent(5)])
    expect(row()?.updated_at).toBe(at(5))
  })

  test('knows no number before all its events were read once', () => {
    const numbers = [
      'event_count',
      'error_count',
      'failed_command_count',
      'unreadable_count',
      'duration_seconds',
    ] as const
    const shown = () => numbers.map((name) => row()?.[name])
    const unknown = numbers.map(() => null)
    see('x', 'm1')
    take('x', [anEvent(0, { isError: true }), anEvent(1, { exitCode: 1 })])
    expect(shown()).toEqual(unknown)
    take('x', [anEvent(2)])
    expect(shown()).toEqual(unknown)
    expect(index.reader().sources().items[0]).toMatchObject({ event_count: 0, text_index: { done: 0, total: 0 } })
    index.writer.settleEvents('a', 'x', 'm1')
    expect(shown()).toEqual([3, 1, 1, 0, 2])
    expect(row()?.sources[0]?.event_count).toBe(3)
    see('x', 'm2')
    take('x', [anEvent(3)])
    expect(shown()).toEqual([4, 1, 1, 0, 3])
    take('x', [anEvent(0)], 'replace-all')
    expect(shown()).toEqual(unknown)
    index.writer.settleEvents('a', 'x', 'm2')
    expect(shown()).toEqual([1, 0, 0, 0, 0])
  })

  test('adds nothing to the sum of events, and is said to be left out', () => {
    read('x', 'm1', [anEvent(0), anEvent(1)])
    read('y', 'm1', [anEvent(0)])
    expect(index.reader().sums(EVERYTHING).event_count).toEqual({ sum: 3, unknown: 0 })
    see('y', 'm2')
    expect(index.reader().sums(EVERYTHING).event_count).toEqual({ sum: 2, unknown: 1 })
  })
})

describe('what is said of texts', () => {
  const none = { include: [], exclude: [] }
  const found = (status: string) =>
    index.reader().searchEvents({
      conversations: { ...EVERYTHING, values: { status: { ...none, include: [status] } } },
      events: { ...ALL_EVENTS, text: ['apple'] },
      limit: 10,
      hits: 5,
      start: { offset: 0 },
    })
  beforeEach(() => {
    for (const source of ['a', 'b', 'c']) index.writer.markComplete(source)
    read('x', 'm1', [aUserMessage(0, 'apple')], { status: 'finished' })
  })

  test('is not exact while a conversation that may hold them is unread', () => {
    see('y', 'm1', { status: 'error' })
    expect(found('finished')).toMatchObject({ complete: true, total: 1 })
    expect(found('error')).toMatchObject({ complete: false, total: 0 })
    index.writer.settleEvents('a', 'y', 'm1')
    expect(found('error').complete).toBe(true)
  })

  test('is not exact in a filter of conversations either, and in one without text it is', () => {
    see('y', 'm1', { status: 'error' })
    const reader = index.reader()
    const exact = (filter: Partial<typeof EVERYTHING>) => {
      const whole = { ...EVERYTHING, ...filter }
      const sort = { key: 'CREATED_AT', descending: false } as const
      const question = { filter: whole, sort, nested: false, limit: 10, start: { offset: 0 }, facets: null } as const
      const facets = { fields: ['status'], prefix: null, limit: 10 } as const
      return [
        reader.search(question).complete,
        reader.count(whole).complete,
        reader.facets(whole, facets).complete,
        reader.histogram(whole).complete,
        reader.sums(whole).complete,
        reader.neighbours('x', whole, sort, false)?.complete,
      ]
    }
    expect(exact({})).toEqual(Array(6).fill(true))
    expect(exact({ text: ['apple'] })).toEqual(Array(6).fill(false))
    expect(exact({ excludeText: ['apple'] })).toEqual(Array(6).fill(false))
    const finished = { status: { ...none, include: ['finished'] } }
    expect(exact({ text: ['apple'], values: finished })).toEqual(Array(6).fill(true))
  })
})

describe('a conversation that its source no longer has', () => {
  test.each(['running', 'waiting_for_confirmation', 'deleting'])('is %s no more, and nobody asks for it', (status) => {
    see('x', 'm1', { status })
    expect(index.writer.watch.active('a')).toEqual(status === 'deleting' ? [] : ['x'])
    index.writer.markGone('a', ['x'], START_MS)
    expect(row()?.status).toBe('unknown')
    expect([index.writer.watch.active('a'), index.writer.watch.eventsDue('a', 10)]).toEqual([[], []])
  })

  test('says so where its events were not read, or not to their end', () => {
    see('x', 'm1')
    index.writer.refuseEvents('a', 'x', 'It would have to be woken')
    read('y', 'm1', [anEvent(0)])
    see('y', 'm2')
    read('z', 'm1', [anEvent(0)])
    index.writer.markGone('a', ['x', 'y', 'z'], START_MS)
    expect(['x', 'y', 'z'].map((id) => row(id)?.event_count_reason)).toEqual([
      'Never read: its source no longer has it',
      'Counted before the last change: its source no longer has it',
      null,
    ])
  })

  test('is removed where it took over from a source that has it no more, and nothing of it was read since', () => {
    see('x', 'm1')
    see('kept', 'm1')
    index.plant('x', {}, [anEvent(0)], 'b')
    index.writer.changeOwner('x', 'b')
    index.writer.settle('b', 'x', 'f')
    expect(index.writer.removeSightings('b', ['x'])).toEqual(['x'])
    expect(row()).toMatchObject({ source: 'a', event_count: null })
    expect(index.writer.markGone('a', ['x', 'kept'], START_MS)).toEqual([])
    expect(row()).toBeNull()
    expect(row('kept')).toMatchObject({ sources: [{ gone_at: START_MS }] })
  })

  test('is removed with the last source that had it where its own events were never read', () => {
    see('x', 'm1')
    index.plant('x', {}, [anEvent(0)], 'b')
    index.writer.changeOwner('x', 'b')
    index.writer.markGone('a', ['x'], START_MS)
    expect(row()).toMatchObject({ source: 'b' })
    expect(index.writer.removeSightings('b', ['x'])).toEqual([])
    expect(row()).toBeNull()
  })

  test('is kept where what took over has been read', () => {
    see('x', 'm1')
    index.plant('x', {}, [anEvent(0)], 'b')
    index.writer.changeOwner('x', 'b')
    index.writer.removeSightings('b', ['x'])
    read('x', 'm1', [anEvent(0)])
    index.writer.markGone('a', ['x'], START_MS)
    expect(row()).toMatchObject({ event_count: 1, event_count_reason: null })
  })

  test('is noted with all that go with it, in one revision', () => {
    const ids = Array.from({ length: 12 }, (_, number) => `c${number}`)
    for (const id of ids) see(id, 'm1')
    see('c11', 'm1', {}, 'b')
    const before = Number(index.writer.revision().split('.')[1])
    expect(index.writer.markGone('a', [...ids, 'unknown'], START_MS)).toEqual(['c11'])
    expect(Number(index.writer.revision().split('.')[1])).toBe(before + 1)
    expect([...index.writer.watch.fingerprints('a', true)].flat()).toEqual([])
  })
})

test('the offsets that conversations show are counted as these come, change hands and go', () => {
  const own = { zone: '60', basis: 'own' } as const
  for (const id of ['x', 'y', 'z']) {
    see(id, 'm1')
    take(id, [anEvent(0)])
    index.writer.setClock(id, own)
  }
  index.writer.setClock('z', { zone: '120', basis: 'own' })
  const counts = () => [...index.writer.ownClocks('a')].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const known = index.writer.ownClocks('a')
  expect(counts()).toEqual([
    ['120', 1],
    ['60', 2],
  ])
  see('x', 'm1', {}, 'b')
  index.writer.changeOwner('x', 'b')
  expect(counts()).toEqual([
    ['120', 1],
    ['60', 1],
  ])
  index.writer.removeSightings('a', ['y'])
  expect(counts()).toEqual([['120', 1]])
  index.writer.setClock('z', UTC)
  expect(counts()).toEqual([])
  index.writer.setClock('z', own)
  expect(counts()).toEqual([['60', 1]])
  see('z', 'm1', {}, 'c')
  index.writer.markGone('a', ['z'], START_MS)
  expect(counts()).toEqual([])
  // Counted on, not anew: that would look at all conversations.
  expect(index.writer.ownClocks('a')).toBe(known)
})
