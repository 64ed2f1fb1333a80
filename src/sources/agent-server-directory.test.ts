import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  ID,
  openPlanted,
  OTHER_ID,
  eventId,
  plantEvent,
  plantState,
  readEventsOf,
  recordOf,
  signal,
  temporaryDirectory,
} from './planted-conversation.ts'
import type { Sighting, Source } from './source.ts'

async function walk(source: Source, known: ReadonlyMap<string, string> = new Map()): Promise<readonly Sighting[]> {
  const seen: Sighting[] = []
  for await (const batch of source.list((id) => known.get(id), signal)) seen.push(...batch)
  return seen
}

function fingerprints(seen: readonly Sighting[]): ReadonlyMap<string, string> {
  return new Map(seen.map((one) => [one.id, one.fingerprint]))
}

test('a folder of 32 hex digits with a state file or events/ is a conversation, nothing else is', async () => {
  const root = temporaryDirectory()
  plantState(root, `${'a'.repeat(31)}1`, {})
  plantState(root, `${'a'.repeat(31)}2`, null, {})
  mkdirSync(join(root, `${'a'.repeat(31)}3`, 'events'), { recursive: true })
  mkdirSync(join(root, `${'a'.repeat(31)}4`))
  plantState(root, '594c8d08-6531-4a36-8e66-75f78134c4b8', {})
  plantState(root, 'notes', {})
  writeFileSync(join(root, `${'a'.repeat(31)}5`), '')
  const source = openPlanted(root)
  const ids = (await walk(source)).map((one) => one.id).toSorted()
  expect(ids).toEqual(['1', '2', '3'].map((last) => 'a'.repeat(31) + last))
  expect(await source.count(signal)).toBe(3)
})

test('upper-case folders get lower-case ids and are found by them; links are followed, loops are not', async () => {
  const root = temporaryDirectory()
  const elsewhere = temporaryDirectory()
  plantEvent(root, ID.toUpperCase(), 0)
  plantState(elsewhere, 'real', { execution_status: 'paused' })
  symlinkSync(join(elsewhere, 'real'), join(root, OTHER_ID))
  symlinkSync(join(root, 'b'.repeat(32)), join(root, 'b'.repeat(32)))
  const source = openPlanted(root)
  const ids = (await walk(source)).map((one) => one.id).toSorted()
  expect(ids).toEqual([ID, OTHER_ID])
  expect(await readEventsOf(source)).toHaveLength(1)
  expect((await recordOf(source, OTHER_ID)).status).toBe('paused')

  const neverWalked = openPlanted(root)
  const place = { seq: 0, id: eventId(0), locator: null }
  expect(await neverWalked.body(ID, place)).toMatchObject({ id: eventId(0) })
  expect(await neverWalked.body('c'.repeat(32), place)).toBeNull()
  rmSync(root, { recursive: true })
  expect(await neverWalked.body(ID, place)).toBeNull()
})

test('a second walk over unchanged conversations reads nothing, a changed one reads that one', async () => {
  const root = temporaryDirectory()
  for (const id of [ID, OTHER_ID]) {
    plantState(root, id, { execution_status: 'idle' }, { title: 'One' })
    plantEvent(root, id, 0)
  }
  const source = openPlanted(root)
  const first = await walk(source)
  expect(first.every((one) => one.record !== null)).toBe(true)
  expect(source.work).toMatchObject({ stateFilesRead: 4, eventFilesRead: 0 })

  const again = openPlanted(root)
  const second = await walk(again, fingerprints(first))
  expect(second.every((one) => one.record === null && one.eventCount === 1)).toBe(true)
  expect(again.work).toMatchObject({ stateFilesRead: 0, eventFilesRead: 0 })

  plantState(root, ID, { execution_status: 'finished' })
  plantEvent(root, OTHER_ID, 1)
  const third = await walk(again, fingerprints(first))
  expect(third.every((one) => one.record !== null)).toBe(true)
  expect(again.work).toMatchObject({ stateFilesRead: 4, eventFilesRead: 0 })
})

test('a state file with its old time set back is still seen as changed', async () => {
  const root = temporaryDirectory()
  const folder = plantState(root, ID, { execution_status: 'idle' })
  const source = openPlanted(root)
  const known = fingerprints(await walk(source))
  writeFileSync(join(folder, 'base_state.json'), JSON.stringify({ execution_status: 'stop' }))
  utimesSync(join(folder, 'base_state.json'), new Date(0), new Date(0))
  expect((await walk(source, known))[0]?.record).not.toBeNull()
})

test('the most recently changed conversation comes first', async () => {
  const root = temporaryDirectory()
  for (const [index, id] of [ID, OTHER_ID].entries()) {
    plantEvent(root, id, 0)
    utimesSync(join(root, id, 'events'), index + 1, index + 1)
  }
  expect((await walk(openPlanted(root))).map((one) => one.id)).toEqual([OTHER_ID, ID])
})

test.each([
  ['empty', ''],
  ['not valid JSON', '{"execution_sta'],
  ['not valid UTF-8', Buffer.from('{"title":"caf\xe9"}', 'latin1').toString('latin1')],
  ['not a JSON object', '"finished"'],
])('state files that are %s are named, and the rest is still told', async (reason, content) => {
  const root = temporaryDirectory()
  const bytes = Buffer.from(content, 'latin1')
  plantState(root, ID, {}, { title: 'Told' })
  writeFileSync(join(root, ID, 'base_state.json'), bytes)
  plantState(root, OTHER_ID, { execution_status: 'finished' }, {})
  writeFileSync(join(root, OTHER_ID, 'meta.json'), bytes)
  const source = openPlanted(root)
  expect(await recordOf(source)).toMatchObject({
    title: 'Told',
    status: 'unknown',
    accumulatedCost: null,
    statusReason: `base_state.json, which would tell, cannot be read: ${reason}`,
    unreadable: [{ path: `${ID}/base_state.json`, reason }],
  })
  expect(await recordOf(source, OTHER_ID)).toMatchObject({
    title: null,
    status: 'finished',
    unreadable: [{ path: `${OTHER_ID}/meta.json`, reason }],
  })
  expect(source.work.stateFilesRead).toBe(6)
})

test('a torn state file is read once more after a pause, one pause for a whole batch', async () => {
  const root = temporaryDirectory()
  plantState(root, ID, '', {})
  plantState(root, OTHER_ID, '{')
  const pauses: number[] = []
  const wait = async (ms: number) => {
    pauses.push(ms)
    plantState(root, ID, { execution_status: 'finished' })
  }
  const seen = await walk(openPlanted(root, { wait }))
  expect(pauses).toEqual([100])
  expect(seen.find((one) => one.id === ID)?.record).toMatchObject({ status: 'finished', unreadable: [] })
  expect(seen.find((one) => one.id === OTHER_ID)?.record?.status).toBe('unknown')
})

test('running is believed while the lease holds, without a lease for ten minutes after the last write', async () => {
  const root = temporaryDirectory()
  const written = Date.UTC(2026, 10, 22, 15, 0)
  for (const id of [ID, OTHER_ID]) {
    const folder = plantState(root, id, { execution_status: 'running' })
    utimesSync(join(folder, 'base_state.json'), written / 1000, written / 1000)
  }
  writeFileSync(join(root, ID, 'owner_lease.json'), JSON.stringify({ expires_at: written / 1000 + 45 }))
  const at = (now: number) => openPlanted(root, { now: () => now })
  expect(await recordOf(at(written))).toMatchObject({ status: 'running', statusUntil: written + 45_000 })
  expect(await recordOf(at(written), OTHER_ID)).toMatchObject({
    status: 'running',
    statusUntil: written + 600_000,
    statusAfter: { status: 'unknown' },
  })
  expect(await recordOf(at(written + 45_000))).toMatchObject({
    status: 'unknown',
    nativeStatus: 'running',
    statusUntil: null,
  })
  expect(await recordOf(at(written + 599_999), OTHER_ID)).toMatchObject({ status: 'running' })
  expect(await recordOf(at(written + 600_000), OTHER_ID)).toMatchObject({ status: 'unknown', nativeStatus: 'running' })
})

test('a new event keeps a conversation without a lease running', async () => {
  const root = temporaryDirectory()
  const path = join(plantState(root, ID, { execution_status: 'running' }), 'base_state.json')
  utimesSync(path, 0, 0)
  utimesSync(plantEvent(root, ID, 0), 1_000, 1_000)
  expect(await recordOf(openPlanted(root, { now: () => 1_500_000 }))).toMatchObject({ statusUntil: 1_600_000 })
})

test('a directory that has gone is an error of the source, a conversation that has gone is null', async () => {
  const root = join(temporaryDirectory(), 'conversations')
  plantState(root, ID, {})
  const source = openPlanted(root)
  rmSync(join(root, ID), { recursive: true })
  expect(await source.look(ID)).toBeNull()
  rmSync(root, { recursive: true })
  await expect(source.look(ID)).rejects.toThrow('There is no directory')
  await expect(walk(source)).rejects.toThrow('There is no directory')
})

test('the folder of a single conversation is a source of that one alone', async () => {
  const root = temporaryDirectory()
  for (const id of [ID.toUpperCase(), OTHER_ID]) {
    plantState(root, id, {})
    plantEvent(root, id, 0)
  }
  const source = openPlanted(join(root, ID.toUpperCase()))
  expect(source.location).toBe(join(root, ID.toUpperCase()))
  expect((await walk(source)).map(({ id, eventCount }) => [id, eventCount])).toEqual([[ID, 1]])
  expect(await source.count(signal)).toBe(1)
  expect(await readEventsOf(source)).toHaveLength(1)
  expect(await source.body(ID, { seq: 0, id: eventId(0), locator: null })).not.toBeNull()
  expect(await source.look(OTHER_ID)).toBeNull()
  expect(await source.body(OTHER_ID, { seq: 0, id: eventId(0), locator: null })).toBeNull()
  rmSync(join(root, ID.toUpperCase()), { recursive: true })
  expect(await walk(source)).toEqual([])
  expect(await source.look(ID)).toBeNull()
})

test('what was configured is what the source says of itself', () => {
  const root = temporaryDirectory()
  expect(openPlanted(root, { name: 'Mine', timezone: 'Europe/Berlin' })).toMatchObject({
    id: 'planted',
    name: 'Mine',
    dialect: 'agent-server-directory',
    location: root,
    timezone: 'Europe/Berlin',
  })
})
