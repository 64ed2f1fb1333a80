import { replaceNul, toFilledText, toFiniteNumber, toJsonObject, isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { Status } from './conversation-status.ts'
import { isCredentialKey, redactText } from './redact.ts'
import type { ConversationId, ConversationRecord, TokenUsage, UnreadableFile } from './source.ts'
import { parseUtcTime } from './stated-time.ts'

/** Tag keys that fill a field, the first one present wins. The tags stay tags as well. */
export interface TagFields {
  readonly selectedRepository: readonly string[]
  readonly selectedBranch: readonly string[]
  readonly trigger: readonly string[]
  readonly gitProvider: readonly string[]
  readonly prNumbers: readonly string[]
}

/** An Agent Server knows no repository and no trigger: these tags are all that says so. */
export const TAG_FIELDS: TagFields = {
  selectedRepository: ['repo', 'repository'],
  selectedBranch: ['branch'],
  trigger: ['trigger'],
  gitProvider: ['gitprovider'],
  prNumbers: ['pr'],
}

/** The two state files of a conversation; null where one is missing or unreadable. */
export interface StateFiles {
  readonly base: JsonObject | null
  readonly meta: JsonObject | null
}

/** UUIDs as 32 lower-case hex digits, other ids as they are; null for anything but filled text. */
export function toConversationId(value: unknown): ConversationId | null {
  const id = toFilledText(value)
  if (id === null) return null
  const hex = id.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(hex) ? hex : id
}

/**
 * A conversation of an Agent Server or CLI directory, from `base_state.json` and `meta.json` (layout: OpenHands software-agent-sdk,
 * `ConversationState` and the agent server's `StoredConversation`). Either may be absent; its fields are then unknown.
 */
export function toConversationRecord(
  id: ConversationId,
  { base, meta }: StateFiles,
  status: Status,
  unreadable: readonly UnreadableFile[],
  tagFields: TagFields,
): ConversationRecord {
  const tags = toTags(base?.['tags']) ?? toTags(meta?.['tags']) ?? {}
  const stats = toJsonObject(base?.['stats'])
  const tagged = (keys: readonly string[]): string | null => firstTag(tags, keys)
  return {
    id,
    title: fieldText(meta?.['title']),
    ...status,
    trigger: tagged(tagFields.trigger),
    selectedRepository: tagged(tagFields.selectedRepository),
    selectedBranch: tagged(tagFields.selectedBranch),
    gitProvider: tagged(tagFields.gitProvider),
    prNumbers: toNumbers(tagged(tagFields.prNumbers)),
    llmModel: modelOf(base) ?? modelOf(meta),
    accumulatedCost: stats === null ? null : sumCost(stats),
    tokenUsage: stats === null ? null : sumTokens(stats),
    createdAt: parseUtcTime(meta?.['created_at']),
    updatedAt: parseUtcTime(meta?.['updated_at']),
    parentConversationId: toConversationId(meta?.['parent_conversation_id'] ?? base?.['parent_conversation_id']),
    forkedFromConversationId: toConversationId(
      meta?.['forked_from_conversation_id'] ?? base?.['forked_from_conversation_id'],
    ),
    tags,
    workingDir: workingDirOf(base) ?? workingDirOf(meta),
    sandboxStatus: null,
    leafEventId: toFilledText(base?.['leaf_event_id']),
    unreadable,
  }
}

/** A field's trimmed text through the redactor; null where it is blank or no string. */
export function fieldText(value: unknown): string | null {
  const text = toFilledText(value)
  return text === null ? null : redactText(text)
}

/** Plain values of a tag object, through the redactor, without credentials; null for anything but an object. */
export function toTags(value: unknown): Readonly<Record<string, string>> | null {
  if (!isJsonObject(value)) return null
  const tags: [string, string][] = []
  for (const [key, tag] of Object.entries(value)) {
    const isPlain = typeof tag === 'string' || typeof tag === 'number' || typeof tag === 'boolean'
    if (!isPlain || key === '__proto__' || isCredentialKey(key)) continue
    tags.push([redactText(replaceNul(key)), redactText(replaceNul(String(tag)))])
  }
  return Object.fromEntries(tags)
}

function firstTag(tags: Readonly<Record<string, string>>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = Object.hasOwn(tags, key) ? toFilledText(tags[key]) : null
    if (value !== null) return value
  }
  return null
}

/** `412`, `#412`, `412, 415`. */
function toNumbers(text: string | null): readonly number[] {
  const numbers = (text?.match(/\d+/g) ?? []).map(Number).filter((number) => Number.isSafeInteger(number))
  return [...new Set(numbers)]
}

function modelOf(state: JsonObject | null): string | null {
  const agent = toJsonObject(state?.['agent'])
  const model = fieldText(toJsonObject(agent?.['llm'])?.['model'])
  if (agent?.['kind'] !== 'ACPAgent') return model
  // An ACP agent's own `llm` is a placeholder.
  return (
    fieldText(state?.['current_model_id']) ??
    fieldText(agent['current_model_id']) ??
    fieldText(agent['acp_model']) ??
    model
  )
}

function workingDirOf(state: JsonObject | null): string | null {
  return fieldText(toJsonObject(state?.['workspace'])?.['working_dir'])
}

function usagesOf(stats: JsonObject): readonly JsonObject[] {
  return Object.values(toJsonObject(stats['usage_to_metrics']) ?? {}).filter(isJsonObject)
}

/** Costs are sums of floating-point numbers already: what lies beyond this is their noise. */
const COST_DECIMALS = 10

/** USD over all usages of `stats` (`{usage_to_metrics}`): 0 where there are none, null where one states no number. */
export function sumCost(stats: JsonObject): number | null {
  let sum = 0
  for (const usage of usagesOf(stats)) {
    const cost = toFiniteNumber(usage['accumulated_cost'] ?? 0)
    if (cost === null) return null
    sum += cost
  }
  return Number(sum.toFixed(COST_DECIMALS))
}

/** Tokens over all usages of `stats`; what is not stated counts as 0. */
export function sumTokens(stats: JsonObject): TokenUsage {
  const usages = usagesOf(stats).map((usage) => toJsonObject(usage['accumulated_token_usage']))
  const sum = (key: keyof TokenUsage): number =>
    usages.reduce((total, usage) => total + (toFiniteNumber(usage?.[key]) ?? 0), 0)
  return {
    prompt_tokens: sum('prompt_tokens'),
    completion_tokens: sum('completion_tokens'),
    cache_read_tokens: sum('cache_read_tokens'),
    cache_write_tokens: sum('cache_write_tokens'),
    reasoning_tokens: sum('reasoning_tokens'),
  }
}
