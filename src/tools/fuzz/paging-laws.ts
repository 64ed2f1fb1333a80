import { askFurther, Breach, expectSame, expectThat, queryWith, type Answered } from './law.ts'

/** Of so many answers one is walked to its end; of others the next page is asked for, or one by a cursor that was tampered with. */
const WALKS = 10
const STARTS = ['page_id', 'offset', 'at']

/** Pages follow each other without a gap or a row twice, the way back is the same, and a cursor that was tampered with does no harm. */
export async function followPages(answered: Answered, total: number): Promise<void> {
  const { body, turn } = answered
  if (body.next_page_id === null || body.next_page_id === undefined) return
  if (turn < WALKS) return walkOn(answered, total)
  if (turn < 2 * WALKS) return goAndComeBack(answered)
  if (turn < 4 * WALKS) return tamper(answered)
}

function targetOf({ path, question }: Answered, pageId: string): string {
  return `${path}?${queryWith(question.query, STARTS, `page_id=${pageId}`)}`
}

async function walkOn(answered: Answered, total: number): Promise<void> {
  const { body, client, question } = answered
  const keys = keysOf(body)
  let page = body
  while (page.next_page_id !== null) {
    page = await askFurther(client, targetOf(answered, page.next_page_id))
    keys.push(...keysOf(page))
    expectThat('a walk should come to its end', keys.length <= total)
  }
  expectSame('rows of a walk that come twice', keys.length - new Set(keys).size, 0)
  if (!STARTS.some((name) => question.values.has(name))) expectSame('the length of a walk', keys.length, total)
}

/** What tells the items of a page apart: an event is known by its seq, a found conversation by its own id. */
function keysOf({ items }: Answered['body']): unknown[] {
  return items.map((item: Answered['body']) => item.seq ?? item.id ?? item.conversation.id)
}

async function goAndComeBack(answered: Answered): Promise<void> {
  const { body, client } = answered
  const next = await askFurther(client, targetOf(answered, body.next_page_id))
  if (next.previous_page_id === undefined) return
  const back = await askFurther(client, targetOf(answered, next.previous_page_id))
  expectSame('the page before the next', keysOf(back), keysOf(body))
  expectSame('the rank of the page before the next', back.rank, body.rank)
}

/** What stands in place of a part of a cursor, as JSON. */
const WRONG: readonly string[] = [
  'null',
  '""',
  '"x"',
  '"\\u0000"',
  '"\\ud800"',
  '-1',
  '0',
  '0.5',
  '9007199254740993',
  '1e308',
  '1e400',
  '8.64e15',
  '-8.64e15',
  '253402300800000',
  'true',
  '[]',
  '{}',
  '"before"',
  '"after"',
]

async function tamper(answered: Answered): Promise<void> {
  const { body, client, turn, question } = answered
  const content: Record<string, unknown> = JSON.parse(Buffer.from(body.next_page_id, 'base64url').toString())
  const names = Object.keys(content)
  const changed = names[turn % names.length] ?? ''
  for (const wrong of WRONG) {
    const json = JSON.stringify({ ...content, [changed]: '$' }).replace('"$"', () => wrong)
    const reply = await client.get(targetOf(answered, Buffer.from(json).toString('base64url')))
    const check = question.route.responses.get(reply.status)?.get('application/json')
    if (check === undefined) throw new Breach(`a cursor ${json} is answered with ${reply.status}`)
    const complaint = check(reply.json)
    if (complaint !== null) throw new Breach(`a cursor ${json} is answered with what is not documented: ${complaint}`)
  }
}
