// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeQueryClient } from './query/query-client.ts'
import type { Source } from './query/sources.ts'
import { App } from './routes.tsx'

configure({ asyncUtilTimeout: 8000 })

const source = (id: string, more: Partial<Source> = {}): Source => ({
  id,
  name: `Name ${id}`,
  dialect: 'agent-server-directory',
  location: `/srv/${id}`,
  sample: false,
  reachable: true,
  error: null,
  notes: [],
  last_sync_at: '2026-11-22T14:02:05Z',
  progress: { read: 21, total: 21 },
  complete: true,
  conversation_count: 21,
  event_count: 1469,
  unreadable: [],
  text_index: { done: 1469, total: 1469 },
  ...more,
})

let sources: readonly Source[] | number
let revision: string

beforeEach(() => {
  sources = []
  revision = 'g.1'
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    const body = pathname === '/api/revision' ? { revision } : { items: sources }
    const status = pathname === '/api/sources' && typeof sources === 'number' ? sources : 200
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
  vi.stubGlobal('scrollTo', () => undefined)
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** `hear` makes the page ask for the revision, as its timer would. */
async function open() {
  window.history.replaceState(null, '', '/sources')
  const cache = makeQueryClient()
  await act(async () => {
    render(
      <QueryClientProvider client={cache}>
        <App />
      </QueryClientProvider>,
    )
  })
  await screen.findByRole('heading', { level: 1, name: 'Sources' })
  return { hear: () => act(() => cache.refetchQueries({ queryKey: ['revision'] })) }
}

const card = (name: string) => within(screen.getByRole('listitem', { name }))

test('a source says what it is, where, how it stands and what was found', async () => {
  sources = [source('a'), source('b', { dialect: 'app-server-v1', location: 'https://app.example.dev' })]
  await open()
  expect(await screen.findByText('2 sources')).toBeTruthy()
  expect(card('Name a').getByText('Directory of an Agent Server')).toBeTruthy()
  expect(card('Name a').getByText('Reachable')).toBeTruthy()
  expect(card('Name a').getByText('/srv/a')).toBeTruthy()
  expect(card('Name a').getByText('1,469')).toBeTruthy()
  expect(card('Name a').getByText('all events')).toBeTruthy()
  expect(card('Name a').getByRole('link').getAttribute('href')).toBe('/?source=a')
  expect(card('Name b').getByText('Address')).toBeTruthy()
  expect(screen.queryByRole('progressbar')).toBeNull()
})

test('the first look and the text index show how far they are', async () => {
  const progress = { read: 1200, total: 3400 }
  sources = [source('a', { complete: false, last_sync_at: null, progress, text_index: { done: 10, total: 1469 } })]
  await open()
  expect(await screen.findByText('1 source, 1 being read')).toBeTruthy()
  const bar = screen.getByRole('progressbar', { name: 'Reading conversations' })
  expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['1200', '3400'])
  expect(screen.getByText('Reading conversations: 1,200 of 3,400')).toBeTruthy()
  expect(screen.getByText('Building the text index: 10 of 1,469')).toBeTruthy()
  expect(screen.getByText('≥ 21')).toBeTruthy()
  expect(screen.getByText('not yet')).toBeTruthy()
})

test('of a source that was never read nothing is known, and the page says why', async () => {
  const nothing = { conversation_count: 0, event_count: 0, text_index: { done: 0, total: 0 } }
  const state = { reachable: false, complete: false, last_sync_at: null, error: 'Nothing answers at http://x' }
  sources = [source('a', { ...nothing, ...state }), source('b', { notes: ['It hides what is older than ten days'] })]
  await open()
  expect(await screen.findByText('2 sources, 1 not reachable')).toBeTruthy()
  expect(card('Name a').getByText('Nothing answers at http://x')).toBeTruthy()
  expect(card('Name a').getAllByText('unknown')).toHaveLength(3)
  expect(card('Name a').queryByRole('link')).toBeNull()
  expect(card('Name b').getByText('It hides what is older than ten days')).toBeTruthy()
})

test('all unreadable files can be reached, a hundred at a time', async () => {
  const unreadable = Array.from({ length: 250 }, (_, at) => ({ path: `file ${at}`, reason: 'not valid JSON' }))
  sources = [source('a', { unreadable })]
  await open()
  await screen.findByText('250 unreadable files')
  const files = () => screen.getAllByText(/^file \d+$/).length
  expect(files()).toBe(100)
  fireEvent.click(screen.getByRole('button', { name: 'Show 100 more of 150' }))
  expect(files()).toBe(200)
  fireEvent.click(screen.getByRole('button', { name: 'Show 50 more of 50' }))
  expect(files()).toBe(250)
  expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull()
})

test('the sample says that it is one, and no source at all how to give one', async () => {
  sources = [source('a', { sample: true })]
  await open()
  await screen.findByText(/This is the bundled sample/)
  expect(screen.getByRole('group', { name: 'Command' }).textContent).toContain('npm start -- ')
  cleanup()
  sources = []
  await open()
  await screen.findByText('Nothing is read: no source is given.')
})

test('a change of the index brings what is new; an error keeps what is there', async () => {
  sources = [source('a')]
  const { hear } = await open()
  await screen.findByText('1,469')
  sources = [source('a', { event_count: 1470 })]
  revision = 'g.2'
  await hear()
  await screen.findByText('1,470')
  sources = 418
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
  await screen.findByText(/The server answered with status 418. What you see is from before/)
  expect(screen.getByText('1,470')).toBeTruthy()
})

test('an error before anything was there says so, and Retry helps', async () => {
  sources = 418
  await open()
  expect((await screen.findByRole('alert')).textContent).toContain('The sources could not be loaded')
  sources = [source('a')]
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByText('1,469')
})
