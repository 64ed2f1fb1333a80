/**
 * `npm run bench -- [--conversations N] [--events M] [--keep DIR]`: plants a directory, starts the built server on it with an empty
 * cache and prints what it took. CPU seconds are those of the server's process, all threads.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { plantDirectory } from './planted-directory.mjs'

const CLI = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url))
const TICKS_PER_SECOND = 100
const ROUNDS = 40
/** Between looks at the progress, which cost the server CPU time themselves. */
const POLL_MS = 300

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '2000' },
    events: { type: 'string', default: '50' },
    keep: { type: 'string' },
  },
})
const size = { conversations: Number(values.conversations), events: Number(values.events) }
if (!existsSync(CLI)) {
  process.stderr.write('There is no build: run `npm run build` first.\n')
  process.exit(2)
}
const scratch = mkdtempSync(join(tmpdir(), 'lookout-bench-'))
const directory = values.keep ?? join(scratch, 'conversations')
if (!existsSync(directory)) plantDirectory(directory, size)
try {
  await measure()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function measure() {
  const total = size.conversations * size.events
  const first = await start()
  line('start to first answer, empty cache', `${first.answerMs.toFixed(0)} ms`)
  const readSeconds = await first.until((source) => source.complete && source.progress.read === source.progress.total)
  const readCpu = first.cpuSeconds()
  line(`${total} events read`, `${readSeconds.toFixed(1)} s, ${readCpu.toFixed(1)} CPU s`)
  const textSeconds = await first.until(
    (source) => source.complete && source.text_index.done === source.text_index.total,
  )
  const cpu = first.cpuSeconds()
  line('… and searchable by trigrams', `${textSeconds.toFixed(1)} s, ${cpu.toFixed(1)} CPU s`)
  line('events a second / a CPU second, with text', `${(total / textSeconds).toFixed(0)} / ${(total / cpu).toFixed(0)}`)
  await first.stop()
  line('index on disk', `${(indexBytes() / 1e6).toFixed(0)} MB`)
  const second = await start()
  line('start to first answer, filled index', `${second.answerMs.toFixed(0)} ms`)
  await second.until((source) => source.last_sync_at !== null)
  line('… and all looked at again', `${second.cpuSeconds().toFixed(2)} CPU s`)
  await answers(second)
  await second.stop()
}

/** @param {Awaited<ReturnType<typeof start>>} server */
async function answers(server) {
  const page = await server.get('/api/conversations/search?limit=1')
  const id = page.items[0].id
  const asked = {
    'list page': '/api/conversations/search?limit=50',
    'list page, filtered, with facets': '/api/conversations/search?limit=50&status=error&trigger=slack&include=facets',
    'list page by offset': `/api/conversations/search?limit=50&offset=${Math.floor(size.conversations / 2)}`,
    facets: '/api/conversations/facets',
    count: '/api/conversations/count?status=error',
    'text filter, rare': '/api/conversations/search?limit=50&text=head%20-49%20',
    'text filter, common': '/api/conversations/count?text=paging',
    'events, last page': `/api/conversations/${id}/events/search?view=transcript&skeleton=true&limit=100&sort_order=TIMESTAMP_DESC`,
    'event facets': `/api/conversations/${id}/events/facets`,
  }
  for (const [what, path] of Object.entries(asked)) {
    const times = []
    for (let round = 0; round < ROUNDS; round++) {
      const begun = performance.now()
      await server.get(path)
      times.push(performance.now() - begun)
    }
    const [cold = 0] = times
    times.sort((a, b) => a - b)
    line(what, `${quantile(times, 0.5)} ms median, ${quantile(times, 0.95)} ms p95, ${cold.toFixed(1)} ms cold`)
  }
}

async function start() {
  const begun = performance.now()
  const child = spawn(process.execPath, [CLI, directory, '--cache', join(scratch, 'cache'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((/** @type {(url: string) => void} */ resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const match = /Lookout is at (\S+)/.exec(output)
      if (match?.[1] !== undefined) resolve(match[1])
    })
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)))
  })
  const get = async (/** @type {string} */ path) => {
    const response = await fetch(new URL(path, url))
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  await get('/api/conversations/search')
  return {
    answerMs: performance.now() - begun,
    get,
    cpuSeconds: () => cpuSeconds(child.pid ?? 0),
    /** Waits until the source is so, and tells the seconds since the start. */
    until: async (/** @type {(source: any) => boolean} */ isSo) => {
      while (!isSo((await get('/api/sources')).items[0])) await setTimeout(POLL_MS)
      return (performance.now() - begun) / 1000
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** User and system time of a process, from /proc. @param {number} pid */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function indexBytes() {
  const cache = join(scratch, 'cache')
  return readdirSync(cache).reduce((sum, name) => sum + statSync(join(cache, name)).size, 0)
}

/** @param {readonly number[]} sorted @param {number} share */
function quantile(sorted, share) {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}

/** @param {string} what @param {string} result */
function line(what, result) {
  process.stdout.write(`${what.padEnd(44)} ${result}\n`)
}
