import contract from '../../contract/openapi.gen.json' with { type: 'json' }
import { EVENT_FIELDS, toOurEvent } from './events.ts'
import { expectedRows, type Scene } from './expected-rows.ts'
import { toObject, type Json } from './findings.ts'
import { rowsOf } from './oracle.ts'
import { isSameBut, type Exchange } from './recordings.ts'
import { ROW_FIELDS } from './rows.ts'

const PAGE_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(contract.components.schemas.ConversationPage.properties),
  ...Object.keys(contract.components.schemas.EventPage.properties),
])

/** Pages that follow one another: a first page, and those that were asked for with its cursor and the cursors after it. */
export interface Walk {
  readonly head: Exchange
  readonly pages: readonly Exchange[]
}

/** Every walk that was recorded: each first page, with all that follow it. */
export function walksOf(exchanges: readonly Exchange[]): readonly Walk[] {
  const lists = exchanges.filter(({ question, status }) => isListing(question) && status === 200)
  return lists
    .filter(({ query }) => !query.get('page_id'))
    .map((head) => {
      const pages = [head]
      for (let next: Exchange | undefined = head; next !== undefined;) {
        const pageId: unknown = toObject(next.body)['next_page_id']
        const isNext = (one: Exchange) => one.query.get('page_id') === pageId && isSameBut('page_id', one, head)
        next = pageId === null ? undefined : lists.find(isNext)
        if (next !== undefined) pages.push(next)
      }
      return { head, pages }
    })
}

/** Whether the answer comes in pages. */
export function isListing(question: Exchange['question']): boolean {
  return question === 'list' || question === 'search' || question === 'event-search'
}

/** Takes the same walk with Lookout's own cursors, as a client would, and compares it page by page. */
export async function compareWalk({ head, pages }: Walk, scene: Scene): Promise<void> {
  const { findings } = scene
  const limit = Number(head.query.get('limit') ?? (head.question === 'list' ? 20 : 100))
  const isWhole = toObject(pages.at(-1)?.body)['next_page_id'] === null
  const theirs = pages.map(({ body }) => rowsOf(body))
  const expected = chunk(expectedRows(head, theirs.flat(), isWhole, scene), limit)
  const full = chunk(theirs.flat(), limit)
  findings.use(
    'full-pages',
    theirs.length !== full.length || theirs.some((rows, at) => rows.length !== full[at]?.length),
  )

  let path: string | null = await adapt(head, scene)
  for (const [at, rows] of expected.entries()) {
    const where = `${head.name}, page ${at + 1}`
    if (path === null) return void findings.equal(where, 'a page', 'the end')
    const reply = await scene.ask(path)
    if (!findings.equal(`${where}: status`, 200, reply.status)) return
    const page = toObject(reply.body)
    comparePage(where, head, rows, page, scene)
    const pageId = page['next_page_id']
    path = typeof pageId === 'string' ? withParameter(path, 'page_id', pageId) : null
    const isLast = isWhole && at === expected.length - 1
    findings.equal(`${where}: whether it is the last`, isLast, pageId === null)
    findings.use('cursors', !isLast)
  }
}

/** What has to be said to get what the server gives without it; whatever changes the answer is a difference. */
async function adapt(head: Exchange, { ask, findings }: Scene): Promise<string> {
  let { path } = head
  const say = async (name: 'defaults' | 'children', parameter: string, value: string) => {
    if (head.query.has(parameter)) return
    const before = await ask(path)
    path = withParameter(path, parameter, value)
    findings.use(name, idsIn(before.body) !== idsIn((await ask(path)).body))
  }
  if (head.question === 'list') return path
  await say('defaults', 'limit', '100')
  if (head.question === 'event-search') return path
  await say('defaults', 'sort_order', 'CREATED_AT_DESC')
  await say('children', 'nested', 'false')
  return path
}

function idsIn(body: unknown): string {
  return JSON.stringify(rowsOf(body).map((row) => row['id']))
}

/** The path with this parameter in place of what it had. */
function withParameter(path: string, name: string, value: string): string {
  const [pathname = '', ...rest] = path.split('?')
  const others = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith(`${name}=`))
  return `${pathname}?${[...others, `${name}=${encodeURIComponent(value)}`].join('&')}`
}

function comparePage(where: string, head: Exchange, expected: readonly Json[], ours: Json, { findings }: Scene): void {
  const isOfEvents = head.question === 'event-search'
  const rows = rowsOf(ours)
  const list = head.question === 'list' ? 'results' : 'items'
  // What stands in the list and whether it ends is compared on its own.
  findings.holds(where, { [list]: rows, next_page_id: ours['next_page_id'] }, ours, PAGE_FIELDS)
  findings.equal(`${where}: rows`, expected.length, rows.length)
  for (const [at, theirs] of expected.entries()) {
    const row = isOfEvents ? toOurEvent(theirs, rows[at], findings) : theirs
    findings.holds(`${where}[${at}]`, row, rows[at], isOfEvents ? EVENT_FIELDS : ROW_FIELDS)
  }
}

function chunk<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const pages = []
  for (let at = 0; at < all.length; at += size) pages.push(all.slice(at, at + size))
  return pages.length === 0 ? [[]] : pages
}
