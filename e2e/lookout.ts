import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base } from '@playwright/test'
import { applyTimes } from '../src/sources/fixture-times.ts'

const cli = fileURLToPath(new URL('../dist/server/cli.js', import.meta.url))
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

/** How to start it: directories of conversations (none: as a new user would), further flags, environment. */
export interface LookoutOptions {
  readonly sources?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
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
export async function startLookout({ sources = [], args = [], env = {} }: LookoutOptions = {}): Promise<Lookout> {
  const home = await mkdtemp(join(tmpdir(), 'lookout-e2e-'))
  const ours = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config'), TZ: 'UTC' }
  const child = spawn(process.execPath, [cli, ...sources, '--port', '0', ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], ...ours, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
 * @returns its path; the parent folder is temporary and its alone
 */
export async function copyFixture(name: string): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'lookout-fixture-')), name)
  await cp(join(fixtures, name), copy, { recursive: true })
  if (!(await applyTimes(copy, join(fixtures, 'times.json')))) throw new Error(`${name} has files without a time`)
  return copy
}

interface Fixtures {
  /** Messages on the browser's console that a test provokes on purpose. */
  readonly allowedConsole: readonly RegExp[]
  /** Fails where axe finds something serious on the page as it stands; `within` is a selector. */
  readonly expectAccessible: (within?: string) => Promise<void>
  readonly quietBrowser: void
}

/** Playwright's `test`, which also fails on any console error, page error or request to another host. */
export const test = base.extend<Fixtures>({
  allowedConsole: [[], { option: true }],
  expectAccessible: async ({ page }, use) => {
    await use(async (within) => {
      const axe = new AxeBuilder({ page })
      const { violations } = await (within === undefined ? axe : axe.include(within)).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }))).toEqual([])
    })
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
