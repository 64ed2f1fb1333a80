import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ID, knownAfter, readBatches, recordOf, temporaryDirectory } from '../planted-conversation.ts'
import { idsOf, openPlantedV0, plantMetadata, plantV0Event, stateEvent, v0EventsOf, walkOf } from './planted-v0.ts'

const RUN = { action: 'run', args: { command: 'ls' } }
const RAN = { cause: 0, observation: 'run', content: 'a', extras: { metadata: { exit_code: 0 } } }
const DASHED = '594c8d08-6531-4a36-8e66-75f78134c4b8'

test('a folder with metadata.json, even torn, or an event file is a conversation, whatever its name', async () => {
  const root = temporaryDirectory()
  plantMetadata(root, 'a')
  plantMetadata(root, 'issue-42_resolver', '{"conver')
  plantMetadata(root, DASHED)
  plantV0Event(root, 'no metadata', 3, RUN)
  mkdirSync(join(root, 'empty', 'events'), { recursive: true })
  plantMetadata(root, '.hidden')
  writeFileSync(join(root, 'settings.json'), '{}')
  mkdirSync(join(root, 'replies'))
  writeFileSync(join(root, 'replies', '1.json'), '{}')
  const source = openPlantedV0(root)
  expect(await idsOf(source)).toEqual([ID, 'a', 'issue-42_resolver', 'no metadata'])
  expect((await source.look(ID))?.record).toMatchObject({ status: 'idle', unreadable: [] })
  expect((await recordOf(source, 'issue-42_resolver')).unreadable).toEqual([
    { path: 'issue-42_resolver/metadata.json', reason: 'not valid JSON' },
  ])
})

test('a file store holds its conversations in sessions and below its users; one that is given is one', async () => {
  const store = temporaryDirectory()
  plantMetadata(join(store, 'sessions'), 'one')
  plantMetadata(join(store, 'users', 'ann', 'conversations'), 'two')
  const folder = plantMetadata(join(store, 'users', 'bob', 'conversations'), 'three')
  plantV0Event(join(store, 'users', 'bob', 'conversations'), 'three', 0, RUN)
  mkdirSync(join(store, 'conversations', ID, 'events'), { recursive: true })
  writeFileSync(join(store, 'conversations', ID, 'base_state.json'), '{}')
  expect(await idsOf(openPlantedV0(store))).toEqual(['one', 'three', 'two'])
  expect(await idsOf(openPlantedV0(join(store, 'users')))).toEqual(['three', 'two'])
  expect(await idsOf(openPlantedV0(join(store, 'users', 'ann')))).toEqual(['two'])
  expect(await idsOf(openPlantedV0(folder))).toEqual(['three'])
  // Nobody has walked these: whole events are read by a source of their own.
  for (const place of [store, folder]) expect(await v0EventsOf(openPlantedV0(place), 'three')).toHaveLength(1)
})

test('an id never leads out of the place', async () => {
  const root = temporaryDirectory()
  plantMetadata(root, 'outside')
  plantMetadata(join(root, 'sessions'), 'inside')
  const source = openPlantedV0(join(root, 'sessions'))
  for (const id of ['../outside', '..', '.', '', 'inside/../inside']) expect(await source.look(id)).toBeNull()
  const place = { seq: 0, id: '0', locator: '../metadata.json' }
  expect(await source.body('inside', place)).toBeNull()
})

test('what a conversation that has gone, and a place that has gone, say', async () => {
  const root = temporaryDirectory()
  plantMetadata(root, 'a')
  const source = openPlantedV0(root)
  rmSync(join(root, 'a'), { recursive: true })
  expect(await source.look('a')).toBeNull()
  rmSync(root, { recursive: true })
  await expect(source.look('a')).rejects.toThrow('There is no directory')
})

test('event cache, pickles and settings are never opened, an unchanged folder costs no read at all', async () => {
  const root = temporaryDirectory()
  const folder = plantMetadata(root, 'a', { accumulated_cost: 1, total_tokens: 2 })
  for (let seq = 0; seq < 30; seq += 1) plantV0Event(root, 'a', seq, seq === 28 ? stateEvent('finished') : RUN)
  mkdirSync(join(folder, 'event_cache'))
  writeFileSync(join(folder, 'event_cache', '0-25.json'), '[{"id":0}]')
  writeFileSync(join(folder, 'agent_state.pkl'), 'x')
  const source = openPlantedV0(root)
  const [seen] = await walkOf(source)
  expect(seen).toMatchObject({ eventCount: 30, record: { status: 'finished' } })
  expect(source.work).toMatchObject({ stateFilesRead: 1, eventFilesRead: 2 })
  expect(await v0EventsOf(source, 'a')).toHaveLength(30)
  const again = openPlantedV0(root)
  const known = new Map([['a', seen?.fingerprint ?? '']])
  expect(await walkOf(again, known)).toEqual([{ ...seen, record: null }])
  expect(again.work).toMatchObject({ stateFilesRead: 0, eventFilesRead: 0 })
  writeFileSync(join(folder, 'event_cache', '0-25.json'), '[]')
  writeFileSync(join(folder, 'agent_state.pkl'), 'xyz')
  expect((await walkOf(again, known))[0]?.record).toBeNull()
  plantV0Event(root, 'a', 30, RUN)
  expect((await walkOf(again, known))[0]?.record).not.toBeNull()
})

test('events are numbered by their files, and holes stay', async () => {
  const root = temporaryDirectory()
  for (const seq of [100, 9, 10, 0]) plantV0Event(root, 'a', seq, RUN)
  for (const name of ['007.json', '1.json.tmp', 'x.json', '-1.json'])
    writeFileSync(join(root, 'a', 'events', name), '{}')
  const events = await v0EventsOf(openPlantedV0(root), 'a')
  expect(events.map(({ seq, id }) => [seq, id])).toEqual([
    [0, '0'],
    [9, '9'],
    [10, '10'],
    [100, '100'],
  ])
})

test('a torn event keeps its place and heals; what answered it is read again with it', async () => {
  const root = temporaryDirectory()
  plantV0Event(root, 'a', 0, '{"id": 0, "timest')
  plantV0Event(root, 'a', 1, { ...RAN, observation: 'error' })
  plantV0Event(root, 'a', 2, '')
  const source = openPlantedV0(root)
  const events = await v0EventsOf(source, 'a')
  expect(events[0]).toMatchObject({ kind: 'UnreadableEvent', id: 'unreadable-0', retry: true, source: null })
  expect(events[1]).toMatchObject({ kind: 'AgentErrorEvent', actionId: '0', toolName: null })
  plantV0Event(root, 'a', 2, stateEvent('paused'))
  const [last] = await readBatches(source, knownAfter(events), 'a')
  expect(last).toMatchObject({ mode: 'heal', events: [{ seq: 2, id: '2' }] })
  plantV0Event(root, 'a', 0, RUN)
  const [all] = await readBatches(source, knownAfter(events), 'a')
  expect(all?.mode).toBe('replace-all')
  expect(all?.events.map(({ toolName }) => toolName)).toEqual(['run', 'run', null])
})

test('an observation that comes alone takes its tool from the action, read once more', async () => {
  const root = temporaryDirectory()
  plantV0Event(root, 'a', 0, { action: 'call_tool_mcp', args: { name: 'tavily_search', arguments: {} } })
  const source = openPlantedV0(root)
  const known = knownAfter(await v0EventsOf(source, 'a'))
  plantV0Event(root, 'a', 1, { cause: 0, observation: 'mcp', content: '{}' })
  plantV0Event(root, 'a', 2, { cause: 0, observation: 'user_rejected', content: 'No' })
  const before = source.work.eventFilesRead
  const [batch] = await readBatches(source, known, 'a')
  expect(batch?.events).toMatchObject([
    { kind: 'ObservationEvent', toolName: 'tavily_search', actionId: '0' },
    { kind: 'UserRejectObservation', toolName: 'tavily_search', actionId: '0' },
  ])
  expect(source.work.eventFilesRead - before).toBe(3)
})

test('the body is the event itself through the redactor, the raw answer of the model included', async () => {
  const root = temporaryDirectory()
  const answer = { id: 'chatcmpl-1', choices: [{ message: { tool_calls: [{ arguments: '{"api_key":"k"}' }] } }] }
  plantV0Event(root, 'a', 0, {
    ...RUN,
    tool_call_metadata: { function_name: 'execute_bash', tool_call_id: 'call_1', model_response: answer },
  })
  const source = openPlantedV0(root)
  const [event] = await v0EventsOf(source, 'a')
  if (event === undefined) throw new Error('no event')
  expect(event).toMatchObject({ toolCallId: 'call_1', llmResponseId: 'chatcmpl-1' })
  expect(event.text).not.toContain('chatcmpl')
  const body = JSON.stringify(await source.body('a', event))
  expect(body).toContain('chatcmpl-1')
  expect(body).not.toContain('"k')
})
