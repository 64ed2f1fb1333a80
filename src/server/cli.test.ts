import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Of each source of the bundled sample a conversation, and the field of its system prompt that only the whole event has. */
const SAMPLED = [
  ['eff2e24295db4b0b821dd8853805d54b', 'system_prompt'],
  ['d8e5923e4b5f439786e0859183ba1d44', 'args'],
  ['289cc69b34da473e8d039cdbce3f5737', 'system_prompt'],
] as const
let built = ''
let home = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lookout-cli-'))
  mkdirSync(join(root, 'dist'), { recursive: true })
  // Inside the package, where the packages that the server needs are found.
  built = mkdtempSync(join(root, 'dist/cli-test-'))
  await build({ root, logLevel: 'error', build: { ssr: true, outDir: built } })
})

afterAll(() => {
  rmSync(built, { recursive: true })
  rmSync(home, { recursive: true })
})

interface Run {
  readonly output: () => string
  /** Resolves with what it printed, once that holds `text`. */
  readonly until: (text: string) => Promise<string>
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

function run(...args: readonly string[]): Run {
  const env = { PATH: process.env['PATH'], HOME: home, TZ: 'UTC' }
  const child = spawn(process.execPath, [join(built, 'cli.js'), ...args], { cwd: home, env })
  const closed = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const until = async (text: string): Promise<string> => {
    if (output.includes(text)) return output
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), closed.then(() => fail(output))])
    return until(text)
  }
  const end = async (signal?: NodeJS.Signals) => {
    if (signal) child.kill(signal)
    const [code] = await closed
    return typeof code === 'number' ? code : null
  }
  return { output: () => output, until, end }
}

function fail(output: string): never {
  throw new Error(`it ended, having said: ${output}`)
}

test.each([
  [['--prot'], 'There is no flag --prot'],
  [['ftp://127.0.0.1'], 'name a server by http:// or https://'],
  [['http://canary-token@127.0.0.1:8000'], 'as LOOKOUT_KEY_127_0_0_1_8000'],
  [['absent'], 'There is no directory'],
  [['--host', '0.0.0.0'], 'set LOOKOUT_TOKEN'],
  [['--token', 'canary-token'], 'as LOOKOUT_TOKEN'],
  [['--port', '0', '--cache', 'a-file/cache'], 'give --cache a directory'],
])('%j ends with 2 and one sentence', async (args, sentence) => {
  writeFileSync(join(home, 'a-file'), '')
  const lookout = run(...args)
  expect(await lookout.end()).toBe(2)
  const words = lookout
    .output()
    .split('\n')
    .filter((line) => line.startsWith('lookout: '))
  expect(words).toHaveLength(1)
  expect(words[0]).toContain(sentence)
  expect(lookout.output()).not.toMatch(/ {4}at |canary/)
})

test('help and version are told', async () => {
  const [help, version] = [run('--help'), run('--version')]
  expect([await help.end(), await version.end()]).toEqual([0, 0])
  expect(help.output()).toContain('npm start -- [SOURCE ...]')
  expect(version.output()).toBe(`${packageJson.version}\n`)
})

/** The answer once the conversation has been read. */
async function firstWhole(url: string): Promise<unknown> {
  const reply = await fetch(url)
  const page: { items?: unknown[] } = await reply.json()
  return page.items?.length ? page : firstWhole(url)
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'without a source it shows the sample, says so, and ends on %s',
  async (signal) => {
    const lookout = run('--port', '0')
    const url = /Lookout is at (?<url>http:\/\/127\.0\.0\.1:\d+)\n/.exec(await lookout.until('Lookout is at'))
      ?.groups?.['url']
    expect(lookout.output()).toContain('showing the bundled sample')
    const { items } = await (await fetch(`${url}/api/sources`)).json()
    expect(items).toMatchObject([
      { id: 'sample-agent-server', dialect: 'agent-server-directory', sample: true },
      { id: 'sample-app-server-v0', dialect: 'v0-directory', sample: true },
      { id: 'sample-app-server-v1', dialect: 'v1-directory', sample: true },
    ])
    for (const [id, body] of SAMPLED)
      expect(
        await firstWhole(`${url}/api/conversations/${id}/events/search?limit=1&kind=SystemPromptEvent`),
      ).toMatchObject({ items: [{ kind: 'SystemPromptEvent', [body]: expect.any(Object) }] })
    expect(await lookout.end(signal)).toBe(0)
    expect(lookout.output()).not.toContain('Error')
  },
)

test('a taken port and a second Lookout on the same sources are told apart', async () => {
  const lookout = run('--port', '0')
  const port = /127\.0\.0\.1:(?<port>\d+)/.exec(await lookout.until('Lookout is at'))?.groups?.['port'] ?? ''
  const second = run('--port', port, '--cache', 'another')
  expect(await second.end()).toBe(2)
  expect(second.output()).toContain(`Port ${port} is taken: give another with --port N`)
  const third = run('--port', '0')
  expect(await third.end()).toBe(2)
  expect(third.output()).toContain('Another Lookout is running on these sources')
  expect(await lookout.end('SIGTERM')).toBe(0)
})
