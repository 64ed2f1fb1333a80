import { isJsonObject, toText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'

/** What stands where a credential was; the OpenHands servers write the same. */
export const MASK = '**********'

const MAX_DEPTH = 1_000
const FERNET = /gAAAAA[A-Za-z0-9_-]{20,}={0,2}/g
// `token` as the last word is a credential unless it counts, pages or belongs to a tokenizer.
const PLAIN_TOKEN =
  /(?:^|_)(?:page|next|prev|previous|per|turn|continuation|cursor|sync|eos|bos|pad|sep|cls|unk|mask|stop|start|end|special|first|last|max|min)_token$/
const CREDENTIAL =
  /api_?key|secret|^aws_|password|passwd|passphrase|authorization|private_?key|access_key|credentials?$|^(?:set_)?cookie$|(?:^|_)token$/
/** Of tool calls, and of `LLMCompletionLogEvent`. */
const JSON_TEXT_KEYS = new Set(['arguments', 'log_data'])
const HEADER_NAME = /^(?:name|key|header)$/

const credentialKeys = new Map<string, boolean>()

/**
 * Whether a value under this key is a credential: `*api_key*`, `*secret*`, `aws_*`, passwords, `authorization`, and `*token` in the
 * singular (`github_token`; not `per_turn_token`, `next_page_token`). Spelling in camelCase or with dashes is the same key.
 */
export function isCredentialKey(key: string): boolean {
  const known = credentialKeys.get(key)
  if (known !== undefined) return known
  const spelt = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.\s]+/g, '_')
    .toLowerCase()
  const answer = CREDENTIAL.test(spelt) && !PLAIN_TOKEN.test(spelt)
  if (credentialKeys.size < 5_000 && key.length <= 100) credentialKeys.set(key, answer)
  return answer
}

/** Text with every Fernet token (an encrypted key of an Agent Server) replaced by `[redacted]`. */
export function redactText(text: string): string {
  return text.includes('gAAAAA') ? text.replace(FERNET, '[redacted]') : text
}

/**
 * An event's own fields without credentials: values under credential keys are masked, Fernet tokens are replaced in every
 * string, `encrypted_content` is left out, and so is the key `__proto__`. A `full_state` update keeps status and stats only.
 * What lies deeper than 1,000 levels is replaced by a sentence. The argument is not changed.
 */
export function redactEvent(event: JsonObject): JsonObject {
  const lean = isFullState(event) ? { ...event, value: leanState(event['value']) } : event
  return redactObject(lean, 0)
}

function isFullState(event: JsonObject): boolean {
  return event['key'] === 'full_state' && event['kind'] === 'ConversationStateUpdateEvent'
}

function leanState(state: unknown): JsonObject {
  if (!isJsonObject(state)) return {}
  const kept = ['execution_status', 'agent_status', 'stats'].filter((key) => Object.hasOwn(state, key))
  return Object.fromEntries(kept.map((key) => [key, state[key]]))
}

function redactObject(object: JsonObject, depth: number): JsonObject {
  const named = nameOfValue(object)
  const fields: [string, unknown][] = []
  for (const key of Object.keys(object)) {
    if (key === 'encrypted_content' || key === '__proto__') continue
    const isCredential = isCredentialKey(key) || (key === 'value' && named !== null && isCredentialKey(named))
    fields.push([redactText(key), redactField(key, object[key], isCredential, depth)])
  }
  // fromEntries defines own properties: no key of the file can reach a prototype.
  return Object.fromEntries(fields)
}

/** `{name: 'Authorization', value: '…'}` and `{key: 'secret_registry', value: {…}}` name their value beside it. */
function nameOfValue(object: JsonObject): string | null {
  if (!Object.hasOwn(object, 'value')) return null
  const key = Object.keys(object).find((candidate) => HEADER_NAME.test(candidate))
  return key === undefined ? null : toText(object[key])
}

function redactField(key: string, value: unknown, isCredential: boolean, depth: number): unknown {
  if (isCredential && isFilled(value)) return MASK
  if (JSON_TEXT_KEYS.has(key) && typeof value === 'string') return redactJsonText(value, depth)
  return redactValue(value, depth + 1)
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value !== ''
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '[nested more than 1,000 levels deep]'
  if (Array.isArray(value)) return value.map((entry) => redactValue(entry, depth + 1))
  return isJsonObject(value) ? redactObject(value, depth) : null
}

/** Some fields are JSON in a string: the same keys are credentials in there. Untouched where nothing is. */
function redactJsonText(text: string, depth: number): string {
  const plain = redactText(text)
  const parsed = parseJsonObject(plain)
  if (parsed === null) return plain
  const redacted = JSON.stringify(redactObject(parsed, depth + 1))
  return redacted === toCompactJson(parsed) ? plain : redacted
}

function toCompactJson(value: JsonObject): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null // nested too deeply to be written: what the redactor made of it is not
  }
}

function parseJsonObject(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return isJsonObject(parsed) ? parsed : null
  } catch {
    return null // a model may write arguments that are no JSON: they are shown as the text they are
  }
}
