import { blockTexts, parseArguments } from './event-text.ts'
import { isJsonObject, toFilledText, toJsonObject, toList, toText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { firstLine, toHeadline } from './plain-text.ts'
import { isCredentialKey, redactText } from './redact.ts'
import { toolHeadline } from './tool-headline.ts'

type Headline = (event: JsonObject) => string | null

const OF_KIND: Readonly<Record<string, Headline>> = {
  SystemPromptEvent: (event) => firstFilled(blockTexts(event['system_prompt'])),
  MessageEvent: messageHeadline,
  ActionEvent: actionHeadline,
  ObservationEvent: observationHeadline,
  UserRejectObservation: (event) =>
    sentence(`rejected by ${toText(event['rejection_source']) ?? 'user'}`, event['rejection_reason']),
  AgentErrorEvent: (event) => firstLine(toText(event['error'])),
  ConversationErrorEvent: (event) => sentence(toText(event['code']), event['detail']),
  ConversationStateUpdateEvent: stateHeadline,
  Condensation: (event) =>
    sentence(`condensed ${toList(event['forgotten_event_ids']).length} events`, event['summary']),
  CondensationSummaryEvent: (event) => firstLine(toText(event['summary'])),
  CondensationRequest: () => 'condensation requested',
  PauseEvent: () => 'paused by the user',
  InterruptEvent: () => 'interrupted by the user',
  SecurityAnalysisEvent: riskHeadline,
  HookExecutionEvent: hookHeadline,
  ACPToolCallEvent: (event) => sentence(firstLine(toText(event['title'])), event['status']),
  LLMCompletionLogEvent: (event) => toFilledText(event['model_name']) ?? toFilledText(event['filename']),
  TokenEvent: () => null,
}
const USUAL_KEYS = [
  'message',
  'text',
  'content',
  'summary',
  'title',
  'detail',
  'description',
  'reason',
  'name',
  'command',
]

/** What an event of the Agent Server family says, in one line of at most 200 characters; null where it says nothing. */
export function headlineOf(event: JsonObject, kind: string): string | null {
  const known = Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind] : undefined
  const line = known === undefined ? usualHeadline(event) : known(event)
  return toHeadline(line === null ? null : redactText(line))
}

function firstFilled(texts: readonly string[]): string | null {
  for (const text of texts) {
    const line = firstLine(text)
    if (line !== null) return line
  }
  return null
}

function sentence(subject: string | null, detail: unknown): string | null {
  const line = firstLine(toText(detail))
  return line === null || subject === null ? (subject ?? line) : `${subject}: ${line}`
}

function messageHeadline(event: JsonObject): string | null {
  const message = toJsonObject(event['llm_message'])
  const content = message?.['content']
  const line = firstFilled(blockTexts(content))
  if (line !== null) return line
  if (toList(content).some((block) => isJsonObject(block) && block['type'] === 'image')) return '[image]'
  return firstFilled([...blockTexts(event['extended_content']), ...blockTexts(message?.['reasoning_content'])])
}

function actionHeadline(event: JsonObject): string | null {
  const action = toJsonObject(event['action'])
  const written = toJsonObject(event['tool_call'])?.['arguments']
  const fields = action ?? parseArguments(written)
  const line = fields === null ? firstLine(toText(written)) : toolHeadline(fields, toText(event['tool_name']))
  return line ?? firstFilled(blockTexts(event['thought']))
}

function observationHeadline(event: JsonObject): string | null {
  const observation = toJsonObject(event['observation'])
  if (observation === null) return null
  const outputs = ['content', 'output', 'message', 'error', 'file_content'].flatMap((key) =>
    blockTexts(observation[key]),
  )
  return firstFilled(outputs)
}

function stateHeadline(event: JsonObject): string | null {
  const key = toText(event['key'])
  const value = event['value']
  if (key === null || isCredentialKey(key)) return key
  if (key === 'goal' && isJsonObject(value)) return sentence('goal', value['objective'])
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? `${key}: ${firstLine(String(value)) ?? ''}` : key
}

function riskHeadline(event: JsonObject): string | null {
  const risks = Object.values(toJsonObject(event['risks']) ?? {}).filter((risk) => typeof risk === 'string')
  return risks.length === 0 ? toFilledText(event['analyzer']) : `risk ${[...new Set(risks)].join(', ')}`
}

function hookHeadline(event: JsonObject): string | null {
  const type = toText(event['hook_event_type']) ?? 'hook'
  if (event['blocked'] === true)
    return sentence(`${type} blocked`, event['reason'] ?? event['stderr'] ?? event['stdout'])
  if (event['success'] === false) return sentence(`${type} failed`, event['error'] ?? event['stderr'])
  return sentence(type, toFilledText(event['stdout']) ?? event['hook_command'])
}

function usualHeadline(event: JsonObject): string | null {
  return firstFilled(USUAL_KEYS.flatMap((key) => blockTexts(event[key])))
}
