import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findPlaces } from './find-places.ts'
import { openSource } from './open-source.ts'
import { ID, OTHER_ID, plantEvent, plantState, temporaryDirectory } from './planted-conversation.ts'
import { plantMetadata } from './v0/planted-v0.ts'
import { openPlantedDatabase, plantRows, plantV1Event } from './v1/planted-v1.ts'

const fixtures = fileURLToPath(new URL('../../e2e/fixtures', import.meta.url))
const SERVER = '594c8d0865314a368e6675f78134c4b8'
const V1 = '4412d41af9164d0b8d9ed51ec0bbd1f1'

/** Every place by its path inside the root; what is opened there has to say the same. */
function placesIn(root: string): Readonly<Record<string, string>> {
  const found = findPlaces(root).places.map(({ path, dialect }) => {
    const source = openSource({ path, id: 'planted', openDatabase: openPlantedDatabase })
    expect(source).toMatchObject({ dialect, location: path })
    return [relative(root, path) || '.', dialect] as const
  })
  expect(new Set(found.map(([path]) => path)).size).toBe(found.length)
  return Object.fromEntries(found)
}

test('a directory of recordings is taken apart, each told by what lies in it', () => {
  expect(placesIn(fixtures)).toEqual({
    'agent-server-1.11.4': 'agent-server-directory',
    'agent-server-1.11.4-running': 'agent-server-directory',
    'agent-server-1.58.0': 'agent-server-directory',
    'agent-server-1.58.0-running': 'agent-server-directory',
    'app-server-v0': 'v0-directory',
    'app-server-v1': 'v1-directory',
  })
})

test('the home of OpenHands gives each family its place', () => {
  const home = join(temporaryDirectory(), '.openhands')
  cpSync(join(fixtures, 'agent-server-1.11.4-running'), join(home, 'conversations'), { recursive: true })
  plantState(join(home, 'agent-canvas/conversations'), ID, {})
  cpSync(join(fixtures, 'app-server-v0/a'), join(home, 'sessions/a'), { recursive: true })
  plantMetadata(join(home, 'users/ann/conversations'), 'b')
  plantMetadata(join(home, 'users/bob/conversations'), 'c')
  cpSync(join(fixtures, 'app-server-v1'), home, { recursive: true })
  plantV1Event(join(home, 'carol/v1_conversations', ID), 1)
  plantV1Event(join(home, 'v1/events', ID), 1)
  const expected = {
    'agent-canvas/conversations': 'cli-directory',
    conversations: 'agent-server-directory',
    sessions: 'v0-directory',
    users: 'v0-directory',
    '.': 'v1-directory',
  }
  expect(placesIn(home)).toEqual(expected)
  expect(Object.values(placesIn(join(home, '..')))).toEqual(Object.values(expected))
})

test('without its database each store is a place of its own', () => {
  const root = temporaryDirectory()
  plantV1Event(join(root, 'v1_conversations', ID), 1)
  plantV1Event(join(root, 'v1/events', ID), 1)
  expect(placesIn(root)).toEqual({ v1_conversations: 'v1-directory', 'v1/events': 'v1-directory' })
})

test.each([
  [join('agent-server-1.58.0', SERVER), 'agent-server-directory'],
  [join('app-server-v0', 'issue-42_resolver'), 'v0-directory'],
  [join('app-server-v1/v1_conversations', V1), 'v1-directory'],
  ['app-server-v1/v1_conversations', 'v1-directory'],
  ['trajectories/agent-server.zip', 'agent-server-trajectory'],
  ['trajectories/v1.zip', 'v1-trajectory'],
])('%s is one place', (path, dialect) => {
  expect(placesIn(join(fixtures, path))).toEqual({ '.': dialect })
})

test('trajectories lie in the directory given, whatever they are called', () => {
  const root = temporaryDirectory()
  cpSync(join(fixtures, 'trajectories'), root, { recursive: true })
  writeFileSync(join(root, 'v0.json'), '[{"id": 0, "action": "message"}]')
  writeFileSync(join(root, 'as-answered.JSON'), ' {\n "trajectory": [{"id": 0, "observation": "run"}]}')
  writeFileSync(join(root, 'list.json'), '[{"id": 0}]')
  writeFileSync(join(root, 'reply.json'), '{"body": {"trajectory": [{"action": "message"}]}}')
  writeFileSync(join(root, 'other.zip'), 'PK')
  expect(placesIn(root)).toEqual({
    'agent-server.zip': 'agent-server-trajectory',
    'as-answered.JSON': 'v0-trajectory',
    'v0.json': 'v0-trajectory',
    'v1.zip': 'v1-trajectory',
  })
})

test('where there are too many files, it is said that some were left out', () => {
  const root = temporaryDirectory()
  for (let number = 0; number <= 1000; number += 1) writeFileSync(join(root, `${number}.json`), '')
  writeFileSync(join(root, '0.json'), '[{"id": 0, "action": "message"}]')
  const { places, notices } = findPlaces(root)
  expect(places.map(({ path }) => path)).toEqual([join(root, '0.json')])
  expect(notices).toEqual([expect.stringMatching(/^Of the 1001 files in .* only the first 1000 were looked at/)])
})

test('folders of something else, hidden ones, packages and deep ones are left alone', () => {
  const root = temporaryDirectory()
  plantState(join(root, 'one/two/three'), ID, {})
  plantState(join(root, '.openhands/conversations'), ID, {})
  for (const place of ['one/two/three/four', 'a/b/c/four', 'node_modules/x', '.cache/x', 'replies'])
    mkdirSync(join(root, place), { recursive: true })
  for (const place of ['a/b/c/four', 'node_modules/x', '.cache/x', ID]) plantState(join(root, place), OTHER_ID, {})
  for (const name of ['1.json', 'get.json', `${ID}.json`]) writeFileSync(join(root, 'replies', name), '{"status": 200}')
  expect(placesIn(root)).toEqual({ '.openhands/conversations': 'cli-directory', 'one/two/three': 'cli-directory' })
})

test('links lead to a place once, and in a circle nowhere', () => {
  const root = temporaryDirectory()
  plantState(join(root, 'mine'), ID, {})
  symlinkSync(root, join(root, 'circle'))
  symlinkSync(join(root, 'mine'), join(root, 'same'))
  symlinkSync('loop', join(root, 'loop'))
  expect(placesIn(root)).toEqual({ mine: 'cli-directory' })
})

test('an empty directory is a place, but not one that a parent holds', () => {
  const root = temporaryDirectory()
  expect(placesIn(root)).toEqual({ '.': 'agent-server-directory' })
  mkdirSync(join(root, 'conversations'))
  mkdirSync(join(root, 'workspace'))
  expect(placesIn(root)).toEqual({ conversations: 'agent-server-directory' })
  plantEvent(join(root, 'cli'), ID, 0)
  expect(findPlaces(root).places.map(({ path }) => relative(root, path))).toEqual(['cli'])
})

test('a database alone is no place', () => {
  const root = temporaryDirectory()
  plantRows(root, [])
  mkdirSync(join(root, 'replies'))
  writeFileSync(join(root, 'replies/1.json'), '{}')
  writeFileSync(join(root, 'notes.txt'), '[]')
  expect(() => findPlaces(root)).toThrow(/none is a conversation\. Lookout reads .*V0.*V1.*trajectory/)
  expect(() => findPlaces(join(root, 'notes.txt'))).toThrow(/is a file, but no downloaded trajectory\. Lookout reads/)
  expect(() => findPlaces(join(root, 'missing'))).toThrow('There is no directory')
})

test('a tree too large to be searched says so, and gives what was found', () => {
  const root = temporaryDirectory()
  for (let number = 1; number <= 4100; number += 1) mkdirSync(join(root, `${number}`))
  expect(() => findPlaces(root)).toThrow(/none is a conversation.*Only the first 4000 folders were searched/)
  plantState(join(root, '0'), ID, {})
  const { places, notices } = findPlaces(root)
  expect(places).toHaveLength(1)
  expect(notices).toEqual([expect.stringContaining('Only the first 4000 folders were searched')])
})
