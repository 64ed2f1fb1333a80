import { fieldText, toConversationId } from '../conversation-record.ts'
import { lasting } from '../conversation-status.ts'
import { toFilledText, toJsonObject, toText, type JsonObject } from '../json-value.ts'
import type { ConversationRecord } from '../source.ts'
import { toV0Record } from '../v0/v0-metadata.ts'

/** A row of a V0 server's list, read. */
export interface V0Row {
  readonly record: ConversationRecord
  /** The id as this server spells it: it knows no other. */
  readonly nativeId: string
  /** Listed beside its own (since 0.60): its events are to be had through V1 alone. */
  readonly isV1: boolean
}

const UNREAD = lasting('unknown', 'Only its events tell, and they have not been read yet', null)
const OF_V1 = lasting('unknown', 'It is one of V1, of which V0 tells only whether its sandbox runs', null)

/**
 * A row as the server gives it (`ConversationInfo` of OpenHands, `openhands/server/data_models/conversation_info.py`). What it calls its
 * status is that of the runtime; the agent's is left open, for the events to tell, like cost and tokens. Null where it has no id.
 */
export function toV0Row(value: unknown): V0Row | null {
  const row = toJsonObject(value)
  const nativeId = toText(row?.['conversation_id'])
  const id = toConversationId(nativeId)
  if (row === null || nativeId === null || id === null) return null
  const isV1 = row['conversation_version'] === 'V1'
  const record = toV0Record(id, { ...row, title: titleOf(row, nativeId) }, isV1 ? OF_V1 : UNREAD, null, [])
  return { record: { ...record, sandboxStatus: fieldText(row['status']) }, nativeId, isV1 }
}

/** The rows of a page, `null` where one could not be made, and where the next begins; null where the answer is no page. */
export function toV0Page(json: unknown): { readonly rows: readonly unknown[]; readonly next: string | null } | null {
  const page = toJsonObject(json)
  const rows = page?.['results']
  return Array.isArray(rows) ? { rows, next: toFilledText(page?.['next_page_id']) } : null
}

/** The server makes one up where there is none (`get_default_conversation_title`). */
function titleOf({ title }: JsonObject, nativeId: string): unknown {
  return title === `Conversation ${nativeId.slice(0, 5)}` ? null : title
}
