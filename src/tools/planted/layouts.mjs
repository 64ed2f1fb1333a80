import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { conversationAt, iso } from './conversation.mjs'
import { dashed } from './random.mjs'
import { sdkEventAfter, sdkEvents, usageAt } from './sdk-events.mjs'
import { v0EventAfter, v0Events } from './v0-events.mjs'
import { zipOf } from './zip.mjs'

/**
 * How one family of servers lays out conversations: the files of one, as paths in the directory and what they say; one more event; and
 * what is written once all are there.
 * @typedef {import('./conversation.mjs').PlantedConversation} PlantedConversation
 * @typedef {{
 *   files: (conversation: PlantedConversation) => Iterable<readonly [path: string, content: string | Buffer]>,
 *   next?: (conversation: PlantedConversation, seq: number) => readonly [path: string, content: string],
 *   finish?: (directory: string, size: import('./conversation.mjs').Size) => void
 * }} Layout
 */

/** @type {Readonly<Record<string, Layout>>} */
export const LAYOUTS = {
  'agent-server': { files: agentServerFiles, next: nextEvent },
  cli: { files: cliFiles, next: nextEvent },
  v0: { files: v0Files, next: nextV0Event },
  v1: { files: v1Files, next: nextV1Event, finish: writeDatabase },
  trajectory: { files: trajectoryFiles },
}

/** Writes one conversation. @param {string} directory @param {Layout} layout @param {PlantedConversation} conversation */
export function writeConversation(directory, layout, conversation) {
  let made = ''
  for (const [path, content] of layout.files(conversation)) {
    const file = join(directory, path)
    const folder = dirname(file)
    // Files of one folder come one after the other.
    if (folder !== made) mkdirSync(folder, { recursive: true })
    made = folder
    writeFileSync(file, content)
  }
}

/** @param {PlantedConversation} conversation @returns {Generator<readonly [string, string]>} */
function* agentServerFiles(conversation) {
  yield* cliFiles(conversation)
  const { id, title, createdMs, updatedMs, parentId } = conversation
  const dates = { created_at: iso(createdMs), updated_at: iso(updatedMs) }
  const parent = { parent_conversation_id: parentId === null ? null : dashed(parentId) }
  yield [`${id}/meta.json`, JSON.stringify({ id, title, ...dates, ...parent, tags: tagsOf(conversation) })]
}

/** @param {PlantedConversation} conversation @returns {Generator<readonly [string, string]>} */
function* cliFiles(conversation) {
  const { id, status, model, cost } = conversation
  let seq = 0
  for (const event of sdkEvents(conversation)) yield eventFile(id, seq++, event)
  const state = {
    id: dashed(id),
    execution_status: status,
    tags: tagsOf(conversation),
    agent: { llm: { model } },
    stats: usageAt(cost, 1000, 50),
    workspace: { working_dir: '/workspace' },
  }
  yield [`${id}/base_state.json`, JSON.stringify(state)]
}

/** @param {string} id @param {number} seq @param {{ id: string }} event @returns {readonly [string, string]} */
function eventFile(id, seq, event) {
  return [`${id}/events/event-${String(seq).padStart(5, '0')}-${event.id}.json`, JSON.stringify(event)]
}

/** @param {PlantedConversation} conversation @param {number} seq */
function nextEvent(conversation, seq) {
  return eventFile(conversation.id, seq, sdkEventAfter(conversation, seq))
}

/** @param {PlantedConversation} conversation */
function tagsOf({ repository, trigger, branch }) {
  return { repo: repository, trigger, branch }
}

/** @param {PlantedConversation} conversation @returns {Generator<readonly [string, string]>} */
function* v0Files(conversation) {
  const { id, title, createdMs, updatedMs, cost } = conversation
  for (const event of v0Events(conversation)) yield v0EventFile(id, event)
  const metadata = {
    conversation_id: id,
    user_id: null,
    ...fieldsOf(conversation),
    title,
    pr_number: [],
    accumulated_cost: cost,
    prompt_tokens: 1000,
    completion_tokens: 50,
    total_tokens: 1050,
    created_at: iso(createdMs),
    last_updated_at: iso(updatedMs),
  }
  yield [`sessions/${id}/metadata.json`, JSON.stringify(metadata)]
}

/** @param {string} id @param {Record<string, unknown>} event @returns {readonly [string, string]} */
function v0EventFile(id, event) {
  return [`sessions/${id}/events/${String(event['id'])}.json`, JSON.stringify(event)]
}

/** @param {PlantedConversation} conversation @param {number} seq */
function nextV0Event(conversation, seq) {
  return v0EventFile(conversation.id, v0EventAfter(conversation, seq))
}

/** @param {PlantedConversation} conversation */
function fieldsOf({ repository, branch, trigger, model, parentId }) {
  return {
    selected_repository: repository,
    selected_branch: branch,
    git_provider: 'github',
    trigger,
    llm_model: model,
    parent_conversation_id: parentId,
  }
}

/** @param {PlantedConversation} conversation @returns {Generator<readonly [string, string]>} */
function* v1Files(conversation) {
  for (const event of sdkEvents(conversation)) yield v1EventFile(conversation.id, event)
}

/** @param {string} id @param {{ id: string }} event @returns {readonly [string, string]} */
function v1EventFile(id, event) {
  return [`v1_conversations/${id}/${event.id.replaceAll('-', '')}.json`, JSON.stringify(event, null, 2)]
}

/** @param {PlantedConversation} conversation @param {number} seq */
function nextV1Event(conversation, seq) {
  return v1EventFile(conversation.id, sdkEventAfter(conversation, seq))
}

/** What V1 keeps of conversations beside their events. @param {string} directory @param {import('./conversation.mjs').Size} size */
function writeDatabase(directory, size) {
  const database = new DatabaseSync(join(directory, 'openhands.db'))
  database.exec(`PRAGMA synchronous = OFF; BEGIN; CREATE TABLE conversation_metadata (
    conversation_id VARCHAR NOT NULL PRIMARY KEY, user_id VARCHAR, title VARCHAR, "trigger" VARCHAR, selected_repository VARCHAR,
    selected_branch VARCHAR, git_provider VARCHAR, pr_number JSON, llm_model VARCHAR, accumulated_cost FLOAT, prompt_tokens INTEGER,
    completion_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, reasoning_tokens INTEGER,
    parent_conversation_id VARCHAR, tags JSON, created_at DATETIME, last_updated_at DATETIME, conversation_version VARCHAR NOT NULL)`)
  const insert = database.prepare(
    `INSERT INTO conversation_metadata VALUES (?,NULL,?,?,?,?,'github','[]',?,?,1000,50,0,0,0,?,'{}',?,?,'V1')`,
  )
  const count = size.conversations + (size.long > 0 ? 1 : 0)
  for (let number = 0; number < count; number++) {
    const conversation = conversationAt(number, size)
    const { id, title, trigger, repository, branch, model, cost, parentId, createdMs, updatedMs } = conversation
    const parent = parentId === null ? null : dashed(parentId)
    const dates = [createdMs, updatedMs].map((ms) => iso(ms).replace('T', ' ').slice(0, -1))
    insert.run(dashed(id), title, trigger, repository, branch, model, cost, parent, ...dates)
  }
  database.exec('COMMIT')
  database.close()
}

/** Downloads of all three families in one folder, in turn. @param {PlantedConversation} conversation @returns {Generator<readonly [string, string | Buffer]>} */
function* trajectoryFiles(conversation) {
  const { number, id, title, createdMs, updatedMs, cost } = conversation
  const family = ['agent-server', 'v1', 'v0'][number % 3]
  if (family === 'agent-server') yield [`${id}.zip`, zipOf([...agentServerFiles(conversation)])]
  else if (family === 'v0') yield [`${dashed(id)}.json`, JSON.stringify([...v0Events(conversation)])]
  else {
    const dates = { created_at: iso(createdMs), updated_at: iso(updatedMs) }
    const metrics = { accumulated_cost: cost, accumulated_token_usage: { prompt_tokens: 1000, completion_tokens: 50 } }
    const meta = { id, title, ...fieldsOf(conversation), pr_number: [], tags: {}, metrics, ...dates }
    const events = Array.from(sdkEvents(conversation), (event, seq) => {
      const name = `event_${String(seq).padStart(6, '0')}_${event.id}.json`
      return /** @type {const} */ ([name, JSON.stringify(event, null, 2)])
    })
    yield [`${id}.zip`, zipOf([['meta.json', JSON.stringify(meta)], ...events])]
  }
}
