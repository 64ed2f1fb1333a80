import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cpuSeconds } from './process-figures.mjs'
import { spread } from './spread.mjs'

const CLI = fileURLToPath(new URL('../../../dist/server/cli.js', import.meta.url))
/** Between looks at the progress, which cost the server CPU time themselves. */
const POLL_MS = 300

/** Whether there is a server to measure. */
export function isBuilt() {
  return existsSync(CLI)
}

/**
 * A source as `/api/sources` lists it.
 * @typedef {{
 *   complete: boolean, last_sync_at: string | null, progress: { read: number, total: number }, text_index: { done: number, total: number }
 * }} SourceProgress
 * @typedef {Awaited<ReturnType<typeof startServer>>} Server
 */

/** Starts the built server and asks it for the list at once. @param {string} directory @param {string} cache */
export async function startServer(directory, cache) {
  const begun = performance.now()
  const child = spawn(process.execPath, [CLI, directory, '--cache', cache, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = await addressOf(child)
  const pid = child.pid ?? 0
  const get = async (/** @type {string} */ path) => {
    const response = await fetch(new URL(path, url))
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const timed = async (/** @type {string} */ path) => {
    const asked = performance.now()
    await get(path)
    return performance.now() - asked
  }
  await get('/api/conversations/search')
  const answerMs = performance.now() - begun
  /** @type {number[]} */
  const pages = []
  return {
    pid,
    /** Ends with a slash. */
    url: url.replace(/\/?$/, '/'),
    answerMs,
    get,
    /** Milliseconds until the whole answer is there. */
    timed,
    /** How long pages of the list took while `until` waited. */
    meanwhile: () => spread(pages),
    /** Waits until all sources are so, and tells the time since the start and the CPU time. */
    until: async (/** @type {(source: SourceProgress) => boolean} */ isSo) => {
      for (;;) {
        const { items } = /** @type {{ items: SourceProgress[] }} */ (await get('/api/sources'))
        if (items.every(isSo)) break
        pages.push(await timed('/api/conversations/search'))
        await setTimeout(POLL_MS)
      }
      return { seconds: (performance.now() - begun) / 1000, cpuSeconds: cpuSeconds(pid) }
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} child @returns {Promise<string>} */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const match = /Lookout is at (\S+)/.exec(output)
      if (match?.[1] !== undefined) resolve(match[1])
    })
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)))
  })
}
