import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyFixture } from './lookout.ts'

/** Keys of the recorded servers, as made for the recordings, and everything that they had encrypted. */
export const secrets = /gAAAAA|canary-secret-session-api-key|canary-secret-v\d/

const SESSION_KEY = 'canary-secret-session-api-key-1'
const ENCRYPTED = 'gAAAAABcanarycanarycanarycanarycanary=='

/** A conversation of each recording that gets a key into its own files. */
export const V0_CONVERSATION = 'd8e5923e4b5f439786e0859183ba1d44'
export const V1_CONVERSATION = '289cc69b34da473e8d039cdbce3f5737'

/**
 * The home of an app server V0, with the recording as its `sessions`, and keys wherever such a server keeps one: settings, secrets, the
 * pickles of a conversation, its metadata and events.
 */
export async function plantV0Home(root: string): Promise<void> {
  const key = 'canary-secret-v0-llm-key'
  await rename(await copyFixture('app-server-v0', root), join(root, 'sessions'))
  await writeJson(join(root, 'settings.json'), { llm_model: 'openai/gpt-4o', llm_api_key: key })
  await writeJson(join(root, 'secrets.json'), { provider_tokens: { github: { token: key } } })
  await writeFile(join(root, '.jwt_secret'), ENCRYPTED)
  const conversation = join(root, 'sessions', V0_CONVERSATION)
  for (const name of ['agent_state.pkl', 'conversation_stats.pkl'])
    await writeFile(join(conversation, name), `\x80\x04${key}`)
  const metadata: object = JSON.parse(await readFile(join(conversation, 'metadata.json'), 'utf8'))
  await writeJson(join(conversation, 'metadata.json'), { ...metadata, session_api_key: SESSION_KEY, llm_api_key: key })
  await writeJson(join(conversation, 'events/24.json'), {
    id: 24,
    timestamp: '2026-11-22T15:02:00',
    source: 'agent',
    action: 'call_tool_mcp',
    message: `Calls with ${ENCRYPTED}`,
    args: { name: 'fetch', arguments: { url: 'http://127.0.0.1', headers: { 'X-Session-API-Key': SESSION_KEY } } },
    tool_call_metadata: { model_response: { api_key: key } },
  })
}

/**
 * The home of an app server V1: the recording, and keys wherever such a server keeps one: settings, the database beside what is read
 * of it, the events of a conversation.
 */
export async function plantV1Home(root: string): Promise<void> {
  const key = 'canary-secret-v1-llm-key'
  const copy = await copyFixture('app-server-v1', root)
  for (const name of ['openhands.db', 'v1_conversations']) await rename(join(copy, name), join(root, name))
  await writeJson(join(root, 'settings.json'), { agent_settings: { llm: { api_key: key } } })
  const database = await readFile(join(root, 'openhands.db'))
  // Of the same length, so that the file stays a database.
  const before = Buffer.from('{"kind": "SetTitleCallbackProcessor"}')
  const at = database.indexOf(before)
  if (at === -1) throw new Error('the recorded database has no place for a key')
  database.write(JSON.stringify(SESSION_KEY).padEnd(before.length), at)
  await writeFile(join(root, 'openhands.db'), database)
  const conversation = join(root, 'v1_conversations', V1_CONVERSATION)
  await writeJson(join(conversation, `${'c0'.repeat(16)}.json`), {
    id: 'c0c0c0c0-c0c0-c0c0-c0c0-c0c0c0c0c0c0',
    timestamp: '2026-11-22T15:12:00.000000',
    source: 'environment',
    kind: 'ConversationStateUpdateEvent',
    key: 'full_state',
    value: { execution_status: 'finished', agent: { llm: { api_key: key } }, secret_registry: { a: ENCRYPTED } },
  })
  await writeJson(join(conversation, `${'c1'.repeat(16)}.json`), {
    id: 'c1c1c1c1-c1c1-c1c1-c1c1-c1c1c1c1c1c1',
    timestamp: '2026-11-22T15:12:01.000000',
    source: 'environment',
    kind: 'SandboxEvent',
    exposed: { session_api_key: SESSION_KEY, note: `Started with ${ENCRYPTED}` },
  })
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, JSON.stringify(value))
}
