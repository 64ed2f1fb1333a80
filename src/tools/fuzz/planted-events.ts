import { ODD_TEXTS } from './odd-texts.ts'

/** What is written of an event; text is written as it is, as a torn file. */
export type PlantedEvent = Readonly<Record<string, unknown>> | string

const START = Date.UTC(2026, 10, 20, 8)

/** A time as the servers write it: without a zone, to the microsecond. Seconds since the planted events began. */
function wall(seconds: number): string {
  const microseconds = Math.round((seconds % 1) * 1e6)
  const whole = new Date(START + Math.floor(seconds) * 1000).toISOString().slice(0, 19)
  return `${whole}.${String(microseconds).padStart(6, '0')}`
}

/** An id as most events have: a dashed UUID. */
export function eventId(conversation: number, seq: number): string {
  const tail = `${conversation.toString(16).padStart(4, '0')}${seq.toString(16).padStart(8, '0')}`
  return `e0000000-0000-4000-8000-${tail}`
}

export function message(source: string, text: string, seconds: number): PlantedEvent {
  const content = [{ type: 'text', text }]
  return { kind: 'MessageEvent', source, timestamp: wall(seconds), llm_message: { role: source, content } }
}

/** A call of a tool and, where there is an outcome, its answer. */
function call(conversation: number, seq: number, tool: string, text: string, outcome: Outcome | null): PlantedEvent[] {
  const seconds = seq * 7.123457
  const id = eventId(conversation, seq)
  const ids = { tool_name: tool, tool_call_id: `call_${seq}` }
  const action: PlantedEvent = {
    ...ids,
    id,
    kind: 'ActionEvent',
    source: 'agent',
    timestamp: wall(seconds),
    llm_response_id: `response_${seq}`,
    thought: [{ type: 'text', text: `thinking of ${text}` }],
    action: { kind: 'Action', command: text },
  }
  if (outcome === null) return [action]
  const { kind, ...rest } = outcome
  return [action, { ...ids, action_id: id, kind, source: 'environment', timestamp: wall(seconds + 1.5), ...rest }]
}

type Outcome = { readonly kind: string } & Readonly<Record<string, unknown>>

function observed(text: string, exitCode: unknown, isError = false): Outcome {
  const content = [{ type: 'text', text }]
  return { kind: 'ObservationEvent', observation: { content, exit_code: exitCode, is_error: isError } }
}

const OUTCOMES: readonly (Outcome | null)[] = [
  observed('all well', 0),
  observed('grep found nothing', 1),
  observed('still running', -1),
  observed('no such tool', 127, true),
  observed('', 2 ** 60),
  observed('half', 0.5),
  { kind: 'AgentErrorEvent', error: 'the agent failed' },
  { kind: 'UserRejectObservation', rejection_reason: 'not like this' },
  null,
]

/** An ordinary conversation: what the user asked, calls of tools with every outcome, quiet events, and an end. */
export function ordinary(conversation: number, steps: number): PlantedEvent[] {
  const text = (at: number) => ODD_TEXTS[(conversation * 5 + at) % ODD_TEXTS.length] ?? ''
  const events: PlantedEvent[] = [
    {
      kind: 'SystemPromptEvent',
      source: 'agent',
      timestamp: wall(0),
      system_prompt: { type: 'text', text: 'Be good' },
    },
    message('user', text(0), 1),
  ]
  for (let step = 0; step < steps; step++) {
    const tool = ['terminal', 'file_editor', 'browser', ODD_TEXTS[step % ODD_TEXTS.length] ?? ''][step % 4] ?? ''
    const outcome = OUTCOMES[(conversation + step) % OUTCOMES.length] ?? null
    events.push(...call(conversation, events.length, tool, text(step), outcome))
    if (step % 3 === 0) events.push(stats(events.length, step))
    if (step % 5 === 4) events.push(message('user', `and now ${text(step)}`, events.length * 7.2))
  }
  events.push(
    ...call(conversation, events.length, 'finish', 'done', null),
    message('agent', 'I am done', 9e4 + Math.floor(conversation / 3)),
  )
  return events
}

function stats(seq: number, cost: number): PlantedEvent {
  const tokens = { prompt_tokens: seq * 100, completion_tokens: seq }
  const usage = { model_name: 'model', accumulated_cost: cost / 10, accumulated_token_usage: tokens }
  const value = { usage_to_metrics: { agent: usage } }
  return {
    kind: 'ConversationStateUpdateEvent',
    source: 'environment',
    timestamp: wall(seq * 7.2),
    key: 'stats',
    value,
  }
}

/** One of each thing that goes wrong. */
export const FAULTY: readonly PlantedEvent[] = [
  message('user', 'a message of \uFFFD, then a NUL:\0 and half a pair \ud83d', 5),
  '',
  '{"kind": "MessageEvent", "llm_mess',
  '[1, 2]',
  { kind: 'PauseEvent', source: 'user', timestamp: 'yesterday' },
  { kind: 'ConversationErrorEvent', source: 'environment', timestamp: wall(3), code: 'E1', detail: 'it ended here' },
  { kind: 'AgentErrorEvent', source: 'agent', timestamp: wall(2), error: 'and yet one more' },
  { id: 'twice', kind: 'PauseEvent', source: 'user', timestamp: wall(2) },
  { id: 'twice', kind: 'PauseEvent', source: 'user', timestamp: wall(2) },
  { id: 'ünï/cödé%3F?#&+ id', kind: 'Ev\u202Eil Kind', source: '(none)', timestamp: '2026-11-20T08:00:00+05:30' },
  { id: 'l'.repeat(200), kind: 'some.package.OwnEvent', source: 'x'.repeat(300), tool_name: 'y'.repeat(300) },
  { kind: 'UnreadableEvent', source: 'agent', seq: -1, turn: 'x', offset: 'y', row: {}, answer: 5, is_error: 'no' },
  { toJSON: 'not a function', __proto__: null, constructor: { prototype: 1 }, exit_code: 1.5, headline: 7 },
  { kind: 'ACPToolCallEvent', tool_kind: 'edit', tool_call_id: 'acp', title: 'opens', timestamp: wall(9) },
  {
    kind: 'ACPToolCallEvent',
    tool_kind: 'edit',
    tool_call_id: 'acp',
    title: 'closes',
    is_error: true,
    timestamp: wall(8),
  },
  message('user', `${'z'.repeat(70_000)} needle`, 6),
]

/** As far apart as times can be stored, and the other way round. */
export const EXTREME: readonly PlantedEvent[] = [
  { kind: 'PauseEvent', source: 'user', timestamp: '2254-12-31T23:59:59.999999Z' },
  { kind: 'PauseEvent', source: 'user', timestamp: '1700-01-01T00:00:00Z' },
  { kind: 'PauseEvent', source: 'user', timestamp: '9999-12-31T23:59:59Z' },
]

/** As V0 writes its events. */
export function v0Events(conversation: number): readonly PlantedEvent[] {
  const said = ODD_TEXTS[conversation % ODD_TEXTS.length] ?? ''
  const at = (seconds: number) => ({ timestamp: wall(seconds) })
  return [
    { ...at(0), source: 'user', action: 'message', message: said, args: { content: said } },
    { ...at(1), source: 'agent', action: 'run', message: '', args: { command: 'ls', thought: 'look' } },
    {
      ...at(2),
      source: 'agent',
      observation: 'run',
      cause: 1,
      content: 'a.txt',
      extras: { metadata: { exit_code: 2 } },
    },
    { ...at(3), source: 'environment', observation: 'null', content: '', extras: {} },
    '{"id": 4, "action": "mess',
    {
      ...at(5),
      source: 'environment',
      observation: 'agent_state_changed',
      content: '',
      extras: { agent_state: 'finished' },
    },
    { ...at(6), source: 'agent', observation: 'error', content: 'it broke', extras: {} },
  ]
}
