import { expect, test } from 'vitest'
import type { EventRecord } from '../source.ts'
import { toV0EventRecord } from './v0-event-record.ts'

function read(event: object, toolOf: (seq: number) => string | null = () => null): EventRecord {
  return toV0EventRecord({ ...event }, { seq: 7, id: '7', locator: null }, 10, toolOf)
}
const action = (word: unknown, args: unknown = {}): EventRecord => read({ action: word, args })
const observation = (word: unknown, content = '', extras: unknown = {}, cause: unknown = 3): EventRecord =>
  read({ observation: word, content, extras, cause }, (seq) => (seq === 3 ? 'edit' : null))

test.each([
  [action('message', { content: 'hi' }), 'MessageEvent', null, 'action:message'],
  [action('system', { content: 'You are' }), 'SystemPromptEvent', null, 'action:system'],
  [action('condensation'), 'Condensation', null, 'action:condensation'],
  [action('condensation_request'), 'CondensationRequest', null, 'action:condensation_request'],
  [action('pause'), 'PauseEvent', null, 'action:pause'],
  [action('stop'), 'PauseEvent', null, 'action:stop'],
  [action('run', { command: 'ls' }), 'ActionEvent', 'run', 'action:run'],
  [action('call_tool_mcp', { name: 'search' }), 'ActionEvent', 'search', 'action:call_tool_mcp'],
  [action('hologram'), 'ActionEvent', 'hologram', 'action:hologram'],
  [observation('chat'), 'MessageEvent', null, 'observation:chat'],
  [observation('condense'), 'Condensation', null, 'observation:condense'],
  [observation('error'), 'AgentErrorEvent', 'edit', 'observation:error'],
  [observation('user_rejected'), 'UserRejectObservation', 'edit', 'observation:user_rejected'],
  [observation('agent_state_changed'), 'ConversationStateUpdateEvent', null, 'observation:agent_state_changed'],
  [observation('edit'), 'ObservationEvent', 'edit', 'observation:edit'],
  [observation('browse', '', {}, 4), 'ObservationEvent', 'browse', 'observation:browse'],
  [observation('null', '', {}, null), 'ObservationEvent', 'null', 'observation:null'],
  [read({ colour: 'blue' }), 'UnknownEvent', null, null],
  [read({ action: 5, observation: ['x'], args: 'no' }), 'UnknownEvent', null, null],
])('%#: one vocabulary', (event, kind, toolName, nativeKind) => {
  expect(event).toMatchObject({ kind, toolName, nativeKind, isError: kind === 'AgentErrorEvent' })
})

test.each([
  [action('run', { command: '\nnpm test\nls', thought: 'now' }), '$ npm test'],
  [action('run', { command: 'C-c', is_input: true }), '> C-c'],
  [action('edit', { command: 'str_replace', path: 'a.ts', old_str: 'a', new_str: 'a\nb' }), 'edit a.ts +1 −0'],
  [action('edit', { command: 'view', path: 'a.ts' }), 'view a.ts'],
  [action('edit', { command: '', path: 'a.ts', content: 'x' }), 'edit a.ts'],
  [action('read', { path: 'a.ts' }), 'read a.ts'],
  [action('write', { path: 'a.ts' }), 'write a.ts'],
  [action('run_ipython', { code: 'print(1)', thought: 'so' }), 'print(1)'],
  [action('browse_interactive', { browser_actions: 'click("12")' }), 'click("12")'],
  [action('call_tool_mcp', { name: 'search', arguments: { api_key: 'k', query: 'openhands' } }), 'openhands'],
  [action('task_tracking', { command: 'plan', task_list: [{ status: 'done' }, {}] }), 'plan: 1 of 2 done'],
  [action('delegate', { agent: 'Browsing', inputs: { task: 'look' } }), 'Browsing: look'],
  [action('finish', { final_thought: 'Done.', outputs: {} }), 'Done.'],
  [action('reject', { outputs: { reason: 'Not allowed' } }), 'Not allowed'],
  [action('recall', { recall_type: 'workspace_context', query: 'docker' }), 'workspace context: docker'],
  [action('condensation', { forgotten_events_start_id: 8, forgotten_events_end_id: 20 }), 'condensed 13 events'],
  [action('condensation', { forgotten_event_ids: [1], summary: 'So.' }), 'condensed 1 events: So.'],
  [action('message', { content: '', image_urls: ['data:image/png;base64,AA=='] }), '[image]'],
  [action('change_agent_state', { agent_state: 'running' }), 'agent_state: running'],
  [action('loop_recovery', { option: 2 }), 'option: 2'],
  [action('null'), null],
  [observation('run', '\n  ok\n'), 'ok'],
  [observation('agent_state_changed', '', { agent_state: 'error', reason: 'R' }), 'agent_state: error: R'],
  [observation('user_rejected', 'No.'), 'rejected by user: No.'],
  [observation('browse', '', { last_browser_action_error: 'hidden' }), 'hidden'],
  [observation('delegate', '', { outputs: { answer: '42' } }), '42'],
  [observation('null'), null],
])('%#: a headline says what matters', (event, headline) => {
  expect(event.headline).toBe(headline)
})

test('the exit code is in the metadata, in older rows beside it; success false is no error', () => {
  expect(observation('run', '', { metadata: { exit_code: 2 } })).toMatchObject({ exitCode: 2, isError: false })
  expect(observation('run', '', { exit_code: -1 }).exitCode).toBe(-1)
  expect(observation('run', '', { metadata: { exit_code: '2' } }).exitCode).toBeNull()
})

test('the time is local, as it stands; a message of the user starts a turn', () => {
  const event = read({ action: 'message', source: 'user', timestamp: '2026-11-22T07:57:43', args: { content: 'Hi' } })
  expect(event).toMatchObject({ isUserMessage: true, messageText: 'Hi', text: 'Hi', source: 'user' })
  expect(event.time).toEqual({ microseconds: Date.UTC(2026, 10, 22, 7, 57, 43) * 1000, zoned: false })
  expect(action('run', { command: 'ls' }).messageText).toBeNull()
})

test('text holds what was said and done, no picture, no credential, no repetition', () => {
  const token = `gAAAAA${'a'.repeat(40)}`
  const call = action('call_tool_mcp', { name: 'search', arguments: { query: 'cats', api_key: 'k1' }, thought: token })
  expect(call.text).toBe('search\ncats\n[redacted]')
  const page = { url: 'https://example.com/', screenshot: 'data:image/png;base64,AAAA', dom_object: { a: 'b' } }
  expect(observation('browse', 'Example', page).text).toBe('Example\nhttps://example.com/')
  const edit = { path: 'a.ts', old_content: 'before', new_content: 'after', impl_source: 'oh_aci' }
  expect(observation('edit', 'done', edit).text).toBe('done\na.ts\nafter\nbefore')
  expect(read({ colour: 'blue' }).text).toBe('blue')
})

test('only answers name the action they answer', () => {
  expect(observation('run').actionId).toBe('3')
  expect(observation('agent_state_changed').actionId).toBeNull()
  for (const cause of [null, -1, 1.5, '3']) expect(observation('run', '', {}, cause).actionId).toBeNull()
})
