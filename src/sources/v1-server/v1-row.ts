import { fieldText, toConversationId } from '../conversation-record.ts'
import { lasting, statedStatus, type Status } from '../conversation-status.ts'
import { toFilledText, toJsonObject, toList, type JsonObject } from '../json-value.ts'
import type { ConversationId, ConversationRecord } from '../source.ts'
import { toV1Record } from '../v1/v1-record.ts'

/** A row of a V1 server's list, read. */
export interface V1Row {
  readonly record: ConversationRecord
  /** Its sandbox is there or comes: at any moment it may be at work, and nothing else in its row tells. */
  readonly isLive: boolean
  /** Those begun by it; of rows asked for by id alone. Null: this server knows of none. */
  readonly subConversationIds: readonly ConversationId[] | null
}

const NO_EVIDENCE = { eventCount: 0, executionStatus: null, stats: null }
const LIVE = new Set(['RUNNING', 'STARTING'])

/**
 * A row as the server gives it (`AppConversation` of OpenHands, `openhands/app_server/app_conversation/app_conversation_models.py`), by
 * the rules of a V1 directory. Its status is the server's own while its sandbox runs; else the events tell it. Null where it has no id.
 */
export function toV1Row(value: unknown): V1Row | null {
  const row = toJsonObject(value)
  const id = toConversationId(row?.['id'])
  if (row === null || id === null) return null
  const sandboxStatus = fieldText(row['sandbox_status'])
  const record = { ...toV1Record(id, toColumns(row), NO_EVIDENCE, []), ...statusOf(row, sandboxStatus), sandboxStatus }
  return {
    record,
    isLive: sandboxStatus !== null && LIVE.has(sandboxStatus),
    subConversationIds: Array.isArray(row['sub_conversation_ids'])
      ? toList(row['sub_conversation_ids'])
          .map(toConversationId)
          .filter((sub) => sub !== null)
      : null,
  }
}

/** What is taken of a row, as the server's database names it. */
function toColumns(row: JsonObject): JsonObject {
  const metrics = toJsonObject(row['metrics'])
  return {
    ...toJsonObject(metrics?.['accumulated_token_usage']),
    accumulated_cost: metrics?.['accumulated_cost'],
    title: row['title'],
    trigger: row['trigger'],
    selected_repository: row['selected_repository'],
    selected_branch: row['selected_branch'],
    git_provider: row['git_provider'],
    pr_number: row['pr_number'],
    llm_model: row['llm_model'],
    parent_conversation_id: row['parent_conversation_id'],
    tags: row['tags'],
    created_at: row['created_at'],
    last_updated_at: row['updated_at'],
  }
}

function statusOf(row: JsonObject, sandboxStatus: string | null): Status {
  const word = toFilledText(row['execution_status'])
  if (sandboxStatus === 'RUNNING' && word !== null) return statedStatus(word)
  return lasting('unknown', 'Its events, which tell its status, have not been read yet', null)
}
