import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ID, knownAfter, readBatches, recordOf, temporaryDirectory } from '../planted-conversation.ts'
import type { Source } from '../source.ts'
import { stateEvent, v0EventsOf, walkOf } from './planted-v0.ts'
import { openV0Directory } from './v0-directory.ts'
import { isV0Trajectory } from './v0-trajectory-file.ts'
import { openV0Trajectory, trajectoryId } from './v0-trajectory.ts'

const recording = fileURLToPath(new URL('../../../e2e/fixtures/app-server-v0', import.meta.url))
const RUN = { id: 0, action: 'run', args: { command: 'ls' } }
const RAN = { id: 1, cause: 0, observation: 'error', content: 'no' }

function plant(content: unknown, name = `trajectory-${ID}.json`): { path: string; source: Source } {
  const path = join(temporaryDirectory(), name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return { path, source: openV0Trajectory({ path, id: 'planted', wait: () => Promise.resolve() }) }
}

test('says of a recorded conversation what its folder says, metadata aside', async () => {
  const id = 'df9bcbd6578a1e49c06b7ec2874f9e23'
  const folder = join(recording, id, 'events')
  const files = readdirSync(folder).toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
  const trajectory = files.map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const directory = openV0Directory({ path: recording, id: 'recording' })
  const { path, source } = plant({ trajectory }, `trajectory-${id} (1).json`)
  expect(isV0Trajectory(path)).toBe(true)
  const sized = (await v0EventsOf(directory, id)).map((event) => ({
    ...event,
    sizeBytes: expect.any(Number) as number,
  }))
  expect(await v0EventsOf(source, id)).toEqual(sized)
  const { status, accumulatedCost } = await recordOf(directory, id)
  expect(await recordOf(source, id)).toMatchObject({ id, status, accumulatedCost, title: null })
  expect((await source.look(id))?.eventCount).toBe(29)
  const [event] = await v0EventsOf(source, id)
  expect(await source.body(id, event ?? { seq: 0, id: '0', locator: null })).toMatchObject({ id: 0 })
})

test('an unchanged file is not read; a longer one appends, another one replaces', async () => {
  const { path, source } = plant([RUN, RAN])
  const [seen] = await walkOf(source)
  const known = knownAfter(await v0EventsOf(source, ID))
  const reads = source.work.eventFilesRead
  expect(await walkOf(source, new Map([[ID, seen?.fingerprint ?? '']]))).toMatchObject([{ record: null }])
  expect(source.work.eventFilesRead).toBe(reads)
  writeFileSync(path, JSON.stringify([RUN, RAN, { ...stateEvent('finished'), id: 2 }]))
  expect(await readBatches(source, known, ID)).toMatchObject([{ mode: 'append', events: [{ seq: 2 }] }])
  writeFileSync(path, JSON.stringify([RUN]))
  expect(await readBatches(source, known, ID)).toMatchObject([{ mode: 'replace-all', events: [{ seq: 0 }] }])
  writeFileSync(path, '[]')
  expect(await readBatches(source, known, ID)).toEqual([{ mode: 'replace-all', events: [] }])
})

test('entries without a number follow the one before, those that are no object are unreadable', async () => {
  const { source } = plant([
    { action: 'think', args: {} },
    5,
    { id: 9, action: 'null' },
    { id: 9, observation: 'null' },
  ])
  expect((await v0EventsOf(source, ID)).map(({ id, kind }) => [id, kind])).toEqual([
    ['0', 'ActionEvent'],
    ['unreadable-1', 'UnreadableEvent'],
    ['9', 'ActionEvent'],
    ['10', 'ObservationEvent'],
  ])
})

test('a torn file is named, and what is known of it stays', async () => {
  const { source } = plant('[{"id": 0, "act')
  expect(await recordOf(source)).toMatchObject({ status: 'unknown', unreadable: [{ reason: 'not valid JSON' }] })
  expect(await readBatches(source, { count: 3, lastSeq: 2, lastId: '2', retrySeqs: [] }, ID)).toEqual([])
})

test('other JSON is no V0 trajectory', () => {
  for (const content of [[{ kind: 'MessageEvent' }], { results: [] }, [], { trajectory: null }, '{"a', 5])
    expect(isV0Trajectory(plant(content).path)).toBe(false)
})

test.each([
  ['/x/trajectory-issue-42_resolver.json', 'issue-42_resolver'],
  ['/x/594C8D08-6531-4A36-8E66-75F78134C4B8.json', ID],
  [`/x/my ${ID} copy.json`, ID],
  ['/x/notes (2).json', 'notes'],
  ['/x/.json', 'trajectory'],
])('the name %s tells the id %s', (path, id) => {
  expect(trajectoryId(path)).toBe(id)
})
