// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { EventDetail, MessageBody } from './event-detail.tsx'
import { MarkdownText } from './markdown.tsx'

afterEach(cleanup)

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='

test('markup in a message is text: no script, no frame, no handler becomes an element', () => {
  const { container } = render(
    <MarkdownText
      text={'<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n<iframe src="https://evil.example"></iframe>'}
    />,
  )
  expect(container.querySelectorAll('script, img, iframe')).toHaveLength(0)
  expect(container.textContent).toContain('<script>alert(1)</script>')
})

test('only web and mail links can be followed, and those leave nothing behind', () => {
  render(
    <MarkdownText text="[bad](javascript:alert(1)) [data](data:text/html,x) [local](/api/x) [good](https://example.org/a)" />,
  )
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['https://example.org/a'])
  expect(screen.getByRole('link').getAttribute('rel')).toBe('noopener noreferrer')
  expect(screen.getByText('bad').tagName).toBe('SPAN')
})

test('a remote image is a link, an image that carries its bytes is drawn', () => {
  const { container } = render(<MarkdownText text={`![track](https://tracker.example/p.png) ![own](${PIXEL})`} />)
  expect([...container.querySelectorAll('img')].map((image) => image.getAttribute('src'))).toEqual([PIXEL])
  expect(screen.getByRole('link').textContent).toContain('not loaded')
})

test('the boxes of a task list have names', () => {
  render(<MarkdownText text={'- [ ] one\n- [x] two'} />)
  expect(screen.getAllByRole('checkbox').map((box) => box.getAttribute('aria-label'))).toEqual(['To do', 'Done'])
})

test('headings by strangers do not tear the outline of the page', () => {
  render(<MarkdownText text="# Big" />)
  expect(screen.queryByRole('heading')).toBeNull()
})

test('an unknown kind is drawn as its own fields', () => {
  render(
    <EventDetail
      conversationId="c"
      event={{ id: 'x', seq: 1, kind: 'HologramEvent', depth: { metres: 3 }, note: '<b>hi</b>' }}
      answer={null}
    />,
  )
  const fields = screen.getByRole('group', { name: 'Fields' })
  expect(fields.textContent).toBe('depth.metres3note<b>hi</b>')
})

test('a command shows its output without escape codes, folded, with its exit code', () => {
  const output = Array.from({ length: 30 }, (_, line) => `\u001b[31mline ${line + 1}\u001b[0m`).join('\n')
  const { container } = render(
    <EventDetail
      conversationId="c"
      event={{ kind: 'ActionEvent', action: { kind: 'TerminalAction', command: 'npm test' } }}
      answer={{ kind: 'ObservationEvent', observation: { exit_code: 1, content: [{ type: 'text', text: output }] } }}
    />,
  )
  expect(container.textContent).toContain('line 20')
  expect(container.textContent).not.toContain('line 21')
  expect(container.textContent).not.toContain('\u001b')
  expect(container.querySelector('.ansi-red-fg')?.textContent).toBe('line 1')
  screen.getByText('exit 1')
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  expect(container.textContent).toContain('line 30')
})

test('an edit is a table of lines, an error of the tool its text', () => {
  const action = {
    kind: 'ActionEvent',
    action: { kind: 'FileEditorAction', command: 'str_replace', path: '/p/a.ts', old_str: 'one', new_str: 'two' },
  }
  render(
    <EventDetail
      conversationId="c"
      event={action}
      answer={{ observation: { old_content: 'zero\none\n', new_content: 'zero\ntwo\n' } }}
    />,
  )
  screen.getByText('+1 −1')
  screen.getByText('/p/a.ts')
  cleanup()
  render(
    <EventDetail conversationId="c" event={action} answer={{ kind: 'AgentErrorEvent', error: 'No match found' }} />,
  )
  screen.getByText('No match found')
})

test('a call that could not be made shows what the model wrote', () => {
  render(
    <EventDetail
      conversationId="c"
      event={{ kind: 'ActionEvent', tool_name: 'deploy', tool_call: { arguments: '{"target":"staging"}' } }}
      answer={{ error: "Tool 'deploy' not found." }}
    />,
  )
  expect(screen.getByRole('group', { name: 'Arguments' }).textContent).toContain('staging')
  screen.getByText("Tool 'deploy' not found.")
})

test.each([
  {},
  { kind: 'ActionEvent' },
  { kind: 'ConversationErrorEvent' },
  { kind: 'SystemPromptEvent', tools: 3 },
  { kind: 'Condensation' },
  { kind: 'HookExecutionEvent' },
])('an event without its usual fields (%j) is drawn all the same', (event) => {
  expect(() => render(<EventDetail conversationId="c" event={event} answer={null} />)).not.toThrow()
})

test('a message of 50,000 letters is cut until it is asked for; an empty one says so', () => {
  const message = (text: string) => ({ llm_message: { content: [{ type: 'text', text }] } })
  const { container } = render(<MessageBody conversationId="c" event={message('word '.repeat(10_000))} />)
  expect(container.textContent.length).toBeLessThan(10_000)
  fireEvent.click(screen.getByRole('button', { name: 'Show all 50,000 characters' }))
  expect(container.textContent.length).toBeGreaterThan(49_000)
  cleanup()
  render(<MessageBody conversationId="c" event={message('')} />)
  screen.getByText('This message is empty.')
})

test('a task in a state of any name says it', () => {
  const task_list = ['done', 'constructor', '__proto__'].map((status) => ({ title: 'A task', status }))
  render(
    <EventDetail
      conversationId="c"
      event={{ kind: 'ActionEvent', action: { kind: 'TaskTrackerAction', command: 'plan', task_list } }}
      answer={{ kind: 'ObservationEvent', observation: { content: [] } }}
    />,
  )
  const items = screen.getByRole('list', { name: 'Tasks' }).children
  expect([...items].map((item) => item.textContent)).toEqual([
    '● A task done',
    '? A task constructor',
    '? A task __proto__',
  ])
})
