import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { detectDirectory, sourceIdFor } from './detect.ts'
import { ID, OTHER_ID, plantEvent, plantState, temporaryDirectory } from './planted-conversation.ts'

test('the files inside tell the dialect, whatever the directory is called', () => {
  const server = temporaryDirectory()
  plantState(server, ID, {}, {})
  plantEvent(server, OTHER_ID, 0)
  const cli = temporaryDirectory()
  plantState(cli, ID, {})
  writeFileSync(join(cli, 'notes.txt'), '')
  expect(detectDirectory(server)).toEqual({ path: server, dialect: 'agent-server-directory' })
  expect(detectDirectory(cli)).toEqual({ path: cli, dialect: 'cli-directory' })
})

test('the store of a V1 app server is known by the events in its folders', () => {
  const store = join(temporaryDirectory(), 'anything')
  mkdirSync(join(store, ID), { recursive: true })
  writeFileSync(join(store, ID, `${OTHER_ID}.json`), '{}')
  expect(detectDirectory(store)).toEqual({ path: store, dialect: 'v1-directory' })
})

test('an empty directory is a source without conversations', () => {
  const root = temporaryDirectory()
  writeFileSync(join(root, '.lock'), '')
  mkdirSync(join(root, ID))
  expect(detectDirectory(root)).toEqual({ path: root, dialect: 'agent-server-directory' })
})

test('a parent stands for its folder conversations', () => {
  const parent = temporaryDirectory()
  writeFileSync(join(parent, 'settings.json'), '{}')
  mkdirSync(join(parent, 'conversations'))
  expect(detectDirectory(parent).path).toBe(join(parent, 'conversations'))
})

test('what is something else is refused with a sentence that says what it is', () => {
  const root = temporaryDirectory()
  writeFileSync(join(root, 'file'), '')
  plantEvent(join(root, 'own'), ID, 0)
  plantState(join(root, 'own'), ID, {})
  mkdirSync(join(root, 'v0', ID, 'events'), { recursive: true })
  writeFileSync(join(root, 'v0', ID, 'metadata.json'), '{}')
  mkdirSync(join(root, 'v0', OTHER_ID, 'events'), { recursive: true })
  writeFileSync(join(root, 'v0', OTHER_ID, 'events', '0.json'), '{}')
  mkdirSync(join(root, 'odd'))
  writeFileSync(join(root, 'odd', ID), '')
  mkdirSync(join(root, 'home', '.cache'), { recursive: true })
  mkdirSync(join(root, 'v1', 'v1_conversations'), { recursive: true })
  const refusals: readonly (readonly [string, string])[] = [
    ['missing', 'There is no directory'],
    ['file', 'is a file'],
    [`own/${ID}`, `is a single conversation; give ${join(root, 'own')}`],
    [`own/${ID}/events`, `the events of a single conversation; give ${join(root, 'own')}`],
    ['v0', 'old app server (V0)'],
    ['odd', 'Lookout reads'],
    ['home', 'holds 1 entry and none is a conversation'],
    ['v1', 'app server (V1)'],
    ['.', 'none is a conversation. Lookout reads the conversations directory of an OpenHands Agent Server or CLI'],
  ]
  for (const [path, sentence] of refusals) expect(() => detectDirectory(join(root, path)), path).toThrow(sentence)
})

test('an id is the last telling segment, and nobody gets a taken one', () => {
  const free = new Set<string>()
  expect(sourceIdFor('/home/me/.openhands/conversations', free)).toBe('openhands')
  expect(sourceIdFor('/home/me/.openhands/agent-canvas/conversations', free)).toBe('agent-canvas')
  expect(sourceIdFor('/srv/Agent Server/1.58.0/conversations/', free)).toBe('1-58-0')
  expect(sourceIdFor('/conversations', free)).toBe('conversations')
  expect(sourceIdFor('/', free)).toBe('conversations')
  expect(sourceIdFor('/srv/one/logs', new Set(['logs']))).toBe('one-logs')
  expect(sourceIdFor('/srv/one/logs', new Set(['logs', 'one-logs']))).toBe('logs-2')
  expect(sourceIdFor('/logs', new Set(['logs', 'logs-2']))).toBe('logs-3')
})
