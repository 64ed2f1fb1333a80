import { isJsonObject, toJsonObject, toList, toText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { cutText, stripAnsi } from './plain-text.ts'
import { isCredentialKey, redactText } from './redact.ts'

/** Most characters of one event that a search looks at. */
const MAX_TEXT_LENGTH = 1024 * 1024

// Names, addresses and machinery of an event: nobody searches for these, and some are keys or binary.
const SKIPPED_KEYS = new Set([
  'kind',
  'type',
  'signature',
  'encrypted_content',
  'image_urls',
  'screenshot_data',
  'metadata',
  'full_output_save_dir',
  'id',
  'timestamp',
  'source',
  'parent_id',
  'tool_call_id',
  'action_id',
  'llm_response_id',
  'message_id',
  'tool_call',
  'security_risk',
  'cache_prompt',
  '__proto__',
])
const MAX_DEPTH = 1_000
const BASE64 = /(data:[\w+./-]{1,100};base64,)[A-Za-z0-9+/=]+/g

type Collect = (event: JsonObject, found: string[]) => void

const OF_KIND: Readonly<Record<string, Collect>> = {
  SystemPromptEvent: (event, found) => {
    addBlocks([event['system_prompt'], event['dynamic_context']], found)
  },
  MessageEvent: addMessage,
  ActionEvent: addAction,
  ObservationEvent: (event, found) => {
    addStrings(event['observation'], found)
    addBlocks(event['extended_content'], found)
  },
  UserRejectObservation: (event, found) => addFields(event, ['rejection_reason'], found),
  AgentErrorEvent: (event, found) => addFields(event, ['error'], found),
  ConversationErrorEvent: (event, found) => addFields(event, ['code', 'detail'], found),
  Condensation: (event, found) => addFields(event, ['summary'], found),
  CondensationSummaryEvent: (event, found) => addFields(event, ['summary'], found),
  ConversationStateUpdateEvent: addStateUpdate,
  HookExecutionEvent: (event, found) =>
    addFields(event, ['hook_event_type', 'hook_command', 'stdout', 'stderr', 'reason', 'error'], found),
  ACPToolCallEvent: (event, found) => {
    addFields(event, ['title'], found)
    for (const key of ['raw_input', 'raw_output', 'content']) addStrings(event[key], found)
  },
  SecurityAnalysisEvent: (event, found) => addFields(event, ['analyzer', 'policy'], found),
  LLMCompletionLogEvent: (event, found) => addFields(event, ['model_name', 'usage_id'], found),
  TokenEvent: () => undefined,
}

/**
 * Everything that a search should find in an event of the Agent Server family: messages, thoughts, arguments, outputs, errors,
 * file contents, each on its own line. Without escape codes, base64, signatures and credentials. At most 1,048,576
 * characters: what exceeds them is shown but not found; old file contents go last, so they are cut first. Every string
 * of a kind that is not known. Null where nothing is said.
 */
export function toEventText(event: JsonObject, kind: string): string | null {
  const found: string[] = []
  const collect = Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind] : undefined
  if (collect === undefined) addStrings(event, found)
  else collect(event, found)
  return joinText(found)
}

/** What the Agent Server's filter `body` looks at: message text, extended content and reasoning. Null where nothing is said. */
export function toMessageText(event: JsonObject): string | null {
  const message = toJsonObject(event['llm_message'])
  const found: string[] = []
  addBlocks(message?.['content'], found)
  addBlocks(event['extended_content'], found)
  if (message !== null) addFields(message, ['reasoning_content'], found)
  return joinText(found)
}

/** Texts of content blocks (`{type: 'text', text}`), one block alone included; images have none. */
export function blockTexts(blocks: unknown): readonly string[] {
  const found: string[] = []
  addBlocks(blocks, found)
  return found
}

/** Arguments of a tool call that could not become an action: the object, or null where the model wrote no JSON object. */
export function parseArguments(text: unknown): JsonObject | null {
  if (typeof text !== 'string') return null
  try {
    return toJsonObject(JSON.parse(text))
  } catch {
    return null // the raw text is used instead
  }
}

function addMessage(event: JsonObject, found: string[]): void {
  const message = toJsonObject(event['llm_message'])
  if (message !== null) addBlocks(message['content'], found)
  addBlocks(event['extended_content'], found)
  if (message !== null) addReasoning(message, found)
}

function addReasoning(holder: JsonObject, found: string[]): void {
  addFields(holder, ['reasoning_content'], found)
  for (const block of toList(holder['thinking_blocks'])) {
    if (isJsonObject(block)) addFields(block, ['thinking'], found)
  }
  const item = toJsonObject(holder['responses_reasoning_item'])
  if (item === null) return
  addStrings(item['summary'], found)
  addStrings(item['content'], found)
}

function addAction(event: JsonObject, found: string[]): void {
  addBlocks(event['thought'], found)
  addReasoning(event, found)
  if (isJsonObject(event['action'])) return addStrings(event['action'], found)
  const written = toJsonObject(event['tool_call'])?.['arguments']
  addStrings(parseArguments(written) ?? written, found)
}

function addStateUpdate(event: JsonObject, found: string[]): void {
  const key = toText(event['key'])
  if (key === null || isCredentialKey(key)) return
  found.push(key)
  const value = event['value']
  if (typeof value === 'string') found.push(value)
  else if (key === 'goal' || key === 'tags') addStrings(value, found)
}

function addFields(holder: JsonObject, keys: readonly string[], found: string[]): void {
  for (const key of keys) {
    const value = holder[key]
    if (typeof value === 'string' && value !== '') found.push(value)
  }
}

function addBlocks(blocks: unknown, found: string[]): void {
  if (typeof blocks === 'string') found.push(blocks)
  else if (isJsonObject(blocks)) addFields(blocks, ['text'], found)
  else for (const block of toList(blocks)) if (typeof block === 'string' || isJsonObject(block)) addBlocks(block, found)
}

/** Adds every string within the value; what lies under keys of machinery, of credentials, or too deep is left out. */
export function addStrings(value: unknown, found: string[], depth = 0): void {
  if (typeof value === 'string') found.push(value)
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
  if (Array.isArray(value)) {
    for (const entry of value) addStrings(entry, found, depth + 1)
  } else if (isJsonObject(value)) addObject(value, found, depth)
}

function addObject(object: JsonObject, found: string[], depth: number): void {
  const last: string[] = []
  for (const key of Object.keys(object)) {
    if (SKIPPED_KEYS.has(key) || isCredentialKey(key)) continue
    if (key.startsWith('old_')) last.push(key)
    else addStrings(object[key], found, depth + 1)
  }
  for (const key of last) addStrings(object[key], found, depth + 1)
}

/** The strings made plain and redacted, each on its own line, cut at 1,048,576 characters; null where nothing is said. */
export function joinText(found: readonly string[]): string | null {
  const parts: string[] = []
  let length = 0
  for (const raw of found) {
    if (length > MAX_TEXT_LENGTH) break
    const part = toPlain(raw)
    if (part === '') continue
    parts.push(part)
    length += part.length + 1
  }
  return parts.length === 0 ? null : cutText(parts.join('\n'), MAX_TEXT_LENGTH)
}

function toPlain(text: string): string {
  const redacted = redactText(stripAnsi(text))
  const lean = redacted.includes(';base64,') ? redacted.replace(BASE64, '$1') : redacted
  // SQLite's text functions stop at a NUL.
  return lean.includes('\0') ? lean.replaceAll('\0', ' ') : lean
}
