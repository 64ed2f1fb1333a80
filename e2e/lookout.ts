import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test as base } from 'playwright/test'
import { applyTimes } from '../src/sources/fixture-times.ts'
import { expectNothingSerious, type Above } from './accessibility.ts'

const cli = fileURLToPath(new URL('../dist/server/cli.js', import.meta.url))
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

/** How to start it: directories of conversations (none: as a new user would), further flags, environment. */
export interface LookoutOptions {
  readonly sources?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** False: whoever waits for `start` waits until it listens, not until it has read its sources. */
  readonly isRead?: boolean
}

/** A running server. `url` has no slash at its end; `home` is its own, empty home folder; `output` what it printed. */
export interface Lookout {
  readonly url: string
  readonly home: string
  output: () => string
  stop: () => Promise<void>
}

/**
 * Starts the built server on a free port, with a home and a cache of its own, so that nothing of this machine shows.
 * @throws with what it printed, where it ends before it listens
 */
async function startLookout({ sources = [], args = [], env = {} }: LookoutOptions = {}): Promise<Lookout> {
  const home = await mkdtemp(join(tmpdir(), 'lookout-e2e-'))
  const ours = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config'), TZ: 'UTC' }
  const child = spawn(
    process.execPath,
    [cli, ...sources, ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
    {
      cwd: home,
      env: { PATH: process.env['PATH'], ...ours, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = once(child, 'close')
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /Lookout is at (http:\/\/\S+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found.replace(/\/$/, ''))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`Lookout ended with ${code} before it listened:\n${output}`)))
  })
  return {
    url,
    home,
    output: () => output,
    // A second time it has nothing left to do.
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

/**
 * A writable copy of a recorded folder of conversations, with the times at which its files were written.
 * @param name folder in `e2e/fixtures`
 * @param into where the copy is put; without it a temporary folder of its own
 * @returns its path
 */
export async function copyFixture(name: string, into?: string): Promise<string> {
  const copy = join(into ?? (await mkdtemp(join(tmpdir(), 'lookout-fixture-'))), name)
  await cp(join(fixtures, name), copy, { recursive: true })
  if (!(await applyTimes(copy, join(fixtures, 'times.json')))) throw new Error(`${name} has files without a time`)
  return copy
}

/** Waits until a server has read its sources to the end, or found that it cannot, and every text can be found; `token` where it asks for one. */
async function untilRead({ url }: Lookout, token = ''): Promise<void> {
  await expect
    .poll(
      async () => {
        const reply = await fetch(`${url}/api/sources`, { headers: { 'X-Session-API-Key': token } })
        // The shape of this reply is what the contract tests prove.
        const { items } = (await reply.json()) as { items: readonly SourceState[] }
        return items.every(
          ({ last_sync_at, reachable, text_index }) =>
            (last_sync_at !== null || !reachable) && text_index.done === text_index.total,
        )
      },
      // Most are read within a moment; longer steps would be most of the wait.
      { intervals: [50] },
    )
    .toBe(true)
}

interface SourceState {
  readonly last_sync_at: string | null
  readonly reachable: boolean
  readonly text_index: { readonly done: number; readonly total: number }
}

interface WorkerFixtures {
  /** A server on the recordings of Agent Server 1.58.0, read to the end; shared by tests that change nothing. */
  readonly recorded: Lookout
}

interface Fixtures {
  /** Starts a server that the end of the test stops, and waits until it has read its sources. */
  readonly start: (options?: LookoutOptions) => Promise<Lookout>
  /** An empty folder that the end of the test removes. */
  readonly folder: string
  /** Messages on the browser's console that a test provokes on purpose. */
  readonly allowedConsole: readonly RegExp[]
  /** Fails where axe finds something serious on the page as it stands, in either colour scheme; see `expectNothingSerious`. */
  readonly expectAccessible: (above?: Above) => Promise<void>
  readonly quietBrowser: void
}

/** Playwright's `test`, which also fails on any console error, page error or request to another host. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  recorded: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what is needed: nothing
    async ({}, use) => {
      const parent = await mkdtemp(join(tmpdir(), 'lookout-recorded-'))
      const lookout = await startLookout({ sources: [await copyFixture('agent-server-1.58.0', parent)] })
      await untilRead(lookout)
      await use(lookout)
      await lookout.stop()
      await rm(parent, { recursive: true })
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line no-unused-vars -- asked for so that it outlives the servers on it, which would answer 500 without their files
  start: async ({ page, folder: _ }, use) => {
    const started: Lookout[] = []
    await use(async (options) => {
      const lookout = await startLookout(options)
      started.push(lookout)
      if (options?.isRead !== false) await untilRead(lookout, options?.env?.['LOOKOUT_TOKEN'])
      return lookout
    })
    // First, or it would complain that nobody answers.
    await page.close()
    for (const lookout of started) await lookout.stop()
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what is needed: nothing
  folder: async ({}, use) => {
    const path = await mkdtemp(join(tmpdir(), 'lookout-planted-'))
    await use(path)
    await rm(path, { recursive: true })
  },
  allowedConsole: [[], { option: true }],
  expectAccessible: async ({ page }, use) => {
    await use((above) => expectNothingSerious(page, above))
  },
  quietBrowser: [
    async ({ page, allowedConsole }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url())
        const isOurs = hostname === '127.0.0.1' || hostname === 'localhost' || /^(data|blob|about):$/.test(protocol)
        if (!isOurs) complaints.push(`request to another host: ${request.url()}`)
      })
      await use()
      expect(complaints.filter((complaint) => !allowedConsole.some((allowed) => allowed.test(complaint)))).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
