import { fieldText, toConversationId } from '../conversation-record.ts'
import type { Status } from '../conversation-status.ts'
import { toFiniteNumber, toJsonObject, toList, toText } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import { redactText } from '../redact.ts'
import type { ConversationId, ConversationRecord, TokenUsage, UnreadableFile } from '../source.ts'
import { parseUtcTime } from '../stated-time.ts'

/**
 * A V0 conversation from `metadata.json` (OpenHands `openhands/storage/data_models/conversation_metadata.py`; null where it is missing or
 * unreadable), with what its events say last: its status and the newest `llm_metrics`. Times without a zone are UTC.
 */
export function toV0Record(
  id: ConversationId,
  metadata: JsonObject | null,
  status: Status,
  metrics: JsonObject | null,
  unreadable: readonly UnreadableFile[],
): ConversationRecord {
  return {
    id,
    title: titleOf(metadata?.['title']),
    ...status,
    trigger: fieldText(metadata?.['trigger']),
    selectedRepository: fieldText(metadata?.['selected_repository']),
    selectedBranch: fieldText(metadata?.['selected_branch']),
    gitProvider: fieldText(metadata?.['git_provider']),
    prNumbers: toNumbers(metadata?.['pr_number']),
    llmModel: fieldText(metadata?.['llm_model']),
    accumulatedCost: costOf(metadata, metrics),
    tokenUsage: tokensOf(metadata, metrics),
    createdAt: parseUtcTime(metadata?.['created_at']),
    updatedAt: parseUtcTime(metadata?.['last_updated_at']),
    parentConversationId: toConversationId(metadata?.['parent_conversation_id']),
    forkedFromConversationId: null,
    tags: {},
    workingDir: null,
    sandboxStatus: null,
    leafEventId: null,
    unreadable,
  }
}

/** As it was written, blanks at its ends included. */
function titleOf(value: unknown): string | null {
  const title = toText(value)
  return title === null || title.trim() === '' ? null : redactText(title)
}

/** Whether the events have to say what the file does not: it holds zeros until the server's loop writes it. */
export function lacksTotals(metadata: JsonObject | null): boolean {
  return !isPositive(metadata?.['accumulated_cost']) || statedTokens(metadata) === null
}

/** Cost in USD: as the file says where that is above zero, else as the newest `llm_metrics` say. */
export function costOf(metadata: JsonObject | null, metrics: JsonObject | null): number | null {
  const stated = toFiniteNumber(metadata?.['accumulated_cost'])
  return isPositive(stated) ? stated : (toFiniteNumber(metrics?.['accumulated_cost']) ?? stated)
}

/** Tokens, by the same rule. */
export function tokensOf(metadata: JsonObject | null, metrics: JsonObject | null): TokenUsage | null {
  const stated = statedTokens(metadata)
  if (stated !== null) return stated
  const usage = toJsonObject(metrics?.['accumulated_token_usage'])
  if (usage !== null) return toUsage(usage)
  return metadata !== null && toFiniteNumber(metadata['prompt_tokens']) !== null ? toUsage(metadata) : null
}

/** Null where the file holds nothing above zero. It counts no cached tokens. */
function statedTokens(metadata: JsonObject | null): TokenUsage | null {
  const isStated = ['prompt_tokens', 'completion_tokens', 'total_tokens'].some((key) => isPositive(metadata?.[key]))
  return metadata === null || !isStated ? null : toUsage(metadata)
}

function toUsage(counts: JsonObject): TokenUsage {
  const count = (key: string): number => toFiniteNumber(counts[key]) ?? 0
  return {
    prompt_tokens: count('prompt_tokens'),
    completion_tokens: count('completion_tokens'),
    cache_read_tokens: count('cache_read_tokens'),
    cache_write_tokens: count('cache_write_tokens'),
    reasoning_tokens: count('reasoning_tokens'),
  }
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

function toNumbers(value: unknown): readonly number[] {
  const numbers = toList(value).filter((number) => typeof number === 'number' && Number.isSafeInteger(number))
  return [...new Set(numbers.map(Number))]
}
