import { dirname, join } from 'node:path'
import { toConversationId } from '../conversation-record.ts'
import { parseEventFileName } from '../event-files.ts'
import { toJsonObject } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import type { ConversationId } from '../source.ts'
import type { ZipEntry, ZipFile } from './zip-file.ts'

/** What a downloaded trajectory is, and where its files would lie on its server's disk. */
export interface TrajectoryPlan {
  readonly dialect: 'agent-server-trajectory' | 'v1-trajectory'
  readonly id: ConversationId
  /** By path inside the folder it is unpacked to, each made of names that were checked. */
  readonly files: ReadonlyMap<string, ZipEntry>
  readonly eventCount: number
  /** V1's `meta.json`: what its database says of the conversation. */
  readonly meta: JsonObject | null
}

const STATE_FILES = new Set(['base_state.json', 'meta.json'])
const FOLDER = /^[0-9a-f]{32}$/
const V1_EVENT = /^event_\d{6,}_([0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})\.json$/

/**
 * Tells what a zip is by its entries: the Agent Server's is its conversation's folder (`<32 hex>/…`), V1's has `meta.json` and
 * `event_NNNNNN_<id>.json`. Nothing else in it is ever unpacked. Null where it is neither.
 */
export function toTrajectoryPlan(zip: ZipFile): TrajectoryPlan | null {
  return toAgentServerPlan(zip) ?? toV1Plan(zip)
}

function toAgentServerPlan({ entries }: ZipFile): TrajectoryPlan | null {
  const files = new Map<string, ZipEntry>()
  const folder = entries.map(({ name }) => name.split('/', 1)[0] ?? '').find((name) => FOLDER.test(name))
  if (folder === undefined) return null
  let eventCount = 0
  for (const entry of entries) {
    const rest = entry.name.startsWith(`${folder}/`) ? entry.name.slice(folder.length + 1) : ''
    const isEvent = dirname(rest) === 'events' && parseEventFileName(rest.slice('events/'.length)) !== null
    if (isEvent) eventCount += 1
    if (isEvent || STATE_FILES.has(rest)) files.set(join(folder, rest), entry)
  }
  return files.size === 0 ? null : { dialect: 'agent-server-trajectory', id: folder, files, eventCount, meta: null }
}

function toV1Plan(zip: ZipFile): TrajectoryPlan | null {
  const metaEntry = zip.entries.find(({ name }) => name === 'meta.json')
  const meta = metaEntry === undefined ? null : parseEntry(zip.read(metaEntry))
  const id = toConversationId(meta?.['id'])
  if (id === null || !FOLDER.test(id)) return null
  const files = new Map<string, ZipEntry>()
  for (const entry of zip.entries) {
    const eventId = V1_EVENT.exec(entry.name)?.[1]
    if (eventId !== undefined) files.set(join(id, `${eventId.replaceAll('-', '')}.json`), entry)
  }
  return { dialect: 'v1-trajectory', id, files, eventCount: files.size, meta }
}

/** The JSON object of an entry; null where it is damaged or says something else. */
export function parseEntry(bytes: Buffer | null): JsonObject | null {
  try {
    return bytes === null ? null : toJsonObject(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null // the parser's message quotes the file, which may hold a key
  }
}

/** V1's `meta.json` (an `AppConversation`) in the columns of its database. */
export function toV1Row(meta: JsonObject): JsonObject {
  const metrics = toJsonObject(meta['metrics'])
  return {
    ...toJsonObject(metrics?.['accumulated_token_usage']),
    ...meta,
    accumulated_cost: metrics?.['accumulated_cost'],
    last_updated_at: meta['updated_at'],
  }
}
