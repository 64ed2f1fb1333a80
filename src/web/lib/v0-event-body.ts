import { numberField, textField, toBody, type Body } from './event-body.ts'

/**
 * A whole event as the SDK would have written it: what V0 keeps in `args`, `content` and `extras` (OpenHands,
 * `openhands/events/serialization/event.py`) under the SDK's names, so that one drawing serves both. Every other event comes back as it is.
 */
export function inSdkWords(event: Body): Body {
  const [, role, word] = /^(action|observation):(.+)$/.exec(textField(event, 'native_kind') ?? '') ?? []
  if (word === undefined) return event
  const { id, kind, source } = event
  const fields = toBody(role === 'action' ? event['args'] : event['extras'])
  const said = role === 'action' ? ofAction(event, word, fields) : ofObservation(event, word, fields)
  return { id, kind, source, ...said }
}

function ofAction(event: Body, word: string, args: Body): Body {
  switch (event['kind']) {
    case 'MessageEvent':
      return { llm_message: { content: [...contentOf(args['content'], args), ...attachments(args['file_urls'])] } }
    case 'SystemPromptEvent':
      return { system_prompt: args['content'], tools: args['tools'] }
    case 'Condensation':
      return { summary: args['summary'], forgotten_event_ids: args['forgotten_event_ids'], ...forgottenRange(args) }
    case 'ActionEvent':
      return {
        action: Object.hasOwn(ACTIONS, word) ? ACTIONS[word]?.(args) : { kind: word, ...withoutMachinery(args) },
        thought: word === 'think' ? null : args['thought'],
        reasoning_content: reasoningOf(event),
        security_risk: RISKS[numberField(args, 'security_risk') ?? -1] ?? null,
      }
    default:
      return withoutMachinery(args)
  }
}

const RISKS = ['LOW', 'MEDIUM', 'HIGH']

/** By V0's own word (`openhands/core/schema/action.py`); those that are not here are shown by their arguments. */
const ACTIONS: Readonly<Record<string, (args: Body) => Body>> = {
  run: ({ command, is_input }) => ({ kind: 'TerminalAction', command, is_input }),
  run_ipython: ({ code }) => ({ kind: 'run_ipython', code }),
  browse: ({ url }) => ({ kind: 'BrowserNavigateAction', url }),
  delegate: ({ agent, inputs }) => ({ kind: 'DelegateAction', agent, ...toBody(inputs) }),
  recall: ({ query }) => ({ kind: 'recall', query }),
  browse_interactive: ({ browser_actions: code }) => ({ kind: 'browse_interactive', code }),
  read: ({ path, view_range }) => ({ kind: 'FileEditorAction', command: 'view', path, view_range }),
  write: ({ path, content }) => ({ kind: 'FileEditorAction', command: 'create', path, file_text: content }),
  edit: toEdit,
  call_tool_mcp: (args) => ({ kind: 'MCPToolAction', data: args['arguments'] ?? null }),
  think: ({ thought }) => ({ kind: 'ThinkAction', thought }),
  finish: (args) => ({ kind: 'FinishAction', message: finalWords(args, 'content') }),
  reject: (args) => ({ kind: 'FinishAction', message: finalWords(args, 'reason') }),
  task_tracking: ({ command, task_list }) => ({ kind: 'TaskTrackerAction', command, task_list }),
}

/** Of the editor tool; before there was one, `content` was written over some lines. */
function toEdit(args: Body): Body {
  const { path, command, file_text, old_str, new_str, content } = args
  if (textField(args, 'command') === null) return { kind: 'FileEditorAction', command: 'edit', path, content }
  return { kind: 'FileEditorAction', command, path, file_text, old_str, new_str }
}

function finalWords(args: Body, output: string): string | null {
  return textField(args, 'final_thought') ?? textField(toBody(args['outputs']), output)
}

const MAX_FORGOTTEN = 10_000

function forgottenRange(args: Body): Body {
  const [start, end] = [numberField(args, 'forgotten_events_start_id'), numberField(args, 'forgotten_events_end_id')]
  if (start === null || end === null) return {}
  const count = Math.max(0, end - start + 1)
  // Its ids are numbers without holes; a range that nobody would follow is only counted.
  if (count > MAX_FORGOTTEN) return { forgotten_count: count }
  return { forgotten_event_ids: Array.from({ length: count }, (_, at) => String(start + at)) }
}

/** Kept with the call, as the provider answered. */
function reasoningOf(event: Body): string | null {
  const { choices } = toBody(toBody(event['tool_call_metadata'])['model_response'])
  const [choice] = Array.isArray(choices) ? choices : []
  return textField(toBody(toBody(choice)['message']), 'reasoning_content')
}

function ofObservation(event: Body, word: string, extras: Body): Body {
  const content = contentOf(event['content'], extras)
  switch (event['kind']) {
    case 'MessageEvent':
      return { llm_message: { content } }
    case 'Condensation':
      return { summary: event['content'] }
    case 'AgentErrorEvent':
      return { error: event['content'], code: extras['error_id'] }
    case 'UserRejectObservation':
      return { rejection_reason: event['content'] }
    case 'ObservationEvent':
      return {
        observation: {
          kind: SDK_KINDS.get(word) ?? word,
          content,
          is_error: isFailure(event),
          ...toAnswer(word, extras, content),
        },
      }
    default:
      return { ...withoutMachinery(extras), ...(content.length === 0 ? {} : { content: event['content'] }) }
  }
}

/** Answers that the SDK has a class for; the others are known by V0's word. */
const SDK_KINDS: ReadonlyMap<string, string> = new Map([
  ['run', 'TerminalObservation'],
  ['edit', 'FileEditorObservation'],
  ['read', 'ReadFileObservation'],
  ['write', 'WriteFileObservation'],
  ['browse', 'BrowserObservation'],
  ['mcp', 'MCPToolObservation'],
  ['task_tracking', 'TaskTrackerObservation'],
  ['think', 'ThinkObservation'],
  ['delegate', 'DelegateObservation'],
])

/** The editor tool says so in its text alone. */
function isFailure(event: Body): boolean {
  return textField(event, 'content')?.startsWith('ERROR:\n') === true
}

function toAnswer(word: string, extras: Body, content: readonly Body[]): Body {
  switch (word) {
    case 'run': {
      const metadata = toBody(extras['metadata'])
      return { metadata, exit_code: metadata['exit_code'] ?? extras['exit_code'] }
    }
    case 'edit': {
      const { path, diff, old_content, new_content, impl_source } = extras
      // Of the editor tool these are the parts that were asked for, of the older one the whole files.
      return impl_source === 'oh_aci' ? { path, diff } : { path, diff, old_content, new_content }
    }
    case 'browse':
    case 'browse_interactive':
      return toPage(extras, content)
    case 'run_ipython':
    case 'read':
    case 'write':
    case 'mcp':
      return {}
    case 'task_tracking':
      return { task_list: extras['task_list'] }
    case 'recall':
      return { content: [...content, ...recalledTexts(extras)], more: recalledFields(extras) }
    case 'delegate':
      return withoutMachinery(toBody(extras['outputs']))
    default:
      return { more: withoutMachinery(extras) }
  }
}

/** What was put before the model: instructions and knowledge are texts of many lines. */
function recalledTexts(extras: Body): readonly Body[] {
  const knowledge = extras['microagent_knowledge']
  const entries = (Array.isArray(knowledge) ? knowledge : []).map((entry) => toBody(entry))
  const known = entries.map((entry) => [`${textField(entry, 'name') ?? 'knowledge'}:`, textField(entry, 'content')])
  const told = INSTRUCTIONS.map((name) => [`${name.replaceAll('_', ' ')}:`, textField(extras, name)])
  const texts = [...told, ...known].filter(([, text]) => text !== null).map((lines) => `\n${lines.join('\n')}`)
  return texts.map((text) => ({ type: 'text', text }))
}

function recalledFields(extras: Body): Body {
  const { microagent_knowledge: _knowledge, ...others } = withoutMachinery(extras)
  return Object.fromEntries(Object.entries(others).filter(([name]) => !INSTRUCTIONS.includes(name)))
}

const INSTRUCTIONS = ['repo_instructions', 'additional_agent_instructions', 'conversation_instructions']

function toPage(extras: Body, content: readonly Body[]): Body {
  const fault = textField(extras, 'last_browser_action_error')
  return {
    content: fault === null ? content : [{ type: 'text', text: fault }, ...content],
    url: extras['url'],
    screenshot_data: extras['screenshot'],
    is_error: extras['error'] === true,
  }
}

/** A text and the pictures beside it, as blocks. */
function contentOf(text: unknown, { image_urls }: Body): readonly Body[] {
  return [
    ...(typeof text === 'string' && text !== '' ? [{ type: 'text', text }] : []),
    ...(Array.isArray(image_urls) && image_urls.length > 0 ? [{ type: 'image', image_urls }] : []),
  ]
}

function attachments(paths: unknown): readonly Body[] {
  if (!Array.isArray(paths)) return []
  return paths.filter((path) => typeof path === 'string').map((path) => ({ type: 'text', text: `Attached: ${path}` }))
}

/** Settings of V0's own machinery, and what stands elsewhere in the row. */
const MACHINERY: ReadonlySet<string> = new Set([
  'thought',
  'security_risk',
  'confirmation_state',
  'wait_for_response',
  'impl_source',
  'return_axtree',
  'recall_type',
  'hidden',
])

function withoutMachinery(fields: Body): Body {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !MACHINERY.has(name) && isFilled(value)))
}

/** V0 writes every field that it knows, filled or not. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== null && value !== '' && value !== undefined
}
