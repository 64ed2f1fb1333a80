/** A whole event, or a part of one, as it arrived: nothing in it has been checked. */
export type Body = Readonly<Record<string, unknown>>

/** A piece of a message or of a tool's answer. `json` is a block of a type that we do not know. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly url: string }
  | { readonly type: 'json'; readonly value: unknown }

/** An object's fields; of anything else none. */
export function toBody(value: unknown): Body {
  return isBody(value) ? value : {}
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text of at least one letter, else null. */
export function textField(body: Body, name: string): string | null {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A finite number, else null. */
export function numberField(body: Body, name: string): number | null {
  const value = body[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Content as the SDK writes it (blocks of text and images, or one plain text), in order; empty texts are left out. */
export function toBlocks(content: unknown): readonly Block[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (Array.isArray(content)) return content.flatMap(toBlock)
  return isBody(content) ? toBlock(content) : []
}

function toBlock(value: unknown): readonly Block[] {
  if (typeof value === 'string') return toBlocks(value)
  const block = toBody(value)
  if (block['type'] === 'text' && typeof block['text'] === 'string') return toBlocks(block['text'])
  if (block['type'] === 'image' && Array.isArray(block['image_urls'])) {
    return block['image_urls'].filter((url) => typeof url === 'string').map((url) => ({ type: 'image', url }))
  }
  return [{ type: 'json', value }]
}

/** The text blocks, one after the other. */
export function plainText(content: unknown): string {
  return toBlocks(content)
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('\n')
}

/** What a `MessageEvent`, or the call that ends a run, says. */
export function messageBlocks(event: Body): readonly Block[] {
  if (isBody(event['action'])) {
    const said = [...toBlocks(event['thought']), ...toBlocks(event['action']['message'])]
    // A tool of that name which says nothing is shown by what it was asked.
    return said.length > 0 ? said : [{ type: 'json', value: event['action'] }]
  }
  const own = toBlocks(toBody(event['llm_message'])['content'])
  return own.length > 0 ? own : toBlocks(event['content'])
}

/** What the model thought before it acted or spoke: its stated thought, and its reasoning where the provider gives it. */
export function thoughtOf(event: Body): { readonly thought: string | null; readonly reasoning: string | null } {
  const message = toBody(event['llm_message'])
  const blocks = [event['thinking_blocks'], message['thinking_blocks']].find(
    (list) => Array.isArray(list) && list.length > 0,
  )
  const thinking = Array.isArray(blocks) ? blocks.map((block) => textField(toBody(block), 'thinking')) : []
  return {
    thought: plainText(event['thought']).trim() || null,
    reasoning:
      textField(event, 'reasoning_content') ??
      textField(message, 'reasoning_content') ??
      (thinking.filter((text) => text !== null).join('\n\n') || null) ??
      (itemText(event) || itemText(message) || null),
  }
}

/** Reasoning as the Responses API gives it: its summary, and its content where that is not encrypted. */
function itemText(holder: Body): string {
  const item = toBody(holder['responses_reasoning_item'])
  return [item['summary'], item['content']].map(plainText).filter(Boolean).join('\n\n')
}

/** Arguments of a call: the action's own fields, or what the model wrote where the call could not be made. */
export function callArguments(event: Body): unknown {
  if (isBody(event['action'])) {
    return Object.fromEntries(
      Object.entries(event['action']).filter(([name, value]) => name !== 'kind' && value !== null),
    )
  }
  const written = textField(toBody(event['tool_call']), 'arguments')
  if (written === null) return null
  try {
    return JSON.parse(written)
  } catch {
    // Models write broken JSON; what they wrote is then the honest answer.
    return written
  }
}

/**
 * A change to one file, to be drawn as a difference. `isWhole`: the texts are the whole file, so that line numbers are true. `patch`: the
 * difference as the tool told it, in the unified format.
 */
export interface FileChange {
  readonly path: string | null
  readonly before: string
  readonly after: string
  readonly isWhole: boolean
  readonly patch: string | null
}

/** The change that an edit made (from its answer: whole file) or asked for (from the call: the part alone); null where none. */
export function fileChange(action: Body, answer: Body | null): FileChange | null {
  const call = toBody(action['action'])
  const observation = toBody(answer?.['observation'])
  const path = ['path', 'file_path']
    .map((name) => textField(observation, name) ?? textField(call, name))
    .find((name) => name !== null)
  const whole = { path: path ?? null, isWhole: true, patch: null }
  if (typeof observation['old_content'] === 'string' && typeof observation['new_content'] === 'string') {
    return { ...whole, before: observation['old_content'], after: observation['new_content'] }
  }
  const patch = call['command'] === 'create' ? null : textField(observation, 'diff')
  const before = textField(call, 'old_str') ?? textField(call, 'old_string')
  if (before === null && patch === null) return null
  const after = textField(call, 'new_str') ?? textField(call, 'new_string') ?? ''
  return { path: path ?? null, before: before ?? '', after, isWhole: false, patch }
}

/** The text of a file that a call creates or inserts; null where it does neither. */
export function createdText(action: Body): string | null {
  const call = toBody(action['action'])
  return (
    textField(call, 'file_text') ??
    textField(call, 'content') ??
    (call['command'] === 'insert' ? textField(call, 'new_str') : null)
  )
}

/** One line of a task list; `status` as the tool spells it. */
export interface Task {
  readonly title: string
  readonly notes: string | null
  readonly status: string
}

/** The plan of the task tracker, from its answer or its call; null where there is none. */
export function taskList(action: Body, answer: Body | null): readonly Task[] | null {
  const list = [toBody(answer?.['observation'])['task_list'], toBody(action['action'])['task_list']].find(
    (candidate) => Array.isArray(candidate) && candidate.length > 0,
  )
  if (!Array.isArray(list)) return null
  return list.map(toBody).map((task) => ({
    title: textField(task, 'title') ?? 'Untitled',
    notes: textField(task, 'notes'),
    status: textField(task, 'status') ?? 'unknown',
  }))
}
