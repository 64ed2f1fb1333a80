import { firstMessage, stampOf } from './conversation.mjs'
import { pick, sentence } from './random.mjs'

/**
 * @typedef {import('./conversation.mjs').PlantedConversation} PlantedConversation
 * @typedef {{ id: string, kind: string, tool_call_id?: string, [field: string]: unknown }} SdkEvent
 */

/**
 * Events as the SDK writes them: a message, then actions, their answers, and now and then what it cost. The last one of several says how
 * the conversation ended.
 * @param {PlantedConversation} conversation
 * @returns {Generator<SdkEvent>}
 */
export function* sdkEvents(conversation) {
  const { eventCount, status } = conversation
  /** @type {SdkEvent | null} */
  let unanswered = null
  for (let seq = 0; seq < eventCount; seq++) {
    const isEnd = seq > 0 && seq === eventCount - 1
    /** @type {SdkEvent} */
    const event = isEnd
      ? stateUpdate(conversation, seq, 'execution_status', status)
      : sdkEvent(conversation, seq, unanswered)
    unanswered = event.kind === 'ActionEvent' ? event : null
    yield event
  }
}

/**
 * @param {PlantedConversation} conversation
 * @param {number} seq
 * @param {SdkEvent | null} answered the action before it, which it answers
 * @returns {SdkEvent}
 */
function sdkEvent(conversation, seq, answered) {
  const { next } = conversation
  if (seq === 0) return message(conversation)
  if (answered !== null) return observation(conversation, seq, answered)
  if (next() < 0.3) return stateUpdate(conversation, seq, 'stats', usageAt(seq / 1000, seq * 100, 0))
  return action(conversation, seq)
}

/** What an agent has used so far. Cost in USD. @param {number} cost @param {number} prompt @param {number} completion */
export function usageAt(cost, prompt, completion) {
  const tokens = { prompt_tokens: prompt, completion_tokens: completion }
  return {
    usage_to_metrics: { agent: { model_name: 'model', accumulated_cost: cost, accumulated_token_usage: tokens } },
  }
}

/** @param {PlantedConversation} conversation @returns {SdkEvent} */
function message(conversation) {
  const content = [{ type: 'text', text: firstMessage(conversation) }]
  return { ...stampOf(conversation, 0), source: 'user', llm_message: { role: 'user', content }, kind: 'MessageEvent' }
}

/** @param {PlantedConversation} conversation @param {number} seq @returns {SdkEvent} */
function action(conversation, seq) {
  const { next } = conversation
  const call = `call_${seq}`
  const command = `grep -rn "${sentence(next, 1)}" src | head -${seq}`
  return {
    ...stampOf(conversation, seq),
    source: 'agent',
    thought: [{ type: 'text', text: sentence(next, 15) }],
    action: { command, kind: 'TerminalAction' },
    tool_name: 'terminal',
    tool_call_id: call,
    tool_call: { id: call, name: 'terminal', arguments: JSON.stringify({ command }) },
    llm_response_id: `r_${seq}`,
    kind: 'ActionEvent',
  }
}

/** @param {PlantedConversation} conversation @param {number} seq @param {SdkEvent} answered @returns {SdkEvent} */
function observation(conversation, seq, answered) {
  const { next } = conversation
  const result = {
    content: [{ type: 'text', text: sentence(next, 50) }],
    is_error: next() < 0.02,
    exit_code: pick([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], next),
    kind: 'TerminalObservation',
  }
  return {
    ...stampOf(conversation, seq),
    source: 'environment',
    tool_name: 'terminal',
    tool_call_id: answered.tool_call_id ?? '',
    action_id: answered.id,
    observation: result,
    kind: 'ObservationEvent',
  }
}

/** What one more event says, after all others. @param {PlantedConversation} conversation @param {number} seq @returns {SdkEvent} */
export function sdkEventAfter(conversation, seq) {
  return stateUpdate(conversation, seq, 'stats', usageAt(seq / 1000, seq * 100, 0))
}

/** @param {PlantedConversation} conversation @param {number} seq @param {string} key @param {unknown} value @returns {SdkEvent} */
function stateUpdate(conversation, seq, key, value) {
  return { ...stampOf(conversation, seq), source: 'environment', key, value, kind: 'ConversationStateUpdateEvent' }
}
