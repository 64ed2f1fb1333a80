import { isJsonObject, toFilledText, toFiniteNumber, toJsonObject, type JsonObject } from '../sources/json-value.ts'

/** What one model was used for, USD and tokens; null is unknown. */
export interface ModelUsage {
  readonly model: string | null
  readonly cost: number | null
  readonly prompt_tokens: number | null
  readonly completion_tokens: number | null
}

/**
 * Cost and tokens by model as an event's body says them: the SDK's `ConversationStats` in a state update (`stats` or
 * `full_state`), or V0's `llm_metrics` of an action. The dearest first; null where it says nothing of it.
 */
export function toModelUsages(event: JsonObject): readonly ModelUsage[] | null {
  const metrics = metricsOf(event)
  if (metrics === null) return null
  const byModel = new Map<string | null, ModelUsage>()
  for (const one of metrics) {
    const usage = toUsage(one)
    const before = byModel.get(usage.model)
    byModel.set(usage.model, before === undefined ? usage : addUp(before, usage))
  }
  return [...byModel.values()].toSorted((a, b) => (b.cost ?? -1) - (a.cost ?? -1))
}

/** What models come to together; null where nobody says it. */
export function sumUsages(usages: readonly ModelUsage[]): {
  readonly cost: number | null
  readonly tokens: number | null
} {
  const all = usages.reduce<ModelUsage | null>((sum, usage) => (sum === null ? usage : addUp(sum, usage)), null)
  const tokens = all === null ? null : plus(all.prompt_tokens, all.completion_tokens)
  return { cost: all?.cost ?? null, tokens }
}

function metricsOf(event: JsonObject): readonly JsonObject[] | null {
  const v0 = toJsonObject(event['llm_metrics'])
  if (v0 !== null) return [v0]
  const value = toJsonObject(event['value'])
  const stats = event['key'] === 'full_state' ? toJsonObject(value?.['stats']) : event['key'] === 'stats' ? value : null
  const usages = toJsonObject(stats?.['usage_to_metrics'])
  return usages === null ? null : Object.values(usages).filter(isJsonObject)
}

function toUsage(metrics: JsonObject): ModelUsage {
  const tokens = toJsonObject(metrics['accumulated_token_usage'])
  const named = toFilledText(metrics['model_name']) ?? toFilledText(tokens?.['model'])
  return {
    // What the SDK says before it knows.
    model: named === 'default' ? null : named,
    cost: toFiniteNumber(metrics['accumulated_cost']),
    prompt_tokens: toCount(tokens?.['prompt_tokens']),
    completion_tokens: toCount(tokens?.['completion_tokens']),
  }
}

function toCount(value: unknown): number | null {
  return Number.isSafeInteger(value) ? Number(value) : null
}

function addUp(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    model: a.model,
    cost: plus(a.cost, b.cost),
    prompt_tokens: plus(a.prompt_tokens, b.prompt_tokens),
    completion_tokens: plus(a.completion_tokens, b.completion_tokens),
  }
}

/** Of what is known. */
function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b
}
