// Writes e2e/fixtures/times.json: when each file of the recorded conversations would have been written, because git keeps
// no file times and Lookout judges a conversation by them. Run it by hand after adding a recording.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// What a torn file cannot tell: a moment before all recordings ended.
const UNTOLD = '2026-11-22T15:12:28.000Z'
const fixtures = fileURLToPath(new URL('../../e2e/fixtures', import.meta.url))

/**
 * @param {unknown} time an ISO time; without offset it is UTC, as the recorded servers ran there
 * @returns {string | undefined} ISO in UTC, to the millisecond
 */
function toUtc(time) {
  if (typeof time !== 'string') return undefined
  const date = new Date(/Z|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/**
 * @param {string} path
 * @returns {Record<string, unknown>} empty where it cannot be read
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * An event file has its event's time, every other file that of the conversation's last change.
 * @param {string} folder
 * @returns {Record<string, string>} by path inside the conversation
 */
function timesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
  const events = files.filter((file) => /^events\/(?:event-)?\d+.*\.json$/.test(file))
  /** @type {Record<string, string>} */
  const times = {}
  for (const file of events) {
    const time = toUtc(readJson(join(folder, file))['timestamp'])
    if (time !== undefined) times[file] = time
  }
  const newest = Object.values(times).toSorted().at(-1)
  const changed =
    toUtc(readJson(join(folder, 'meta.json'))['updated_at']) ??
    toUtc(readJson(join(folder, 'metadata.json'))['last_updated_at']) ??
    newest ??
    UNTOLD
  return Object.fromEntries(files.map((file) => [file, times[file] ?? changed]))
}

/**
 * @param {string} folder of an Agent Server's or V0's conversations
 * @returns {Record<string, string>} by path inside the folder
 */
function timesOfConversations(folder) {
  const times = readdirSync(folder).flatMap((id) =>
    Object.entries(timesOf(join(folder, id))).map(([file, time]) => [`${id}/${file}`, time]),
  )
  return Object.fromEntries(times)
}

/**
 * A store of V1 holds events alone; the database beside it was written last.
 * @param {string} folder
 * @returns {Record<string, string>} by path inside the folder
 */
function timesOfStore(folder) {
  const events = readdirSync(join(folder, 'v1_conversations'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => `v1_conversations/${file}`)
    .toSorted()
    .map((file) => /** @type {const} */ ([file, toUtc(readJson(join(folder, file))['timestamp']) ?? UNTOLD]))
  const newest =
    events
      .map(([, time]) => time)
      .toSorted()
      .at(-1) ?? UNTOLD
  return Object.fromEntries([['openhands.db', newest], ...events])
}

const all = Object.fromEntries(
  readdirSync(fixtures)
    .filter((name) => /^(?:agent|app)-server-/.test(name))
    .toSorted()
    .map((name) => {
      const folder = join(fixtures, name)
      return [name, name.startsWith('app-server-v1') ? timesOfStore(folder) : timesOfConversations(folder)]
    }),
)
writeFileSync(join(fixtures, 'times.json'), `${JSON.stringify(all, null, 1)}\n`)
