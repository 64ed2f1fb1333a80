import { expect, test } from 'vitest'
import {
  callArguments,
  createdText,
  fileChange,
  messageBlocks,
  plainText,
  taskList,
  thoughtOf,
  toBlocks,
  toBody,
} from './event-body.ts'

test('content blocks keep their order; empty texts are left out, unknown blocks stay as JSON', () => {
  const content = [
    { type: 'text', text: 'one' },
    { type: 'text', text: '' },
    { type: 'image', image_urls: ['data:image/png;base64,AA==', 7] },
    { type: 'hologram', depth: 3 },
  ]
  expect(toBlocks(content)).toEqual([
    { type: 'text', text: 'one' },
    { type: 'image', url: 'data:image/png;base64,AA==' },
    { type: 'json', value: { type: 'hologram', depth: 3 } },
  ])
  expect(plainText('plain')).toBe('plain')
})

test.each([null, undefined, 3, 'text', [], [null], { llm_message: 'x' }, { llm_message: { content: 5 } }])(
  'a body of the wrong shape (%j) is read as empty, never as a crash',
  (value) => {
    const body = toBody(value)
    expect(messageBlocks(body)).toEqual([])
    expect(thoughtOf(body)).toEqual({ thought: null, reasoning: null })
    expect(callArguments(body)).toBeNull()
    expect(fileChange(body, null)).toBeNull()
    expect(createdText(body)).toBeNull()
    expect(taskList(body, body)).toBeNull()
  },
)

test('a thought is the stated one; reasoning falls back to the thinking blocks, encrypted ones left out', () => {
  const event = {
    thought: [{ type: 'text', text: ' Look first. ' }],
    thinking_blocks: [
      { type: 'thinking', thinking: 'hm' },
      { type: 'redacted_thinking', data: 'secret' },
    ],
  }
  expect(thoughtOf(event)).toEqual({ thought: 'Look first.', reasoning: 'hm' })
})

test('arguments of a call that could not be made are what the model wrote, broken JSON as its text', () => {
  expect(callArguments({ tool_call: { arguments: '{"target":"staging"}' } })).toEqual({ target: 'staging' })
  expect(callArguments({ tool_call: { arguments: '{"target":' } })).toBe('{"target":')
  expect(callArguments({ action: { kind: 'XAction', a: 1, b: null } })).toEqual({ a: 1 })
})

test('an edit is drawn from the whole file of its answer, else from the part that was asked for', () => {
  const action = { action: { command: 'str_replace', path: '/p', old_str: 'a', new_str: 'b' } }
  const answer = { observation: { path: '/p', old_content: 'xa', new_content: 'xb' } }
  const part = { path: '/p', before: 'a', after: 'b', isWhole: false }
  expect(fileChange(action, answer)).toEqual({ path: '/p', before: 'xa', after: 'xb', isWhole: true, patch: null })
  expect(fileChange(action, null)).toEqual({ ...part, patch: null })
  expect(fileChange(action, { observation: { diff: '@@' } })).toEqual({ ...part, patch: '@@' })
  expect(fileChange({ action: { command: 'create', path: '/p' } }, { observation: { diff: '@@' } })).toBeNull()
  expect(fileChange({ action: { command: 'view', path: '/p' } }, null)).toBeNull()
})

test('a file that was emptied is a change', () => {
  expect(fileChange({}, { observation: { old_content: 'x', new_content: '' } })).toMatchObject({
    before: 'x',
    after: '',
  })
})

test('a task without a title or status is still listed', () => {
  expect(taskList({ action: { task_list: [{ title: 'T', status: 'done' }, {}] } }, null)).toEqual([
    { title: 'T', notes: null, status: 'done' },
    { title: 'Untitled', notes: null, status: 'unknown' },
  ])
})

test('the final answer says what its call says; one without a message is shown as asked', () => {
  const action = { kind: 'FinishAction', message: '**Done**' }
  const thought = [{ type: 'text', text: '' }]
  expect(messageBlocks({ thought, action })).toEqual([{ type: 'text', text: '**Done**' }])
  expect(messageBlocks({ action: { kind: 'OtherAction' } })).toEqual([{ type: 'json', value: { kind: 'OtherAction' } }])
})
