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
  expect(detectDirectory(server)).toEqual({ path: server, dialect: 'agent-server-directory', only: null })
  expect(detectDirectory(cli)).toEqual({ path: cli, dialect: 'cli-directory', only: null })
})

test('the folder of a single conversation is told from a directory of them', () => {
  const root = temporaryDirectory()
  plantState(root, ID, {}, {})
  plantEvent(root, OTHER_ID, 0)
  const path = join(root, ID)
  expect(detectDirectory(path)).toEqual({ path, dialect: 'agent-server-directory', only: ID })
  expect(detectDirectory(join(root, OTHER_ID))).toMatchObject({ dialect: 'cli-directory', only: OTHER_ID })
})

test('an empty directory is a source without conversations', () => {
  const root = temporaryDirectory()
  writeFileSync(join(root, '.lock'), '')
  mkdirSync(join(root, ID))
  expect(detectDirectory(root)).toEqual({ path: root, dialect: 'agent-server-directory', only: null })
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
  plantState(root, 'renamed', {})
  mkdirSync(join(root, 'odd'))
  writeFileSync(join(root, 'odd', ID), '')
  mkdirSync(join(root, 'home', '.cache'), { recursive: true })
  const refusals: readonly (readonly [string, string])[] = [
    ['missing', 'There is no directory'],
    ['file', 'is a file'],
    ['renamed', 'not named by its id'],
    [`own/${ID}/events`, `the events of a single conversation; give ${join(root, 'own', ID)}`],
    ['odd', 'Lookout reads'],
    ['home', 'holds 1 entry and none is a conversation'],
    ['.', 'none is a conversation. Lookout reads conversations of an OpenHands Agent Server or CLI'],
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
  expect(sourceIdFor('/home/me/.openhands/sessions', free)).toBe('openhands')
  expect(sourceIdFor('/srv/.openhands/sessions', new Set(['openhands']), 'v0-directory')).toBe('openhands-v0')
  expect(sourceIdFor('/srv/one/logs', new Set(['logs']))).toBe('one-logs')
  expect(sourceIdFor('/srv/one/logs', new Set(['logs', 'one-logs']))).toBe('logs-2')
  expect(sourceIdFor('/logs', new Set(['logs', 'logs-2']))).toBe('logs-3')
})
