// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { Body } from '../../lib/event-body.ts'
import { NavigationProvider } from '../navigation.tsx'
import { EventDetail, MessageBody } from './event-detail.tsx'

afterEach(cleanup)

/** What a real server of V0 wrote: one conversation with every kind of event, and one that ran. */
const EVERY_KIND = '83ab982dd08483187289a75163dc50fe'
const CART = 'd8e5923e4b5f439786e0859183ba1d44'

/** An event as the API gives it: its own fields, with its kind in the one vocabulary and in its own. */
function read(seq: number, kind: string, conversation = EVERY_KIND): Body {
  const folder = join(import.meta.dirname, '../../../../e2e/fixtures/app-server-v0', conversation, 'events')
  const event: Body = JSON.parse(readFileSync(join(folder, `${seq}.json`), 'utf8'))
  const word =
    typeof event['action'] === 'string' ? `action:${event['action']}` : `observation:${String(event['observation'])}`
  return { ...event, id: String(seq), seq, kind, native_kind: word }
}

/** Links want to know the address. */
function show(children: ReactNode) {
  return render(children, { wrapper: NavigationProvider })
}

function draw(action: number, answer: number | null, answerKind = 'ObservationEvent', conversation = EVERY_KIND) {
  const told = answer === null ? null : read(answer, answerKind, conversation)
  return show(
    <EventDetail conversationId={EVERY_KIND} event={read(action, 'ActionEvent', conversation)} answer={told} />,
  ).container
}

/** The lines of the file with this name. */
function lines(name: string): readonly string[] {
  return [...screen.getByRole('group', { name }).querySelectorAll('tr')].map(
    (row) => row.lastElementChild?.textContent ?? '',
  )
}

/** The text of the box with this name. */
function box(name: string): string {
  return screen.getByRole('group', { name }).textContent
}

test('a message is its text, with its pictures and the names of its files', () => {
  const { container } = show(<MessageBody conversationId={EVERY_KIND} event={read(7, 'MessageEvent')} />)
  expect(container.textContent).toContain('With a picture')
  expect(container.textContent).toContain('Attached: notes.txt')
  expect(container.querySelector('img')?.getAttribute('src')).toMatch(/^data:image\/png;base64,/)
  cleanup()
  show(<MessageBody conversationId={EVERY_KIND} event={read(61, 'MessageEvent')} />)
  screen.getByText('Shall I go on?')
})

test('the final answer is drawn as the message that it is', () => {
  show(<MessageBody conversationId={EVERY_KIND} event={read(66, 'ActionEvent')} />)
  screen.getByText('All kinds are shown.')
})

test('a command shows its thought, its output, its exit code and its folder', () => {
  const container = draw(7, 8, 'ObservationEvent', CART)
  screen.getByText('I will look at the project first.')
  expect(box('Output')).toContain('root root   57 Nov 22 15:01 cart.py')
  screen.getByText('exit 0')
  screen.getByText('/srv/openhands/v0/workspace')
  expect(container.textContent).toContain('$ mkdir -p shop && cd shop')
  screen.getByText('Risk as the agent saw it: low')
  expect(screen.queryByRole('tree')).toBeNull()
})

test('a command that was rejected says why and by whom', () => {
  draw(51, 52, 'UserRejectObservation')
  expect(box('Rejection')).toBe('Do not delete that.')
  screen.getByText('rejected by the user')
})

test('code and what it printed are texts', () => {
  draw(20, 21)
  expect(box('Code')).toBe('print(2 ** 64)')
  expect(box('Answer')).toContain('18446744073709551616')
  cleanup()
  draw(34, 35)
  expect(box('Code')).toBe('click("12")')
  expect(box('Answer')).toBe('Element 12 is not visible')
  expect(screen.queryByRole('tree')).toBeNull()
})

test('a page that was visited is its text and its picture, without its machinery', () => {
  const container = draw(32, 33)
  expect(box('Answer')).toBe('Example Domain')
  screen.getByRole('img', { name: 'Screenshot' })
  expect(container.textContent).not.toContain('axtree')
})

test('a file that was read is its text, an error of the tool stands out', () => {
  draw(22, 23)
  expect(lines('Content')).toEqual(['import os'])
  screen.getByText('lines 1 to 20')
  expect(screen.queryByRole('tree')).toBeNull()
  cleanup()
  draw(24, 25, 'AgentErrorEvent')
  expect(box('Error')).toContain('File not found')
  cleanup()
  const container = draw(15, 16, 'ObservationEvent', 'b0882740d0ae4387a53a2f199fd49897')
  expect(box('Answer')).toContain('does not exist')
  expect(container.querySelector('[class*=outError]')).not.toBeNull()
})

test('a file that was written is its content', () => {
  draw(26, 27)
  expect(lines('Content')).toEqual(['one', 'two'])
  screen.getByText('/workspace/project/new.txt')
  cleanup()
  draw(11, 12, 'ObservationEvent', CART)
  expect(lines('Content')).toContain('def test_empty():')
})

test('an edit is the difference that the tool told, with the numbers of its lines', () => {
  draw(15, 16, 'ObservationEvent', CART)
  const diff = screen.getByRole('group', { name: /^Changes to .*cart\.py/ })
  const [removed, added] = diff.querySelectorAll('tr:has(del), tr:has(ins)')
  expect(removed?.textContent).toBe('2−    return sum(i.price for i in items)')
  expect(added?.textContent).toBe('2+    return sum(i.price * i.count for i in items)')
  screen.getByText('+1 −1')
})

test('an edit of the older kind is the difference of the whole files', () => {
  draw(30, 31)
  expect(screen.getByRole('group', { name: 'Changes to /workspace/project/b.py' }).textContent).toContain('x = 1')
  screen.getByText('+1 −0')
})

test('a thought, a plan and a refusal are drawn as such', () => {
  const container = draw(38, 39)
  expect(container.textContent).toBe('The tests fail because the fixture is missing.')
  cleanup()
  draw(40, 41)
  expect(screen.getByRole('list', { name: 'Tasks' }).textContent).toContain('Fix in progress')
  cleanup()
  expect(draw(64, null).textContent).toContain('Not allowed')
})

test('a call of a foreign tool shows what it was asked and what it answered', () => {
  draw(36, 37)
  expect(box('Arguments')).toContain('openhands')
  expect(box('Answer')).toBe('{"results": []}')
})

test('a delegate shows its task, and what came of it', () => {
  draw(42, 43)
  expect(box('Arguments')).toContain('look it up')
  expect(box('Answer')).toBe('Delegate finished')
  expect(box('Outcome')).toContain('42')
})

test('what was recalled is read as text, not as a string of JSON', () => {
  draw(8, 9)
  expect(box('Answer')).toContain('docker:\nStart the daemon first.\nStart the daemon first.')
  cleanup()
  draw(4, 6)
  expect(box('Answer')).toContain('repo instructions:\nRun `make test` before you finish.')
  expect(box('Details')).toContain('acme/shop')
})

test('a condensation says how much was forgotten, and its summary', () => {
  show(<EventDetail conversationId={EVERY_KIND} event={read(47, 'Condensation')} answer={null} />)
  screen.getByText('The model no longer sees 13 events.')
  screen.getByText('The agent read the project and ran the tests.')
  cleanup()
  show(<EventDetail conversationId={EVERY_KIND} event={read(48, 'Condensation')} answer={null} />)
  screen.getByText('The model no longer sees 2 events.')
  cleanup()
  show(<EventDetail conversationId={EVERY_KIND} event={read(49, 'Condensation')} answer={null} />)
  screen.getByText('The agent ran the tests.')
  cleanup()
  show(<EventDetail conversationId={EVERY_KIND} event={read(46, 'CondensationRequest')} answer={null} />)
  screen.getByText('The history was to be condensed.')
})

test('a system prompt is its text, a change of state one line', () => {
  show(<EventDetail conversationId={EVERY_KIND} event={read(1, 'SystemPromptEvent', CART)} answer={null} />)
  expect(box('System prompt')).toContain('This line stands where the recorded text had one')
  expect(screen.getByRole('list', { name: 'Tools', hidden: true }).textContent).toContain('execute_bash')
  cleanup()
  show(<EventDetail conversationId={EVERY_KIND} event={read(59, 'ConversationStateUpdateEvent')} answer={null} />)
  screen.getByText('Status: Rate limited. CHAT_INTERFACE$AGENT_RATE_LIMITED_STOPPED_MESSAGE')
})

test('an error that answers nothing is its text, with its code', () => {
  render(
    <EventDetail
      conversationId={EVERY_KIND}
      event={read(44, 'AgentErrorEvent', 'cb5e100e5a9a3e7f6d1fd97512215282')}
      answer={null}
    />,
  )
  expect(box('Error')).toContain('litellm.AuthenticationError')
  screen.getByText('STATUS$ERROR_LLM_AUTHENTICATION')
})

test('what the server or the user does waits for no answer', () => {
  const container = draw(3, null)
  expect(box('Arguments')).toContain('running')
  expect(container.textContent).not.toContain('No answer')
})

test('a kind from the future is drawn by its text and its fields', () => {
  const event = read(31, 'ObservationEvent', 'ad921d60486366258809553a3db49a4a')
  show(<EventDetail conversationId={EVERY_KIND} event={event} answer={null} />)
  expect(box('Answer')).toBe('a kind that 0.62.0 does not know')
  expect(box('Details')).toContain('depth')
})

const KINDS = ['MessageEvent', 'ActionEvent', 'ObservationEvent', 'SystemPromptEvent', 'Condensation', 'PauseEvent']
const WORDS = [
  'action:run',
  'action:edit',
  'action:finish',
  'action:future',
  'observation:run',
  'observation:edit',
  'observation:recall',
]
const FIELDS = [
  undefined,
  null,
  3,
  'text',
  [null],
  { content: 5, command: [], image_urls: [7], outputs: 'x', metadata: 1, microagent_knowledge: [3, {}] },
]
const odd = KINDS.flatMap((kind) =>
  WORDS.flatMap((native_kind) =>
    FIELDS.map((fields) => ({ kind, native_kind, args: fields, extras: fields, content: fields })),
  ),
)

test('fields of another type than V0 gives them are drawn all the same', () => {
  for (const event of odd) {
    expect(
      () => show(<EventDetail conversationId={EVERY_KIND} event={event} answer={event} />),
      JSON.stringify(event),
    ).not.toThrow()
    expect(() => show(<MessageBody conversationId={EVERY_KIND} event={event} />), JSON.stringify(event)).not.toThrow()
    cleanup()
  }
})
