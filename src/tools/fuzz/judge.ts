import contract from '../../contract/openapi.gen.json' with { type: 'json' }
import { MAX_TARGET_BYTES } from '../../server/security.ts'
import type { Client, Reply, Request } from './client.ts'
import * as conversations from './conversation-laws.ts'
import { checkOf, type Route } from './document.ts'
import * as events from './event-laws.ts'
import type { Facts } from './facts.ts'
import { exported, trajectory } from './file-laws.ts'
import { denialsOf } from './headers.ts'
import { Breach, expectSame, expectThat, type Law } from './law.ts'
import { readQuestion, textsOf, toId, type Question } from './question.ts'
import type { Case } from './requests.ts'
import { searchAll } from './search-laws.ts'

const DOCUMENT = JSON.stringify(contract)

/** By the route's id what its answers have to be beside their shape. Routes without one are held to their shape alone. */
const LAWS: Readonly<Record<string, Law>> = {
  searchConversations: conversations.search,
  countConversations: conversations.count,
  facetConversations: conversations.facets,
  getConversationHistogram: conversations.histogram,
  getConversationSums: conversations.sums,
  getConversations: conversations.batch,
  getConversation: conversations.one,
  getNeighbours: conversations.neighbours,
  exportConversations: exported,
  searchEvents: events.searchEvents,
  countEvents: events.countEvents,
  facetEvents: events.facetEvents,
  getEvent: events.getEvent,
  getTimeline: events.timeline,
  getUsage: events.usage,
  downloadTrajectory: trajectory,
  search: searchAll,
  getOpenApi: ({ reply }) => expectThat('it should be the document', reply.text === DOCUMENT),
  getSources: conversations.sources,
}

/** One request and its answer, with what they are judged by. */
export interface Exchange {
  readonly route: Route
  readonly asked: Case
  readonly request: Request
  readonly reply: Reply
  readonly facts: Facts
  readonly client: Client
  /** Whether the token that it brings opens the door; null: there is none. */
  readonly isLetIn: boolean | null
}

const isRefusal = checkOf('Refusal')

/** Holds an answer to the document and to the facts. @throws Breach where it is not as it should be */
export async function judge(exchange: Exchange): Promise<void> {
  const { route, asked, request, reply, isLetIn } = exchange
  expectThat(`a status of ${reply.status}: ${reply.text.slice(0, 200)}`, reply.status >= 200 && reply.status < 500)
  const denials = denialsBefore(request, asked)
  if (denials.length > 0) return expectDenial(reply, denials, asked.method)
  const [, query = ''] = /\?(.*)$/s.exec(request.target) ?? []
  const question = asked.tail === '' ? readQuestion(route, asked.names, query) : null
  if (question === null) return expectElsewhere(reply, isLetIn === false)
  if (isLetIn === false && !route.isOpen) return expectDocumented(route, reply, [401])
  // HEAD says all that GET says, but for the body.
  if (asked.method === 'HEAD') return expectSame('the body of an answer to HEAD', reply.text, '')
  if (question.faults.size > 0) return expectFaults(question, reply)
  if (isOneTooMany(reply)) return expectDocumented(route, reply, [422])
  expectDocumented(route, reply, expectedOf(question, exchange))
  if (reply.status === 422) return expectFaults(question, reply)
  if (reply.status === 200) await obey(question, exchange)
}

/** Statuses of what is denied before anybody reads what it asks for. */
function denialsBefore({ method, target }: Request, { headers, names }: Case): readonly number[] {
  return [
    ...(method === 'GET' || method === 'HEAD' ? [] : [405]),
    ...(Buffer.byteLength(target) > MAX_TARGET_BYTES ? [414] : []),
    // Of what may stand in the address nothing is left to guess.
    ...(/[^!-~]|#/.test(target) || names.some((name) => name.includes('\\')) ? [400] : []),
    ...denialsOf(headers),
  ]
}

function expectDenial(reply: Reply, statuses: readonly number[], method: string): void {
  expectThat(`the status should be ${statuses.join(' or ')}, not ${reply.status}`, statuses.includes(reply.status))
  if (reply.status === 405) expectSame('Allow', typeof reply.headers['allow'], 'string')
  if (method !== 'HEAD') expectSame('what is wrong with the body', isRefusal(reply.json), null)
}

/** Another path, of this server or of none: without a token there is the page at most. */
function expectElsewhere({ status, headers }: Reply, isShut: boolean): void {
  const type = headers['content-type'] ?? ''
  const statuses = isShut ? [200, 401, 404] : [200, 404, 422]
  expectThat(`the status of another path should not be ${status}`, statuses.includes(status))
  expectThat(`${type} should not be given without a token`, !isShut || status !== 200 || type.startsWith('text/html'))
  expectThat('there should be a type', type !== '')
}

/** Statuses that an answer may have; where what it asks for is known, exactly one. */
function expectedOf(question: Question, { facts }: Exchange): readonly number[] {
  const { route, doubts, values } = question
  const found = isKnown(question, facts) ? 200 : 404
  const gone = values.has('page_id') ? [410, 422] : []
  return [...new Set([...gone, route.responses.has(found) ? found : 200, ...(doubts.size > 0 ? [422] : [])])]
}

/** Whether there is what the path names. */
function isKnown(question: Question, { byId, events: eventsOf }: Facts): boolean {
  const [id] = textsOf(question, 'conversation_id')
  if (id === undefined) return true
  const own = eventsOf.get(toId(id))
  if (own === undefined || !byId.has(toId(id))) return false
  return !question.values.has('event_id') || events.eventOf(own, question) !== undefined
}

function expectDocumented(route: Route, reply: Reply, statuses: readonly number[]): void {
  expectThat(
    `the status should be ${statuses.join(' or ')}, not ${reply.status}: ${reply.text.slice(0, 200)}`,
    statuses.includes(reply.status),
  )
  // Who is not let in learns nothing of the index.
  const isOfIndex = /^[0-9a-z]+\.[0-9]+$/.test(reply.headers['lookout-revision'] ?? '')
  expectSame('whether there is a revision', isOfIndex, reply.status !== 401)
  const checks = route.responses.get(reply.status)
  if (checks === undefined) throw new Breach(`a status of ${reply.status}, which is not documented here`)
  const [type = ''] = (reply.headers['content-type'] ?? '').split(';')
  const check = checks.get(type)
  if (check === undefined) throw new Breach(`a body of type ${type}, which is not documented for ${reply.status}`)
  if (reply.text === '') return
  const complaint = check(type === 'application/json' ? reply.json : reply.text)
  if (complaint !== null) throw new Breach(`the body is not as documented: ${complaint}`)
  expectSame('Cache-Control', reply.headers['cache-control'], 'no-store')
}

/** That parameters exclude each other is said in words alone: no schema of a single one can. */
function isOneTooMany(reply: Reply): boolean {
  if (reply.status !== 422) return false
  const { detail } = reply.json as { detail: { type: string }[] } // of the document's shape, as the caller sees to
  return detail.every(({ type }) => type === 'only_one_of')
}

/** Every fault is told, and nothing else. */
function expectFaults({ route, faults, doubts, values }: Question, reply: Reply): void {
  expectDocumented(route, reply, [422])
  const { detail } = reply.json as { detail: { loc: unknown[]; type: string }[] } // as just checked
  const named = detail.map(({ loc }) => String(loc[1]))
  for (const name of faults) expectThat(`the fault of ${name} should be named in ${named.join()}`, named.includes(name))
  // A cursor is judged where it is used.
  const known = [...faults, ...doubts, ...(values.has('page_id') ? ['page_id'] : [])]
  for (const name of named) expectThat(`${name} should be no fault`, known.includes(name))
}

async function obey(question: Question, { route, request, reply, facts, client, asked }: Exchange): Promise<void> {
  const [path = ''] = request.target.split('?', 1)
  const isJson = reply.headers['content-type'] === 'application/json' && route.id !== 'downloadTrajectory'
  const body = isJson ? reply.json : undefined
  await LAWS[route.id]?.({ question, reply, body, facts, client, path, turn: asked.turn })
}
