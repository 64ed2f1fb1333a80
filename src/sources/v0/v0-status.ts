import { lasting } from '../conversation-status.ts'
import type { Status } from '../conversation-status.ts'
import { toHeadline } from '../plain-text.ts'
import { redactText } from '../redact.ts'

/** What the newest `agent_state_changed` that is not `stopped` says. */
export interface AgentState {
  readonly word: string
  readonly reason: string | null
}

const LASTING: ReadonlyMap<string, string> = new Map([
  ['awaiting_user_input', 'idle'],
  ['awaiting_user_confirmation', 'waiting_for_confirmation'],
  ['paused', 'paused'],
  ['finished', 'finished'],
  ['rejected', 'finished'],
  ['error', 'error'],
])
/** States of an agent at work. */
const AT_WORK = new Set(['loading', 'running', 'rate_limited', 'user_confirmed', 'user_rejected'])

/**
 * Status of a V0 conversation by the state that its events state last (OpenHands `openhands/core/schema/agent.py`); `stopped` does not
 * count, it only says that the server closed the agent's loop. No state at all is `idle`. Whether one that says `running` still is, only
 * its server knows.
 */
export function toAgentStatus(state: AgentState | null): Status {
  if (state === null) return lasting('idle', null, null)
  const { word } = state
  const status = AT_WORK.has(word) ? 'running' : LASTING.get(word)
  if (status !== undefined) return lasting(status, reasonOf(state), word)
  return lasting('unknown', `The source says “${word.slice(0, 100)}”, a status unknown to Lookout`, word)
}

/** The same where there are files alone. */
export function toV0Status(state: AgentState | null): Status {
  const status = toAgentStatus(state)
  if (state === null || status.status !== 'running') return status
  const reason = `Its newest event says ${state.word}, and files cannot tell whether a server is still at work`
  return lasting('unknown', reason, state.word)
}

function reasonOf({ reason }: AgentState): string | null {
  return toHeadline(reason === null ? null : redactText(reason))
}
