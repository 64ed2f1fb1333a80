import { firstMessage, stampOf } from './conversation.mjs'
import { sentence } from './random.mjs'

/** What V0 calls the statuses. @type {Readonly<Record<string, string>>} */
const AGENT_STATES = {
  idle: 'awaiting_user_input',
  waiting_for_confirmation: 'awaiting_user_confirmation',
  stuck: 'error',
}

/**
 * Events as an app server V0 writes them: a message, then commands and what came of them. The last one of several says how it ended.
 * @param {import('./conversation.mjs').PlantedConversation} conversation
 * @returns {Generator<Record<string, unknown>>}
 */
export function* v0Events(conversation) {
  const { eventCount, status, next } = conversation
  let command = ''
  for (let seq = 0; seq < eventCount; seq++) {
    const base = { id: seq, timestamp: stampOf(conversation, seq).timestamp }
    if (seq > 0 && seq === eventCount - 1) {
      const extras = { agent_state: AGENT_STATES[status] ?? status, reason: '' }
      yield { ...base, source: 'environment', message: '', observation: 'agent_state_changed', content: '', extras }
    } else if (seq === 0) {
      const content = firstMessage(conversation)
      yield { ...base, source: 'user', message: content, action: 'message', args: { content, image_urls: [] } }
    } else if (command === '') {
      command = `grep -rn "${sentence(next, 1)}" src | head -${seq}`
      const args = { command, thought: sentence(next, 15), is_input: false }
      const tokens = { prompt_tokens: seq * 100, completion_tokens: seq * 5 }
      const metrics = { accumulated_cost: seq / 1000, accumulated_token_usage: tokens }
      yield {
        ...base,
        source: 'agent',
        message: `Running command: ${command}`,
        action: 'run',
        args,
        llm_metrics: metrics,
      }
    } else {
      const metadata = { exit_code: next() < 0.1 ? 1 : 0 }
      const [content, extras] = [sentence(next, 50), { command, metadata }]
      yield { ...base, source: 'agent', message: '', cause: seq - 1, observation: 'run', content, extras }
      command = ''
    }
  }
}

/** What one more event says, after all others. @param {import('./conversation.mjs').PlantedConversation} conversation @param {number} seq */
export function v0EventAfter(conversation, seq) {
  const { timestamp } = stampOf(conversation, seq)
  const content = sentence(conversation.next, 30)
  return { id: seq, timestamp, source: 'agent', message: content, action: 'message', args: { content, image_urls: [] } }
}
