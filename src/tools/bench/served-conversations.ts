/**
 * Conversations as real servers serve them, as many as wanted: recorded ones again and again, with ids and dates of their own, longer and
 * shorter.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isJsonObject, toJsonObject, toList, type JsonObject } from '../../sources/json-value.ts'
import { startPlantedAgentServer } from '../../sources/agent-server/planted-agent-server.ts'
import type { ReplayServer } from '../../sources/http/replay-server.ts'
import { startPlantedV0Server } from '../../sources/v0-server/planted-v0-server.ts'
import { readItems, readStore, startPlantedV1Server } from '../../sources/v1-server/planted-v1-server.ts'
import { iso } from '../planted/conversation.mjs'
import { dashed, hexId, random } from '../planted/random.mjs'
import { root } from '../stamp.mjs'

/** What a server is started with. */
export interface ServedOptions {
  readonly conversations: number
  /** Its clock, UTC ms. */
  readonly now: () => number
  /** A folder of its own, to be removed by whoever gave it. */
  readonly scratch: string
}

/** LLM calls of a conversation, from the shortest to the longest; half of them made fewer than 20. */
const CALLS = Array.from({ length: 20 }, (_, at) => Math.round(2 * 100 ** (at / 19)))
const EVENTS_PER_CALL = 3
/** From one conversation to the next, which is older: a V0 server hides what is older than ten days. */
const APART_MS = 600_000
/** Since the newest one began. */
const RESTED_MS = 7_200_000
/** From one event to the next. */
const STEP_MS = 1_500
/** A prompt and a message. */
const PROLOGUE = 2
/** `/openapi.json` of the real servers weighs so much. */
const DOCUMENT_BYTES = { '1.11.0': 561_682, '0.62.0': 194_324 }

/** A conversation to be served, at rest. */
interface Served {
  readonly id: string
  /** LLM calls. */
  readonly calls: number
  readonly createdMs: number
  readonly createdAt: string
  readonly updatedAt: string
}

/** An Agent Server of this version. */
export async function serveAgentServer(version: '1.58.0' | '1.11.4', options: ServedOptions): Promise<ReplayServer> {
  const name = `agent-server-${version}`
  const recorded = readEventFiles(join(root, 'e2e/fixtures', name, 'b1a22ffd655e49fb8703208224f05cea/events'))
  const templates = readRows(join(root, 'e2e/fixtures/replies', `${name}-cold/conversations.search.json.gz`), 'items')
  const conversations = new Map(listServed(options).map((one) => [one.id, one]))
  const filesOf = (id: string) => {
    const one = conversations.get(id)
    if (one === undefined) return []
    return toEvents(recorded, one).map((event, seq) => {
      const file = `event-${String(seq).padStart(5, '0')}-${String(event['id'])}.json`
      return [file, Buffer.from(JSON.stringify(event))] as const
    })
  }
  const server = await startPlantedAgentServer(options.scratch, undefined, filesOf)
  for (const one of conversations.values())
    server.rows.set(one.id, toAgentServerRow(one, templates[server.rows.size % templates.length] ?? {}))
  server.plant('/server_info', { body: JSON.stringify({ title: 'OpenHands Agent Server', version, uptime: 1 }) })
  return server
}

/** A V1 app server. */
export async function serveV1Server(options: ServedOptions): Promise<ReplayServer> {
  const fixtures = join(root, 'e2e/fixtures/app-server-v1/v1_conversations')
  const recorded = (readStore(fixtures).get('1092957dbb0a4644ac46679e46abb4ff') ?? [])
    .filter(isJsonObject)
    .toSorted((one, other) => (String(one['timestamp']) < String(other['timestamp']) ? -1 : 1))
  const templates = readItems(join(root, 'e2e/replies/app-server-v1/search-with-subs-limit-100.json'))
  const conversations = listServed(options)
  const server = await startPlantedV1Server({
    rows: conversations.map(({ id, createdAt, updatedAt }, at) => ({
      ...templates[at % templates.length],
      id,
      created_at: createdAt,
      updated_at: updatedAt,
      parent_conversation_id: null,
    })),
    events: new Map(conversations.map((one) => [one.id, [...toEvents(recorded, one)]])),
    eventPaths: 'of-one',
  })
  server.before = () => {
    server.clockMs = options.now()
    return null
  }
  plantDocument(server, '1.11.0')
  return server
}

/** A V0 app server, of the time before V1. */
export async function serveV0Server(options: ServedOptions): Promise<ReplayServer> {
  const fixtures = join(root, 'e2e/fixtures/app-server-v0')
  const recorded = readEventFiles(join(fixtures, '43d588c0b0bb4b13abaaf097e22a4ab4/events'))
  const listed = readRows(join(root, 'e2e/replies/app-server-v0-stopped/list-limit-1000.json'), 'results')
  const conversations = listServed(options)
  const server = await startPlantedV0Server({ folder: options.scratch, nowMs: options.now(), version: '0.53' })
  for (const one of conversations) {
    const dates = { created_at: one.createdAt, last_updated_at: one.updatedAt }
    server.store.set(one.id, { ...listed[server.store.size % listed.length], conversation_id: one.id, ...dates })
    server.events.set(one.id, new Map(toEvents(recorded, one).map((event, seq) => [seq, { ...event, id: seq }])))
  }
  plantDocument(server, '0.62.0')
  return server
}

/** Newest first. */
function listServed({ conversations, now }: ServedOptions): readonly Served[] {
  const newestMs = now() - RESTED_MS
  return Array.from({ length: conversations }, (_, at) => {
    const createdMs = newestMs - at * APART_MS
    const calls = CALLS[(at * 7 + CALLS.length / 2) % CALLS.length] ?? 0
    const updatedMs = createdMs + (eventCountOf(calls) - 1) * STEP_MS
    return { id: hexId(random(at)), calls, createdMs, createdAt: iso(createdMs), updatedAt: iso(updatedMs) }
  })
}

function eventCountOf(calls: number): number {
  return PROLOGUE + calls * EVENTS_PER_CALL
}

/** As many events as its calls make: what comes after a prompt and a message is repeated, with ids and times of its own. */
function toEvents(recorded: readonly JsonObject[], { calls, createdMs }: Served): readonly JsonObject[] {
  const again = recorded.length - PROLOGUE
  return Array.from({ length: eventCountOf(calls) }, (_, seq) => ({
    ...recorded[seq < PROLOGUE ? seq : PROLOGUE + ((seq - PROLOGUE) % again)],
    id: dashed(hexId(random(seq))),
    timestamp: iso(createdMs + seq * STEP_MS).replace('Z', '000'),
  }))
}

/** With lists that grow with every LLM call. */
function toAgentServerRow(
  { id, calls, createdAt, updatedAt }: Served,
  template: JsonObject,
): JsonObject & { id: string } {
  const model = 'openai/qwen3-coder-480b'
  const answers = Array.from({ length: calls }, (_, at) => `chatcmpl-${String(at).padStart(6, '0')}`)
  const usage = { prompt_tokens: 8131, completion_tokens: 11, cache_read_tokens: 0, cache_write_tokens: 0 }
  const tokens = { model, ...usage, reasoning_tokens: 0, context_window: 0, per_turn_token: 8142 }
  const agent = {
    model_name: model,
    accumulated_cost: calls / 100,
    max_budget_per_task: null,
    accumulated_token_usage: { ...tokens, response_id: '' },
    costs: answers.map((_, at) => ({ model, cost: 0.00327, timestamp: 1_795_361_668.990_285_6 + at })),
    response_latencies: answers.map((response_id) => ({ model, latency: 8.008_574_724_197_388, response_id })),
    token_usages: answers.map((response_id) => ({ ...tokens, response_id })),
  }
  const dates = { created_at: createdAt, updated_at: updatedAt, parent_conversation_id: null, sub_conversation_ids: [] }
  const status = template['execution_status'] === 'running' ? 'finished' : template['execution_status']
  return { ...template, ...dates, id: dashed(id), execution_status: status, stats: { usage_to_metrics: { agent } } }
}

function readEventFiles(folder: string): readonly JsonObject[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((name) => toJsonObject(JSON.parse(readFileSync(join(folder, name), 'utf8'))) ?? {})
}

/** The rows of a recorded list. */
function readRows(file: string, field: 'items' | 'results'): readonly JsonObject[] {
  const bytes = readFileSync(file)
  const reply = toJsonObject(JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()))
  return toList(toJsonObject(reply?.['body'])?.[field]).filter(isJsonObject)
}

function plantDocument(server: ReplayServer, version: keyof typeof DOCUMENT_BYTES): void {
  const document = { openapi: '3.1.0', info: { title: 'OpenHands', version }, paths: {}, filler: '' }
  const filler = ' '.repeat(DOCUMENT_BYTES[version] - JSON.stringify(document).length)
  server.plant('/openapi.json', { body: JSON.stringify({ ...document, filler }) })
}
