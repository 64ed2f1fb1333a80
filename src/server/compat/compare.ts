import { toConversationId } from '../parameters.ts'
import { EVENT_FIELDS, toOurEvent } from './events.ts'
import type { Scene } from './expected-rows.ts'
import { Findings, toList, toObject } from './findings.ts'
import { compareWalk, isListing, walksOf } from './walk.ts'
import { readOracle } from './oracle.ts'
import { isSameBut, type Exchange, type Recording } from './recordings.ts'
import type { Ask } from './replica.ts'
import { ROW_FIELDS, RowTranslator } from './rows.ts'
import { faultsOf, specialCaseOf, undocumented } from './special-cases.ts'

/** Asks Lookout everything that a server was asked, and compares the answers field by field. */
export async function compare(recording: Recording, ask: Ask): Promise<Findings> {
  const findings = new Findings()
  const oracle = readOracle(recording)
  const rows = new RowTranslator(recording.moment, oracle, findings)
  const scene = { recording, oracle, ask, rows, findings }
  const exchanges: Exchange[] = []
  for (const exchange of recording.exchanges)
    exchanges.push(asLaterServers(await withoutUndocumented(exchange, ask, findings), recording, findings))
  const alike: Exchange[] = []
  for (const exchange of exchanges) if (!(await isSpecial(exchange, exchanges, scene))) alike.push(exchange)
  for (const walk of walksOf(exchanges)) if (alike.includes(walk.head)) await compareWalk(walk, scene)
  for (const exchange of alike)
    if (exchange.status !== 200 || !isListing(exchange.question)) await compareAnswer(exchange, scene)
  return findings
}

/** A request with parameters that nobody documents is refused; without them it is as good as any. */
async function withoutUndocumented(exchange: Exchange, ask: Ask, findings: Findings): Promise<Exchange> {
  const names = undocumented(exchange)
  if (names.length === 0) return exchange
  const reply = await ask(exchange.path)
  findings.use('unknown-parameters')
  findings.equal(`${exchange.name}: status with unknown parameters`, 422, reply.status)
  const types = faultsOf(reply.body).map(({ type }) => type)
  findings.equal(
    `${exchange.name}: all unknown`,
    [],
    types.filter((type) => type !== 'extra_forbidden'),
  )
  const query = new URLSearchParams(exchange.query)
  for (const name of names) query.delete(name)
  return { ...exchange, query, path: `${exchange.pathname}?${query}` }
}

/** Whether a request gets another kind of answer by a difference; it is compared with what that says. */
async function isSpecial(exchange: Exchange, all: readonly Exchange[], { ask, findings }: Scene): Promise<boolean> {
  const special = specialCaseOf(exchange, all)
  if (special === null) return false
  const reply = await ask(exchange.path)
  findings.use(special.difference)
  if (findings.equal(`${exchange.name}: status`, special.status, reply.status) && !special.holds(reply.body))
    findings.mismatches.push(`${exchange.name}: not what ${special.difference} says, but ${JSON.stringify(reply.body)}`)
  return true
}

async function compareAnswer(exchange: Exchange, scene: Scene): Promise<void> {
  const { name, status, question, body } = exchange
  const { ask, rows, findings } = scene
  const reply = await ask(exchange.path)
  if (!findings.equal(`${name}: status`, status, reply.status)) return
  if (status === 422) return compareFaults(name, body, reply.body, findings)
  if (status !== 200) return findings.holds(name, toHexIds(body, findings), reply.body, new Set())
  switch (question) {
    case 'count':
      return void findings.equal(name, countOf(exchange, scene), reply.body)
    case 'event-count':
      return void findings.equal(name, body, reply.body)
    case 'event':
      return findings.holds(name, toOurEvent(toObject(body), reply.body, findings), reply.body, EVENT_FIELDS)
    case 'get':
      return findings.holds(name, rows.toSingle(toObject(body)), reply.body, ROW_FIELDS)
    default: {
      const ours = toList(reply.body)
      findings.equal(`${name}: length`, toList(body).length, ours.length)
      for (const [at, row] of toList(body).entries())
        findings.holds(`${name}[${at}]`, row === null ? null : rows.toRow(toObject(row)), ours[at], ROW_FIELDS)
    }
  }
}

/** `detail` of a 422: as many faults, each of the same parameter and value. */
function compareFaults(name: string, theirs: unknown, ours: unknown, findings: Findings): void {
  const places = (body: unknown) => faultsOf(body).map(({ loc, input }) => ({ loc, input }))
  findings.equal(`${name}: faults`, places(theirs), places(ours))
  findings.use('fault-words', JSON.stringify(theirs) !== JSON.stringify(ours))
}

/** The id in a sentence such as `Conversation not found: …`. */
function toHexIds(body: unknown, findings: Findings): unknown {
  const { detail } = toObject(body)
  const ours = String(detail).replaceAll(/[\da-f-]{36}/g, toConversationId)
  findings.use('hex-ids', ours !== detail)
  return { detail: ours }
}

/** How many the server counts, but for those that it changed itself when it started. */
function countOf({ query, body }: Exchange, { oracle, rows, findings }: Scene): unknown {
  const status = query.get('status')
  if (status === null) return body
  const ours = oracle.rows.map((row) => rows.toRow(row)).filter((row) => row['execution_status'] === status).length
  const theirs = oracle.rows.filter((row) => row['execution_status'] === status).length
  if (oracle.rows.length === 0) return body
  findings.equal(`count of ${status} in the list itself`, body, theirs)
  return ours
}

/** What 1.11.4 says to the same question in the words that it takes as later servers do. */
function asLaterServers(exchange: Exchange, { exchanges }: Recording, findings: Findings): Exchange {
  const { query, body } = exchange
  const [kind, from] = [query.get('kind'), query.get('timestamp__gte')]
  const twin = exchanges.find((one) => {
    if (kind !== null && !kind.includes('.'))
      return isSameBut('kind', one, exchange) && one.query.get('kind')?.endsWith(`.${kind}`)
    if (from === null || !from.endsWith('Z')) return false
    return isSameBut('timestamp__gte', one, exchange) && one.query.get('timestamp__gte') === from.slice(0, -1)
  })
  if (twin === undefined || JSON.stringify(twin.body) === JSON.stringify(body)) return exchange
  findings.use(kind === null ? 'exact-bound' : 'short-kinds')
  return { ...exchange, body: twin.body }
}
