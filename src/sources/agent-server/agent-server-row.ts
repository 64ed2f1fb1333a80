import { toConversationId, toConversationRecord, type TagFields } from '../conversation-record.ts'
import { lasting, statedStatus } from '../conversation-status.ts'
import { toFilledText, toJsonObject, toList, type JsonObject } from '../json-value.ts'
import type { RowMemory } from '../http/row-memory.ts'
import type { Sighting } from '../source.ts'

/** What its server works out or keeps beside the conversation's state: no event tells of a change. */
const EVENTLESS_FIELDS: ReadonlySet<string> = new Set([
  'title',
  'metrics',
  'runtime_info',
  'sub_conversation_ids',
  'current_model_id',
  'available_models',
  'supports_runtime_model_switch',
  'launched_agent_profile',
  'client_tools',
  'tool_module_qualnames',
])

/**
 * A row of an Agent Server (`ConversationInfo`, software-agent-sdk `openhands/agent_server/models.py`) as a sighting. Status and cost are as
 * it says; repository and trigger come from tags alone. Null where the row has no id. A field of a wrong type is as good as absent.
 */
export function toRowSighting(row: unknown, memory: RowMemory, tagFields: TagFields): Sighting | null {
  const fields = toJsonObject(row)
  const id = toConversationId(fields?.['id'])
  if (fields === null || id === null) return null
  const record = toConversationRecord(id, { base: fields, meta: fields }, statusOf(fields), [], tagFields)
  // State updates are events too, and leave the row's time as it was: whatever field one may have changed tells of it.
  return memory.see(record, [Object.entries(fields).filter(([name]) => !EVENTLESS_FIELDS.has(name))])
}

/** The rows of a page, and where the next one begins; null where the answer is no page. */
export function toPage(
  json: unknown,
): { readonly items: readonly unknown[]; readonly nextPageId: string | null } | null {
  const page = toJsonObject(json)
  if (page === null || !Array.isArray(page['items'])) return null
  return { items: toList(page['items']), nextPageId: toFilledText(page['next_page_id']) }
}

/** An id as the server's paths take it in every version: UUIDs with dashes. */
export function toDashed(id: string): string {
  return id.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5')
}

function statusOf(row: JsonObject): ReturnType<typeof lasting> {
  // Before 1.0 it was called so.
  const word = toFilledText(row['execution_status'] ?? row['agent_status'])
  return word === null ? lasting('unknown', 'Its server states no status', null) : statedStatus(word)
}
