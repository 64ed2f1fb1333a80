import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  ID,
  knownAfter,
  NOTHING,
  OTHER_ID,
  readBatches,
  readEventsOf,
  recordOf,
  signal,
  temporaryDirectory,
} from '../planted-conversation.ts'
import { hexOf, openPlantedV1, plantRows, plantV1Event, stateUpdate, walkV1 } from './planted-v1.ts'

const DASHED = '594c8d08-6531-4a36-8e66-75f78134c4b8'

function plantStore(): { root: string; store: string; folder: string } {
  const root = temporaryDirectory()
  const store = join(root, 'v1_conversations')
  const folder = join(store, ID)
  for (const number of [3, 1, 2]) plantV1Event(folder, number)
  return { root, store, folder }
}

const seqsAndIds = (events: readonly { seq: number; id: string }[]) =>
  events.map(({ seq, id }) => [seq, id.startsWith('unreadable') ? id : Number(id)])

test('events are numbered by time, then id, whatever their files are called', async () => {
  const { root, folder } = plantStore()
  plantV1Event(folder, 5, {}, 2)
  plantV1Event(folder, 4, {}, 2)
  const events = await readEventsOf(openPlantedV1(root))
  expect(seqsAndIds(events)).toEqual([
    [0, 1],
    [1, 2],
    [2, 4],
    [3, 5],
    [4, 3],
  ])
})

test('an unchanged conversation costs no read, one that grew its new file, a late event that conversation alone', async () => {
  const { root, store, folder } = plantStore()
  plantV1Event(join(store, OTHER_ID), 1)
  const source = openPlantedV1(root)
  const first = await walkV1(source)
  const known = knownAfter(await readEventsOf(source))
  const prints = new Map([...first].map(([id, { fingerprint }]) => [id, fingerprint]))
  const { eventFilesRead } = source.work
  expect([...(await walkV1(source, prints)).values()].map(({ record }) => record)).toEqual([null, null])

  plantV1Event(folder, 4)
  const second = await walkV1(source, prints)
  expect([second.get(ID)?.record === null, second.get(OTHER_ID)?.record]).toEqual([false, null])
  const [grown] = await readBatches(source, known)
  expect([grown?.mode, seqsAndIds(grown?.events ?? [])]).toEqual(['append', [[3, 4]]])
  expect(source.work.eventFilesRead).toBe(eventFilesRead + 1)

  plantV1Event(folder, 9, {}, 0)
  const batches = await readBatches(source, { ...known, count: 4, lastSeq: 3, lastId: hexOf(4) })
  expect(batches.map(({ mode }) => mode)).toEqual(['replace-all'])
  expect(seqsAndIds(batches[0]?.events ?? []).slice(0, 2)).toEqual([
    [0, 9],
    [1, 1],
  ])
})

test('a source opened anew finds what is new by what is known, and an event that has gone', async () => {
  const { root, folder } = plantStore()
  const known = knownAfter(await readEventsOf(openPlantedV1(root)))
  expect(await readBatches(openPlantedV1(root), known)).toEqual([])
  const path = plantV1Event(folder, 4)
  expect((await readBatches(openPlantedV1(root), known)).map(({ mode, events }) => [mode, events.length])).toEqual([
    ['append', 1],
  ])
  rmSync(path)
  rmSync(join(folder, `${hexOf(2)}.json`))
  expect((await readBatches(openPlantedV1(root), known)).map(({ mode, events }) => [mode, events.length])).toEqual([
    ['replace-all', 2],
  ])
  rmSync(folder, { recursive: true })
  plantRows(root, [{ conversation_id: DASHED }])
  expect(await readBatches(openPlantedV1(root), known)).toEqual([{ mode: 'replace-all', events: [] }])
})

test('a torn file keeps its place among later ones, is seen to heal by another process, and does', async () => {
  const { root, folder } = plantStore()
  const torn = plantV1Event(folder, 4, '{"id": ')
  for (const number of [1, 2, 3]) utimesSync(join(folder, `${hexOf(number)}.json`), number, number)
  utimesSync(torn, 4, 4)
  const source = openPlantedV1(root)
  const sighting = await source.look(ID)
  const events = await readEventsOf(source)
  expect(events[3]).toMatchObject({ id: 'unreadable-3', kind: 'UnreadableEvent', retry: true })
  const settled = new Map([[ID, source.settledFingerprint?.(sighting ?? expect.unreachable()) ?? '']])
  expect((await walkV1(openPlantedV1(root), settled)).get(ID)?.record).toBeNull()

  plantV1Event(folder, 5)
  const [later] = await readBatches(source, knownAfter(events))
  expect([later?.mode, seqsAndIds(later?.events ?? [])]).toEqual(['append', [[4, 5]]])

  plantV1Event(folder, 4)
  expect((await walkV1(openPlantedV1(root), settled)).get(ID)?.record).not.toBeNull()
  const known = knownAfter([...events, ...(later?.events ?? [])])
  const [healed] = await readBatches(source, known)
  expect([healed?.mode, seqsAndIds(healed?.events ?? [])[3]]).toEqual(['replace-all', [3, 4]])
})

test('of two files with one event id the first counts', async () => {
  const { root, folder } = plantStore()
  plantV1Event(folder, 7, { id: hexOf(2) })
  const events = await readEventsOf(openPlantedV1(root))
  expect(events.map(({ headline }) => headline).at(3)).toBe(`${hexOf(7)}.json: duplicate of an earlier event`)
  expect(await readBatches(openPlantedV1(root), knownAfter(events))).toEqual([])
})

test('a row without a folder and a folder without a row are conversations, and what is neither is none', async () => {
  const { root, store } = plantStore()
  mkdirSync(join(store, 'strangers'))
  mkdirSync(join(root, 'replies'))
  writeFileSync(join(root, 'replies', `${ID}.json`), '{}')
  plantRows(root, [
    { conversation_id: 'a0000000-0000-0000-0000-000000000001', title: ' ', created_at: '2026-11-22 15:00:00.5' },
  ])
  const source = openPlantedV1(root)
  const found = await walkV1(source)
  expect([...found.keys()]).toEqual([ID, OTHER_ID])
  expect(await source.count(signal)).toBe(2)
  expect(found.get(ID)).toMatchObject({ eventCount: 3, record: { title: null, createdAt: null } })
  expect(found.get(OTHER_ID)).toMatchObject({
    eventCount: 0,
    record: { title: null, createdAt: Date.UTC(2026, 10, 22, 15, 0, 0, 500), status: 'unknown', accumulatedCost: null },
  })
  expect(await readEventsOf(source, NOTHING, OTHER_ID)).toEqual([])
  expect(await source.look('c'.repeat(32))).toBeNull()
})

test('the last word of the events counts, not that of the database', async () => {
  const { root, folder } = plantStore()
  const stats = { usage_to_metrics: { agent: { accumulated_cost: 0.5 }, condenser: { accumulated_cost: 0.25 } } }
  plantRows(root, [
    {
      conversation_id: DASHED,
      execution_status: 'running',
      accumulated_cost: 9,
      pr_number: '[12, 12, "x"]',
      tags: '{"team": "platform", "github_token": "x"}',
    },
  ])
  const source = openPlantedV1(root)
  expect(await recordOf(source)).toMatchObject({
    status: 'unknown',
    nativeStatus: null,
    accumulatedCost: 9,
    prNumbers: [12],
    tags: { team: 'platform' },
  })
  plantV1Event(folder, 10, stateUpdate('execution_status', 'finished'))
  plantV1Event(folder, 11, stateUpdate('stats', stats))
  plantV1Event(folder, 12, stateUpdate('execution_status', 'running'), 4)
  expect(await recordOf(source)).toMatchObject({ status: 'finished', accumulatedCost: 0.75 })
  plantV1Event(folder, 13, stateUpdate('execution_status', 'running'))
  expect(await recordOf(source)).toMatchObject({ status: 'unknown', nativeStatus: 'running' })
})

test('a body keeps its nulls, and a whole state keeps its status alone', async () => {
  const { root, folder } = plantStore()
  const state = { execution_status: 'idle', agent: { llm: { api_key: 'class-a-key' } }, secret_registry: { a: 'b' } }
  plantV1Event(folder, 4, stateUpdate('full_state', state))
  const source = openPlantedV1(root)
  const events = await readEventsOf(source)
  expect(await source.body(ID, events[0] ?? expect.unreachable())).toMatchObject({ id: hexOf(1), parent_id: null })
  expect((await source.body(ID, events[3] ?? expect.unreachable()))?.['value']).toEqual({ execution_status: 'idle' })
  expect(JSON.stringify(events)).not.toContain('class-a-key')
  expect(await source.body(ID, { seq: 0, id: 'x', locator: '../../openhands.db' })).toBeNull()
})

test('with users every store is read, one user’s store is that user’s alone, one conversation’s folder that one', async () => {
  const { root, store } = plantStore()
  mkdirSync(join(root, 'ann'))
  renameSync(store, join(root, 'ann', 'v1_conversations'))
  plantV1Event(join(root, 'bob', 'v1_conversations', OTHER_ID), 1)
  plantRows(root, [
    { conversation_id: 'c0000000-0000-0000-0000-000000000001', user_id: 'ann' },
    { conversation_id: 'd0000000-0000-0000-0000-000000000001', user_id: 'bob' },
  ])
  const idsOf = async (path: string) => [...(await walkV1(openPlantedV1(join(root, path)))).keys()].toSorted()
  const annsRow = 'c0000000000000000000000000000001'
  expect(await idsOf('.')).toHaveLength(4)
  expect(await idsOf('ann/v1_conversations')).toEqual([ID, annsRow])
  expect(await idsOf('ann')).toEqual([ID, annsRow])
  expect(await idsOf(`ann/v1_conversations/${ID}`)).toEqual([ID])
  expect(await openPlantedV1(join(root, `ann/v1_conversations/${ID}`)).look(annsRow)).toBeNull()
})

test('a store that has gone takes no conversation with it', async () => {
  const { root, store } = plantStore()
  plantRows(root, [])
  const source = openPlantedV1(root)
  rmSync(store, { recursive: true })
  await expect(source.look(ID)).rejects.toThrow('There is no directory')
  await expect(walkV1(source)).rejects.toThrow('There is no directory')
})

test('a new event, a new conversation and a changed row are hints', async () => {
  const { root, store, folder } = plantStore()
  const row = { conversation_id: 'a0000000-0000-0000-0000-000000000001', title: 'before' }
  plantRows(root, [row, { conversation_id: DASHED }])
  const source = openPlantedV1(root)
  await walkV1(source)
  const hints: (string | undefined)[] = []
  let arrived = (): void => {}
  const stop = source.watch?.(
    () => [ID],
    (id) => {
      hints.push(id)
      arrived()
    },
  )
  onTestFinished(() => stop?.())
  const next = async (): Promise<string | undefined> => {
    if (hints.length === 0) await new Promise<void>((resolve) => (arrived = resolve))
    return hints.shift()
  }
  plantV1Event(folder, 4)
  expect(await next()).toBe(ID)
  plantRows(root, [{ ...row, title: 'after' }, { conversation_id: DASHED }])
  expect(await next()).toBe(OTHER_ID)
  mkdirSync(join(store, 'b'.repeat(32)))
  expect(await next()).toBe('b'.repeat(32))
})
