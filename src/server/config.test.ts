import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig, type Config, type Surrounding } from './config.ts'
import { parseFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

const ID = '0ea5de8dd9344ad482fd8e3e416fff3d'
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lookout-config-'))
  makeConversations('sample/one')
  makeV0('sample/two')
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

function makeConversations(...segments: readonly string[]): string {
  const path = join(root, ...segments)
  mkdirSync(join(path, ID, 'events'), { recursive: true })
  writeFileSync(join(path, ID, 'base_state.json'), '{}')
  return path
}

function makeV0(path: string): string {
  mkdirSync(join(root, path, 'v0-conversation'), { recursive: true })
  writeFileSync(join(root, path, 'v0-conversation/metadata.json'), '{"conversation_id": "v0-conversation"}')
  return join(root, path)
}

function makeV1(path: string): void {
  mkdirSync(join(root, path, ID), { recursive: true })
  writeFileSync(join(root, path, ID, `${ID}.json`), '{}')
}

function surrounding(env: Surrounding['env'] = {}): Surrounding {
  const sample = [
    { path: join(root, 'sample/one'), name: 'Sample: one', timezone: 'UTC' },
    { path: join(root, 'sample/two'), name: 'Sample: two', timezone: 'UTC' },
  ]
  return { env, cwd: join(root, 'cwd'), home: join(root, 'home'), sample }
}

function read(argv: readonly string[], env: Surrounding['env'] = {}) {
  return readConfig(parseFlags(argv), surrounding(env))
}

function pathsOf({ sources }: Config): readonly string[] {
  return sources.map((one) => ('path' in one ? one.path : one.url))
}

function sentenceOf(argv: readonly string[]): string {
  try {
    read(argv)
  } catch (fault) {
    if (fault instanceof UsageError) return fault.message
    throw fault
  }
  return ''
}

function writeFile(name: string, text: string): string {
  writeFileSync(join(root, name), text)
  return join(root, name)
}

test('without a source the sample is read, and says so', () => {
  const config = read(['--timezone', 'Asia/Tokyo'])
  expect(config.isSample).toBe(true)
  expect(config.sources).toMatchObject([
    { id: 'sample-one', name: 'Sample: one', path: join(root, 'sample/one'), timezone: 'UTC' },
    { id: 'sample-two', name: 'Sample: two', dialect: 'v0-directory', timezone: 'UTC' },
  ])
  expect(config).toMatchObject({ port: 4680, host: '127.0.0.1', cacheDirectory: join(root, 'home/.cache/lookout') })
})

test('the usual places that exist are read in their order, each once', () => {
  const persistence = makeConversations('persistence', 'conversations')
  const home = makeConversations('home', '.openhands', 'conversations')
  const workspace = makeConversations('cwd', 'workspace', 'conversations')
  symlinkSync(persistence, join(root, 'same'))
  const env = {
    OPENHANDS_CONVERSATIONS_DIR: join(root, 'absent'),
    OPENHANDS_PERSISTENCE_DIR: join(root, 'persistence'),
    OH_CONVERSATIONS_PATH: join(root, 'same'),
  }
  const config = read([], env)
  expect(config.isSample).toBe(false)
  expect(pathsOf(config)).toEqual([persistence, home, workspace])
  expect(new Set(config.sources.map(({ id }) => id)).size).toBe(3)
})

test('a usual place that holds something else is left out with a word', () => {
  mkdirSync(join(root, 'cwd/workspace/conversations/holiday-pictures'), { recursive: true })
  writeFileSync(join(root, 'cwd/workspace/conversations/holiday-pictures/1.txt'), '')
  const config = read([])
  expect(config.isSample).toBe(true)
  expect(config.notices).toHaveLength(1)
  expect(config.notices[0]).toContain('workspace/conversations')
})

test('a file in the way of a usual place is no place', () => {
  mkdirSync(join(root, 'home'))
  writeFileSync(join(root, 'home/.openhands'), '')
  expect(read([])).toMatchObject({ isSample: true, notices: [] })
})

test('a usual place that cannot even be looked at is left out with a word', () => {
  mkdirSync(join(root, 'cwd/workspace'), { recursive: true })
  symlinkSync('conversations', join(root, 'cwd/workspace/conversations'))
  const home = makeConversations('home', '.openhands', 'conversations')
  const config = read([])
  expect(pathsOf(config)).toEqual([home])
  expect(config.notices).toEqual([expect.stringContaining('workspace/conversations cannot be read')])
})

test('a named source keeps the usual places out', () => {
  makeConversations('home', '.openhands', 'conversations')
  const mine = makeConversations('cwd', 'mine')
  expect(read(['mine', '--timezone', 'Europe/Berlin']).sources).toMatchObject([
    { path: mine, timezone: 'Europe/Berlin' },
  ])
})

test('the usual places of app servers are read where they hold conversations', () => {
  const home = join(root, 'home/.openhands')
  const cli = makeConversations('home', '.openhands', 'conversations')
  for (const name of ['sessions', 'v1_conversations', 'v1']) mkdirSync(join(home, name), { recursive: true })
  expect(read([])).toMatchObject({ sources: [{ id: 'openhands', path: cli }], notices: [] })
  makeV0('home/.openhands/sessions')
  makeV1('home/.openhands/v1_conversations')
  makeV1('home/.openhands/v1/events')
  expect(read([]).sources).toMatchObject([
    { id: 'openhands', path: cli },
    { id: 'openhands-v0', path: join(home, 'sessions'), dialect: 'v0-directory' },
    { id: 'openhands-v1', path: join(home, 'v1_conversations'), dialect: 'v1-directory' },
    { id: 'v1', path: join(home, 'v1/events'), dialect: 'v1-directory' },
  ])
  writeFileSync(join(home, 'openhands.db'), 'SQLite format 3\0')
  expect(read([]).sources).toMatchObject([
    { id: 'openhands', path: cli },
    { id: 'openhands-v0', path: join(home, 'sessions') },
    { id: 'openhands-v1', path: home, dialect: 'v1-directory' },
  ])
  expect(read(['~/.openhands']).sources).toEqual(read([]).sources)
})

test('a source that holds several places becomes as many sources', () => {
  const one = makeConversations('cwd', 'all', 'one', 'conversations')
  const two = makeConversations('cwd', 'all', 'two', 'conversations')
  const sessions = makeV0('cwd/all/two/sessions')
  expect(read(['all', '--timezone', 'UTC']).sources).toEqual([
    { id: 'one', name: 'one', path: one, dialect: 'cli-directory', timezone: 'UTC' },
    { id: 'two', name: 'two', path: two, dialect: 'cli-directory', timezone: 'UTC' },
    { id: 'two-v0', name: 'two-v0', path: sessions, dialect: 'v0-directory', timezone: 'UTC' },
  ])
  const file = writeFile('config.yaml', 'sources:\n  - path: cwd/all\n    name: Mine\n    timezone: Asia/Tokyo\n')
  expect(read(['--config', file, '--timezone', 'UTC']).sources).toMatchObject([
    { id: 'one', name: 'Mine one/conversations', timezone: 'Asia/Tokyo' },
    { id: 'two', name: 'Mine two/conversations', timezone: 'Asia/Tokyo' },
    { id: 'two-v0', name: 'Mine two/sessions', timezone: 'Asia/Tokyo' },
  ])
})

test('what a parent holds and another source names is read once, as named', () => {
  const one = makeConversations('cwd', 'all', 'one')
  const two = makeConversations('cwd', 'all', 'two')
  symlinkSync(two, join(root, 'cwd/link'))
  const text = 'sources: [cwd/all, {path: cwd/link, name: Two}]\n'
  expect(read(['--config', writeFile('config.yaml', text)]).sources).toMatchObject([
    { name: 'one', path: one },
    { name: 'Two', path: join(root, 'cwd/link') },
  ])
  expect(pathsOf(read(['all/two', 'all', '.']))).toEqual([two, one])
})

test.each(['./mine/', 'link', 'all/../mine'])('a source that is named once more, as %s, is read once', (again) => {
  const mine = makeConversations('cwd', 'mine')
  makeConversations('cwd', 'all', 'one')
  symlinkSync(mine, join(root, 'cwd/link'))
  const config = read(['mine', again, 'all'])
  expect(config.sources.map(({ id }) => id)).toEqual(['mine', 'one'])
  expect(config.notices).toEqual([expect.stringMatching(/ and .*\/cwd\/mine are the same: it is read once\.$/)])
})

test('a part of another source is read with it, and says so', () => {
  makeV1('cwd/home/v1_conversations')
  writeFileSync(join(root, 'cwd/home/openhands.db'), 'SQLite format 3\0')
  symlinkSync(join(root, 'cwd/home/v1_conversations'), join(root, 'cwd/store'))
  const home = join(root, 'cwd/home')
  const stores = ['store', 'home/v1_conversations', `home/v1_conversations/${ID}`]
  for (const store of stores) {
    const config = read([store, 'home'])
    expect(config.sources).toMatchObject([{ id: 'home', path: home, dialect: 'v1-directory' }])
    expect(config.notices).toEqual([`${join(root, 'cwd', store)} is part of ${home} and is read with it.`])
  }
  const mine = makeConversations('cwd', 'mine')
  expect(pathsOf(read([`mine/${ID}`, 'mine']))).toEqual([mine])
})

test('a usual place that is part of another is read with it', () => {
  makeV1('home/.openhands/v1_conversations')
  writeFileSync(join(root, 'home/.openhands/openhands.db'), 'SQLite format 3\0')
  const env = { OPENHANDS_CONVERSATIONS_DIR: join(root, 'home/.openhands/v1_conversations') }
  expect(pathsOf(read([], env))).toEqual([join(root, 'home/.openhands')])
})

test('a downloaded trajectory and the folder of one conversation are sources', () => {
  const folder = join(makeConversations('cwd', 'mine'), ID)
  const file = join(root, 'cwd/any name.json')
  writeFileSync(file, '[{"id": 0, "action": "message"}]')
  expect(read([`mine/${ID}`, 'any name.json']).sources).toMatchObject([
    { id: ID, path: folder, dialect: 'cli-directory' },
    { id: 'any-name-json', path: file, dialect: 'v0-trajectory' },
  ])
})

test('the cache follows flag, file, XDG_CACHE_HOME and home, in this order', () => {
  const file = writeFile('config.yaml', 'cache: in-file\n')
  const env = { XDG_CACHE_HOME: '/xdg' }
  expect(read(['--cache', 'mine', '--config', file], env).cacheDirectory).toBe(join(root, 'cwd/mine'))
  expect(read(['--config', file], env).cacheDirectory).toBe(join(root, 'in-file'))
  expect(read([], env).cacheDirectory).toBe('/xdg/lookout')
  expect(read([], { XDG_CACHE_HOME: 'relative' }).cacheDirectory).toBe(join(root, 'home/.cache/lookout'))
})

test.each([
  [
    'YAML',
    'config.yaml',
    'sources:\n  - one\n  - path: ~/two\n    name: Two\n    timezone: Asia/Tokyo\nport: 5000\ntimezone: UTC\n',
  ],
  [
    'JSON',
    'config.json',
    '{"sources": ["one", {"path": "~/two", "name": "Two", "timezone": "Asia/Tokyo"}], "port": 5000, "timezone": "UTC"}',
  ],
])('a file in %s says the same', (_, name, text) => {
  const one = makeConversations('one')
  const two = makeConversations('home', 'two')
  const config = read(['--config', writeFile(name, text)])
  expect(config.port).toBe(5000)
  expect(config.sources).toMatchObject([
    { path: one, timezone: 'UTC' },
    { path: two, name: 'Two', timezone: 'Asia/Tokyo' },
  ])
})

test('flags win over the file', () => {
  const mine = makeConversations('cwd', 'mine')
  const file = writeFile('config.yaml', 'sources: [elsewhere]\nport: 5000\nhost: localhost\n')
  const config = read(['mine', '--port', '0', '--config', file])
  expect(config).toMatchObject({ port: 0, host: 'localhost' })
  expect(pathsOf(config)).toEqual([mine])
})

test.each([
  ['sources: [\n', 'line 2', 'neither YAML nor JSON'],
  ['port: 1\ncolour: red\n', 'line 2', 'no setting colour'],
  ['port:\n', 'line 1', 'port wants a value'],
  ['port: [1]\n', 'line 1', 'text or number'],
  ['sources: here\n', 'line 1', 'list'],
  ['port: 1\nsources: []\n', 'line 2', 'list'],
  ["port: 1\ncache: ''\n", 'line 2', 'text or number'],
  ['sources:\n  - name: x\n', 'line 2', 'path'],
  ['sources:\n  - path: x\n    colour: red\n', 'line 3', 'no setting colour'],
  ['- x\n', 'line 1', 'name: value'],
  ['allowed_hosts: a.example\n', 'line 1', 'list of names'],
  ['port: 1\ntoken: correct-horse-battery\n', 'line 2', 'LOOKOUT_TOKEN'],
  ['access_token: correct-horse-battery\n', 'line 1', 'LOOKOUT_TOKEN'],
])('the file %j is refused with its line', (text, line, part) => {
  const sentence = sentenceOf(['--config', writeFile('config.yaml', text)])
  expect(sentence).toContain(line)
  expect(sentence).toContain(part)
  expect(sentence).not.toContain('correct-horse')
})

test('an empty file says nothing', () => {
  expect(read(['--config', writeFile('config.yaml', '# nothing\n')]).isSample).toBe(true)
})

test.each([
  [['localhost:8000'], 'check the path, or give a server as http://localhost:8000'],
  [['absent'], 'There is no directory'],
  [['loop'], 'cannot be read'],
  [['file.txt/inside'], 'There is no directory'],
  [['file.txt'], 'is a file'],
  [[''], 'empty'],
  [['--host', '0.0.0.0'], '--host 127.0.0.1'],
  [['--host', 'example.com'], '--host 127.0.0.1'],
  [['--allowed-host', 'a.example:80'], 'name or address alone'],
  [['--allowed-host', '[a.example]'], 'name or address alone'],
  [['--allowed-host', '*'], 'name or address alone'],
  [['--allowed-host', 'http://a.example'], 'name or address alone'],
  [['--port', '70000'], 'is no port'],
  [['--port', '-1'], 'is no port'],
  [['--port', 'x'], 'is no port'],
  [['mine', '--timezone', 'Mars/Olympus'], 'no time zone'],
  [['--timezone', 'Mars/Olympus'], 'no time zone'],
  [['--config', 'absent.yaml'], 'cannot be read'],
])('%j is one sentence that says what to do', (argv, part) => {
  makeConversations('cwd', 'mine')
  symlinkSync('loop', join(root, 'cwd/loop'))
  writeFileSync(join(root, 'cwd/file.txt'), '')
  const sentence = sentenceOf(argv)
  expect(sentence).toContain(part)
  expect(sentence).not.toContain('\n')
})

test('with an access token it listens where others can reach it, under the names that it is given', () => {
  const env = { LOOKOUT_TOKEN: 'correct-horse-battery' }
  const file = writeFile('config.yaml', 'host: 0.0.0.0\nallowed_hosts: [a.example, "[::2]", "::3"]\n')
  expect(read(['--config', file], env)).toMatchObject({
    host: '0.0.0.0',
    token: 'correct-horse-battery',
    allowedHosts: ['a.example', '[::2]', '::3'],
  })
  expect(read(['--config', file, '--allowed-host', 'b.example'], env).allowedHosts).toEqual(['b.example'])
  expect(read([])).toMatchObject({ token: undefined, allowedHosts: [] })
})

test.each([
  '',
  'fifteen-letters',
  'correct horse battery',
  'correct-horse-bättery',
  'correct-horse\n',
  'x'.repeat(1025),
])('the token %j is refused without being told', (token) => {
  expect(() => read([], { LOOKOUT_TOKEN: token })).toThrow(UsageError)
  expect(() => read([], { LOOKOUT_TOKEN: token })).toThrow(/^LOOKOUT_TOKEN [^\n]*\.$/)
  if (token !== '') expect(() => read([], { LOOKOUT_TOKEN: token })).not.toThrow(token)
})
