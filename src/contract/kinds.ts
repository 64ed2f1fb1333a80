/** Kinds of events that have a name of their own (the SDK's simple class names), with a short label. */
export const KIND_LABELS: ReadonlyMap<string, string> = new Map([
  ['SystemPromptEvent', 'System prompt'],
  ['MessageEvent', 'Message'],
  ['ActionEvent', 'Action'],
  ['ObservationEvent', 'Observation'],
  ['AgentErrorEvent', 'Agent error'],
  ['UserRejectObservation', 'Rejection'],
  ['ConversationErrorEvent', 'Conversation error'],
  ['ConversationStateUpdateEvent', 'State update'],
  ['Condensation', 'Condensation'],
  ['CondensationRequest', 'Condensation request'],
  ['CondensationSummaryEvent', 'Condensation summary'],
  ['PauseEvent', 'Pause'],
  ['InterruptEvent', 'Interrupt'],
  ['SecurityAnalysisEvent', 'Security analysis'],
  ['ACPToolCallEvent', 'ACP tool call'],
  ['HookExecutionEvent', 'Hook'],
  ['LLMCompletionLogEvent', 'Completion log'],
  ['StreamingDeltaEvent', 'Streaming delta'],
  ['TokenEvent', 'Tokens'],
  ['ServerErrorEvent', 'Server error'],
  ['UnreadableEvent', 'Unreadable'],
])

/** Kinds that the transcript leaves out and counts, unless they are asked for. */
export const QUIET_KINDS: ReadonlySet<string> = new Set([
  'ConversationStateUpdateEvent',
  'StreamingDeltaEvent',
  'TokenEvent',
  'LLMCompletionLogEvent',
])

/** V0's events that say nothing, by their own words: they are quiet too. */
const QUIET_NATIVE_KINDS: ReadonlySet<string> = new Set(['action:null', 'observation:null'])

/** Whether the transcript leaves an event out. */
export function isQuiet(kind: string, nativeKind: string | null): boolean {
  return QUIET_KINDS.has(kind) || (nativeKind !== null && QUIET_NATIVE_KINDS.has(nativeKind))
}

/** Who events are from, with what a person reads. Others are kept and shown as they are. */
export const EVENT_SOURCE_LABELS: ReadonlyMap<string, string> = new Map([
  ['agent', 'Agent'],
  ['user', 'User'],
  ['environment', 'Environment'],
  ['hook', 'Hook'],
])

/** What a person reads for a kind; an unknown one as it is. */
export function formatKind(kind: string): string {
  return KIND_LABELS.get(kind) ?? kind
}

/**
 * `openhands.sdk.event.llm_convertible.message.MessageEvent` → `MessageEvent`: the class of a Python path, as some writers spell kinds
 * and the Agent Server its filter. Events are kept and asked for by it; what is no such path stays as it is.
 */
export function toSimpleKind(kind: string): string {
  return /^[\w.]+\.(?<name>\w+)$/.exec(kind)?.groups?.['name'] ?? kind
}
