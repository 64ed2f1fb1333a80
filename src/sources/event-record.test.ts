import { expect, test } from 'vitest'
import { eventIdOf, toEventRecord } from './event-record.ts'
import type { JsonObject } from './json-value.ts'
import type { EventRecord } from './source.ts'

const PLACE = { seq: 4, id: 'e4', locator: null }
const FERNET = `gAAAAA${'Bq1_-'.repeat(20)}==`

function read(event: JsonObject): EventRecord {
  return toEventRecord(event, PLACE, 100)
}

function action(toolName: string, fields: JsonObject, more: JsonObject = {}): EventRecord {
  return read({ kind: 'ActionEvent', source: 'agent', tool_name: toolName, action: fields, ...more })
}

function observation(fields: JsonObject): EventRecord {
  return read({ kind: 'ObservationEvent', source: 'environment', observation: fields })
}

const said = (text: string) => [{ type: 'text', text, cache_prompt: false }]

test.each<[string, JsonObject, string]>([
  ['terminal', { command: '\n  npm test \n# more' }, '$ npm test'],
  ['terminal', { command: 'C-c', is_input: true }, '> C-c'],
  ['terminal', { command: '' }, '$ (waits for output)'],
  ['terminal', { command: 'x', reset: true }, '$ (terminal reset)'],
  ['bash', { kind: 'ExecuteBashAction', command: 'ls' }, '$ ls'],
  ['file_editor', { command: 'view', path: '/a.ts' }, 'view /a.ts'],
  ['file_editor', { command: 'create', path: '/a.ts', file_text: 'x' }, 'create /a.ts'],
  [
    'file_editor',
    { command: 'str_replace', path: '/a.ts', old_str: 'a\nb\nc', new_str: 'a\nB\nB2\nB3\nc' },
    'edit /a.ts +3 −1',
  ],
  ['file_editor', { command: 'str_replace', path: '/a.ts', old_str: 'a\nb\n' }, 'edit /a.ts +0 −2'],
  ['file_editor', { command: 'insert', path: '/a.ts', new_str: 'a\nb\n' }, 'insert /a.ts +2 −0'],
  ['file_editor', { command: 'undo_edit', path: '/a.ts' }, 'undo /a.ts'],
  ['edit', { file_path: '/a.ts', old_string: 'a', new_string: 'b' }, 'edit /a.ts +1 −1'],
  ['task_tracker', { command: 'plan', task_list: [{ status: 'done' }, { status: 'todo' }, null] }, 'plan: 1 of 3 done'],
  ['task_tracker', { command: 'view' }, 'view plan'],
  ['think', { thought: 'First.\nThen.' }, 'First.'],
  ['finish', { message: '**Done**' }, '**Done**'],
  ['github_search', { kind: 'MCPToolAction', data: { limit: 5, query: 'is:open', api_key: 'canary' } }, 'is:open'],
  ['odd', { api_key: 'canary', note: 'plain' }, 'plain'],
  ['odd', { depth: 3 }, 'depth: 3'],
])('headline of %s %j', (tool, fields, headline) => {
  expect(action(tool, fields).headline).toBe(headline)
})

test.each<[JsonObject, string | null]>([
  [{ kind: 'MessageEvent', llm_message: { content: said('\nHello\nthere') } }, 'Hello'],
  [{ kind: 'MessageEvent', llm_message: { content: [{ type: 'image', image_urls: [] }] } }, '[image]'],
  [{ kind: 'ObservationEvent', observation: { content: said('\n\u001B[31mFAIL\u001B[0m 1\nmore') } }, 'FAIL 1'],
  [{ kind: 'AgentErrorEvent', error: 'No such tool\ntrace' }, 'No such tool'],
  [{ kind: 'ConversationErrorEvent', code: 'LLMError', detail: 'down\n' }, 'LLMError: down'],
  [{ kind: 'UserRejectObservation', rejection_reason: 'Never', rejection_source: 'hook' }, 'rejected by hook: Never'],
  [{ kind: 'ConversationStateUpdateEvent', key: 'execution_status', value: 'idle' }, 'execution_status: idle'],
  [{ kind: 'ConversationStateUpdateEvent', key: 'stats', value: {} }, 'stats'],
  [{ kind: 'ConversationStateUpdateEvent', key: 'secret_registry', value: 'canary' }, 'secret_registry'],
  [{ kind: 'Condensation', forgotten_event_ids: ['a', 'b'], summary: 'So far.' }, 'condensed 2 events: So far.'],
  [
    { kind: 'HookExecutionEvent', hook_event_type: 'PreToolUse', blocked: true, reason: 'too wild' },
    'PreToolUse blocked: too wild',
  ],
  [{ kind: 'HookExecutionEvent', hook_event_type: 'Stop', success: false, stderr: 'boom' }, 'Stop failed: boom'],
  [{ kind: 'SecurityAnalysisEvent', risks: { a: 'HIGH', b: 'HIGH', c: 'LOW' } }, 'risk HIGH, LOW'],
  [{ kind: 'PauseEvent' }, 'paused by the user'],
  [{ kind: 'ACPToolCallEvent', title: 'Read a.ts', status: 'completed' }, 'Read a.ts: completed'],
  [{ kind: 'FutureEvent', title: 'Something new' }, 'Something new'],
  [{ kind: 'TokenEvent', text: 'x' }, null],
  [{ kind: 'toString' }, null],
  [{}, null],
])('headline of %j', (event, headline) => {
  expect(read(event).headline).toBe(headline)
})

test('an action that could not be executed shows and finds what the model wrote', () => {
  const wild = read({
    kind: 'ActionEvent',
    tool_name: 'deploy',
    tool_call: { arguments: '{"target":"staging","token":"canary"}' },
  })
  expect(wild).toMatchObject({ headline: 'staging', text: 'staging' })
  expect(read({ kind: 'ActionEvent', tool_call: { arguments: 'no {json' } })).toMatchObject({
    headline: 'no {json',
    text: 'no {json',
  })
})

test('a search finds thoughts, reasoning, arguments, outputs and file contents', () => {
  const thinking = {
    thought: said('I look.'),
    reasoning_content: 'because',
    thinking_blocks: [{ thinking: 'deep', signature: 'SIG' }, null],
  }
  const found = action(
    'file_editor',
    { kind: 'FileEditorAction', command: 'str_replace', old_str: 'before', new_str: 'after' },
    thinking,
  )
  expect(found.text).toBe('I look.\nbecause\ndeep\nstr_replace\nafter\nbefore')
  expect(
    observation({
      kind: 'X',
      content: said('out'),
      old_content: 'old',
      new_content: 'new',
      metadata: { hostname: 'h' },
    }).text,
  ).toBe('out\nnew\nold')
  expect(read({ kind: 'HookExecutionEvent', stdout: 'o', stderr: 'e', hook_input: { x: 'not' } }).text).toBe('o\ne')
  expect(
    read({
      kind: 'SystemPromptEvent',
      system_prompt: { text: 'You are' },
      dynamic_context: { text: 'today' },
      tools: [{ description: 'no' }],
    }).text,
  ).toBe('You are\ntoday')
  expect(read({ kind: 'FutureEvent', id: 'not', timestamp: 'not', body: { deep: ['yes'] } }).text).toBe('yes')
})

test('coloured words are found; credentials, base64, signatures and NUL are not in the text', () => {
  const output = observation({
    content: said(`\u001B[31mFA\u001B[1mIL\u001B[0m ${FERNET} ![dot](data:image/png;base64,iVBORw0=) a\0b`),
    screenshot_data: 'iVBORw0',
  })
  expect(output.text).toBe('FAIL [redacted] ![dot](data:image/png;base64,) a b')
  expect(action('x', { data: { api_key: 'canary', url: 'u' } }).text).toBe('u')
  const item = { summary: [{ text: 'sum' }], encrypted_content: 'canary' }
  expect(
    read({
      kind: 'ActionEvent',
      responses_reasoning_item: item,
      thinking_blocks: [{ type: 'redacted_thinking', data: 'canary' }],
    }).text,
  ).toBe('sum')
})

test('message text is what the Agent Server searches: text, extended content, reasoning', () => {
  const message = read({
    kind: 'MessageEvent',
    source: 'user',
    llm_message: {
      role: 'user',
      content: said('Hello'),
      reasoning_content: 'hm',
      thinking_blocks: [{ thinking: 'deep' }],
    },
    extended_content: said('skill'),
  })
  expect(message).toMatchObject({
    messageText: 'Hello\nskill\nhm',
    text: 'Hello\nskill\nhm\ndeep',
    isUserMessage: true,
  })
  expect(read({ kind: 'MessageEvent', source: 'agent', llm_message: { role: 'user' } })).toMatchObject({
    isUserMessage: false,
    messageText: null,
  })
  expect(read({ kind: 'MessageEvent', llm_message: { role: 'user' } }).isUserMessage).toBe(true)
})

test('errors are what says so itself, a failed command is none', () => {
  expect(observation({ is_error: true }).isError).toBe(true)
  expect(observation({ is_error: false, exit_code: 1 })).toMatchObject({ isError: false, exitCode: 1 })
  expect(observation({ metadata: { exit_code: -1 } }).exitCode).toBe(-1)
  expect(observation({ exit_code: '1' }).exitCode).toBeNull()
  expect(read({ kind: 'AgentErrorEvent' }).isError).toBe(true)
  expect(read({ kind: 'ConversationErrorEvent' }).isError).toBe(true)
  expect(read({ kind: 'ACPToolCallEvent', is_error: true, tool_kind: 'edit' })).toMatchObject({
    isError: true,
    toolName: 'edit',
  })
  expect(read({ kind: 'HookExecutionEvent', exit_code: 2, action_id: 'a' })).toMatchObject({
    exitCode: null,
    isError: false,
    actionId: null,
  })
  expect(read({ kind: 'ObservationEvent', action_id: 'a' }).actionId).toBe('a')
})

test('kinds that nobody knows keep their string, paths become class names', () => {
  expect(read({ kind: 'FutureEvent' })).toMatchObject({ kind: 'FutureEvent', nativeKind: null })
  const path = 'openhands.sdk.event.llm_convertible.message.MessageEvent'
  expect(read({ kind: path })).toMatchObject({ kind: 'MessageEvent', nativeKind: path })
  expect(read({}).kind).toBe('UnknownEvent')
})

test('a field of a wrong type is as good as absent', () => {
  const wrong = {
    timestamp: 'soon',
    source: 7,
    tool_name: {},
    tool_call_id: [],
    parent_id: 1,
    llm_message: 'x',
    observation: [],
    thought: 3,
    action: 'x',
  }
  for (const kind of [
    'MessageEvent',
    'ActionEvent',
    'ObservationEvent',
    'SystemPromptEvent',
    'HookExecutionEvent',
    'ACPToolCallEvent',
    'X',
  ]) {
    expect(read({ ...wrong, kind })).toMatchObject({
      time: null,
      source: null,
      toolName: null,
      parentId: null,
      exitCode: null,
    })
  }
  expect(eventIdOf({ id: 5 })).toBeNull()
  expect(eventIdOf({ id: 'x'.repeat(201) })).toBeNull()
})

test('nesting costs no stack', () => {
  const data: unknown = JSON.parse(`${'{"a":['.repeat(30_000)}"deep"${']}'.repeat(30_000)}`)
  expect(action('x', { data, note: 'kept' }).text).toBe('kept')
})
