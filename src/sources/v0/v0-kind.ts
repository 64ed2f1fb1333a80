import { toFilledText, toJsonObject, toText } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'

/** What a V0 event is, in the words of the contract and in its own. */
export interface V0Kind {
  readonly kind: string
  /** `action:run`, `observation:agent_state_changed`; null where the event is neither. */
  readonly nativeKind: string | null
  readonly role: 'action' | 'observation' | null
  /** The server's own word: `run`. Empty where there is none. */
  readonly word: string
  /** `args` of an action, `extras` of an observation. */
  readonly fields: JsonObject
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['message', 'MessageEvent'],
  ['system', 'SystemPromptEvent'],
  ['condensation', 'Condensation'],
  ['condensation_request', 'CondensationRequest'],
  ['pause', 'PauseEvent'],
  ['stop', 'PauseEvent'],
])

const OBSERVATIONS: ReadonlyMap<string, string> = new Map([
  ['chat', 'MessageEvent'],
  ['message', 'MessageEvent'],
  ['condense', 'Condensation'],
  ['error', 'AgentErrorEvent'],
  ['user_rejected', 'UserRejectObservation'],
  ['agent_state_changed', 'ConversationStateUpdateEvent'],
])

/**
 * Tells what a V0 event is (words: OpenHands `openhands/core/schema/action.py` and `observation.py`). A word that nobody knows is still an
 * action or an observation.
 */
export function toV0Kind(event: JsonObject): V0Kind {
  const action = toFilledText(event['action'])
  if (action !== null) {
    const kind = ACTIONS.get(action) ?? 'ActionEvent'
    return { kind, nativeKind: `action:${action}`, role: 'action', word: action, fields: fieldsOf(event['args']) }
  }
  const word = toFilledText(event['observation'])
  if (word === null) return { kind: 'UnknownEvent', nativeKind: null, role: null, word: '', fields: {} }
  const kind = OBSERVATIONS.get(word) ?? 'ObservationEvent'
  return { kind, nativeKind: `observation:${word}`, role: 'observation', word, fields: fieldsOf(event['extras']) }
}

/** The tool that an action calls: its own word, for MCP the name of the tool. Null for whatever calls none. */
export function toolOfAction(event: JsonObject): string | null {
  const { kind, word, fields } = toV0Kind(event)
  if (kind !== 'ActionEvent') return null
  return word === 'call_tool_mcp' ? (toFilledText(fields['name']) ?? word) : word
}

/** The text that a message, a system prompt or an observation carries. */
export function contentOf(event: JsonObject, { role, fields }: V0Kind): string | null {
  return toText(role === 'action' ? fields['content'] : event['content'])
}

function fieldsOf(value: unknown): JsonObject {
  return toJsonObject(value) ?? {}
}
