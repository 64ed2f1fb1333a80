import contract from '../src/contract/openapi.gen.json' with { type: 'json' }

/** A reply of the API as text. */
export interface Answer {
  readonly path: string
  readonly text: string
}

type Ask = (route: string, query?: string, ids?: Readonly<Record<string, string>>) => Promise<Answer>

const CONVERSATION = '/api/conversations/{conversation_id}'
const OF_ALL = [
  '/health',
  '/ready',
  '/server_info',
  '/openapi.json',
  '/api/revision',
  '/api/sources',
  '/api/conversations/count',
  '/api/conversations/sums',
  '/api/conversations/histogram',
]
const OF_ONE = ['', '/neighbours', '/usage', '/events/count', '/events/facets', '/events/timeline'].map(
  (part) => CONVERSATION + part,
)
const FORMATS = ['json', 'jsonl', 'markdown', 'html']

/**
 * Asks every route of the contract for everything that a server holds: each conversation, each event alone, whole and raw, every
 * download, and a search for each of the words.
 * @throws where an answer is not 200, or where the contract has a route that was not asked
 */
export async function* everyAnswer(url: string, words: readonly string[]): AsyncGenerator<Answer> {
  const asked = new Set<string>()
  const ask: Ask = async (route, query = '', ids = {}) => {
    asked.add(route)
    const named = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
    const path = query === '' ? named : `${named}?${query}`
    const reply = await fetch(url + path)
    const text = await reply.text()
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${text}`)
    return { path, text }
  }
  for (const route of OF_ALL) yield ask(route)
  yield ask('/api/conversations/facets', 'facet_limit=100')
  for (const format of ['csv', 'jsonl']) yield ask('/api/conversations/export', `format=${format}`)
  for (const word of words) yield ask('/api/search', new URLSearchParams({ text: word, limit: '100' }).toString())
  for await (const page of pages(ask, '/api/conversations/search', 'nested=false&include=facets')) {
    yield page.answer
    const ids = page.items.map(({ id }) => id)
    yield ask('/api/conversations', ids.map((id) => `ids=${encodeURIComponent(id)}`).join('&'))
    for (const id of ids) yield* everyAnswerOf(ask, id)
  }
  const unasked = Object.entries(contract.paths).filter(([route, methods]) => 'get' in methods && !asked.has(route))
  if (unasked.length > 0) throw new Error(`not asked: ${unasked.map(([route]) => route).join(', ')}`)
}

async function* everyAnswerOf(ask: Ask, id: string): AsyncGenerator<Answer> {
  const ids = { conversation_id: id }
  for (const route of OF_ONE) yield ask(route, '', ids)
  for (const format of FORMATS) yield ask(`${CONVERSATION}/trajectory`, `format=${format}`, ids)
  const events = `${CONVERSATION}/events/search`
  for await (const page of pages(ask, events, 'view=transcript&skeleton=true', ids)) yield page.answer
  for await (const page of pages(ask, events, '', ids)) {
    yield page.answer
    const asOne = (query: string) =>
      page.items.map((event) => ask(`${CONVERSATION}/events/{event_id}`, query, { ...ids, event_id: event.id }))
    const several = page.items.map((event) => `ids=${encodeURIComponent(event.id)}`).join('&')
    if (several !== '') yield ask(`${CONVERSATION}/events`, several, ids)
    const places = page.items.slice(0, 1).map(({ id: event_id }) => ask('/api/events/{event_id}', '', { event_id }))
    yield* await Promise.all([...asOne(''), ...asOne('raw=true'), ...places])
  }
}

interface Page {
  readonly items: readonly { readonly id: string }[]
  readonly next_page_id: string | null
}

async function* pages(ask: Ask, route: string, query: string, ids = {}) {
  let cursor: string | null = ''
  while (cursor !== null) {
    const place: string = cursor === '' ? '' : `&page_id=${encodeURIComponent(cursor)}`
    const answer = await ask(route, `${query === '' ? '' : `${query}&`}limit=100${place}`, ids)
    // The shape of these replies is what the contract tests prove.
    const { items, next_page_id } = JSON.parse(answer.text) as Page
    yield { answer, items }
    cursor = next_page_id
  }
}
