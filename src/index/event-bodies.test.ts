import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBody } from './event-bodies.ts'
import { openForReading, openForWriting } from './open.ts'
import { Chance, aRecord, anEvent, plantIndex, START_MS, UTC, type PlantedIndex } from './planted-index.ts'
import { Reader } from './reader.ts'
import { IndexWriter } from './writer.ts'

const KILOBYTE = 1024
let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

/** Text that does not shrink. */
const noise = (seed: number) => {
  const chance = new Chance(seed)
  return Array.from({ length: KILOBYTE }, () => String.fromCharCode(33 + chance.below(94))).join('')
}

function keep(writer: IndexWriter, id: string, minutes: number, bodies: readonly object[]): void {
  const record = aRecord({ updatedAt: START_MS + minutes * 60_000 })
  writer.see('a', { id, fingerprint: 'f', record, eventCount: null, eventsMark: 'm' })
  const events = bodies.map((body, seq) => anEvent(seq, { body: { ...body }, time: null }))
  writer.take(id, { mode: 'append', events }, UTC)
  writer.settleEvents('a', id, 'm')
}

function read(file: string, id: string, eventId: string): unknown {
  const database = openForReading(file)
  try {
    return readBody(database, id, eventId)
  } finally {
    database.close()
  }
}

test('a body is kept as it was given, until its events are read anew', () => {
  const body = { kind: 'MessageEvent', text: '🛒 “quoted” \u0000', nested: { list: [1, null] } }
  keep(index.writer, 'x', 0, [body, {}])
  index.writer.flush()
  expect(read(index.file, 'x', 'event-0')).toEqual(body)
  expect([read(index.file, 'x', 'event-9'), read(index.file, 'y', 'event-0')]).toEqual([null, null])
  index.writer.take('x', { mode: 'replace-all', events: [anEvent(0)] }, UTC)
  index.writer.flush()
  expect(read(index.file, 'x', 'event-0')).toBeNull()
})

test('beyond the budget the conversations that changed longest ago lose theirs, and nothing else', () => {
  const file = `${index.file}.small`
  const writer = new IndexWriter(openForWriting(file).database, 4 * KILOBYTE)
  writer.declareSources([{ id: 'a', name: 'a', dialect: 'agent-server', location: 'http://a', rank: 0 }])
  keep(writer, 'middle', 2, [{ text: noise(2) }])
  keep(writer, 'oldest', 1, [{ text: noise(3) }])
  keep(writer, 'newest', 3, [{ text: noise(4) }])
  writer.flush()
  const kept = () => ['oldest', 'middle', 'newest'].map((id) => read(file, id, 'event-0') !== null)
  expect(kept()).toEqual([true, true, true])
  keep(writer, 'newer', 4, [{ text: noise(5) }, { text: noise(6) }])
  writer.flush()
  expect(kept()).toEqual([false, true, true])
  expect(read(file, 'newer', 'event-1')).toEqual({ text: noise(6) })
  const reader = new Reader(file, () => false)
  expect(reader.batch(['oldest']).items[0]?.event_count).toBe(1)
  reader.close()
  writer.close()
})

describe('a budget of four kilobytes', () => {
  let file: string
  let writer: IndexWriter
  const bodyOf = (id: string, event = 'event-0') => {
    writer.flush()
    return read(file, id, event)
  }
  const bytesHeld = () => {
    writer.flush()
    const database = openForReading(file)
    const row = database.prepare('SELECT coalesce(sum(length(body)), 0) AS n FROM event_body').get()
    database.close()
    return Number(row?.['n'])
  }
  beforeEach(() => {
    file = `${index.file}.small`
    writer = new IndexWriter(openForWriting(file).database, 4 * KILOBYTE)
    writer.declareSources([{ id: 'a', name: 'a', dialect: 'agent-server', location: 'http://a', rank: 0 }])
  })
  afterEach(() => writer.close())

  test('holds while a conversation is read that alone exceeds it', () => {
    writer.see('a', { id: 'x', fingerprint: 'f', record: aRecord(), eventCount: null, eventsMark: 'm' })
    for (let seq = 0; seq < 40; seq += 1) {
      writer.take('x', { mode: 'append', events: [anEvent(seq, { body: { text: noise(seq) } })] }, UTC)
      expect(bytesHeld()).toBeLessThanOrEqual(4 * KILOBYTE * 1.1)
    }
    writer.settleEvents('a', 'x', 'm')
    expect(writer.held('x').count).toBe(40)
    expect(writer.watch.eventsMark('a', 'x')?.isRead).toBe(true)
  })

  test('gives bodies back to a conversation that somebody opens, and changes nothing else of it', () => {
    const texts = [{ text: noise(1) }, { text: noise(2) }]
    keep(writer, 'x', 1, texts)
    keep(writer, 'y', 2, [{ text: noise(3) }, { text: noise(4) }, { text: noise(5) }])
    expect([bodyOf('x'), writer.watch.eventsMark('a', 'x')?.isRead]).toEqual([null, false])
    expect(writer.watch.eventsDue('a', 10)).toEqual([])
    expect(writer.held('x').count).toBe(0)
    writer.take('x', { mode: 'append', events: [anEvent(0, { body: texts[0] ?? {} })] }, UTC)
    // Cut off, and taken up again.
    writer.take('x', { mode: 'append', events: texts.map((body, seq) => anEvent(seq, { body })) }, UTC)
    expect(writer.watch.eventsMark('a', 'x')?.isRead).toBe(false)
    writer.settleEvents('a', 'x', 'm')
    expect([bodyOf('x'), bodyOf('x', 'event-1')]).toEqual(texts)
    expect(writer.watch.eventsMark('a', 'x')?.isRead).toBe(true)
    expect(writer.held('x')).toMatchObject({ count: 2, lastId: 'event-1' })
    const reader = new Reader(file, () => false)
    expect(reader.batch(['x']).items[0]).toMatchObject({
      event_count: 2,
      unreadable_count: 0,
      event_count_reason: null,
    })
    reader.close()
  })

  test('has only new events read where those of a conversation without bodies have changed', () => {
    keep(writer, 'x', 1, [{ text: noise(1) }, { text: noise(2) }])
    keep(writer, 'y', 2, [{ text: noise(3) }, { text: noise(4) }, { text: noise(5) }])
    const record = aRecord({ updatedAt: START_MS + 300_000 })
    writer.see('a', { id: 'x', fingerprint: 'g', record, eventCount: null, eventsMark: 'm2' })
    expect(writer.watch.eventsDue('a', 10)).toEqual(['x'])
    expect(writer.held('x').count).toBe(2)
    writer.take('x', { mode: 'append', events: [anEvent(2)] }, UTC)
    writer.settleEvents('a', 'x', 'm2')
    expect([
      writer.held('x').count,
      writer.watch.eventsMark('a', 'x')?.isRead,
      writer.watch.eventsDue('a', 10),
    ]).toEqual([0, false, []])
  })
})
