import contract from '../../contract/openapi.gen.json' with { type: 'json' }
import { toConversationId } from '../parameters.ts'
import type { DifferenceName } from './differences.ts'
import { toList, toObject, type Json } from './findings.ts'
import { rowsOf } from './oracle.ts'
import type { Exchange } from './recordings.ts'

/** A request to which Lookout gives another kind of answer than the server did. */
export interface SpecialCase {
  readonly difference: DifferenceName
  readonly status: number
  /** What has to be in the body; of a fault its type and the parameter. */
  readonly holds: (body: unknown) => boolean
}

/** Parameters that the servers document; all others they ignore. */
const DOCUMENTED: Readonly<Record<Exchange['question'], readonly string[]>> = {
  list: ['page_id', 'limit', 'selected_repository', 'conversation_trigger', 'include_sub_conversations'],
  batch: ['ids', 'include_skills'],
  search: ['page_id', 'limit', 'status', 'sort_order', 'include_skills'],
  count: ['status'],
  get: ['include_skills'],
  'event-search': ['page_id', 'limit', 'kind', 'source', 'body', 'sort_order', 'timestamp__gte', 'timestamp__lt'],
  'event-count': ['kind', 'source', 'body', 'timestamp__gte', 'timestamp__lt'],
  event: [],
}

/** Names of parameters that the server did not know. */
export function undocumented({ question, query }: Exchange): readonly string[] {
  return [...query.keys()].filter((name) => !DOCUMENTED[question].includes(name))
}

/** The one difference that gives a request another kind of answer; null: the answers are to be alike. */
export function specialCaseOf(exchange: Exchange, exchanges: readonly Exchange[]): SpecialCase | null {
  const { question, query, status, body } = exchange
  const [fault] = faultsOf(body)
  if (query.get('page_id')) return refused(status === 500 ? 'server-errors' : 'cursors', 'cursor_parsing', 'page_id')
  if (question === 'list' && Number(query.get('limit')) < 1 && query.has('limit') && status === 200)
    return refused('limits', 'greater_than_equal', 'limit')
  if (question === 'batch') return batchCase(exchange, fault)
  if (status === 500 && question === 'event') return { difference: 'server-errors', status: 404, holds: isNotFound }
  if (status === 500) return refused('server-errors', 'less_than_equal', 'limit')
  if (fault?.['type'] === 'uuid_parsing') return { difference: 'any-id', status: 404, holds: isNotFound }
  if (fault?.['type'] === 'enum' && isOurWord(fault)) {
    const holds = (answer: unknown) => rowsOf(answer).length > 0 === query.has('sort_order')
    return { difference: 'more-values', status: 200, holds }
  }
  if (question === 'get' && (body === null || status === 400)) return unknownCase(exchange, exchanges)
  return null
}

function batchCase({ query, status }: Exchange, fault: Json | undefined): SpecialCase | null {
  const ids = query.getAll('ids')
  const isNulls = (body: unknown) => JSON.stringify(body) === JSON.stringify(ids.map(() => null))
  if (fault?.['type'] === 'missing')
    return { difference: 'list-without-ids', status: 200, holds: (body) => 'results' in toObject(body) }
  if (fault?.['type'] === 'uuid_parsing') return { difference: 'any-id', status: 200, holds: isNulls }
  if (fault?.['type'] === 'too_long' || status === 500) return { difference: 'batch-size', status: 200, holds: isNulls }
  return null
}

/** V0 finds nothing under the other spelling of an id; what neither spelling names is unknown. */
function unknownCase({ pathname }: Exchange, exchanges: readonly Exchange[]): SpecialCase {
  const id = pathname.split('/').at(-1) ?? ''
  const hex = toConversationId(id)
  const found = exchanges.find((one) => one.pathname.endsWith(`/${hex}`) && one.body !== null)
  if (found === undefined || hex === id) return { difference: 'unknown-ids', status: 404, holds: isNotFound }
  return { difference: 'hex-ids', status: 200, holds: (body) => toObject(body)['id'] === hex }
}

function refused(difference: DifferenceName, type: string, parameter: string): SpecialCase {
  const holds = (body: unknown) =>
    faultsOf(body).some((fault) => fault['type'] === type && toList(fault['loc'])[1] === parameter)
  return { difference, status: 422, holds }
}

function isNotFound(body: unknown): boolean {
  return toObject(body)['detail'] === 'Not Found'
}

/** A word that the server refused and Lookout knows: an order of its own, or any trigger. */
function isOurWord({ loc, input }: Json): boolean {
  const { ConversationSortOrder, EventSortOrder } = contract.components.schemas
  const orders: readonly unknown[] = [...ConversationSortOrder.enum, ...EventSortOrder.enum]
  const parameter = toList(loc)[1]
  return parameter === 'sort_order' ? orders.includes(input) : parameter === 'conversation_trigger' && input !== ''
}

export function faultsOf(body: unknown): readonly Json[] {
  return toList(toObject(body)['detail']).map(toObject)
}
