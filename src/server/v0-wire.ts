import type { components } from '../contract/openapi.gen.ts'
import type { ConversationRow } from '../index/conversation-port.ts'
import { toWireTime } from './conversation-wire.ts'

type V0Conversation = components['schemas']['V0Conversation']
type V0Status = V0Conversation['status']

/** What V0 calls a conversation whose sandbox is in this state, since it lists those of V1 too (OpenHands 0.60). */
const OF_SANDBOX: ReadonlyMap<string | null, V0Status> = new Map([
  ['STARTING', 'STARTING'],
  ['RUNNING', 'RUNNING'],
  ['PAUSED', 'STOPPED'],
  ['ERROR', 'ERROR'],
  ['MISSING', 'ARCHIVED'],
])

/** V0's word for what runs a conversation: never what became of its task. */
export function toV0Status({ sandbox_status: sandbox, status }: ConversationRow): V0Status {
  return OF_SANDBOX.get(sandbox) ?? (status === 'running' ? 'RUNNING' : 'STOPPED')
}

/** Fields of V0's row that no other row of ours has. */
export function toV0Fields(row: ConversationRow) {
  return {
    runtime_status: null,
    num_connections: 0,
    url: null,
    session_api_key: null,
    conversation_version: isOfV0(row) ? 'V0' : 'V1',
  } as const satisfies Partial<V0Conversation>
}

/** Words that V1 alone has for a sandbox. */
const SANDBOX_OF_V1: ReadonlySet<string | null> = new Set(['PAUSED', 'MISSING'])

/** Whether V0 wrote it. A server of 2025 shows V1's beside its own, at rest nearly always. */
function isOfV0({ dialect, sandbox_status: sandbox }: ConversationRow): boolean {
  return /^(?:v0-|app-server-v0$)/.test(dialect) && !SANDBOX_OF_V1.has(sandbox)
}

/** A row of the index as a row of V0's list. */
export function toV0Conversation(row: ConversationRow): V0Conversation {
  return {
    conversation_id: row.id,
    title: row.title,
    last_updated_at: toWireTime(row.updated_at),
    status: toV0Status(row),
    selected_repository: row.selected_repository,
    selected_branch: row.selected_branch,
    git_provider: row.git_provider,
    trigger: row.trigger,
    created_at: toWireTime(row.created_at),
    pr_number: [...row.pr_number],
    ...toV0Fields(row),
    sub_conversation_ids: [...row.sub_conversation_ids],
  }
}
