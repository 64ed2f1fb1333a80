/** An Agent Server for tests, over a folder of conversations: what its documented reads answer, traps included. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { startReplayServer, type PlantedReply, type ReplayServer } from '../http/replay-server.ts'
import { toDashed } from './agent-server-row.ts'

type Row = Record<string, unknown> & { readonly id: string }

/** Which behaviours it has, and which rows it shows. */
export interface PlantedAgentServer extends ReplayServer {
  /** Rows by hex id; a test may change, add and delete. */
  readonly rows: Map<string, Row>
  /** Ids of the conversations whose events were asked for where that loads them. */
  readonly woken: readonly string[]
}

type File = readonly [name: string, bytes: Buffer]

/** Starts one over the folder of a recording, without any state of its own. `filesOf`: the event files of a conversation by its hex id. */
export async function startPlantedAgentServer(
  folder: string,
  key?: string,
  filesOf: (id: string) => readonly File[] = (id) => eventFiles(folder, id),
): Promise<PlantedAgentServer> {
  const rows = new Map(readdirSync(folder).flatMap((id) => rowOf(join(folder, id), id)))
  const woken: string[] = []
  const answer = ({ path, query }: { readonly path: string; readonly query: URLSearchParams }): PlantedReply | null => {
    if (path === '/server_info') return json({ title: 'OpenHands Agent Server', version: '1.58.0', uptime: 1 })
    if (path === '/api/conversations/search') return search(rows, query)
    if (path === '/api/conversations/count')
      return json([...rows.values()].filter((row) => hasStatus(row, query.get('status'))).length)
    if (path === '/api/conversations') return json(query.getAll('ids').map((id) => rows.get(toHex(id)) ?? null))
    const [, download] = /^\/api\/file\/download-trajectory\/([^/]+)$/.exec(path) ?? []
    if (download !== undefined)
      return rows.has(toHex(download)) ? zipOf(folder, toHex(download), filesOf(toHex(download))) : notFound()
    const [, id, rest] = /^\/api\/conversations\/([^/]+)(\/events\/search)?$/.exec(path) ?? []
    const row = rows.get(toHex(id ?? ''))
    if (row === undefined) return id === undefined ? null : notFound()
    if (rest === undefined) return json(row)
    if (row['execution_status'] !== 'running') woken.push(toHex(row.id))
    return searchEvents(filesOf(toHex(row.id)), query)
  }
  const server = await startReplayServer({ answer, ...(key === undefined ? {} : { key }) })
  return { ...server, rows, woken }
}

/** As the server puts it together from its two files. */
function rowOf(path: string, id: string): [string, Row][] {
  const [base, meta] = ['base_state.json', 'meta.json'].map((name) => join(path, name))
  if (base === undefined || meta === undefined || !existsSync(base) || !existsSync(meta)) return []
  // Files of a recording, which a real server wrote.
  const state = JSON.parse(readFileSync(base, 'utf8')) as Record<string, unknown>
  const { title, created_at, updated_at, parent_conversation_id, forked_from_conversation_id } = JSON.parse(
    readFileSync(meta, 'utf8'),
  ) as Record<string, unknown>
  const status = { execution_status: state['execution_status'] ?? 'idle' }
  const dates = { title, created_at, updated_at, parent_conversation_id, forked_from_conversation_id }
  return [[id, { ...state, ...status, ...dates, id: toDashed(id), metrics: null }]]
}

/** The cursor is the hex id of the first row of its page; one that is not there begins anew. */
function search(rows: ReadonlyMap<string, Row>, query: URLSearchParams): PlantedReply {
  const sort = query.get('sort_order') ?? 'CREATED_AT_DESC'
  const field = sort.startsWith('UPDATED_AT') ? 'updated_at' : 'created_at'
  const sign = sort.endsWith('_DESC') ? -1 : 1
  const found = [...rows.values()]
    .filter((row) => hasStatus(row, query.get('status')))
    .toSorted((a, b) => sign * (String(a[field]) < String(b[field]) ? -1 : 1))
  const start = Math.max(
    0,
    found.findIndex((row) => toHex(row.id) === query.get('page_id')),
  )
  const limit = Number(query.get('limit') ?? 100)
  const next = found[start + limit]
  return json({ items: found.slice(start, start + limit), next_page_id: next === undefined ? null : toHex(next.id) })
}

function searchEvents(files: readonly File[], query: URLSearchParams): PlantedReply {
  const events = files.map(([, bytes]) => JSON.parse(bytes.toString()) as { readonly id: string })
  const start = Math.max(
    0,
    events.findIndex((event) => event.id === query.get('page_id')),
  )
  const limit = Number(query.get('limit') ?? 100)
  return json({ items: events.slice(start, start + limit), next_page_id: events[start + limit]?.id ?? null })
}

function eventFiles(folder: string, id: string): readonly File[] {
  const events = join(folder, id, 'events')
  const names = existsSync(events) ? readdirSync(events) : []
  return names
    .filter((name) => /^event-\d+-.*\.json$/.test(name))
    .map((name) => [name, readFileSync(join(events, name))] as const)
}

function zipOf(folder: string, id: string, files: readonly File[]): PlantedReply {
  const states = ['base_state.json', 'meta.json']
    .filter((name) => existsSync(join(folder, id, name)))
    .map((name) => [name, readFileSync(join(folder, id, name))] as const)
  const events = files.map(([name, bytes]) => [`events/${name}`, bytes] as const)
  const body = toZip([...states, ...events].map(([name, bytes]) => [`${id}/${name}`, bytes]))
  return { headers: { 'Content-Type': 'application/octet-stream' }, body }
}

/** A zip of files, packed as servers pack it. */
export function toZip(files: readonly File[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of files) {
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(name)]))
    parts.push(local)
    offset += local.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

function hasStatus(row: Row, status: string | null): boolean {
  return status === null || row['execution_status'] === status
}

function toHex(id: string): string {
  return id.replaceAll('-', '').toLowerCase()
}

function json(value: unknown): PlantedReply {
  return { body: JSON.stringify(value) }
}

function notFound(): PlantedReply {
  return { status: 404, body: '{"detail":"Not Found"}' }
}
