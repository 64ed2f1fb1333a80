import { describeAcp } from './event-acp.ts'
import {
  messageBlocks,
  numberField,
  plainText,
  textField,
  thoughtOf,
  toBlocks,
  toBody,
  type Body,
} from './event-body.ts'
import { answerPieces } from './event-any-call.ts'
import { describeCall } from './event-call.ts'
import { fieldPieces, ownFields, toWords } from './event-fields.ts'
import { deltaPieces, hookPieces, logPieces, securityPieces, tokenPieces } from './event-machinery.ts'
import {
  blockPieces,
  knownFacts,
  otherBlocks,
  told,
  toldEvent,
  type Description,
  type Field,
  type OfferedTool,
  type Piece,
} from './event-pieces.ts'
import { describeState } from './event-state.ts'
import { formatPlural } from './format.ts'
import { inSdkWords } from './v0-event-body.ts'

/** What a whole event says, by its kind. `answer` is the event that is folded into an action. Of unknown kinds their fields. */
export function describeEvent(event: Body, answer: Body | null): Description {
  const said = inSdkWords(event)
  const kind = textField(said, 'kind') ?? ''
  const describe = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  const { renderer, pieces } = describe?.(said, answer === null ? null : inSdkWords(answer)) ?? describeUnknown(said)
  return { renderer, pieces: pieces.length > 0 ? pieces : [{ type: 'note', text: 'It says nothing more.' }] }
}

/** What a message says, or the call that ends a run: that is a message too. */
export function describeMessage(event: Body): Description {
  const said = inSdkWords(event)
  return { renderer: said['kind'] === 'ActionEvent' ? 'finish' : 'message', pieces: messagePieces(said) }
}

type Describe = (event: Body, answer: Body | null) => Description

const KINDS: Readonly<Record<string, Describe>> = {
  ActionEvent: describeAction,
  ObservationEvent: describeObservation,
  MessageEvent: describeMessage,
  SystemPromptEvent: (event) => ({ renderer: 'system-prompt', pieces: promptPieces(event) }),
  AgentErrorEvent: (event) => ({ renderer: 'agent-error', pieces: errorPieces(event, 'error') }),
  ConversationErrorEvent: (event) => ({ renderer: 'conversation-error', pieces: errorPieces(event, 'detail') }),
  ServerErrorEvent: (event) => ({ renderer: 'conversation-error', pieces: errorPieces(event, 'detail') }),
  UserRejectObservation: (event) => ({ renderer: 'rejection', pieces: rejectionPieces(event) }),
  ConversationStateUpdateEvent: describeState,
  Condensation: (event) => ({ renderer: 'condensation', pieces: condensationPieces(event) }),
  CondensationSummaryEvent: (event) => ({ renderer: 'condensation', pieces: condensationPieces(event) }),
  CondensationRequest: marker('condensation-request', 'The history was to be condensed.'),
  PauseEvent: marker('pause', 'The user paused the run. What was in flight may still follow.'),
  InterruptEvent: marker('interrupt', 'The user interrupted the run.'),
  SecurityAnalysisEvent: (event) => ({ renderer: 'security', pieces: securityPieces(event) }),
  ACPToolCallEvent: describeAcp,
  HookExecutionEvent: (event) => ({ renderer: 'hook', pieces: hookPieces(event) }),
  LLMCompletionLogEvent: (event) => ({ renderer: 'completion-log', pieces: logPieces(event) }),
  StreamingDeltaEvent: (event) => ({ renderer: 'streaming', pieces: deltaPieces(event) }),
  TokenEvent: (event) => ({ renderer: 'tokens', pieces: tokenPieces(event) }),
  UnreadableEvent: (event) => ({
    renderer: 'unreadable',
    pieces: [
      { type: 'note', text: `This event cannot be read: ${textField(event, 'headline') ?? 'nobody knows why'}` },
    ],
  }),
}

function marker(renderer: string, text: string): Describe {
  return (event) => ({ renderer, pieces: [{ type: 'note', text }, ...fieldPieces(ownFields(event), 'Fields')] })
}

function describeUnknown(event: Body): Description {
  return { renderer: 'any-event', pieces: fieldPieces(ownFields(event), 'Fields') }
}

/** A tool call with its answer: why, what was asked, what came of it. `answer` null: there is none (yet). */
function describeAction(event: Body, answer: Body | null): Description {
  const { thought } = thoughtOf(event)
  const risk = textField(event, 'security_risk')
  const { renderer, pieces } = describeCall(event, answer)
  return {
    renderer,
    pieces: [
      ...reasoningPieces(event),
      ...(thought === null ? [] : [{ type: 'markdown' as const, text: thought }]),
      ...(risk === null || risk === 'UNKNOWN'
        ? []
        : [{ type: 'note' as const, text: `Risk as the agent saw it: ${risk.toLowerCase()}` }]),
      ...pieces,
      ...criticPieces(event),
      ...(answer === null ? [] : [...addedPieces(answer), ...refusalPieces(answer)]),
      ...(answer === null && renderer !== 'finish' && isCall(event)
        ? [{ type: 'note' as const, text: 'No answer to this call.' }]
        : []),
    ],
  }
}

/** What was added to an answer for the model alone. */
function addedPieces({ extended_content }: Body): readonly Piece[] {
  const added = blockPieces(toBlocks(extended_content), 'Added for the model')
  return added.length === 0 ? [] : [{ type: 'closed', summary: 'Added for the model', pieces: added }]
}

/** What a server of V0 or the user does is an action too, but nobody answers it. */
function isCall(action: Body): boolean {
  return action['source'] !== 'environment' && action['source'] !== 'user'
}

/** Why a call was not carried out: the tool's error or a rejection; nothing for an ordinary answer. */
function refusalPieces(answer: Body): readonly Piece[] {
  if (textField(answer, 'error') !== null) return errorPieces(answer, 'error')
  return textField(answer, 'rejection_reason') === null ? [] : rejectionPieces(answer)
}

/** An answer without its action: the first page of a window, or what nobody asked for. */
function describeObservation(event: Body): Description {
  const observation = toBody(event['observation'])
  const kind = textField(observation, 'kind')
  const action =
    kind === null ? null : { kind: kind.replace(/Observation$/, 'Action'), command: observation['command'] }
  const alone = { observation, blocks: toBlocks(observation['content']), isError: observation['is_error'] === true }
  const { renderer, pieces } = describeCall({ action }, event)
  if (action !== null && renderer !== 'any-call') return { renderer, pieces }
  const name = kind !== null && NOTICES.has(kind) ? 'notice' : kind === null ? 'answer' : 'any-answer'
  return { renderer: name, pieces: answerPieces(alone) }
}

/** V0's words for what its machinery has to say. */
const NOTICES: ReadonlySet<string> = new Set(['success', 'download', 'loop_detection', 'null'])

function reasoningPieces(event: Body): readonly Piece[] {
  const { reasoning } = thoughtOf(event)
  if (reasoning === null) return []
  return [{ type: 'closed', summary: 'Reasoning', pieces: [{ type: 'text', label: 'Reasoning', text: reasoning }] }]
}

function criticPieces(event: Body): readonly Piece[] {
  const critic = toBody(event['critic_result'])
  const score = numberField(critic, 'score')
  if (score === null) return []
  const message = textField(critic, 'message')
  return [{ type: 'note', text: `Score of the critic: ${score}${message === null ? '' : `. ${message}`}` }]
}

function messagePieces(event: Body): readonly Piece[] {
  const blocks = messageBlocks(event)
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n')
  const skills = Array.isArray(event['activated_skills']) ? event['activated_skills'].filter(isText) : []
  const sender = textField(event, 'sender')
  return [
    ...(sender === null ? [] : [{ type: 'note' as const, text: `Sent by ${sender}` }]),
    ...reasoningPieces(event),
    ...(text === '' ? [] : [{ type: 'markdown' as const, text }]),
    ...otherBlocks(blocks),
    ...(blocks.length === 0 ? [{ type: 'note' as const, text: 'This message is empty.' }] : []),
    ...(skills.length === 0
      ? []
      : [{ type: 'note' as const, text: `Skills that it called for: ${skills.join(', ')}` }]),
    ...addedPieces(event),
    ...criticPieces(event),
  ]
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function promptPieces(event: Body): readonly Piece[] {
  const tools = Array.isArray(event['tools']) ? event['tools'].map(toTool) : []
  const more = plainText(event['dynamic_context'])
  return [
    {
      type: 'text',
      label: 'System prompt',
      text: plainText(event['system_prompt']),
      facts: knownFacts([tools.length > 0 && formatPlural(tools.length, 'tool')]),
    },
    ...(more === '' ? [] : [{ type: 'text' as const, label: 'Context', text: more, facts: [told('added context')] }]),
    ...(tools.length === 0 ? [] : [{ type: 'tools' as const, tools }]),
  ]
}

/** The SDK writes a tool with its title, V0 as the provider wants it: `{type: 'function', function: {name, description}}`. */
function toTool(definition: unknown): OfferedTool {
  const tool = toBody(definition)
  const offered = toBody(tool['function'])
  const name =
    textField(offered, 'name') ?? textField(tool, 'title') ?? textField(tool, 'name') ?? textField(tool, 'kind')
  const description = textField(offered, 'description') ?? textField(tool, 'description') ?? ''
  // The description stands above it.
  const { description: _description, ...own } = tool
  return { name: name ?? 'unnamed', description, definition: own }
}

/** An error: what it says, and what its code and class tell. */
function errorPieces(event: Body, field: string): readonly Piece[] {
  const given = toBody(event['classification'])
  const kind = textField(given, 'kind')
  const advice = textField(given, 'user_action')
  const candidates: readonly (readonly [string, string | null])[] = [
    ['Class', kind === null ? null : toWords(kind)],
    ['Worth another attempt', typeof given['retryable'] === 'boolean' ? (given['retryable'] ? 'yes' : 'no') : null],
    ['What helps', advice === null || advice === 'none' ? null : toWords(advice)],
    ['Number', textField(given, 'error_id')],
  ]
  const fields = candidates.flatMap(([name, value]): readonly Field[] =>
    value === null ? [] : [{ name, value: told(value) }],
  )
  return [
    {
      type: 'text',
      label: 'Error',
      text: textField(event, field) ?? 'No reason given.',
      facts: knownFacts([textField(event, 'code')]),
      isError: true,
    },
    ...(fields.length === 0 ? [] : [{ type: 'fields' as const, label: 'Classification', fields }]),
  ]
}

function rejectionPieces(event: Body): readonly Piece[] {
  const by = textField(event, 'rejection_source') === 'hook' ? 'a hook' : 'the user'
  const text = textField(event, 'rejection_reason') ?? 'No reason given.'
  return [{ type: 'text', label: 'Rejection', text, facts: [told(`rejected by ${by}`)], isError: true }]
}

function condensationPieces(event: Body): readonly Piece[] {
  const ids = event['forgotten_event_ids']
  const forgotten = Array.isArray(ids) ? ids.map(String) : []
  const count = Array.isArray(ids) ? ids.length : numberField(event, 'forgotten_count')
  const summary = textField(event, 'summary')
  return [
    ...(count === null
      ? []
      : [{ type: 'note' as const, text: `The model no longer sees ${formatPlural(count, 'event')}.` }]),
    summary === null ? { type: 'note', text: 'No summary was written.' } : { type: 'markdown', text: summary },
    ...(forgotten.length === 0
      ? []
      : [
          {
            type: 'closed' as const,
            summary: 'Forgotten events',
            pieces: [{ type: 'list' as const, label: 'Forgotten events', items: forgotten.map(toldEvent), facts: [] }],
          },
        ]),
  ]
}
