import { isWritable } from '../contract/calendar.ts'
import type { components } from '../contract/openapi.gen.ts'
import type { ConversationFacets, ConversationRow } from '../index/conversation-port.ts'
import type { FacetValues } from '../index/port-parts.ts'

type Schemas = components['schemas']

/** A moment in UTC milliseconds as the wire spells it; null where it is unknown or the wire cannot write it. */
export function toWireTime(ms: number | null): string | null {
  return ms === null || !isWritable(ms) ? null : new Date(ms).toISOString()
}

/** A row of the index as the contract's `Conversation`, compat names included. */
export function toWireConversation(indexed: ConversationRow): Schemas['Conversation'] {
  // What its source speaks is told by /api/sources.
  const { dialect: _, ...row } = indexed
  const updatedAt = toWireTime(row.updated_at)
  return {
    ...row,
    conversation_id: row.id,
    // The sync stores one of the nine and nothing else; what a source said otherwise is `native_status`.
    status: row.status as Schemas['Status'],
    execution_status: row.status === 'unknown' ? null : row.status,
    pr_number: [...row.pr_number],
    accumulated_token_usage: toWireTokenUsage(row.accumulated_token_usage),
    created_at: toWireTime(row.created_at),
    updated_at: updatedAt,
    last_updated_at: updatedAt,
    sub_conversation_ids: [...row.sub_conversation_ids],
    sources: row.sources.map((sighting) => ({
      ...sighting,
      updated_at: toWireTime(sighting.updated_at),
      gone_at: toWireTime(sighting.gone_at),
    })),
  }
}

function toWireTokenUsage(usage: ConversationRow['accumulated_token_usage']): Schemas['TokenUsage'] | null {
  if (usage === null) return null
  const tokens = (name: keyof Schemas['TokenUsage']) => usage[name] ?? 0
  return {
    prompt_tokens: tokens('prompt_tokens'),
    completion_tokens: tokens('completion_tokens'),
    cache_read_tokens: tokens('cache_read_tokens'),
    cache_write_tokens: tokens('cache_write_tokens'),
    reasoning_tokens: tokens('reasoning_tokens'),
  }
}

/** Counts of one field as the contract's `FacetValues`. */
export function toWireFacetValues(facet: FacetValues): Schemas['FacetValues'] {
  const { values, distinct, other_count } = facet
  return { values: values.map(({ value, count }) => ({ value, count })), distinct, other_count }
}

/** Facets of conversations as the contract's `ConversationFacets`: the fields that were asked for. */
export function toWireFacets(facets: ConversationFacets['facets']): Schemas['ConversationFacets'] {
  return Object.fromEntries(Object.entries(facets).map(([field, facet]) => [field, toWireFacetValues(facet)]))
}
