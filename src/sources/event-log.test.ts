import { mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  eventId,
  ID,
  knownAfter,
  NOTHING,
  openPlanted,
  plantEvent,
  plantState,
  readBatches,
  readEventsOf,
  signal,
  temporaryDirectory,
} from './planted-conversation.ts'

test('events come in the order of their integers, past 99,999, and gaps stay gaps', async () => {
  const root = temporaryDirectory()
  for (const seq of [100_000, 99_999, 2, 0]) plantEvent(root, ID, seq)
  const events = await readEventsOf(openPlanted(root))
  expect(events.map((event) => event.seq)).toEqual([0, 2, 99_999, 100_000])
})

test('locks, markers and strangers are no events', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  const strangers = [
    '.eventlog.lock',
    '.eventlog-len-1.marker',
    'event-1-00000000.json',
    'event-00001-00000000.json.tmp',
    'event-00001-xyz.json',
  ]
  for (const name of strangers) writeFileSync(join(root, ID, 'events', name), '{"id":"x"}')
  const source = openPlanted(root)
  expect(await readEventsOf(source)).toHaveLength(1)
  expect((await source.look(ID))?.eventCount).toBe(1)
})

test('the lowest number of an event id counts, also when the other arrives later', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  plantEvent(root, ID, 1, { id: eventId(0) }, eventId(0))
  const source = openPlanted(root)
  const events = await readEventsOf(source)
  expect(events.map((event) => [event.id, event.kind, event.retry])).toEqual([
    [eventId(0), 'PauseEvent', false],
    ['unreadable-1', 'UnreadableEvent', false],
  ])
  expect(events[1]?.headline).toContain('duplicate')
  plantEvent(root, ID, 2, { id: eventId(0) }, eventId(0))
  expect((await readEventsOf(source, knownAfter(events))).map((event) => event.id)).toEqual(['unreadable-2'])
})

test('two files of one number both come, ordered by name', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 3, { id: 'bbbbbbbb' }, 'bbbbbbbb')
  plantEvent(root, ID, 3, { id: 'aaaaaaaa' }, 'aaaaaaaa')
  plantEvent(root, ID, 4, '', 'aaaaaaaa')
  plantEvent(root, ID, 4, '', 'bbbbbbbb')
  const events = await readEventsOf(openPlanted(root))
  expect(events.map((event) => event.id)).toEqual(['aaaaaaaa', 'bbbbbbbb', 'unreadable-4', 'unreadable-4-2'])
})

test.each([
  ['empty', ''],
  ['not valid JSON', '{"id":"x", "ki'],
  ['not valid UTF-8', Buffer.from('{"id":"caf\xe9"}', 'latin1')],
  ['not a JSON object', '[1]'],
  ['no id', '{"kind":"PauseEvent"}'],
])('a file that is %s costs one event, never its conversation', async (reason, content) => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  const path = plantEvent(root, ID, 1, content)
  plantEvent(root, ID, 2)
  const source = openPlanted(root)
  const events = await readEventsOf(source)
  expect(events.map((event) => event.kind)).toEqual(['PauseEvent', 'UnreadableEvent', 'PauseEvent'])
  expect(events[1]).toMatchObject({ seq: 1, id: 'unreadable-1', source: null, time: null, retry: true })
  expect(events[1]?.headline).toBe(`${path.slice(path.lastIndexOf('/') + 1)}: ${reason}`)
  expect(source.work.eventFilesRead).toBe(4)
})

test('a torn file that is older than ten seconds is not read twice', async () => {
  const root = temporaryDirectory()
  utimesSync(plantEvent(root, ID, 0, ''), new Date(0), new Date(0))
  const source = openPlanted(root)
  await readEventsOf(source)
  expect(source.work.eventFilesRead).toBe(1)
})

test('a file that is whole when it is read for the second time was never torn', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, '')
  const wait = () => Promise.resolve(plantEvent(root, ID, 0))
  expect((await readEventsOf(openPlanted(root, { wait })))[0]?.kind).toBe('PauseEvent')
})

test('a torn file heals in place, and only it is read again', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  plantEvent(root, ID, 1, '{"id')
  plantEvent(root, ID, 2)
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  expect(known.retrySeqs).toEqual([1])
  const before = (await source.look(ID))?.fingerprint

  expect(await readBatches(source, known)).toEqual([])
  expect(source.work.eventFilesRead).toBe(4)
  plantEvent(root, ID, 1)
  expect((await source.look(ID))?.fingerprint).not.toBe(before)
  const [batch] = await readBatches(source, known)
  expect(batch?.mode).toBe('heal')
  expect(batch?.events.map((event) => [event.seq, event.id])).toEqual([[1, eventId(1)]])
  expect(source.work.eventFilesRead).toBe(5)
})

test('a later process sees by the settled fingerprint when a torn file heals, and reads nothing before', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, '{"id')
  plantEvent(root, ID, 1)
  const first = openPlanted(root)
  const sighting = await first.look(ID)
  if (sighting === null) throw new Error('not found')
  await readEventsOf(first)
  const settled = first.settledFingerprint?.(sighting)
  expect(settled).not.toBe(sighting.fingerprint)
  for (const source of [first, openPlanted(root)]) {
    for await (const batch of source.list(() => settled, signal)) expect(batch).toMatchObject([{ record: null }])
  }
  plantEvent(root, ID, 0)
  for await (const batch of openPlanted(root).list(() => settled, signal)) expect(batch[0]?.record).not.toBeNull()
})

test('a source that was opened anew asks a torn file again', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, '{"id')
  const known = knownAfter(await readEventsOf(openPlanted(root)))
  const [batch] = await readBatches(openPlanted(root), known)
  expect(batch).toMatchObject({ mode: 'heal', events: [{ id: 'unreadable-0', retry: true }] })
})

test('a healed event that another file repeats makes everything read again', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, '', eventId(5))
  plantEvent(root, ID, 5)
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  plantEvent(root, ID, 0, { id: eventId(5) }, eventId(5))
  const [batch] = await readBatches(source, known)
  expect(batch?.mode).toBe('replace-all')
  expect(batch?.events.map((event) => event.id)).toEqual([eventId(5), 'unreadable-5'])
})

test('one new event reads one file', async () => {
  const root = temporaryDirectory()
  for (let seq = 0; seq < 20; seq += 1) plantEvent(root, ID, seq)
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  plantEvent(root, ID, 20)
  const batches = await readBatches(source, known)
  expect(batches.map((batch) => [batch.mode, batch.events.map((event) => event.seq)])).toEqual([['append', [20]]])
  expect(source.work.eventFilesRead).toBe(21)
})

test('an event that was removed, or came in between, replaces all', async () => {
  const root = temporaryDirectory()
  const paths = [0, 2, 3].map((seq) => plantEvent(root, ID, seq))
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  plantEvent(root, ID, 1)
  expect((await readBatches(source, known))[0]).toMatchObject({ mode: 'replace-all', events: [{}, {}, {}, {}] })
  for (const path of paths) rmSync(path)
  expect((await readBatches(source, known))[0]).toMatchObject({ mode: 'replace-all', events: [{ seq: 1 }] })
})

test('another event in the place of the last known one replaces all', async () => {
  const root = temporaryDirectory()
  const path = plantEvent(root, ID, 0)
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  rmSync(path)
  plantEvent(root, ID, 0, { id: 'cccccccc' }, 'cccccccc')
  expect((await readBatches(source, known))[0]).toMatchObject({ mode: 'replace-all', events: [{ id: 'cccccccc' }] })
})

test('events that all went away are forgotten', async () => {
  const root = temporaryDirectory()
  plantState(root, ID, {})
  plantEvent(root, ID, 0)
  const source = openPlanted(root)
  const known = knownAfter(await readEventsOf(source))
  rmSync(join(root, ID, 'events'), { recursive: true })
  expect(await readBatches(source, known)).toEqual([{ mode: 'replace-all', events: [] }])
})

test('the events of a conversation that is gone are refused, not said to be none', async () => {
  const source = openPlanted(temporaryDirectory())
  await expect(readBatches(source)).rejects.toThrow('There is no conversation')
  await expect(readBatches(source, NOTHING, '../etc')).rejects.toThrow('There is no conversation')
})

test('batches hold at most 500 events or about 8 MB', async () => {
  const root = temporaryDirectory()
  for (let seq = 0; seq < 501; seq += 1) plantEvent(root, ID, seq)
  for (let seq = 501; seq < 504; seq += 1) plantEvent(root, ID, seq, { filler: 'x'.repeat(5_000_000) })
  const batches = await readBatches(openPlanted(root))
  expect(batches.map((batch) => batch.events.length)).toEqual([500, 3, 1])
  expect(batches.map((batch) => batch.mode)).toEqual(['append', 'append', 'append'])
})

test('a file of 20 MB is read, one of more than 64 MB is not', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, { kind: 'AgentErrorEvent', error: 'y'.repeat(20_000_000) })
  const path = plantEvent(root, ID, 1, '')
  truncateSync(path, 65 * 1024 * 1024)
  const [huge, tooLarge] = await readEventsOf(openPlanted(root))
  expect(huge?.sizeBytes).toBeGreaterThan(20_000_000)
  expect(huge?.text?.length).toBe(1024 * 1024)
  expect(tooLarge).toMatchObject({ kind: 'UnreadableEvent', retry: false, sizeBytes: 65 * 1024 * 1024 })
  expect(tooLarge?.headline).toContain('too large (65 MB)')
})

test('a folder named like an event, and an aborted read', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  mkdirSync(join(root, ID, 'events', `event-00001-${eventId(1)}.json`))
  const source = openPlanted(root)
  expect((await readEventsOf(source))[1]?.headline).toContain('cannot be read (EISDIR)')
  const reading = source.events(ID, NOTHING, AbortSignal.abort())[Symbol.asyncIterator]()
  await expect(reading.next()).rejects.toThrow('aborted')
})

test('a body is the event without credentials, found by number and id or by its file name', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0, { extra: { api_key: 'canary' } })
  plantEvent(root, ID, 1, { id: 'another-id' })
  plantEvent(root, ID, 2, '{')
  const source = openPlanted(root)
  const events = await readEventsOf(source)
  expect(events.map((event) => event.locator === null)).toEqual([true, false, false])
  const bodies = await Promise.all(events.map((event) => source.body(ID, event)))
  expect(bodies[0]).toEqual({ id: eventId(0), kind: 'PauseEvent', source: 'user', extra: { api_key: '**********' } })
  expect(bodies[1]).toMatchObject({ id: 'another-id' })
  expect(bodies[2]).toBeNull()
  expect(await source.body(ID, { seq: 9, id: eventId(9), locator: null })).toBeNull()
})

test('no id leads out of the directory', async () => {
  const root = temporaryDirectory()
  plantState(root, ID, { id: 'x' })
  const source = openPlanted(root)
  expect(await source.body(ID, { seq: 0, id: 'x', locator: '../base_state.json' })).toBeNull()
  expect(await source.body(ID, { seq: 0, id: '../../base_state', locator: null })).toBeNull()
  expect(await source.body('../x', { seq: 0, id: eventId(0), locator: null })).toBeNull()
  expect(await source.look('..')).toBeNull()
  for await (const batch of source.list(() => undefined, signal)) expect(batch).toHaveLength(1)
})
