import { countBy, expectFacets, sumOf, type Facet } from './conversation-facet-law.ts'
import { ConversationFilter, shownOf } from './conversation-filter.ts'
import { folded, inOrder } from './conversation-order.ts'
import type { Conversation } from './facts.ts'
import { askFurther, expectSame, expectThat, expectWithin, queryWith, type Answered, type Law } from './law.ts'
import { followPages } from './paging-laws.ts'
import { answerOf, numberOf, textsOf, toId, wordOf } from './question.ts'

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

/** A page holds the rows that pass, in their order, as they are; its totals and facets are those of a plain count. */
export const search: Law = async (answered) => {
  const { question, body, facts } = answered
  const filter = new ConversationFilter(facts, question)
  const [sure, most] = [filter.rows(false), filter.rows(true)]
  expectWithin('total', body.total, sure.length, most.length)
  const isNested = answerOf(question, 'nested') ?? filter.isOpen
  const all = inOrder(isNested ? folded(sure) : sure, wordOf(question, 'sort_order') ?? '')
  const limit = numberOf(question, 'limit') ?? 0
  if (sure.length === most.length) {
    expectSame('total_rows', body.total_rows, all.length)
    if (!question.values.has('page_id')) {
      const offset = numberOf(question, 'offset') ?? 0
      expectSame('ids of the items', ids(body.items), ids(all.slice(offset, offset + limit)))
      expectSame('rank', body.rank, offset < all.length ? offset + 1 : null)
    }
  }
  for (const item of body.items) {
    expectThat(
      `${item.id} should not be among the items`,
      most.some(({ id }) => id === item.id),
    )
    expectSame(`the row of ${item.id}`, item, facts.byId.get(item.id))
  }
  expectThat(`a page should hold ${limit} items at most`, body.items.length <= limit)
  expectSame('whether there are facets', body.facets !== undefined, textsOf(question, 'include').length > 0)
  if (body.facets !== undefined) expectFacets(question, filter, body.facets)
  await followPages(answered, body.total_rows)
  if (answered.turn % 10 === 9) await expectOneTotal(answered)
}

/** Every route counts the same, filters of which nobody knows the answer here too. */
async function expectOneTotal({ question, body, client }: Answered): Promise<void> {
  const { parameters } = question.route
  const query = queryWith(question.query, parameters.map(({ name }) => name).filter(isBesideFilter), '')
  expectSame('the count', await askFurther(client, `/api/conversations/count?${query}`), body.total)
  const { total, facets: counted } = await askFurther(client, `/api/conversations/facets?${query}`)
  expectSame('the total of the facets', total, body.total)
  if (!question.values.has('status') && !question.values.has('-status'))
    expectSame(
      'the sum of the badges',
      sumOf(counted.status.values.map((value: Facet['values'][number]) => value.count)),
      total,
    )
}

function isBesideFilter(name: string): boolean {
  return /^(?:sort_order|limit|page_id|offset|nested|include.*|facet.*)$/.test(name)
}

/** The count is that of the rows that pass. */
export const count: Law = ({ question, body, facts }) => {
  const filter = new ConversationFilter(facts, question)
  expectWithin('the count', body, filter.rows(false).length, filter.rows(true).length)
}

/** Total and facets are those of a plain count. */
export const facets: Law = (answered) => {
  const { question, body, facts } = answered
  const filter = new ConversationFilter(facts, question)
  expectWithin('total', body.total, filter.rows(false).length, filter.rows(true).length)
  expectFacets(question, filter, body.facets)
}

/** Every conversation that passes is in the bucket of its newest change, or outside. */
export const histogram: Law = ({ question, body, facts }) => {
  const filter = new ConversationFilter(facts, question)
  const [inRange, all] = [filter.rows(false), filter.rows(false, 'updated_at')]
  if (all.length !== filter.rows(true, 'updated_at').length) return
  const timed = inRange.filter((row) => row.updated_at !== null)
  expectSame('outside', body.outside, all.length - timed.length)
  const width = body.bucket_seconds * 1000
  let before = -Infinity
  for (const { start, counts } of body.buckets) {
    const from = Date.parse(start)
    expectThat('the buckets should come in order', from > before)
    before = from
    const own = timed.filter((row) => isWithin(Date.parse(row.updated_at ?? ''), from, width))
    expectSame(`the bucket of ${start}`, counts, Object.fromEntries(countBy(own, (row) => [row.status])))
  }
  const counted = body.buckets.flatMap((bucket: { counts: Record<string, number> }) => Object.values(bucket.counts))
  expectSame('the sum of the buckets', sumOf(counted), timed.length)
}

/** Buckets are aligned to whole widths; the first one may begin with the calendar. */
function isWithin(ms: number, from: number, width: number): boolean {
  return ms >= from && ms < Math.floor(from / width) * width + width
}

/** Sums are those of the rows that pass, and say how many of them know nothing. */
export const sums: Law = ({ question, body, facts }) => {
  const filter = new ConversationFilter(facts, question)
  const rows = filter.rows(false)
  if (rows.length !== filter.rows(true).length) return
  const tokens = ({ accumulated_token_usage: usage }: Conversation) =>
    usage === null ? null : usage.prompt_tokens + usage.completion_tokens
  expectSum(
    'accumulated_cost',
    body.accumulated_cost,
    rows.map((row) => row.accumulated_cost),
  )
  expectSum('total_tokens', body.total_tokens, rows.map(tokens))
  expectSum(
    'event_count',
    body.event_count,
    rows.map((row) => row.event_count),
  )
}

function expectSum(what: string, { sum, unknown }: Answered['body'], values: readonly (number | null)[]): void {
  const known = values.filter((value) => value !== null)
  expectSame(`unknown of ${what}`, unknown, values.length - known.length)
  const total = known.reduce((all, one) => all + one, 0)
  const isUnknown = (known.length === 0 && values.length > 0) || !Number.isFinite(total)
  expectThat(
    `the sum of ${what} should be ${isUnknown ? null : total}, not ${sum}`,
    isUnknown ? sum === null : Math.abs(sum - total) <= 1e-9 * Math.max(1, ...known.map(Math.abs)),
  )
}

/** One row for each id, in the order asked. */
export const batch: Law = ({ question, body, facts }) => {
  // Of an answer in another server's shape nothing more is known here.
  if (!Array.isArray(body)) return
  expectSame(
    'the rows',
    body,
    textsOf(question, 'ids').map((id) => facts.byId.get(toId(id)) ?? null),
  )
}

/** The fields that V0 has of its own: the answer for one conversation carries them too. */
const OF_V0 = new Set(['runtime_status', 'num_connections', 'url', 'session_api_key', 'conversation_version'])

/** The row is the one that the list has. */
export const one: Law = ({ question, body, facts }) => {
  const own = Object.entries(body ?? {}).filter(([name]) => !OF_V0.has(name))
  expectSame('the row', Object.fromEntries(own), facts.byId.get(toId(textsOf(question, 'conversation_id')[0] ?? '')))
}

/** The rows before and after are those of the list in its order. */
export const neighbours: Law = ({ question, body, facts }) => {
  const filter = new ConversationFilter(facts, question)
  const sure = filter.rows(false)
  if (sure.length !== filter.rows(true).length) return
  const isNested = answerOf(question, 'nested') ?? filter.isOpen
  const own = facts.byId.get(toId(textsOf(question, 'conversation_id')[0] ?? ''))
  const rows = isNested ? folded(sure) : sure
  if (own === undefined) return
  const isRow = rows.includes(own)
  const all = inOrder(isRow ? rows : [...rows, own], wordOf(question, 'sort_order') ?? '')
  const at = all.indexOf(own)
  const toNeighbour = (row: Conversation | undefined) =>
    row === undefined ? null : { id: row.id, title: shownOf(row) }
  expectSame('the neighbours', body, {
    previous: toNeighbour(all[at - 1]),
    next: toNeighbour(all[at + 1]),
    position: isRow ? at + 1 : null,
    total: rows.length,
  })
}

/** A source counts the conversations that name it. */
export const sources: Law = ({ body, facts }) => {
  for (const { id, conversation_count, event_count } of body.items) {
    const seen = facts.conversations.filter((row) => row.sources.some(({ source }) => source === id))
    expectSame(`conversation_count of ${id}`, conversation_count, seen.length)
    const events = seen.filter(({ source }) => source === id).reduce((sum, row) => sum + (row.event_count ?? 0), 0)
    expectSame(`event_count of ${id}`, event_count, events)
  }
}
