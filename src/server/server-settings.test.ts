import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig, type Surrounding } from './config.ts'
import { parseFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

const SECRET = 'canary-secret-key'
const LOCAL = 'http://127.0.0.1:8000'
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lookout-servers-'))
  for (const name of ['sample', 'cwd/mine', 'cwd/127-0-0-1-8000'])
    mkdirSync(join(root, name, '0ea5de8dd9344ad482fd8e3e416fff3d', 'events'), { recursive: true })
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

function read(argv: readonly string[], env: Surrounding['env'] = {}) {
  return readConfig(parseFlags(argv), {
    env,
    cwd: join(root, 'cwd'),
    home: root,
    sample: [{ path: join(root, 'sample') }],
  })
}

/** The one sentence of a start that cannot be; it never holds what was secret. */
function sentenceOf(argv: readonly string[], env: Surrounding['env'] = {}): string {
  try {
    read(argv, env)
  } catch (fault) {
    if (!(fault instanceof UsageError)) throw fault
    expect(fault.message).not.toMatch(/canary|\n/)
    expect(fault.message).toMatch(/\.$/)
    return fault.message
  }
  return ''
}

function writeFile(name: string, text: string, mode = 0o600): string {
  const path = join(root, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

function configOf(text: string): readonly string[] {
  return ['--config', writeFile('config.yaml', text)]
}

test('URLs and directories are named together, in any order', () => {
  const { sources, notices, bodyBudget } = read([`${LOCAL}/`, './mine', 'HTTPS://App.Example.DEV:443/a//'])
  expect(sources).toEqual([
    {
      id: '127-0-0-1-8000',
      name: '127.0.0.1:8000',
      url: LOCAL,
      dialect: undefined,
      key: undefined,
      timezone: undefined,
      intervalMs: null,
      perMinute: undefined,
      eventBudget: 500,
    },
    { id: 'mine', name: 'mine', path: join(root, 'cwd/mine'), dialect: 'cli-directory', timezone: undefined },
    expect.objectContaining({ id: 'app-example-dev-a', name: 'app.example.dev/a', url: 'https://app.example.dev/a' }),
  ])
  expect([notices, bodyBudget]).toEqual([[], 2_147_483_648])
})

test('a file says more of each', () => {
  writeFile('key', `  ${SECRET}\n`)
  const { sources, bodyBudget } = read(
    configOf(`
event_budget: 20
body_budget: 500 MB
timezone: UTC
sources:
  - ${LOCAL}
  - url: https://app.example.dev
    name: Cloud
    dialect: app-server-v1
    interval: 5m
    per_minute: 20
    timezone: Europe/Berlin
    key_file: key
  - path: http://127.0.0.1:3000
    interval: 30
  - cwd/mine
`),
  )
  expect(sources).toMatchObject([
    { id: '127-0-0-1-8000', timezone: 'UTC', eventBudget: 20 },
    {
      id: 'cloud',
      name: 'Cloud',
      url: 'https://app.example.dev',
      dialect: 'app-server-v1',
      intervalMs: 300_000,
      perMinute: 20,
      timezone: 'Europe/Berlin',
      key: SECRET,
      eventBudget: 20,
    },
    { id: '127-0-0-1-3000', intervalMs: 30_000, key: undefined },
    { id: 'mine' },
  ])
  expect(bodyBudget).toBe(524_288_000)
})

test('a key comes from the environment, before that of a file, and goes to its source alone', () => {
  const file = configOf(`sources: [{url: ${LOCAL}, key_file: absent}, 'http://127.0.0.1:3000', cwd/mine]\n`)
  const { sources, notices } = read(file, { LOOKOUT_KEY_127_0_0_1_8000: SECRET, LOOKOUT_KEY: 'x', OTHER: SECRET })
  expect(sources.map((one) => ('key' in one ? one.key : null))).toEqual([SECRET, undefined, null])
  expect(notices).toEqual([])
})

test('a variable that fits no source is named, its value is not', () => {
  expect(read([LOCAL, 'https://a.example'], { LOOKOUT_KEY_LOCALHOST_8000: SECRET }).notices).toEqual([
    'LOOKOUT_KEY_LOCALHOST_8000 is the key of no source: theirs are LOOKOUT_KEY_127_0_0_1_8000, LOOKOUT_KEY_A_EXAMPLE.',
  ])
  expect(read(['mine'], { LOOKOUT_KEY_MINE: SECRET }).notices).toEqual([
    'LOOKOUT_KEY_MINE is the key of no source: none is a server.',
  ])
})

test('a directory of the same name takes another id: the key hangs on that of the server', () => {
  expect(read(['127-0-0-1-8000', LOCAL]).sources.map(({ id }) => id)).toEqual(['cwd-127-0-0-1-8000', '127-0-0-1-8000'])
})

test.each<[readonly string[], string]>([
  [[LOCAL, `${LOCAL}/`], `${LOCAL} is named twice: name it once.`],
  [['https://app.example.dev', 'HTTPS://APP.example.dev:443/'], 'https://app.example.dev is named twice'],
  [['http://a.example', 'https://a.example'], 'take their key from LOOKOUT_KEY_A_EXAMPLE: give one of them a name'],
  [['http://a.b.example', 'http://a-b.example'], 'both be called a-b-example'],
  [['http://127.0.0.1:99999'], 'is no address'],
  [['http://'], 'is no address'],
  [['ftp://a.example/canary'], 'begins with ftp://: name a server by http:// or https://'],
  [['wss://a.example/canary'], 'begins with wss://'],
  [['file:///canary'], 'a directory by its path'],
  [[`http://user:${SECRET}@127.0.0.1:8000`], 'as LOOKOUT_KEY_127_0_0_1_8000, or into a file'],
  [[`http://${SECRET}@127.0.0.1:8000`], 'holds a name or password'],
  [[`${LOCAL}?session_api_key=${SECRET}`], 'as LOOKOUT_KEY_127_0_0_1_8000, or into a file'],
  [[`${LOCAL}/?X-Session-API-Key=${SECRET}`], 'holds a key'],
  [[`${LOCAL}?api_key=${SECRET}`], 'holds a key'],
  [[`${LOCAL}?token=${SECRET}#x`], 'holds a key'],
  [[`${LOCAL}?page=canary`], 'leave off what begins with ? or #'],
  [[`${LOCAL}/#/canary`], 'leave off what begins with ? or #'],
  [[`http://user:${SECRET} @/`], 'is no address'],
  [['--key', SECRET, LOCAL], '--key would show the key to everyone on this machine'],
  [[LOCAL, `--session-api-key=${SECRET}`], '--session-api-key would show the key'],
])('%j is refused with a sentence that holds no secret', (argv, part) => {
  expect(sentenceOf(argv)).toContain(part)
})

test.each([
  [`sources:\n  - url: ${LOCAL}\n    key: ${SECRET}\n`, 'line 3: a key does not belong into this file'],
  [`sources:\n  - url: ${LOCAL}\n    session_api_key: ${SECRET}\n`, 'line 3: a key does not belong into this file'],
  [`sources:\n  - url: ${LOCAL}\n    token: ${SECRET}\n`, 'as LOOKOUT_KEY_ and the id of the source'],
  [`port: 1\napi_key: ${SECRET}\n`, 'line 2: a key does not belong into this file'],
  [`key_file: x\n`, 'line 1: there is no setting key_file'],
  [`sources:\n  - url: ./mine\n`, 'line 2: a url begins with http://'],
  [`sources:\n  - url: ${LOCAL}\n    path: mine\n`, 'line 2: a source has a path or a url'],
  [`sources:\n  - name: x\n`, 'line 2: a source wants a path or a url'],
  [
    `sources:\n  - url: ${LOCAL}\n    dialect: agent-server-directory\n`,
    'line 3: there is no such dialect: there are agent-',
  ],
  [`sources:\n  - url: ${LOCAL}\n    interval: soon\n`, 'line 3: interval wants seconds'],
  [`sources:\n  - url: ${LOCAL}\n    per_minute: 0\n`, 'line 3: per_minute wants a whole number'],
  [`sources:\n  - path: mine\n    interval: 5\n`, 'line 3: interval belongs to a source with a url'],
  [`sources:\n  - path: mine\n    key_file: x\n`, 'line 3: key_file belongs to a source with a url'],
  [`sources:\n  - path: mine\n    dialect: agent-server\n`, 'line 3: dialect belongs to a source with a url'],
  [`sources:\n  - url: http://u:${SECRET}@a.example\n    name: B\n`, 'as LOOKOUT_KEY_B, or into a file'],
  [`sources: [{url: 'http://a.example', name: A}, {url: 'http://b.example', name: a}]`, 'both be called a and take'],
  ['event_budget: -1\n', '-1 is no event_budget'],
  ['event_budget: many\n', 'many is no event_budget'],
  ['body_budget: much\n', 'much is no body_budget'],
])('the file %j is refused', (text, part) => {
  expect(sentenceOf(configOf(text))).toContain(part)
})

test.each(['', `${SECRET} and more`, `${SECRET}\n`, 'canary-ä', 'x'.repeat(8193)])(
  'a key that is none is refused without being told: %j',
  (key) => {
    expect(sentenceOf([LOCAL], { LOOKOUT_KEY_127_0_0_1_8000: key })).toContain('LOOKOUT_KEY_127_0_0_1_8000')
  },
)

test('no event is read in the background where the budget is 0', () => {
  expect(read(configOf(`event_budget: 0\nbody_budget: 0\nsources: ['${LOCAL}']\n`))).toMatchObject({
    bodyBudget: 0,
    sources: [{ eventBudget: 0 }],
  })
})

test('a key file is a file of this user that nobody else may read', () => {
  const sentence = () => sentenceOf(configOf(`sources: [{url: '${LOCAL}', key_file: key}]\n`))
  expect(sentence()).toContain(`The key file ${join(root, 'key')} cannot be read`)
  for (const mode of [0o640, 0o604, 0o644, 0o620]) {
    writeFile('key', SECRET, mode)
    expect(sentence()).toBe(`Others may read the key file ${join(root, 'key')}: chmod 600 ${join(root, 'key')}.`)
  }
  for (const text of ['', ' \n', `${SECRET}\n${SECRET}`, 'x'.repeat(9000), 'x'.repeat(100_000)]) {
    writeFile('key', text)
    expect(sentence()).toContain(join(root, 'key'))
  }
  for (const mode of [0o600, 0o400]) {
    rmSync(join(root, 'key'))
    writeFile('key', `${SECRET}\r\n`, mode)
    expect(sentence()).toBe('')
  }
  rmSync(join(root, 'key'))
  mkdirSync(join(root, 'key'))
  expect(sentence()).toContain('is no file')
  rmSync(join(root, 'key'), { recursive: true })
  symlinkSync('key', join(root, 'key'))
  expect(sentence()).toContain('cannot be read')
})
