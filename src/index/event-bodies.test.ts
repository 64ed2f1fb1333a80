import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBody } from './event-bodies.ts'
import { openForReading, openForWriting } from './open.ts'
import { Chance, aRecord, anEvent, plantIndex, START_MS, UTC, type PlantedIndex } from './planted-index.ts'
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
  expect(writer.held('oldest').count).toBe(1)
  writer.close()
})
