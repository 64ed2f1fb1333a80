// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Schemas } from './query/client.ts'
import { makeQueryClient } from './query/query-client.ts'
import { App } from './routes.tsx'

configure({ asyncUtilTimeout: 8000 })

type Found = Schemas['SearchItem']

const found = (id: string, more: Partial<Found> = {}): Found => ({
  conversation: { id, title: `Title ${id}`, first_message: null, status: 'error', updated_at: '2026-11-22T14:02:05Z' },
  count: 1,
  hits: [hit('e1')],
  ...more,
})

const hit = (id: string): Found['hits'][number] => ({
  event_id: id,
  seq: Number(id.slice(1)),
  kind: 'ActionEvent',
  source: 'agent',
  timestamp: '2026-11-22T14:02:05Z',
  snippet: '…the flaky test 😀 flaky',
  ranges: [
    [5, 10],
    [19, 24],
  ],
})

const page = (items: readonly Found[], more: Partial<Schemas['SearchPage']> = {}): Schemas['SearchPage'] => ({
  items: [...items],
  next_page_id: null,
  previous_page_id: null,
  rank: items.length === 0 ? null : 1,
  total: items.reduce((sum, { count }) => sum + count, 0),
  total_conversations: items.length,
  exact: true,
  as_of: '2026-11-22T14:02:05Z',
  ...more,
})

type Answer = Schemas['SearchPage'] | { readonly status: number; readonly detail: unknown } | Promise<never>

/** What stands in for the index: each test says how it answers, and sees what was given up. */
let search: (query: URLSearchParams, signal: AbortSignal) => Answer
let sources: readonly object[]
/** What the probe tells; every answer is from `g.1`. */
let revision: string

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url)
  const headers = { 'content-type': 'application/json', 'Lookout-Revision': 'g.1' }
  const send = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers })
  if (pathname === '/api/revision') return send({ revision })
  if (pathname === '/api/sources') return send({ items: sources })
  const told = await search(query, request.signal)
  return 'status' in told ? send({ detail: told.detail }, told.status) : send(told)
}

/** An answer that never comes, until nobody waits for it. */
const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')))
  })

beforeEach(() => {
  search = () => page([])
  sources = []
  revision = 'g.1'
  vi.stubGlobal('fetch', answer)
  vi.stubGlobal('scrollTo', () => undefined)
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function open(address: string): Promise<void> {
  window.history.replaceState(null, '', address)
  // Awaited, because the page's code is still on its way.
  await act(async () => {
    render(
      <QueryClientProvider client={makeQueryClient()}>
        <App />
      </QueryClientProvider>,
    )
  })
  await screen.findByRole('heading', { level: 1, name: 'Search' })
}

const type = (text: string) => {
  const box = screen.getByRole('searchbox', { name: 'Search events' })
  fireEvent.change(box, { target: { value: text } })
  fireEvent.keyDown(box, { key: 'Enter' })
}

test('without a text nothing is asked, and the page says how to', async () => {
  const asked = vi.fn(() => page([]))
  search = asked
  sources = [source({ event_count: 2888 })]
  await open('/search?kind=ActionEvent')
  await screen.findByText(/2,888 events can be searched/)
  expect(screen.getByRole('link', { name: 'git push' }).getAttribute('href')).toBe(
    '/search?kind=ActionEvent&q=git%20push',
  )
  type('x')
  expect(screen.getByText('at least 2 characters')).toBeTruthy()
  expect(asked).not.toHaveBeenCalled()
})

test('hits stand under their conversation, marked, and lead to the event', async () => {
  search = (query) => (query.get('text') === 'flaky' ? page([found('a', { count: 7 }), found('b')]) : page([]))
  await open('/search?q=flaky&kind=ActionEvent&status=error')
  expect(await screen.findByText(/^8 hits in 2 conversations/)).toBeTruthy()
  const hits = within(screen.getByRole('list', { name: 'Hits in Title a' }))
  const link = hits.getByRole('link')
  expect(link.getAttribute('href')).toBe('/conversations/a/events/e1')
  expect([...link.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['flaky', 'flaky'])
  expect(screen.getByRole('link', { name: 'Title a' }).getAttribute('href')).toBe('/conversations/a')
  expect(screen.getByRole('link', { name: 'All 7 hits in this conversation' }).getAttribute('href')).toBe(
    '/conversations/a?equery=flaky&kind=ActionEvent&tab=events',
  )
  expect(screen.queryByRole('link', { name: /^All 1 hit/ })).toBeNull()
  expect(document.title).toBe('flaky (8) · Search')
})

test('the filters of the address go to the index under its names', async () => {
  const asked = vi.fn((_query: URLSearchParams) => page([found('a')]))
  search = asked
  await open('/search?q=flaky&-tool=think&eerrors=true&efrom=today&status=error&-repo=octo/shop&cost=1..&page=p2')
  await screen.findByRole('link', { name: 'Title a' })
  const pairs = [...(asked.mock.calls[0]?.[0] ?? [])].map((pair) => pair.join('='))
  expect(pairs.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    '-conversation.selected_repository=octo/shop',
    '-tool_name=think',
    'conversation.accumulated_cost__gte=1',
    'conversation.status=error',
    'is_error=true',
    'limit=25',
    'page_id=p2',
    'text=flaky',
    `time_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}`,
    'timestamp__gte=today',
  ])
})

test('old hits stay while another text is asked; five seconds later the page says so and can give up', async () => {
  search = () => page([found('a')])
  await open('/search?q=flaky')
  await screen.findByRole('link', { name: 'Title a' })
  vi.useFakeTimers({ shouldAdvanceTime: true })
  let isGivenUp = false
  search = (_query, signal) => {
    signal.addEventListener('abort', () => (isGivenUp = true))
    return never(signal)
  }
  type('other')
  await waitFor(() => expect(window.location.search).toBe('?q=other'))
  expect(screen.getByRole('list', { name: 'Conversations' }).getAttribute('aria-busy')).toBe('true')
  expect(screen.queryByText(/hits? in/)).toBeNull()
  expect(screen.queryByText('Still working')).toBeNull()
  await act(() => vi.advanceTimersByTimeAsync(5000))
  expect(screen.getByText('Still working')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await screen.findByText(/Cancelled before an answer came. Below is what was found for the question before/)
  expect(isGivenUp).toBe(true)
  search = () => page([found('b')])
  fireEvent.click(screen.getByRole('button', { name: 'Search again' }))
  await screen.findByRole('link', { name: 'Title b' })
  expect(screen.queryByText(/Cancelled/)).toBeNull()
})

test('where nothing is found, each filter left out says what would be', async () => {
  search = (query) =>
    query.has('kind') ? page([]) : page([found('a')], { total: query.has('conversation.status') ? 12 : 128 })
  await open('/search?q=flaky&kind=PauseEvent&status=error&tool=run')
  await screen.findByRole('heading', { name: 'Nothing found' })
  const way = await screen.findByRole('button', { name: 'without Kind: 12' })
  expect(screen.getByRole('button', { name: 'without any filter: 128' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /without Tool/ })).toBeNull()
  fireEvent.click(way)
  await screen.findByRole('link', { name: 'Title a' })
  expect(window.location.search).toBe('?q=flaky&status=error&tool=run')
})

test('what has changed since waits until it is asked for', async () => {
  revision = 'g.2'
  search = () => page([found('a')])
  await open('/search?q=flaky')
  await screen.findByText(/^1 hit in 1 conversation.*, changed since$/)
  search = () => page([found('a'), found('b')])
  expect(screen.queryByRole('link', { name: 'Title b' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
  await screen.findByRole('link', { name: 'Title b' })
})

test('a dead cursor shows the first page and says so', async () => {
  search = (query) => (query.has('page_id') ? { status: 410, detail: 'gone' } : page([found('a')]))
  await open('/search?q=flaky&page=old')
  await screen.findByText('That page has moved.')
  await screen.findByRole('link', { name: 'Title a' })
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(window.location.search).toBe('?q=flaky'))
})

test('an error says why and keeps the filters; Retry asks again', async () => {
  search = () => ({ status: 422, detail: [{ loc: ['query', 'text'], msg: 'too long', type: 'x' }] })
  await open('/search?q=flaky&tool=run')
  expect((await screen.findByRole('alert')).textContent).toContain('The server does not accept text: too long')
  expect(screen.getByRole('button', { name: 'Remove filter: Tool is run' })).toBeTruthy()
  search = () => page([found('a')])
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByRole('link', { name: 'Title a' })
})

const source = (more: object) => ({
  id: 's',
  name: 's',
  dialect: 'agent-server-directory',
  location: '/s',
  sample: false,
  reachable: true,
  error: null,
  notes: [],
  last_sync_at: '2026-11-22T14:02:05Z',
  progress: { read: 1, total: 1 },
  complete: true,
  conversation_count: 1,
  event_count: 0,
  unreadable: [],
  text_index: { done: 0, total: 0 },
  ...more,
})

test.each([
  ['reading s: 1,200 of 3,400', { complete: false, progress: { read: 1200, total: 3400 } }],
  ['text index of s: 10 of 20 events', { text_index: { done: 10, total: 20 } }],
  ['s cannot be read', { complete: false, reachable: false }],
  ['events of some conversations have not been read yet: they are found once those are opened', {}],
])('numbers that are not final say why: %s', async (words, state) => {
  sources = [source(state)]
  search = () => page([found('a')], { exact: false, next_page_id: 'p2' })
  await open('/search?q=flaky')
  await screen.findByText(/^≥ 1 hit in 1 conversation/)
  expect(await screen.findByText(words)).toBeTruthy()
  expect(screen.getByText('Conversations 1–1 of ≥ 1')).toBeTruthy()
})
