import type { Catalogue } from './catalogue.ts'
import { toNumber, toText } from './columns.ts'
import type { ConversationRow, SightingRow } from './conversation-port.ts'
import type { Database } from './sqlite.ts'

type Row = Record<string, unknown>

/** Reads whole rows for the conversations of a page, in the order of the keys. */
export function readConversations(
  database: Database,
  catalogue: Catalogue,
  keys: readonly number[],
): ConversationRow[] {
  if (keys.length === 0) return []
  const marks = keys.map(() => '?').join(',')
  const rows = database
    .prepare(
      `SELECT conversation.*, source.id AS source_id, source.dialect AS dialect FROM conversation JOIN source ON source.pk = conversation.source WHERE conversation.pk IN (${marks})`,
    )
    .all(...keys)
  const sightings = database
    .prepare(
      `SELECT conversation, source, source.id AS source_id,
       coalesce(json_extract(record, '$.nativeStatus'), json_extract(told, '$.status.nativeStatus')) AS native_status,
       json_extract(record, '$.updatedAt') AS updated_at, event_count, gone_at FROM sighting CROSS JOIN source ON source.pk = sighting.source
       WHERE conversation IN (${marks}) ORDER BY source.rank`,
    )
    .all(...keys)
  const byKey = new Map(rows.map((row) => [Number(row['pk']), row]))
  return keys.flatMap((key) => {
    const row = byKey.get(key)
    if (row === undefined) return []
    const own = sightings.filter((sighting) => sighting['conversation'] === key)
    return [toConversation(row, own, catalogue)]
  })
}

function toConversation(row: Row, sightings: readonly Row[], catalogue: Catalogue): ConversationRow {
  const id = String(row['id'])
  const seen = (sighting: Row): SightingRow => ({
    source: String(sighting['source_id']),
    native_status: toText(sighting['native_status']),
    // Of the source whose events are held the exact number is known.
    event_count: toNumber(sighting['source'] === row['source'] ? row['event_count'] : sighting['event_count']),
    updated_at: toNumber(sighting['updated_at']),
    gone_at: toNumber(sighting['gone_at']),
  })
  return {
    id,
    title: toText(row['title']),
    first_message: toText(row['first_message']),
    status: String(row['status']),
    status_reason: toText(row['status_reason']),
    native_status: toText(row['native_status']),
    sandbox_status: toText(row['sandbox_status']),
    trigger: toText(row['trigger']),
    selected_repository: toText(row['selected_repository']),
    selected_branch: toText(row['selected_branch']),
    git_provider: toText(row['git_provider']),
    // These columns hold only what the writer put there from typed records.
    pr_number: JSON.parse(String(row['pr_number'])) as number[],
    llm_model: toText(row['llm_model']),
    accumulated_cost: toNumber(row['accumulated_cost']),
    accumulated_token_usage:
      typeof row['token_usage'] === 'string' ? (JSON.parse(row['token_usage']) as Record<string, number>) : null,
    created_at: toNumber(row['created_at']),
    updated_at: toNumber(row['updated_at']),
    duration_seconds: toNumber(row['duration_seconds']),
    event_count: toNumber(row['event_count']),
    event_count_reason: toText(row['event_count_reason']),
    error_count: toNumber(row['error_count']),
    failed_command_count: toNumber(row['failed_command_count']),
    unreadable_count: toNumber(row['unreadable_count']),
    parent_conversation_id: toText(row['parent_id']),
    sub_conversation_ids: catalogue.childrenOf(id),
    tags: JSON.parse(String(row['tags'])) as Record<string, string>,
    working_dir: toText(row['working_dir']),
    source: String(row['source_id']),
    dialect: String(row['dialect']),
    sources: sightings.map(seen),
  }
}
