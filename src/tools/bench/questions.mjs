import { cpuMs } from './process-figures.mjs'
import { spread } from './spread.mjs'

const ROUNDS = 60

/**
 * Asks a server that has read everything, and gives a line for each question: how long answers took on this side of the socket, and the
 * server's CPU time for each. What a text was found in is kept: only the first answer says what finding takes.
 * @param {import('./server.mjs').Server} server
 * @param {string} newest id of the conversation whose events are asked for
 * @param {import('../planted/conversation.mjs').Size} size
 * @returns {AsyncGenerator<readonly [what: string, result: string]>}
 */
export async function* askEverything(server, newest, size) {
  const events = `/api/conversations/${newest}/events`
  const { total } = await server.get(`${events}/search?limit=1`)
  const asked = {
    ...listQuestions(await middleOf(server, size), size),
    ...textQuestions(size),
    ...eventQuestions(events, total),
  }
  for (const [what, path] of Object.entries(asked)) {
    const times = [await server.timed(path)]
    const cpuBefore = cpuMs(server.pid)
    for (let round = 1; round < ROUNDS; round++) times.push(await server.timed(path))
    const cpu = (cpuMs(server.pid) - cpuBefore) / (ROUNDS - 1)
    yield [what, `${spread(times)}, ${cpu.toFixed(1)} CPU ms`]
  }
}

/** The row in the middle of the list, and the page after it. @param {import('./server.mjs').Server} server @param {{ conversations: number }} size */
async function middleOf(server, { conversations }) {
  const page = await server.get(`/api/conversations/search?limit=50&offset=${Math.floor(conversations / 2)}`)
  return { id: String(page.items[0].id), nextPage: encodeURIComponent(String(page.next_page_id)) }
}

/** @param {{ id: string, nextPage: string }} middle @param {{ conversations: number }} size */
function listQuestions(middle, { conversations }) {
  const list = '/api/conversations/search?limit=50'
  return {
    'list page': list,
    'list page, all counts': `${list}&include=facets`,
    'list page, filtered, all counts': `${list}&status=error&trigger=slack&include=facets`,
    'list page, three filters, all counts': `${list}&status=error&-trigger=slack&selected_repository=octo/fix-paging&include=facets`,
    'list page by title': `${list}&sort_order=TITLE`,
    'list page by event count': `${list}&sort_order=EVENT_COUNT_DESC`,
    'list page, row in the middle': `${list}&offset=${Math.floor(conversations / 2)}`,
    'list page, last rows': `${list}&offset=${conversations - 50}`,
    'list page, last rows by event count': `${list}&offset=${conversations - 50}&sort_order=EVENT_COUNT`,
    'list page after the middle': `${list}&page_id=${middle.nextPage}`,
    'all counts': '/api/conversations/facets',
    'all counts, filtered': '/api/conversations/facets?status=error&trigger=slack',
    'number of all': '/api/conversations/count',
    'number of some': '/api/conversations/count?status=error',
    histogram: '/api/conversations/histogram',
    sums: '/api/conversations/sums',
    neighbours: `/api/conversations/${middle.id}/neighbours`,
    'one conversation': `/api/conversations/${middle.id}`,
    sources: '/api/sources',
    revision: '/api/revision',
  }
}

/** @param {{ conversations: number }} size */
function textQuestions({ conversations }) {
  const ticket = `ticket-${String(Math.floor(conversations / 2)).padStart(6, '0')}`
  return {
    'title filter': '/api/conversations/search?limit=50&title=paging',
    'text filter, rare': `/api/conversations/search?limit=50&text=${ticket}`,
    'text filter, common': '/api/conversations/search?limit=50&text=paging&include=facets',
    'text filter, of two letters': '/api/conversations/count?text=-4',
    'text filter, nowhere': '/api/conversations/count?text=ticket-none',
    'search in events, rare': `/api/search?text=${ticket}`,
    'search in events, common': '/api/search?text=invoice',
  }
}

/** @param {string} events path of a conversation's events @param {number} total */
function eventQuestions(events, total) {
  const middle = Math.floor(total / 2)
  const page = `${events}/search?view=transcript&skeleton=true&limit=100`
  return {
    'events, last page': `${page}&sort_order=TIMESTAMP_DESC`,
    'events, page in the middle': `${page}&offset=${Math.floor(middle / 2)}`,
    'events, page in the middle of all': `${events}/search?skeleton=true&limit=100&offset=${middle}`,
    'events, whole ones': `${events}/search?limit=100&offset=${middle}`,
    'events, filtered by kind': `${page}&kind=ActionEvent&offset=${Math.floor(middle / 4)}`,
    'events, failed commands': `${page}&failed_command=true`,
    'events, with a text': `${page}&text=invoice`,
    'events, largest first': `${events}/search?skeleton=true&limit=100&sort_order=SIZE_DESC`,
    'focused view': `${events}/search?view=focused&skeleton=true&limit=100`,
    'event facets': `${events}/facets`,
    'event facets, filtered': `${events}/facets?kind=ActionEvent`,
    'event facets, with a text': `${events}/facets?text=invoice`,
    'number of events of a kind': `${events}/count?kind=ActionEvent`,
    'event timeline': `${events}/timeline`,
    'event timeline, filtered': `${events}/timeline?kind=ActionEvent`,
    usage: events.replace(/events$/, 'usage'),
  }
}
