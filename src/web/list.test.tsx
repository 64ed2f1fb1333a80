// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Schemas } from './query/client.ts'
import { makeQueryClient } from './query/query-client.ts'
import { App } from './routes.tsx'

configure({ asyncUtilTimeout: 8000 })

type Row = Schemas['Conversation']
type Page = Schemas['ConversationPage']

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  conversation_id: id,
  title: `Title ${id}`,
  first_message: null,
  status: 'finished',
  status_reason: null,
  native_status: null,
  execution_status: null,
  sandbox_status: null,
  trigger: null,
  selected_repository: null,
  selected_branch: null,
  git_provider: null,
  pr_number: [],
  llm_model: null,
  accumulated_cost: null,
  accumulated_token_usage: null,
  created_at: null,
  updated_at: null,
  last_updated_at: null,
  duration_seconds: null,
  event_count: null,
  event_count_reason: null,
  error_count: null,
  failed_command_count: null,
  unreadable_count: null,
  parent_conversation_id: null,
  sub_conversation_ids: [],
  tags: {},
  working_dir: null,
  source: 's',
  sources: [],
  ...more,
})

const page = (items: readonly Row[], more: Partial<Page> = {}): Page => ({
  items: [...items],
  next_page_id: null,
  previous_page_id: null,
  total: items.length,
  total_rows: items.length,
  rank: items.length === 0 ? null : 1,
  exact: true,
  as_of: '2026-11-22T14:02:05Z',
  facets: {},
  ...more,
})

/** What stands in for the index: each test says how it answers. `status` other than 200 fails with `detail`. */
interface Index {
  revision: string
  search: (query: URLSearchParams) => Page | { readonly status: number; readonly detail: unknown }
  batch: (ids: readonly string[]) => readonly (Row | null)[]
  /** Null fails. */
  count: (query: URLSearchParams) => number | null
}

let index: Index

const none = { sum: null, unknown: 1 }
const sums = { accumulated_cost: none, total_tokens: none, event_count: none, as_of: '2026-11-22T14:02:05Z' }

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url)
  const send = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'Lookout-Revision': index.revision },
    })
  if (pathname === '/api/revision') return send({ revision: index.revision })
  if (pathname === '/api/sources') return send({ items: [] })
  if (pathname === '/api/conversations') return send(index.batch(query.getAll('ids')))
  if (pathname === '/api/conversations/sums') return send(sums)
  if (pathname === '/api/conversations/count') {
    const count = index.count(query)
    return count === null ? send({ detail: 'no count' }, 500) : send(count)
  }
  const found = index.search(query)
  return 'status' in found ? send({ detail: found.detail }, found.status) : send(found)
}

beforeEach(() => {
  index = { revision: 'g.1', search: () => page([]), batch: () => [], count: () => 0 }
  vi.stubGlobal('fetch', answer)
  vi.stubGlobal('scrollTo', () => undefined)
  const listening = { addEventListener: () => undefined, removeEventListener: () => undefined }
  vi.stubGlobal('matchMedia', () => ({ matches: false, ...listening }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** Opens the app at an address; `hear` makes the page ask for the revision, as its timer would. */
async function open(address: string) {
  window.history.replaceState(null, '', address)
  const queryClient = makeQueryClient()
  // Awaited, because the page's code is still on its way.
  await act(async () => {
    render(
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>,
    )
  })
  await screen.findByRole('heading', { name: 'Conversations' })
  return { hear: () => queryClient.refetchQueries({ queryKey: ['revision'] }) }
}

const titles = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((each) => within(each).getByRole('link').textContent)

test('unknown is written as such, and a first message stands in for a title', async () => {
  index.search = () =>
    page([row('a', { title: null, first_message: 'Fix it' }), row('b', { title: null }), row('c', { event_count: 0 })])
  await open('/')
  await screen.findByRole('table', { name: 'Conversations' })
  expect(titles()).toEqual(['Fix it', 'Untitled', 'Title c'])
  const events = screen
    .getAllByRole('row')
    .slice(1)
    .map((each) => within(each).getAllByRole('cell')[4]?.textContent)
  expect(events).toEqual(['unknown', 'unknown', '0'])
  expect(screen.getByText('1–3 of 3')).toBeTruthy()
})

test('the title leads to the conversation and carries the list along', async () => {
  index.search = () => page([row('a')])
  await open('/?trigger=gui&sort=-cost')
  const link = await screen.findByRole('link', { name: 'Title a' })
  expect(link.getAttribute('href')).toBe('/conversations/a?sort=-cost&trigger=gui')
})

test('a dead cursor shows page 1 and says so', async () => {
  index.search = (query) => (query.has('page_id') ? { status: 410, detail: 'gone' } : page([row('a')]))
  await open('/?page=old')
  await screen.findByText('That page has moved.')
  await screen.findByRole('table', { name: 'Conversations' })
  expect(titles()).toEqual(['Title a'])
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(window.location.search).toBe(''))
})

test('words without meaning are named, and the list is the one without them', async () => {
  index.search = (query) => page(query.get('status') === 'error' ? [row('a')] : [])
  await open('/?status=error&colour=red')
  await screen.findByText(/colour=red/)
  await screen.findByRole('table', { name: 'Conversations' })
  expect(titles()).toEqual(['Title a'])
})

test('where nothing matches, each filter left out says what would be found', async () => {
  index.count = (query) => (query.has('status') ? 0 : 37)
  await open('/?status=error&trigger=gui')
  await screen.findByRole('button', { name: 'without Status: 37' })
  expect(screen.queryByRole('button', { name: /^without Trigger/ })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Clear all' }))
  await waitFor(() => expect(window.location.search).toBe(''))
})

test('an address that some program will cut: save a view, until it is dismissed', async () => {
  index.search = () => page([row('a')])
  const branches = (length: number) => `/?branch=${'x'.repeat(length - `${window.location.origin}/?branch=`.length)}`
  await open(branches(2000))
  await screen.findByRole('link', { name: 'Title a' })
  expect(screen.queryByText(/Save it as a view/)).toBeNull()
  cleanup()
  await open(branches(2001))
  await screen.findByText(/more than 2,000 characters.*Save it as a view/)
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText(/Save it as a view/)).toBeNull()
})

test('where two filters are to blame, both are left out; a count that failed is unknown', async () => {
  index.count = (query) => {
    if (query.has('has_errors')) return query.size === 1 ? 4 : 0
    return query.size === 1 ? null : 0
  }
  await open('/?status=error&trigger=gui&errors=true')
  await screen.findByRole('button', { name: 'without Status and Trigger: 4' })
  // A count is asked for again before it is given up.
  await screen.findByRole('button', { name: 'without Status and Errors: unknown' })
  expect(screen.queryByRole('button', { name: /^without Status:/ })).toBeNull()
})

test('an error keeps the filters usable, and Retry asks again', async () => {
  index.search = () => ({
    status: 422,
    detail: [{ loc: ['query', 'tag'], msg: 'Input should be key:value', type: 'tag' }],
  })
  await open('/?tag=odd')
  expect((await screen.findByRole('alert')).textContent).toContain('The server does not accept tag')
  expect(screen.getByRole('button', { name: 'Remove filter: Tag is odd' })).toBeTruthy()
  index.search = () => page([row('a')])
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByRole('link', { name: 'Title a' })
})

test('changes patch the rows in place; new ones wait until they are asked for', async () => {
  index.search = () => page([row('a', { status: 'running' }), row('b')])
  const { hear } = await open('/')
  await screen.findByRole('link', { name: 'Title a' })
  index.revision = 'g.2'
  index.search = () => page([row('new'), row('b', { status: 'stuck' }), row('a', { status: 'error' })])
  await hear()
  const pill = await screen.findByRole('button', { name: '1 new' })
  expect(titles()).toEqual(['Title a', 'Title b'])
  expect(
    screen
      .getAllByRole('row')
      .slice(1)
      .map((each) => within(each).getAllByRole('cell')[0]?.textContent),
  ).toEqual(['Error', 'Stuck'])
  expect(screen.getByText('1–2 of 3')).toBeTruthy()
  fireEvent.click(pill)
  await waitFor(() => expect(titles()).toEqual(['Title new', 'Title b', 'Title a']))
  expect(screen.queryByRole('button', { name: '1 new' })).toBeNull()
})

test('where a whole page is new, there may be more', async () => {
  index.search = () => page([row('a')])
  const { hear } = await open('/')
  await screen.findByRole('link', { name: 'Title a' })
  index.revision = 'g.2'
  index.search = () => page([row('x'), row('y')], { next_page_id: 'more' })
  await hear()
  await screen.findByRole('button', { name: '2+ new' })
})

test('a row that matches no longer, or is gone, stays and says so', async () => {
  index.search = () => page([row('a', { status: 'running' }), row('b', { status: 'running' })])
  const { hear } = await open('/?status=running')
  await screen.findByRole('link', { name: 'Title a' })
  index.revision = 'g.2'
  index.search = () => page([])
  index.batch = (ids) => ids.map((id) => (id === 'a' ? row('a', { status: 'finished' }) : null))
  await hear()
  await screen.findByText('no longer matches')
  await screen.findByText('no longer there')
  expect(titles()).toEqual(['Title a', 'Title b'])
})

test('sub-conversations unfold under their parent', async () => {
  index.search = () => page([row('p', { sub_conversation_ids: ['k1', 'k2'] }), row('q')], { total: 4, total_rows: 2 })
  index.batch = (ids) => ids.map((id) => row(id, { parent_conversation_id: 'p' }))
  await open('/')
  expect(await screen.findByText(/4 conversations, 2 rows/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '2 sub-conversations' }))
  await waitFor(() => expect(titles()).toEqual(['Title p', 'Title k1', 'Title k2', 'Title q']))
})

test('in a filtered list a child is a row of its own and names its parent', async () => {
  index.search = () => page([row('k1', { parent_conversation_id: 'p' })])
  index.batch = (ids) => ids.map((id) => row(id))
  await open('/?trigger=(none)')
  await screen.findByText('part of Title p')
})

test('Enter asks at once; a text too short to search for asks nothing', async () => {
  index.search = (query) => page(query.has('text') ? [row('hit')] : [row('a'), row('b')])
  await open('/?trigger=gui')
  const box: HTMLInputElement = await screen.findByRole('searchbox', { name: 'Search' })
  const enter = (value: string) => {
    fireEvent.change(box, { target: { value } })
    fireEvent.keyDown(box, { key: 'Enter' })
  }
  enter('x')
  expect(window.location.search).toBe('?trigger=gui')
  enter(' flaky test ')
  await screen.findByRole('link', { name: 'Title hit' })
  expect(window.location.search).toBe('?q=flaky%20test&trigger=gui')
  expect(box.value).toBe(' flaky test ')
  fireEvent.click(screen.getByRole('button', { name: 'Clear all' }))
  await waitFor(() => expect(box.value).toBe(''))
})
