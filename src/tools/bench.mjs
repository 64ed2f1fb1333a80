/**
 * `npm run bench -- [--layout agent-server|cli|v0|v1|trajectory] [--conversations N] [--events M] [--long N] [--keep DIR]`: plants
 * conversations of M events each and, with `--long`, one of N events, starts the built server on them with an empty cache, then once more,
 * and prints what it took. CPU seconds are those of the server's process, all threads. `--keep` plants in DIR, or takes what lies there;
 * everything else is in the system's temporary folder and goes at the end.
 *
 * `npm run bench -- --detail`: what the page of a conversation of 100, 10,000 and 100,000 events takes in a browser.
 *
 * `npm run bench -- --remote [--conversations N] [--paths]`: what it asks servers, with or without each path. Needs no build.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { benchDetail } from './bench/detail.mjs'
import { writeEvents } from './bench/live.mjs'
import { askEverything } from './bench/questions.mjs'
import { memory, watches } from './bench/process-figures.mjs'
import { isBuilt, startServer } from './bench/server.mjs'
import { conversationAt } from './planted/conversation.mjs'
import { LAYOUTS } from './planted/layouts.mjs'
import { plantDirectory } from './planted/plant.mjs'
import { root } from './stamp.mjs'

const { values } = parseArgs({
  options: {
    layout: { type: 'string', default: 'agent-server' },
    conversations: { type: 'string' },
    events: { type: 'string', default: '50' },
    long: { type: 'string', default: '0' },
    keep: { type: 'string' },
    remote: { type: 'boolean', default: false },
    paths: { type: 'boolean', default: false },
    detail: { type: 'boolean', default: false },
  },
})
if (values.remote) {
  await askServers()
  process.exit()
}
const size = {
  conversations: Number(values.conversations ?? 2000),
  events: Number(values.events),
  long: Number(values.long),
}
const layout =
  LAYOUTS[values.layout] ?? refuse(`There is no layout ${values.layout}: ${Object.keys(LAYOUTS).join(', ')}.`)
if (!isBuilt()) refuse('There is no build: run `npm run build` first.')
if (values.detail) {
  await benchDetail((text) => process.stdout.write(`${text}\n`))
  process.exit()
}
const scratch = mkdtempSync(join(tmpdir(), 'lookout-bench-'))
const cache = join(scratch, 'cache')
const directory = values.keep ?? join(scratch, 'planted')
try {
  if (!existsSync(directory)) await plantDirectory(directory, values.layout, size)
  await measure()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function askServers() {
  const file = join(root, 'src/tools/bench/remote.ts')
  /** @type {{ module: typeof import('./bench/remote.ts') }} */
  const { module } = await runnerImport(file, { configFile: false, root })
  // As many events are read ahead where nobody says otherwise.
  const asked = { conversations: Number(values.conversations ?? 1000), eventBudget: 500 }
  await module.benchServers(asked, values.paths, (text) => process.stdout.write(`${text}\n`))
}

async function measure() {
  const conversations = size.conversations + (size.long > 0 ? 1 : 0)
  const events = size.conversations * size.events + size.long
  const first = await startServer(directory, cache)
  line('start to first answer, empty cache', ms(first.answerMs))
  const read = await first.until(({ complete, progress }) => complete && progress.read === progress.total)
  line(`${conversations} conversations, ${events} events read`, `${seconds(read)}, ${memory(first.pid)}`)
  const searchable = await first.until(({ complete, text_index: text }) => complete && text.done === text.total)
  line('… and searchable by trigrams', `${seconds(searchable)}, ${memory(first.pid)}`)
  line('conversations a second, a CPU second', rates(conversations, searchable))
  line('events a second, a CPU second', rates(events, searchable))
  line('a page of the list meanwhile', first.meanwhile())
  await first.stop()
  line('index on disk', `${(sizeOf(cache) / 1e6).toFixed(0)} MB`)
  const second = await startServer(directory, cache)
  line('start to first answer, filled index', ms(second.answerMs))
  const looked = await second.until(({ last_sync_at: at }) => at !== null)
  line('… and all looked at again', `${seconds(looked)}, ${memory(second.pid)}`)
  line('folders watched', String(watches(second.pid)))
  const newest = conversationAt(conversations - 1, size)
  for await (const [what, result] of askEverything(second, newest.id, size)) line(what, result)
  const takeBack = await follow(second)
  line('memory after all of this', memory(second.pid))
  await second.stop()
  takeBack()
}

/** Writes events of a short conversation and of the long one. @param {import('./bench/server.mjs').Server} server */
async function follow(server) {
  const { next } = layout
  if (next === undefined) return () => undefined
  const numbers = [size.conversations - 1, ...(size.long > 0 ? [size.conversations] : [])]
  /** @type {(() => void)[]} */
  const takeBacks = []
  for (const conversation of numbers.map((number) => conversationAt(number, size))) {
    const written = await writeEvents(server, directory, (seq) => next(conversation, seq), conversation)
    line(`an event more, of ${conversation.eventCount}, is counted`, written.result)
    takeBacks.push(written.takeBack)
  }
  return () => takeBacks.forEach((takeBack) => takeBack())
}

/** @param {string} folder */
function sizeOf(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

/** @param {number} count @param {{ seconds: number, cpuSeconds: number }} took */
function rates(count, took) {
  return `${(count / took.seconds).toFixed(0)}, ${(count / took.cpuSeconds).toFixed(0)}`
}

/** @param {{ seconds: number, cpuSeconds: number }} took */
function seconds(took) {
  return `${took.seconds.toFixed(1)} s, ${took.cpuSeconds.toFixed(1)} CPU s`
}

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

/** @param {number} value */
function ms(value) {
  return `${value.toFixed(0)} ms`
}

/** @param {string} what @param {string} result */
function line(what, result) {
  process.stdout.write(`${what.padEnd(44)} ${result}\n`)
}
