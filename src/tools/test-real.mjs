/**
 * `npm run test:real`: runs Lookout against real OpenHands servers, compares what it shows with what they say themselves, and proves that
 * it woke nothing: while no agent runs, their files are the same before and after, times included. Not part of `npm test`. The servers
 * are started by the scripts in ../shared/real, or are those of REAL_SERVERS (NAME=URL=FOLDER, …). `-- NAME …`: only these.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ask } from './real/said.mjs'
import { hasScripts, NAMES, parseServers, startReal } from './real/servers.mjs'
import { changesBetween, takeSnapshot } from './real/snapshot.mjs'
import { missingIn, usedOf } from './real/used-api.mjs'
import { isBuilt, root } from './stamp.mjs'

const CLI = join(root, 'dist/server/cli.js')
const BUILD = join(root, 'src/tools/build.mjs')
const FIRST_PORT = 8140
const POLL_MS = 1_000
const PATIENCE_MS = 600_000

/** @type {{passed: number, failed: number}} */
const tally = { passed: 0, failed: 0 }

/** @param {string} what @param {string[]} problems none: it holds */
function check(what, problems) {
  tally[problems.length === 0 ? 'passed' : 'failed'] += 1
  console.log(`${problems.length === 0 ? '  ok    ' : '  FAILED'} ${what}`)
  for (const problem of problems.slice(0, 20)) console.log(`           ${problem}`)
}

/** @param {import('./real/servers.mjs').RealServer} server */
async function testServer(server) {
  console.log(`${server.name} at ${server.url}`)
  const get = getter(server.url, server.key)
  const before = takeSnapshot(server.folder)
  const cache = mkdtempSync(join(tmpdir(), 'lookout-real-'))
  const lookout = await startLookout(server, cache)
  try {
    const { rows, source } = await lookout.untilRead()
    const said = await ask(server.name, get)
    check('is of the dialect that it speaks', server.name.startsWith(source.dialect) ? [] : [source.dialect])
    check(`shows its ${said.rows.size} conversations and no other, each with its title`, [
      ...(said.rows.size === 0 ? ['it has none: nothing is proved'] : []),
      ...strangers(said, rows),
      ...differences(said, rows, 'title'),
    ])
    if (said.count !== null)
      check('shows as many as it counts', said.count === rows.size ? [] : [`${rows.size} instead of ${said.count}`])
    check('shows the status that it states', differences(said, rows, 'status'))
    check('has read the events of every conversation', unread(rows))
    check('woke nothing: its files are as they were', changesBetween(before, takeSnapshot(server.folder)))
    check('documents all that Lookout asks for', missingIn(await get('/openapi.json'), usedOf(server.name)))
    // Last, because it wakes them.
    if (said.events !== null) check('counts as many events', await eventDifferences(said.events, rows))
    for (const note of source.notes) console.log(`           note: ${note}`)
  } finally {
    await lookout.stop()
    rmSync(cache, { recursive: true, force: true })
  }
}

/** @param {import('./real/said.mjs').Said} said @param {Map<string, any>} rows @param {'title' | 'status'} field */
function differences(said, rows, field) {
  return [...said.rows].flatMap(([id, row]) => {
    const shown = rows.get(id)
    if (shown === undefined) return [`${id} is not shown`]
    // The row of an app server does not know it: its events do.
    if (field === 'status' && row.status === null) return []
    return shown[field] === (row[field] || null) ? [] : [`${id}: ${shown[field]} instead of ${row[field]}`]
  })
}

/** @param {import('./real/said.mjs').Said} said @param {Map<string, any>} rows */
function strangers(said, rows) {
  return [...rows.keys()].flatMap((id) => (said.rows.has(id) ? [] : [`${id} is not listed by the server`]))
}

/** @param {Map<string, any>} rows */
function unread(rows) {
  return [...rows.values()].flatMap((row) =>
    row.event_count !== null && row.event_count_reason === null ? [] : [`${row.id}: ${row.event_count_reason}`],
  )
}

/** @param {(id: string) => Promise<number>} countOf @param {Map<string, any>} rows */
async function eventDifferences(countOf, rows) {
  const problems = []
  for (const [id, { event_count: shown }] of rows) {
    const count = await countOf(id)
    if (count !== shown) problems.push(`${id}: ${shown} instead of ${count}`)
  }
  return problems
}

/** @param {string} url @param {string | undefined} key */
function getter(url, key) {
  return async (/** @type {string} */ path) => {
    const response = await fetch(new URL(path, url), { headers: key === undefined ? {} : { 'X-Session-API-Key': key } })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.json()
  }
}

/** @param {import('./real/servers.mjs').RealServer} server @param {string} cache */
async function startLookout(server, cache) {
  const child = spawn(process.execPath, [CLI, server.url, '--port', '0', '--cache', cache, '--timezone', 'UTC'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((/** @type {(url: string) => void} */ resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const found = /Lookout is at (\S+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`Lookout ended with ${code}: ${output}`)))
  })
  const get = getter(url, undefined)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    /** Waits until the source has been walked and no events are still to be read. */
    untilRead: async () => {
      const patience = Date.now() + PATIENCE_MS
      for (;;) {
        const [source] = (await get('/api/sources')).items
        const rows = await allRows(get)
        const isWaiting = [...rows.values()].some((row) =>
          /^(?:Not read yet|Counted before)/.test(row.event_count_reason ?? ''),
        )
        if (source.complete && !isWaiting) return { rows, source }
        if (Date.now() > patience)
          throw new Error(`not read after ${PATIENCE_MS / 1000} s: ${source.error ?? 'no error'}`)
        await setTimeout(POLL_MS)
      }
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** @param {(path: string) => Promise<any>} get @returns {Promise<Map<string, any>>} by id */
async function allRows(get) {
  const rows = new Map()
  for (let cursor = ''; ;) {
    const page = await get(`/api/conversations/search?limit=100&nested=false&sort_order=CREATED_AT${cursor}`)
    for (const row of page.items) rows.set(row.id, row)
    if (page.next_page_id === null) return rows
    cursor = `&page_id=${encodeURIComponent(page.next_page_id)}`
  }
}

const given = process.env['REAL_SERVERS']
const wanted = process.argv.slice(2)
const names = NAMES.filter((name) => wanted.length === 0 || wanted.includes(name))
if (given === undefined && !hasScripts()) {
  console.error('There are no scripts in ../shared/real to start servers with: name running ones in REAL_SERVERS.')
  process.exit(2)
}
if (!isBuilt() && spawnSync(process.execPath, [BUILD, '--quiet'], { stdio: 'inherit' }).status !== 0) {
  console.error('Lookout could not be built.')
  process.exit(1)
}
const starts =
  given === undefined
    ? names.map((name, at) => () => startReal(name, FIRST_PORT + at))
    : parseServers(given).map((server) => () => Promise.resolve(server))
for (const start of starts) {
  try {
    const server = await start()
    try {
      await testServer(server)
    } finally {
      await server.stop()
    }
  } catch (error) {
    check(String(error), ['it could not be tested'])
  }
}
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1
