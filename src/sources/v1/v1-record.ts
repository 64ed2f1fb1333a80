import { fieldText, toConversationId, toTags } from '../conversation-record.ts'
import { lasting, statedStatus } from '../conversation-status.ts'
import type { Status } from '../conversation-status.ts'
import { replaceNul, toFiniteNumber, toJsonObject, toList } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import { redactText } from '../redact.ts'
import type { ConversationId, ConversationRecord, TokenUsage, UnreadableFile } from '../source.ts'
import { parseUtcTime } from '../stated-time.ts'

/** What the newest state updates of a conversation's events say. */
export interface V1Evidence {
  /** Number of events, unreadable ones included. */
  readonly eventCount: number
  /** Value of the last `execution_status` update; null where there is none. */
  readonly executionStatus: string | null
  /** Sums of the last `stats` update; null where there is none. Cost in USD. */
  readonly stats: { readonly costUsd: number | null; readonly tokens: TokenUsage } | null
}

const TOKEN_KEYS = [
  'prompt_tokens',
  'completion_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
] as const

/**
 * A conversation of a V1 app server: its row of `conversation_metadata` (null where there is none: what only the row says is then
 * unknown), with status, cost and tokens from its events, because the row loses both (zeros and a stale `running`).
 */
export function toV1Record(
  id: ConversationId,
  row: JsonObject | null,
  evidence: V1Evidence,
  unreadable: readonly UnreadableFile[],
): ConversationRecord {
  return {
    id,
    title: titleOf(row),
    ...toV1Status(evidence),
    trigger: fieldText(row?.['trigger']),
    selectedRepository: fieldText(row?.['selected_repository']),
    selectedBranch: fieldText(row?.['selected_branch']),
    gitProvider: fieldText(row?.['git_provider']),
    prNumbers: toPrNumbers(row?.['pr_number']),
    llmModel: fieldText(row?.['llm_model']),
    accumulatedCost: evidence.stats?.costUsd ?? aboveZero(row?.['accumulated_cost']),
    tokenUsage: evidence.stats?.tokens ?? tokensOf(row),
    createdAt: parseUtcTime(row?.['created_at']),
    updatedAt: parseUtcTime(row?.['last_updated_at']),
    parentConversationId: toConversationId(row?.['parent_conversation_id']),
    forkedFromConversationId: null,
    tags: toTags(parseColumn(row?.['tags'])) ?? {},
    workingDir: null,
    sandboxStatus: null,
    leafEventId: null,
    unreadable,
  }
}

/** As the database has it, spaces around it included. */
function titleOf(row: JsonObject | null): string | null {
  const title = row?.['title']
  return typeof title === 'string' && title.trim() !== '' ? redactText(replaceNul(title)) : null
}

function toV1Status({ eventCount, executionStatus }: V1Evidence): Status {
  if (executionStatus === 'running')
    return lasting(
      'unknown',
      'The last word of its events is running: it was cut off, or is at work in a sandbox that only its server can ask',
      executionStatus,
    )
  if (executionStatus !== null) return statedStatus(executionStatus)
  const reason =
    eventCount === 0 ? 'It has no events, and what the database says of it goes stale' : 'None of its events states one'
  return lasting('unknown', reason, null)
}

/** A JSON column: SQLite keeps it as text. Null where it is no JSON. */
function parseColumn(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return null // a column that another tool has filled says nothing
  }
}

function toPrNumbers(value: unknown): readonly number[] {
  const numbers = toList(parseColumn(value)).filter((number): number is number => Number.isSafeInteger(number))
  return [...new Set(numbers)]
}

/** A zero of the database means that nobody counted. */
function aboveZero(value: unknown): number | null {
  const number = toFiniteNumber(value)
  return number !== null && number > 0 ? number : null
}

function tokensOf(row: JsonObject | null): TokenUsage | null {
  const [prompt, completion, cacheRead, cacheWrite, reasoning] = TOKEN_KEYS.map((key) => aboveZero(row?.[key]))
  if (!prompt && !completion && !cacheRead && !cacheWrite && !reasoning) return null
  return {
    prompt_tokens: prompt ?? 0,
    completion_tokens: completion ?? 0,
    cache_read_tokens: cacheRead ?? 0,
    cache_write_tokens: cacheWrite ?? 0,
    reasoning_tokens: reasoning ?? 0,
  }
}

/** A row as the database gave it, from its compact JSON. */
export function parseV1Row(text: string): JsonObject | null {
  return toJsonObject(JSON.parse(text))
}
