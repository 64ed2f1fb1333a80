import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDirectory } from '../agent-server-directory.ts'
import { ID, NOTHING, readEventsOf, recordOf, signal, temporaryDirectory } from '../planted-conversation.ts'
import type { Source } from '../source.ts'
import { openPlantedV1 } from '../v1/planted-v1.ts'
import { openTrajectory, trajectoryDialect } from './trajectory-source.ts'

const FIXTURES = fileURLToPath(new URL('../../../e2e/fixtures/', import.meta.url))
const CART = '289cc69b34da473e8d039cdbce3f5737'

/** A copy of a recorded zip, changed byte by byte where a test says so. */
function plantZip(name: string, change: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const path = join(temporaryDirectory(), 'download.zip')
  writeFileSync(path, change(readFileSync(join(FIXTURES, 'trajectories', `${name}.zip`))))
  return path
}

const open = (path: string): Source => openTrajectory({ path, id: 'zip', temporary: temporaryDirectory() })

test('the zip of an Agent Server says what its directory says', async () => {
  const path = plantZip('agent-server')
  const source = open(path)
  const directory = openDirectory({ path: join(FIXTURES, 'agent-server-1.58.0'), id: 'directory' })
  expect([source.dialect, trajectoryDialect(path)]).toEqual(['agent-server-trajectory', 'agent-server-trajectory'])
  // Downloaded before its server wrote the last time of change.
  expect({ ...(await recordOf(source)), updatedAt: null }).toEqual({ ...(await recordOf(directory)), updatedAt: null })
  const events = await readEventsOf(source)
  expect(events.map(({ id, seq, text }) => [id, seq, text])).toEqual(
    (await readEventsOf(directory)).map(({ id, seq, text }) => [id, seq, text]),
  )
  expect(await source.body(ID, events[0] ?? expect.unreachable())).toMatchObject({ id: events[0]?.id })
})

test('the zip of V1 says what its store and its database say', async () => {
  const source = open(plantZip('v1'))
  const store = openPlantedV1(join(FIXTURES, 'app-server-v1', 'v1_conversations', CART), {
    openDatabase: () => ({ prepare: () => ({ all: () => [{ quick_check: 'ok' }] }), close: () => undefined }),
  })
  expect(await recordOf(source, CART)).toMatchObject({
    title: 'Fix the total of the cart',
    status: 'finished',
    trigger: 'gui',
    selectedRepository: 'acme/shop',
    prNumbers: [12],
    accumulatedCost: 0.0316225,
    createdAt: Date.parse('2026-11-22T15:11:56.186Z'),
    tags: { archiveworkspacepath: '.' },
  })
  const ids = async (from: Source) => (await readEventsOf(from, NOTHING, CART)).map(({ id, seq }) => [id, seq])
  expect(await ids(source)).toEqual(await ids(store))
  const place = { seq: 0, id: 'x', locator: '2c0d5417a01646349ad2d13d69b71b9b.json' }
  expect(await source.body(CART, place)).toEqual(await store.body(CART, place))
})

test('a zip is unpacked to a folder that names this process, so that others find what it leaves behind', async () => {
  const temporary = temporaryDirectory()
  await recordOf(openTrajectory({ path: plantZip('agent-server'), id: 'zip', temporary }))
  expect(readdirSync(temporary)).toEqual([expect.stringContaining(`lookout-trajectory-${process.pid}-`)])
})

test('an unchanged zip is not unpacked again, one that was replaced is, and one that has gone is a failure', async () => {
  const path = plantZip('v1')
  const first = open(path)
  const prints = new Map<string, string>()
  for await (const [sighting] of first.list(() => undefined, signal))
    if (sighting !== undefined) prints.set(sighting.id, sighting.fingerprint)
  const source = open(path)
  const records = async () => {
    const found: unknown[] = []
    for await (const batch of source.list((id) => prints.get(id), signal)) found.push(...batch)
    return found
  }
  expect(await records()).toMatchObject([{ id: CART, record: null, eventCount: 40 }])
  expect(source.work.eventFilesRead).toBe(0)
  copyFileSync(join(FIXTURES, 'trajectories', 'agent-server.zip'), path)
  expect(await records()).toMatchObject([{ id: ID, record: { id: ID } }])
  expect(await source.look(CART)).toBeNull()
  rmSync(path)
  await expect(records()).rejects.toThrow('There is no file')
})

test('many of them listen once for the end of the process', async () => {
  const paths = [plantZip('v1'), plantZip('agent-server'), plantZip('v1')]
  await recordOf(open(plantZip('v1')), CART)
  const before = process.listenerCount('exit')
  for (const source of paths.map(open))
    for await (const seen of source.list(() => undefined, signal)) expect(seen).toHaveLength(1)
  expect(process.listenerCount('exit')).toBe(before)
})

test('a zip that is replaced while its events are read shows none of the other', async () => {
  const path = plantZip('agent-server')
  const source = open(path)
  const [event] = await readEventsOf(source)
  copyFileSync(join(FIXTURES, 'trajectories', 'v1.zip'), path)
  expect(await source.body(ID, event ?? expect.unreachable())).toBeNull()
})

test('a damaged entry is an event that cannot be read, and a torn zip none at all', async () => {
  const path = plantZip('agent-server', (bytes) => {
    const name = 'event-00005-0593123c'
    bytes.fill(0, bytes.indexOf(name) + 70, bytes.indexOf(name) + 90)
    return bytes
  })
  const events = await readEventsOf(open(path))
  expect(events.flatMap(({ kind, seq }) => (kind === 'UnreadableEvent' ? [seq] : []))).toEqual([5])
  const torn = plantZip('v1', (bytes) => bytes.subarray(0, 20_000))
  expect(trajectoryDialect(torn)).toBeNull()
  expect(() => open(torn)).toThrow('no whole zip file')
})

test('names that lead elsewhere are not unpacked', async () => {
  const path = plantZip('v1', (bytes) =>
    Buffer.from(bytes.toString('latin1').replaceAll('event_000003_4f', '../../../../4f4'), 'latin1'),
  )
  expect(await readEventsOf(open(path), NOTHING, CART)).toHaveLength(39)
})
