import type { KindGroup, MadeKind } from './kinds.ts'
import { drawnPicture } from './picture.ts'

const SCREENSHOT = drawnPicture(640, 360)
let made = 0

/** The frame of an event: an id and a time of its own. */
function frame(kind: string, source: string): object {
  made += 1
  const id = `d0000000-0000-4000-8000-${String(made).padStart(12, '0')}`
  return {
    id,
    timestamp: `2026-01-02T03:${String(Math.floor(made / 60)).padStart(2, '0')}:${String(made % 60).padStart(2, '0')}`,
    source,
    kind,
  }
}

const text = (...texts: readonly string[]) => texts.map((one) => ({ type: 'text', text: one }))

interface Call {
  readonly group: KindGroup
  readonly renderer: string
  /** Name of the tool. */
  readonly tool: string
  readonly action: { readonly kind: string; readonly [field: string]: unknown }
  readonly observation?: { readonly kind: string; readonly [field: string]: unknown }
  /** Further fields of the action event. */
  readonly event?: object
}

/** A tool call and its answer. */
function call({ group, renderer, tool, action, observation, event = {} }: Call): MadeKind {
  const asked = frame('ActionEvent', 'agent')
  const ids = { tool_name: tool, tool_call_id: `call_made_${made}` }
  const made_action = { ...asked, ...ids, thought: [], thinking_blocks: [], action, ...event }
  const commandOf = ({ kind, command }: { readonly kind: string; readonly command?: unknown }) =>
    /FileEditor|TaskTracker/.test(kind) ? ` ${String(command)}` : ''
  const shape = `ActionEvent ${action.kind}${commandOf(action)}`
  if (observation === undefined) return { group, renderer, shapes: [shape], made: made_action }
  const answer = {
    ...frame('ObservationEvent', 'environment'),
    ...ids,
    action_id: 'id' in asked ? asked.id : null,
    observation: { content: [], is_error: false, ...observation },
  }
  const error = observation['is_error'] === true ? ' error' : ''
  return {
    group,
    renderer,
    shapes: [shape, `ObservationEvent ${observation.kind}${commandOf(observation)}${error}`],
    made: made_action,
    madeAnswer: answer,
  }
}

function alone(
  group: KindGroup,
  renderer: string,
  shape: string,
  kind: string,
  source: string,
  fields: object,
): MadeKind {
  return { group, renderer, shapes: [shape], made: { ...frame(kind, source), ...fields } }
}

const metadata = (exit_code: number) => ({ exit_code, working_dir: '/workspace/shop', username: 'openhands' })
const PY = ['import os', 'import sys', '', 'def total(items):', '    return sum(i.price for i in items)', '']
const NEW_PY = PY.map((line) => line.replace('i.price', 'i.price * i.count'))

const TERMINAL: readonly MadeKind[] = [
  call({
    group: 'tools',
    renderer: 'terminal',
    tool: 'terminal',
    action: { kind: 'TerminalAction', command: 'npm run watch' },
    observation: {
      kind: 'TerminalObservation',
      exit_code: -1,
      timeout: true,
      metadata: metadata(-1),
      content: text('\u001b[36mwatching\u001b[0m src …\n\u001b[1;32m✓\u001b[0m built in \u001b[33m312ms\u001b[0m'),
    },
  }),
  call({
    group: 'tools',
    renderer: 'terminal',
    tool: 'terminal',
    action: { kind: 'TerminalAction', command: 'C-c', is_input: true },
    observation: { kind: 'TerminalObservation', exit_code: 130, metadata: metadata(130), content: text('^C') },
  }),
  call({
    group: 'tools',
    renderer: 'terminal',
    tool: 'execute_bash',
    action: {
      kind: 'ExecuteBashAction',
      command: 'set -e\nfor name in a b c; do\n  echo "$name"\ndone',
      security_risk: 'LOW',
    },
    observation: { kind: 'ExecuteBashObservation', exit_code: 0, metadata: metadata(0), content: text('a\nb\nc') },
    event: {
      thought: text('Three names, one after the other.'),
      security_risk: 'LOW',
      thinking_blocks: [
        { type: 'thinking', thinking: 'A loop will do.' },
        { type: 'redacted_thinking', data: 'x' },
      ],
      critic_result: { score: 0.82, message: 'Clear and safe.' },
    },
  }),
]

const FILES: readonly MadeKind[] = [
  call({
    group: 'files',
    renderer: 'file-edit',
    tool: 'file_editor',
    action: {
      kind: 'FileEditorAction',
      command: 'insert',
      path: '/workspace/shop/cart.py',
      insert_line: 2,
      new_str: 'import re',
    },
    observation: {
      kind: 'FileEditorObservation',
      command: 'insert',
      path: '/workspace/shop/cart.py',
      prev_exist: true,
      old_content: PY.join('\n'),
      new_content: PY.toSpliced(2, 0, 'import re').join('\n'),
      content: text('The file has been edited.'),
    },
  }),
  call({
    group: 'files',
    renderer: 'file-edit',
    tool: 'file_editor',
    action: { kind: 'FileEditorAction', command: 'undo_edit', path: '/workspace/shop/cart.py' },
    observation: {
      kind: 'FileEditorObservation',
      command: 'undo_edit',
      path: '/workspace/shop/cart.py',
      old_content: NEW_PY.join('\n'),
      new_content: PY.join('\n'),
      content: text('Last edit undone.'),
    },
  }),
  call({
    group: 'files',
    renderer: 'file-view',
    tool: 'planning_file_editor',
    action: { kind: 'PlanningFileEditorAction', command: 'view', path: '/workspace/PLAN.md' },
    observation: {
      kind: 'PlanningFileEditorObservation',
      command: 'view',
      path: '/workspace/PLAN.md',
      content: text(
        "Here's the result of running `cat -n` on /workspace/PLAN.md:\n     1\t# Plan\n     2\t\n     3\t1. Measure\n",
      ),
    },
  }),
  call({
    group: 'files',
    renderer: 'file-edit',
    tool: 'edit',
    action: {
      kind: 'EditAction',
      file_path: '/workspace/shop/cart.py',
      old_string: 'i.price',
      new_string: 'i.price * i.count',
      expected_replacements: 1,
    },
    observation: {
      kind: 'EditObservation',
      file_path: '/workspace/shop/cart.py',
      is_new_file: false,
      old_content: PY.join('\n'),
      new_content: NEW_PY.join('\n'),
      replacements_made: 1,
      content: text('1 replacement made.'),
    },
  }),
  call({
    group: 'files',
    renderer: 'file-create',
    tool: 'write_file',
    action: {
      kind: 'WriteFileAction',
      file_path: '/workspace/shop/notes.md',
      content: '# Notes\n\nPrices are in cents.\n',
    },
    observation: {
      kind: 'WriteFileObservation',
      file_path: '/workspace/shop/notes.md',
      is_new_file: true,
      new_content: '# Notes\n\nPrices are in cents.\n',
      content: text('Created.'),
    },
  }),
  call({
    group: 'files',
    renderer: 'file-view',
    tool: 'read_file',
    action: { kind: 'ReadFileAction', file_path: '/workspace/shop/cart.py', offset: 3, limit: 2 },
    observation: {
      kind: 'ReadFileObservation',
      file_path: '/workspace/shop/cart.py',
      file_content: PY.slice(3, 5).join('\n'),
      is_truncated: true,
      lines_shown: [4, 5],
      total_lines: 5,
    },
  }),
  call({
    group: 'files',
    renderer: 'file-list',
    tool: 'list_directory',
    action: { kind: 'ListDirectoryAction', dir_path: '/workspace/shop', recursive: false },
    observation: {
      kind: 'ListDirectoryObservation',
      entries: [
        { name: 'tests', path: '/workspace/shop/tests', is_directory: true },
        { name: 'cart.py', path: '/workspace/shop/cart.py', is_directory: false, size: 96 },
      ],
      total_count: 2,
      is_truncated: false,
    },
  }),
  call({
    group: 'files',
    renderer: 'grep',
    tool: 'grep',
    action: { kind: 'GrepAction', pattern: 'def ', path: '/workspace/shop', include: '*.py' },
    observation: {
      kind: 'GrepObservation',
      matches: ['/workspace/shop/cart.py', '/workspace/shop/tests/test_cart.py'],
      pattern: 'def ',
      search_path: '/workspace/shop',
      include_pattern: '*.py',
      truncated: true,
    },
  }),
  call({
    group: 'files',
    renderer: 'glob',
    tool: 'glob',
    action: { kind: 'GlobAction', pattern: '**/*.md' },
    observation: {
      kind: 'GlobObservation',
      files: ['/workspace/README.md', '/workspace/PLAN.md'],
      pattern: '**/*.md',
      search_path: '/workspace',
      truncated: false,
    },
  }),
  call({
    group: 'files',
    renderer: 'patch',
    tool: 'apply_patch',
    action: {
      kind: 'ApplyPatchAction',
      patch:
        '*** Begin Patch\n*** Update File: shop/cart.py\n@@ def total(items):\n-    return sum(i.price for i in items)\n+    return sum(i.price * i.count for i in items)\n*** Add File: shop/py.typed\n+\n*** End Patch',
    },
    observation: { kind: 'ApplyPatchObservation', message: 'Done', fuzz: 0, content: text('Done') },
  }),
]

const browse = (kind: string, fields: object, answer: object = { content: text('ok') }): MadeKind =>
  call({
    group: 'browser',
    renderer: 'browser',
    tool: kind.replace('Browser', 'browser_').replace('Action', '').toLowerCase(),
    action: { kind, ...fields },
    observation: { kind: 'BrowserObservation', ...answer },
  })

const BROWSER: readonly MadeKind[] = [
  browse(
    'BrowserNavigateAction',
    { url: 'https://shop.example/cart', new_tab: false },
    { content: text('Navigated to https://shop.example/cart'), screenshot_data: SCREENSHOT },
  ),
  browse(
    'BrowserClickAction',
    { index: 12, new_tab: false },
    { content: text('Element 12 is not visible'), is_error: true },
  ),
  browse('BrowserTypeAction', { index: 3, text: 'two apples' }),
  browse(
    'BrowserGetStateAction',
    { include_screenshot: true },
    { content: text('{"url": "https://shop.example/cart", "tabs": 1}'), screenshot_data: SCREENSHOT },
  ),
  browse(
    'BrowserGetContentAction',
    { extract_links: false, start_from_char: 0 },
    { content: text('# Cart\n\nTwo apples, 4.00') },
  ),
  browse('BrowserScrollAction', { direction: 'down' }),
  browse('BrowserGoBackAction', {}),
  browse('BrowserListTabsAction', {}, { content: text('0: Cart\n1: Orders') }),
  browse('BrowserSwitchTabAction', { tab_id: '1' }),
  browse('BrowserCloseTabAction', { tab_id: '1' }),
  browse('BrowserGetStorageAction', {}),
  browse('BrowserSetStorageAction', { storage_state: { cookies: [] } }),
  browse('BrowserStartRecordingAction', {}),
  browse('BrowserStopRecordingAction', {}),
]

const CHILD = 'c0ffee00000000000000000000000001'

const DELEGATION: readonly MadeKind[] = [
  call({
    group: 'delegation',
    renderer: 'delegation',
    tool: 'task',
    action: {
      kind: 'TaskAction',
      description: 'Check the docs',
      prompt: 'Read docs/ and list every example\nthat no longer runs.',
      subagent_type: 'reviewer',
    },
    observation: {
      kind: 'TaskObservation',
      task_id: 'task_00000001',
      subagent: 'reviewer',
      status: 'completed',
      content: text('Two examples fail.'),
    },
  }),
  call({
    group: 'delegation',
    renderer: 'delegation',
    tool: 'delegate',
    action: { kind: 'DelegateAction', command: 'spawn', ids: ['docs', 'tests'] },
    observation: { kind: 'DelegateObservation', command: 'spawn', content: text('Spawned 2 agents.') },
  }),
  call({
    group: 'delegation',
    renderer: 'delegation',
    tool: 'delegate',
    action: { kind: 'DelegateAction', command: 'delegate', tasks: { docs: 'Read the docs', tests: 'Run the tests' } },
  }),
  call({
    group: 'delegation',
    renderer: 'delegation',
    tool: 'workflow',
    action: { kind: 'WorkflowAction', name: 'release', script: 'build()\npublish()' },
    observation: { kind: 'WorkflowObservation', name: 'release', status: 'completed', content: text('Released.') },
  }),
  call({
    group: 'delegation',
    renderer: 'delegation',
    tool: 'start_child_conversation',
    action: {
      kind: 'StartChildConversationAction',
      title: 'Check API examples',
      prompt: 'Run every example of the API.',
    },
    observation: { kind: 'StartChildConversationObservation', conversation_id: CHILD, content: text('Started.') },
  }),
  call({
    group: 'delegation',
    renderer: 'mcp',
    tool: 'tavily_search',
    action: { kind: 'MCPToolAction', data: { query: 'openhands events', max_results: 2, include: { images: false } } },
    observation: { kind: 'MCPToolObservation', tool_name: 'tavily_search', content: text('{"results": []}') },
  }),
  call({
    group: 'delegation',
    renderer: 'skill',
    tool: 'invoke_skill',
    action: { kind: 'InvokeSkillAction', name: 'release-notes' },
    observation: { kind: 'InvokeSkillObservation', content: text('# Release notes\nGroup by area.') },
  }),
  call({
    group: 'delegation',
    renderer: 'model-switch',
    tool: 'switch_llm',
    action: { kind: 'SwitchLLMAction', profile_name: 'fast', reason: 'Only renaming is left.' },
    observation: { kind: 'SwitchLLMObservation', content: text('Switched.') },
  }),
  call({
    group: 'delegation',
    renderer: 'model-switch',
    tool: 'classify_and_switch_llm',
    action: { kind: 'ClassifyAndSwitchLLMAction', reason: 'hard' },
  }),
  call({
    group: 'delegation',
    renderer: 'question',
    tool: 'ask_oracle',
    action: { kind: 'AskOracleAction', question: 'Is the order stable?' },
  }),
  call({
    group: 'delegation',
    renderer: 'question',
    tool: 'consult_tom',
    action: { kind: 'ConsultTomAction', reason: 'The wish is vague.' },
  }),
  call({
    group: 'delegation',
    renderer: 'question',
    tool: 'vision_inspect',
    action: { kind: 'VisionInspectAction', image_index: 0, question: 'Which button is red?' },
  }),
  call({
    group: 'delegation',
    renderer: 'client-tool',
    tool: 'open_editor',
    action: { kind: 'ClientAction_open_editor', path: 'shop/cart.py' },
    observation: { kind: 'ClientToolObservation', content: text('Opened.') },
  }),
]

/** The two events of one call: it began, it ended. */
function acp(title: string, tool_kind: string, began: object, ended: object): MadeKind {
  const id = { tool_call_id: `acp_${made}`, title, tool_kind }
  return {
    group: 'acp',
    renderer: 'acp',
    shapes: ['ACPToolCallEvent'],
    made: { ...frame('ACPToolCallEvent', 'agent'), ...id, status: 'in_progress', is_error: false, ...began },
    madeAnswer: { ...frame('ACPToolCallEvent', 'agent'), ...id, status: 'completed', is_error: false, ...ended },
  }
}

const ACP: readonly MadeKind[] = [
  acp(
    'npm test',
    'execute',
    { raw_input: { command: 'npm test', cwd: '/workspace/shop' } },
    { raw_output: { stdout: '\u001b[32m12 passed\u001b[0m\n', exit_code: 0 } },
  ),
  acp(
    'Edit cart.py',
    'edit',
    { raw_input: { path: 'cart.py' } },
    { content: [{ type: 'diff', path: 'cart.py', oldText: PY.join('\n'), newText: NEW_PY.join('\n') }] },
  ),
  acp(
    'Read README.md',
    'read',
    {},
    {
      content: [
        { type: 'content', content: { type: 'text', text: '# Shop' } },
        { type: 'terminal', terminalId: 't1' },
      ],
    },
  ),
  acp(
    'Fetch the page',
    'fetch',
    { raw_input: 'https://shop.example' },
    { status: 'failed', is_error: true, raw_output: 'connect ECONNREFUSED' },
  ),
]

const STATE: readonly MadeKind[] = [
  ...Object.entries({
    goal: {
      active: true,
      status: 'running',
      iteration: 2,
      max_iterations: 5,
      objective: 'All tests pass',
      verdict: 'not yet',
    },
    tags: { repo: 'octo/shop', trigger: 'slack' },
    agent_state: 'awaiting_user_input',
    agent: { kind: 'Agent', llm: { model: 'litellm_proxy/gemini-2.5-pro' } },
  }).map(([key, value]) =>
    alone(
      'state',
      key === 'agent_state' ? 'state-status' : 'state',
      `ConversationStateUpdateEvent ${key}`,
      'ConversationStateUpdateEvent',
      'environment',
      { key, value },
    ),
  ),
  alone('state', 'tokens', 'TokenEvent', 'TokenEvent', 'agent', {
    prompt_token_ids: [1, 2, 3, 4],
    response_token_ids: [5, 6],
  }),
  alone('state', 'completion-log', 'LLMCompletionLogEvent', 'LLMCompletionLogEvent', 'environment', {
    filename: 'agent-1.json',
    model_name: 'litellm_proxy/gemini-2.5-pro',
    usage_id: 'agent',
    log_data: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], cost: 0.01 }),
  }),
]

const RUN: readonly MadeKind[] = [
  alone('run', 'system-prompt', 'SystemPromptEvent', 'SystemPromptEvent', 'agent', {
    system_prompt: { type: 'text', text: 'You are an agent.\nWork in /workspace.' },
    dynamic_context: { type: 'text', text: 'Today is Friday.' },
    tools: [
      {
        title: 'terminal',
        description: 'Runs a command in a shell.',
        kind: 'TerminalTool',
        annotations: { readOnlyHint: false },
      },
      { title: 'think', description: 'Notes a thought.', kind: 'ThinkTool' },
    ],
  }),
  alone('run', 'message', 'MessageEvent agent text', 'MessageEvent', 'agent', {
    llm_message: {
      role: 'assistant',
      content: text('The order **is** stable.'),
      responses_reasoning_item: { summary: ['Sorting keeps ties.'], encrypted_content: 'secret' },
    },
    critic_result: { score: 0.4, message: 'Say where that is promised.' },
  }),
  alone('run', 'message', 'MessageEvent user text', 'MessageEvent', 'user', {
    llm_message: { role: 'user', content: text('Write the release notes.') },
    activated_skills: ['release-notes'],
    extended_content: text('<skill>Group by area.</skill>'),
    sender: 'another-agent',
  }),
  alone('run', 'conversation-error', 'ServerErrorEvent', 'ServerErrorEvent', 'environment', {
    code: 'InvalidFrame',
    detail: 'The frame is no message.',
  }),
]

const ODD: readonly MadeKind[] = [
  alone('odd', 'any-event', 'HologramEvent', 'HologramEvent', 'agent', {
    mood: 'curious',
    depth: { metres: 3 },
    story: 'once\nupon a time',
  }),
  call({
    group: 'odd',
    renderer: 'any-call',
    tool: 'teleport',
    action: { kind: 'TeleportAction', to: 'Ulm', via: ['Bonn', 'Köln'], options: { fast: true } },
    observation: { kind: 'TeleportObservation', arrived: true, log: ['left', 'arrived'] },
  }),
]

const v0 = (fields: object) => ({ source: 'environment', message: '', ...fields })

const V0: readonly MadeKind[] = [
  ...['pause', 'stop'].map((action): MadeKind => ({
    group: 'v0',
    renderer: 'pause',
    shapes: [`V0 action:${action}`],
    made: v0({ action, args: {} }),
  })),
  ...['resume', 'start', 'push', 'send_pr'].map((action): MadeKind => ({
    group: 'v0',
    renderer: 'control',
    shapes: [`V0 action:${action}`],
    made: v0({ action, args: {} }),
  })),
  ...['chat', 'message'].map((observation): MadeKind => ({
    group: 'v0',
    renderer: 'message',
    shapes: [`V0 observation:${observation}`],
    made: v0({ observation, content: 'Hello.', extras: {} }),
  })),
]

/** Kinds that no recording holds, made from the shapes of the reference. */
export const MADE: readonly MadeKind[] = [
  ...RUN,
  ...TERMINAL,
  ...FILES,
  ...BROWSER,
  ...DELEGATION,
  ...ACP,
  ...STATE,
  ...ODD,
  ...V0,
]
