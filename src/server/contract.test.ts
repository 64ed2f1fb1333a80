import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contract from '../contract/openapi.gen.json' with { type: 'json' }
import { openForWriting } from '../index/open.ts'
import { Reader } from '../index/reader.ts'
import { IndexWriter } from '../index/writer.ts'
import { openDirectory } from '../sources/agent-server-directory.ts'
import { applyTimes } from '../sources/fixture-times.ts'
import { Sync } from '../sync/sync.ts'
import { createApi } from './api.ts'
import { encodeCursor } from './cursor.ts'
import { writeEvents } from './event-writer.ts'
import { close, createHttpServer, listen } from './http-server.ts'
import { OPERATIONS, type OperationId } from './operations.ts'
import { servePage } from './static.ts'
import { toUnthreadedIndex } from './unthreaded-index.ts'

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))
const RECORDING = 'agent-server-1.58.0'
/** Has failed commands, errors and every kind of answer. */
const BUSY = 'eff2e24295db4b0b821dd8853805d54b'
const NOW = Date.parse('2026-11-22T16:00:00Z')

interface Expected {
  readonly total: number
  readonly events: number
  readonly by_status: Readonly<Record<string, number>>
  readonly by_trigger: Readonly<Record<string, number>>
  readonly by_repository: Readonly<Record<string, number>>
  readonly conversations: readonly ExpectedConversation[]
}
interface ExpectedConversation {
  readonly id: string
  readonly title: string | null
  readonly status: string
  readonly parent_conversation_id: string | null
  readonly error_count: number
  readonly event_count: number
  readonly by_kind: Readonly<Record<string, number>>
  readonly by_source: Readonly<Record<string, number>>
}
const expected: Expected = JSON.parse(readFileSync(join(FIXTURES, 'expected', `${RECORDING}.json`), 'utf8'))

let folder = ''
let url = ''
let server: Server
let reader: Reader
const faults: unknown[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-contract-'))
  const path = join(folder, RECORDING)
  cpSync(join(FIXTURES, RECORDING), path, { recursive: true })
  await applyTimes(path, join(FIXTURES, 'times.json'))
  const source = openDirectory({ path, id: 'recorded', timezone: 'UTC' })
  const writer = new IndexWriter(openForWriting(join(folder, 'index.sqlite')).database)
  const sync = new Sync({
    writer,
    sources: [source],
    processZone: 'UTC',
    now: Date.now,
    report: () => undefined,
    complain: (sentence) => expect.unreachable(sentence),
  })
  await sync.once()
  writer.close()
  reader = new Reader(join(folder, 'index.sqlite'), () => false)
  const api = createApi({
    index: toUnthreadedIndex(reader, {
      reachable: true,
      error: null,
      notes: [],
      last_sync_at: NOW,
      progress: { read: 21, total: 21 },
    }),
    want: () => undefined,
    writeEvents: (_, conversationId, wanted, signal) => writeEvents(source, conversationId, wanted, signal),
    sampleSources: new Set(),
    version: '0.1.0',
    now: () => NOW,
    logFault: (fault) => faults.push(fault),
  })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Lookout</title>')
  server = createHttpServer(api, servePage(folder), { names: ['127.0.0.1'], gate: null })
  url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`
})

afterAll(async () => {
  await close(server)
  reader.close()
  rmSync(folder, { recursive: true })
})

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'contract', ...contract })
const validators = new Map<string, ValidateFunction>()

function validator(pointer: string): ValidateFunction {
  const known = validators.get(pointer) ?? ajv.compile({ $ref: `contract#${pointer}` })
  validators.set(pointer, known)
  return known
}

/** A path that is asked, not written to. */
type ApiPath = Exclude<keyof typeof contract.paths, '/api/session'>

/** Where the contract describes a reply; a status that it does not name for the route is a failure. */
function pointerOf(path: ApiPath, status: number): string {
  expect(Object.keys(contract.paths[path].get.responses), path).toContain(String(status))
  const named = { 404: 'NotFound', 410: 'Gone', 422: 'ValidationError' }[status]
  if (named !== undefined) return `/components/schemas/${named}`
  const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
  return `/paths/${escaped}/get/responses/200/content/application~1json/schema`
}

// oxlint-disable-next-line typescript/no-explicit-any -- read as what the contract says; each has been validated against it before
type Reply = { readonly status: number; readonly body: any; readonly headers: Headers }

/** Asks a route and holds its reply to the contract. */
async function ask(path: ApiPath, query = '', names: readonly string[] = []): Promise<Reply> {
  let at = 0
  const target = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(names[at++] ?? BUSY))
  const reply = await fetch(`${url}${target}${query === '' ? '' : `?${query}`}`)
  const text = await reply.text()
  if (reply.status === 200 && reply.headers.has('content-disposition')) return toFile(path, reply, text)
  const body: unknown = JSON.parse(text)
  const validate = validator(pointerOf(path, reply.status))
  if (!validate(body))
    expect.unreachable(`${target}?${query}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 500)}`)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.headers.get('lookout-revision')).toMatch(/^[\da-z]+\.\d+$/)
  return { status: reply.status, body, headers: reply.headers }
}

/** A download's text as the body; its type has to be one that the contract names. */
function toFile(path: ApiPath, reply: Response, text: string): Reply {
  const [type = ''] = (reply.headers.get('content-type') ?? '').split(';')
  expect(Object.keys(contract.paths[path].get.responses['200'].content), path).toContain(type)
  expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/)
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.headers.get('lookout-revision')).toMatch(/^[\da-z]+\.\d+$/)
  return { status: reply.status, body: text, headers: reply.headers }
}

async function ok(path: ApiPath, query = '', names: readonly string[] = []) {
  const reply = await ask(path, query, names)
  expect(reply.status, `${path}?${query}: ${JSON.stringify(reply.body)}`).toBe(200)
  return reply.body
}

const SEARCH = '/api/conversations/search'
const COUNT = '/api/conversations/count'
const FACETS = '/api/conversations/facets'
const EVENTS = '/api/conversations/{conversation_id}/events/search'
const EVENT_COUNT = '/api/conversations/{conversation_id}/events/count'
const EVENT_FACETS = '/api/conversations/{conversation_id}/events/facets'
const EVENT = '/api/conversations/{conversation_id}/events/{event_id}'

type Facet = { readonly values: readonly { readonly value: string | null; readonly count: number }[] }
const toCounts = ({ values }: Facet) =>
  Object.fromEntries(values.filter(({ count }) => count > 0).map(({ value, count }) => [value ?? '(none)', count]))
const idsOf = (body: { items: readonly { id: string }[] }) => body.items.map(({ id }) => id)

describe('conversations', () => {
  test('totals, badges and facets equal a plain count of the files', async () => {
    const body = await ok(SEARCH, 'limit=100&nested=false&include=facets&facet_limit=100')
    expect([body.total, body.total_rows, body.items.length, body.rank, body.exact]).toEqual([
      expected.total,
      expected.total,
      expected.total,
      1,
      true,
    ])
    expect(toCounts(body.facets.status)).toEqual(expected.by_status)
    expect(body.facets.status.values).toHaveLength(9)
    expect(toCounts(body.facets.trigger)).toEqual(expected.by_trigger)
    expect(toCounts(body.facets.selected_repository)).toEqual(expected.by_repository)
    expect((await ok(FACETS, 'facet_limit=100')).facets).toEqual(body.facets)
    expect(Object.keys((await ok(FACETS, 'facet=tag&facet=status')).facets)).toEqual(['status', 'tag'])
  })

  test('every badge counts what its filter finds, and its opposite the rest', async () => {
    for (const [status, count] of Object.entries(expected.by_status)) {
      expect(await ok(COUNT, `status=${status}`)).toBe(count)
      expect(await ok(COUNT, `-status=${status}`)).toBe(expected.total - count)
    }
    for (const [trigger, count] of Object.entries(expected.by_trigger)) {
      expect(await ok(COUNT, `trigger=${encodeURIComponent(trigger)}`)).toBe(count)
      expect(await ok(COUNT, `conversation_trigger=${encodeURIComponent(trigger)}`)).toBe(count)
      expect(await ok(COUNT, `-trigger=${encodeURIComponent(trigger)}`)).toBe(expected.total - count)
    }
    for (const [repository, count] of Object.entries(expected.by_repository))
      expect(await ok(COUNT, `selected_repository=${encodeURIComponent(repository)}`)).toBe(count)
    const failing = expected.conversations.filter(({ error_count }) => error_count > 0).length
    expect(await ok(COUNT, 'has_errors=true')).toBe(failing)
    expect(await ok(COUNT, '-has_errors=true')).toBe(expected.total - failing)
  })

  test('repeated values mean OR, different fields AND', async () => {
    const { by_status: by } = expected
    expect(await ok(COUNT, 'status=error&status=stuck')).toBe((by['error'] ?? 0) + (by['stuck'] ?? 0))
    expect(await ok(COUNT, 'status=error&status=finished&has_errors=false&title=a')).toBeLessThan(expected.total)
    const [one, two] = [await ok(COUNT, 'title=linter'), await ok(COUNT, 'title=onboarding')]
    expect([one, two]).toEqual([1, 1])
    expect(await ok(COUNT, 'title=LINTER&title=onboarding')).toBe(2)
    expect(await ok(COUNT, 'text=linter&text=onboarding')).toBeGreaterThanOrEqual(2)
    expect(await ok(COUNT, '-title=linter&-title=onboarding')).toBe(expected.total - 2)
    const text = await ok(COUNT, 'text=linter')
    expect(await ok(COUNT, '-text=linter')).toBe(expected.total - text)
  })

  test('a walk by cursor meets every row once, in every order, and comes back the same way', async () => {
    for (const order of contract.components.schemas.ConversationSortOrder.enum) {
      const whole = await ok(SEARCH, `limit=100&nested=false&sort_order=${order}`)
      const seen: string[] = []
      let pageId: string | null = ''
      const backwards: string[] = []
      while (pageId !== null) {
        const page = await ok(SEARCH, `limit=4&nested=false&sort_order=${order}${pageId && `&page_id=${pageId}`}`)
        expect(page.rank).toBe(seen.length + 1)
        seen.push(...idsOf(page))
        if (page.previous_page_id !== null) backwards.push(page.previous_page_id)
        pageId = page.next_page_id
      }
      expect(seen, order).toEqual(idsOf(whole))
      const back = await ok(SEARCH, `limit=4&nested=false&sort_order=${order}&page_id=${backwards.at(-1)}`)
      expect(idsOf(back), order).toEqual(seen.slice(-5 - ((seen.length - 1) % 4), -1 - ((seen.length - 1) % 4)))
      expect(idsOf(await ok(SEARCH, `limit=4&nested=false&sort_order=${order}&offset=8`))).toEqual(seen.slice(8, 12))
    }
  })

  test('children are folded only where nothing is filtered, and nowhere lost', async () => {
    const children = expected.conversations.filter(({ parent_conversation_id: parent }) => parent !== null)
    expect(children.length).toBeGreaterThan(0)
    const nested = await ok(SEARCH, 'limit=100')
    expect([nested.total, nested.total_rows]).toEqual([expected.total, expected.total - children.length])
    expect((await ok(SEARCH, 'has_errors=false&limit=100')).total_rows).toBe(await ok(COUNT, 'has_errors=false'))
    const parent = await ok('/api/conversations/{conversation_id}', '', [String(children[0]?.parent_conversation_id)])
    expect(parent.sub_conversation_ids).toContain(children[0]?.id)
    expect(idsOf(await ok(SEARCH, `parent_conversation_id=${parent.id}`))).toEqual(parent.sub_conversation_ids)
  })

  test('a cursor of another question is gone, of another server malformed', async () => {
    const { next_page_id: pageId } = await ok(SEARCH, 'limit=2')
    const gone = await ask(SEARCH, `limit=2&status=error&page_id=${pageId}`)
    expect([gone.status, gone.body.type]).toEqual([410, 'cursor_gone'])
    expect((await ask(SEARCH, `sort_order=TITLE&page_id=${pageId}`)).status).toBe(410)
    expect((await ask(SEARCH, `page_id=${BUSY}`)).status).toBe(422)
    expect((await ask(SEARCH, `limit=7&page_id=${pageId}`)).status).toBe(200)
    const forged = {
      sort: 'UPDATED_AT_DESC',
      filter: 'x',
      direction: 'after' as const,
      value: 0,
      key: '',
      resolvedAtMs: null,
    }
    expect((await ask(SEARCH, `page_id=${encodeCursor(forged)}`)).status).toBe(410)
  })

  test('a page starts at one place', async () => {
    const { next_page_id: page } = await ok(SEARCH, 'limit=2')
    const { next_page_id: events } = await ok(EVENTS, 'limit=2&skeleton=true')
    const at = `at=${encodeURIComponent('2026-11-22T15:30:00Z')}`
    for (const { status, body } of [
      await ask(SEARCH, `limit=2&page_id=${page}&offset=4`),
      await ask(EVENTS, `limit=2&skeleton=true&page_id=${events}&offset=4`),
      await ask(EVENTS, `limit=2&skeleton=true&page_id=${events}&${at}`),
      await ask(EVENTS, `limit=2&skeleton=true&offset=4&${at}`),
    ])
      expect([status, body.detail?.[0]?.type]).toEqual([422, 'only_one_of'])
  })

  test('relative times keep the moment of the first page', async () => {
    const first = await ok(SEARCH, 'limit=1&nested=false&updated_at__gte=-24h')
    expect([first.total, first.as_of]).toEqual([expected.total, new Date(NOW).toISOString()])
    expect((await ok(SEARCH, `limit=1&nested=false&updated_at__gte=-24h&page_id=${first.next_page_id}`)).rank).toBe(2)
    expect(await ok(COUNT, 'updated_at__gte=today&time_zone=Europe/Berlin')).toBe(expected.total)
    expect(await ok(COUNT, 'updated_at__lt=today')).toBe(0)
    expect(await ok(COUNT, 'updated_at__gte=-1m')).toBe(0)
  })

  test('one, many and neighbours', async () => {
    const dashed = BUSY.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-').toUpperCase()
    const one = await ok('/api/conversations/{conversation_id}', 'include_skills=false', [dashed])
    expect([one.id, one.conversation_id, one.last_updated_at]).toEqual([BUSY, BUSY, one.updated_at])
    const { runtime_status, num_connections, url: _, session_api_key, conversation_version, ...row } = one
    expect(await ok('/api/conversations', `ids=nobody&ids=${dashed}`)).toEqual([null, row])
    expect([runtime_status, num_connections, session_api_key, conversation_version]).toEqual([null, 0, null, 'V1'])
    expect((await ask('/api/conversations/{conversation_id}', '', ['nobody'])).status).toBe(404)

    const list = idsOf(await ok(SEARCH, 'limit=100&sort_order=TITLE'))
    const neighbours = '/api/conversations/{conversation_id}/neighbours'
    for (const [position, id] of list.entries()) {
      const body = await ok(neighbours, 'sort_order=TITLE', [id])
      expect([body.previous?.id, body.next?.id, body.position, body.total]).toEqual([
        list[position - 1],
        list[position + 1],
        position + 1,
        list.length,
      ])
    }
    expect((await ask(neighbours, '', ['nobody'])).status).toBe(404)
    expect((await ok(neighbours, 'title=zzzzzz')).position).toBeNull()
  })
})

describe('the list as V0 gives it', () => {
  const LIST = '/api/conversations'
  type Page = { readonly results: readonly { readonly conversation_id: string }[]; next_page_id: string | null }
  const idsIn = ({ results }: Page) => results.map(({ conversation_id: id }) => id)
  const typesOf = ({ body }: Reply): string[] => body.detail.map(({ type }: { type: string }) => type)

  test('holds every conversation once, the newest first', async () => {
    const whole = await ok(LIST, 'limit=1000&include_sub_conversations=false&include_skills=true')
    const rows = idsOf(await ok(SEARCH, 'limit=100&nested=false&sort_order=CREATED_AT_DESC'))
    expect([idsIn(whole), whole.next_page_id, rows.length]).toEqual([rows, null, expected.total])
    expect(idsIn(await ok(LIST))).toEqual(rows.slice(0, 20))
    expect(idsIn(await ok(LIST, 'page_id='))).toEqual(rows.slice(0, 20))
    const seen: string[] = []
    for (let pageId: string | null = ''; pageId !== null;) {
      const page: Page = await ok(LIST, `limit=4&page_id=${pageId}`)
      seen.push(...idsIn(page))
      pageId = page.next_page_id
    }
    expect(seen).toEqual(rows)
  })

  test('takes its two filters as the list of ours does', async () => {
    for (const name of ['selected_repository', 'conversation_trigger'])
      for (const value of [...Object.keys(expected.by_repository), ...Object.keys(expected.by_trigger), '(none)']) {
        const query = `${name}=${encodeURIComponent(value)}`
        expect((await ok(LIST, `limit=1000&${query}`)).results).toHaveLength(await ok(COUNT, query))
      }
    const [repository = ''] = Object.keys(expected.by_repository).filter((one) => one !== '(none)')
    expect((await ok(LIST, `selected_repository=${repository}`)).results.length).toBeGreaterThan(0)
    expect((await ok(LIST, `selected_repository=${repository.toUpperCase()}`)).results).toEqual([])
    expect((await ok(LIST, 'selected_repository=')).results).toEqual([])
  })

  test('one conversation has the fields that only V0 knows', async () => {
    const { results } = await ok(LIST, 'limit=1000')
    for (const { status, ...row } of results) {
      expect(await ok('/api/conversations/{conversation_id}', '', [row.conversation_id])).toMatchObject(row)
      expect([status, row.conversation_version]).toEqual(['STOPPED', 'V1'])
    }
  })

  test.each([
    ['limit=0', 'greater_than_equal'],
    ['limit=1001', 'less_than_equal'],
    ['limit=-1', 'greater_than_equal'],
    ['limit=ten', 'int_parsing'],
    ['limit=1&limit=2', 'repeated'],
    ['conversation_trigger=', 'string_too_short'],
    ['sort_order=CREATED_AT', 'extra_forbidden'],
    ['status=STOPPED', 'extra_forbidden'],
    ['offset=2', 'extra_forbidden'],
    [`ids=${BUSY}&limit=20`, 'only_one_of'],
    [`ids=${BUSY}&page_id=`, 'only_one_of'],
    [`ids=${BUSY}&selected_repository=a`, 'only_one_of'],
    [`ids=${BUSY}&conversation_trigger=gui`, 'only_one_of'],
    ['ids=', 'string_too_short'],
    [`page_id=${'A'.repeat(6145)}`, 'string_too_long'],
    ['page_id=eyJ2MCI6ICJNUT09IiwgInYxIjogbnVsbH0=', 'cursor_parsing'],
    ['page_id=5', 'cursor_parsing'],
  ])('%s is refused', async (query, type) => {
    const reply = await ask(LIST, query)
    expect([reply.status, typesOf(reply)]).toEqual([422, [type]])
  })

  test('every fault is told, and a hostile cursor is one', async () => {
    const both = await ask(LIST, `ids=${BUSY}&limit=20&selected_repository=a`)
    expect(typesOf(both)).toEqual(['only_one_of', 'only_one_of'])
    const { next_page_id: pageId } = await ok(LIST, 'limit=2')
    expect((await ask(LIST, `limit=2&conversation_trigger=gui&page_id=${pageId}`)).status).toBe(410)
    const content = JSON.parse(Buffer.from(pageId, 'base64url').toString())
    for (const [forged, status] of [
      [{ ...content, l: 'text' }, 422],
      [{ ...content, l: { $gt: 0 } }, 422],
      [{ ...content, k: 7 }, 422],
      [{ ...content, d: 'sideways' }, 422],
      [{ ...content, v: '1' }, 422],
      [{ ...content, v: 2 }, 410],
      [{ ...content, s: 'UPDATED_AT_DESC' }, 410],
      [[content], 422],
      [{ ...content, l: 1e300, k: "'; DROP TABLE conversation" }, 200],
    ] as const) {
      const text = Buffer.from(JSON.stringify(forged)).toString('base64url')
      expect((await ask(LIST, `limit=2&page_id=${text}`)).status, JSON.stringify(forged)).toBe(status)
    }
    expect(faults).toEqual([])
  })
})

describe('conversations together', () => {
  const HISTOGRAM = '/api/conversations/histogram'
  const SUMS = '/api/conversations/sums'

  test('the histogram holds each conversation once, in its status', async () => {
    const body = await ok(HISTOGRAM)
    const counts: Record<string, number> = {}
    for (const bucket of body.buckets)
      for (const [status, count] of Object.entries<number>(bucket.counts))
        counts[status] = (counts[status] ?? 0) + count
    expect([counts, body.outside]).toEqual([expected.by_status, 0])
    expect((await ok(HISTOGRAM, 'updated_at__gte=-1m')).outside).toBe(expected.total)
    expect((await ok(HISTOGRAM, 'updated_at__gte=-1m&status=error')).outside).toBe(expected.by_status['error'])
  })

  test('sums are those of the rows', async () => {
    for (const query of ['', 'has_errors=true', 'title=nobody']) {
      const { items } = await ok(SEARCH, `limit=100&nested=false&${query}`)
      const costs: number[] = items.flatMap(
        ({ accumulated_cost: cost }: { accumulated_cost: number | null }) => cost ?? [],
      )
      const body = await ok(SUMS, query)
      expect(body.accumulated_cost.unknown).toBe(items.length - costs.length)
      expect(body.accumulated_cost.sum).toBeCloseTo(
        costs.reduce((sum, cost) => sum + cost, 0),
        9,
      )
    }
    expect((await ok(SUMS)).event_count).toEqual({ sum: expected.events, unknown: 0 })
  })
})

test('a trajectory holds each event once, and says what it leaves out', async () => {
  const TRAJECTORY = '/api/conversations/{conversation_id}/trajectory'
  const { items } = await ok(EVENTS, 'limit=100')
  const whole = JSON.parse(await ok(TRAJECTORY, 'format=json'))
  expect(whole.events).toEqual(items)
  expect(whole.left_out[0]).toBe(`0 of ${items.length} events do not match the filters and are left out.`)
  const actions = items.filter(({ kind }: { kind: string }) => kind === 'ActionEvent')
  const lines: string[] = (await ok(TRAJECTORY, 'format=jsonl&kind=ActionEvent')).trimEnd().split('\n')
  const [head, ...events] = lines.map((line) => JSON.parse(line))
  expect(events).toEqual(actions)
  expect(head.left_out[0]).toContain(`${items.length - actions.length} of ${items.length} events`)
  expect((await ok(TRAJECTORY, 'format=markdown')).match(/^## \d+\./gm)).toHaveLength(items.length)
  expect((await ok(TRAJECTORY, 'format=html')).match(/^<h2>/gm)).toHaveLength(items.length)
  expect((await ask(TRAJECTORY, 'format=json', ['nobody'])).status).toBe(404)
  expect((await ask(TRAJECTORY)).status).toBe(422)
})

test('events by their ids are those that are asked for one by one, in the order asked', async () => {
  const BATCH = '/api/conversations/{conversation_id}/events'
  const { items } = await ok(EVENTS, 'limit=100')
  const ids: string[] = items.map(({ id }: { id: string }) => id).toReversed()
  const asked = ids.toSpliced(2, 0, 'nobody').map((id) => `ids=${encodeURIComponent(id)}`)
  expect(await ok(BATCH, asked.join('&'))).toEqual(items.toReversed().toSpliced(2, 0, null))
  const dashless = String(ids[0]).replaceAll('-', '')
  expect(await ok(BATCH, `ids=${dashless}&ids=${ids[0]}`)).toEqual([items.at(-1), items.at(-1)])
  expect((await ask(BATCH, 'ids=x', ['nobody'])).status).toBe(404)
  expect((await ask(BATCH)).status).toBe(422)
})

test('usage ends at what the source says, and its durations are those of the transcript', async () => {
  const USAGE = '/api/conversations/{conversation_id}/usage'
  for (const { id } of expected.conversations) {
    const body = await ok(USAGE, '', [id])
    const { accumulated_cost: cost } = await ok('/api/conversations/{conversation_id}', '', [id])
    const told: number[] = body.models.map((model: { cost: number }) => model.cost)
    if (cost !== null) expect(told.reduce((sum, one) => sum + one, 0)).toBeCloseTo(cost, 9)
    const counted = await ok(EVENT_COUNT, 'kind=ActionEvent', [id])
    expect(body.tools.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(counted)
  }
  const { items } = await ok(EVENTS, 'limit=100&skeleton=true&view=transcript')
  const steps = items.filter((item: { answer?: { elapsed_ms?: number } }) => item.answer?.elapsed_ms !== undefined)
  const longest = Math.max(...steps.map(({ answer }: { answer: { elapsed_ms: number } }) => answer.elapsed_ms))
  const body = await ok(USAGE)
  expect(Math.abs(body.slowest[0].elapsed_ms - longest)).toBeLessThanOrEqual(1)
  expect(body.over_time.length).toBeGreaterThan(1)
  expect((await ask(USAGE, '', ['nobody'])).status).toBe(404)
})

test('the timeline holds each row of the transcript that has a time, from its beginning to its answer', async () => {
  const TIMELINE = '/api/conversations/{conversation_id}/events/timeline'
  const toMs = (text: string | null) => (text === null ? null : Date.parse(text))
  for (const { id } of expected.conversations) {
    for (const filter of ['', 'kind=ActionEvent', 'is_error=true', 'tool_name=terminal&-source=user']) {
      const { items, total } = await ok(EVENTS, `limit=100&skeleton=true&view=transcript&${filter}`, [id])
      const body = await ok(TIMELINE, filter, [id])
      expect([body.total, body.untimed, body.merged]).toEqual([total, total - body.spans.length, false])
      const told = new Map(body.spans.map((span: { event_id: string }) => [span.event_id, span]))
      for (const { id: eventId, timestamp, tool_name, headline, turn, answer } of items) {
        if (timestamp === undefined) continue
        const elapsed = answer?.elapsed_ms ?? null
        expect(told.get(eventId), eventId).toMatchObject({
          start: timestamp,
          tool_name: tool_name ?? null,
          headline: headline ?? null,
          turn,
          count: 1,
        })
        const { start, end } = told.get(eventId) as { start: string; end: string | null }
        expect(end === null ? null : (toMs(end) ?? 0) - (toMs(start) ?? 0)).toBe(elapsed)
      }
    }
  }
  const { items } = await ok(EVENTS, 'limit=100&skeleton=true&view=transcript')
  const { spans } = await ok(TIMELINE)
  const failed = items.filter(({ is_error, answer }: Row) => is_error || answer?.is_error)
  expect(spans.filter(({ error_count }: { error_count: number }) => error_count > 0)).toHaveLength(failed.length)
  expect((await ask(TIMELINE, '', ['nobody'])).status).toBe(404)
  expect((await ask(TIMELINE, 'limit=3')).status).toBe(422)
})

interface Row {
  readonly is_error: boolean
  readonly answer?: { readonly is_error: boolean }
}

describe('export', () => {
  const EXPORT = '/api/conversations/export'

  test('lines of JSON are the rows of the list, each once', async () => {
    for (const query of ['', 'status=error', 'title=nobody']) {
      const { items } = await ok(SEARCH, `limit=100&nested=false&sort_order=CREATED_AT_DESC&${query}`)
      const text: string = await ok(EXPORT, `format=jsonl&${query}`)
      expect(
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
      ).toEqual(items)
    }
  })

  test('CSV has a name for each cell, and a line for each row', async () => {
    const text: string = await ok(EXPORT, 'format=csv&has_errors=false')
    const [names = '', ...lines] = text.split(/\r\n/)
    expect(names.split(',').slice(0, 2)).toEqual(['"id"', '"title"'])
    expect(lines.pop()).toBe('')
    const starts = lines.map((line) => /^"([^"]+)",/.exec(line)?.[1])
    const { items } = await ok(SEARCH, 'limit=100&nested=false&has_errors=false&sort_order=CREATED_AT_DESC')
    expect(starts).toEqual(idsOf({ items }))
    const head = await fetch(`${url}${EXPORT}?format=csv`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await ask(EXPORT)).status).toBe(422)
    expect((await ask(EXPORT, 'format=xlsx')).status).toBe(422)
  })
})

describe('search', () => {
  test('finds what each conversation finds in itself, in the spelling of the event', async () => {
    const body = await ok('/api/search', 'text=RUFF&limit=100')
    let total = 0
    for (const { conversation, count, hits } of body.items) {
      expect(await ok(EVENT_COUNT, 'text=ruff', [conversation.id])).toBe(count)
      total += count
      for (const { event_id: id, snippet, ranges } of hits) {
        expect(ranges.length).toBeGreaterThan(0)
        for (const [start, end] of ranges) expect(snippet.slice(start, end).toLowerCase()).toBe('ruff')
        expect(JSON.stringify(await ok(EVENT, 'raw=true', [conversation.id, id])).toLowerCase()).toContain('ruff')
      }
    }
    expect([body.total, body.total_conversations]).toEqual([total, body.items.length])
    const [title] = (await ok('/api/search', 'text=linter&kind=MessageEvent&source=user')).items
    expect(title.hits[0].snippet).toMatch(/linter/i)
  })

  test('takes filters of both kinds, and walks by cursor', async () => {
    const whole = await ok('/api/search', 'text=the&limit=100')
    const seen: string[] = []
    for (let pageId: string | null = ''; pageId !== null;) {
      const page = await ok('/api/search', `text=the&limit=3${pageId && `&page_id=${pageId}`}`)
      expect(page.total).toBe(whole.total)
      expect([page.rank, page.previous_page_id === null]).toEqual([seen.length + 1, seen.length === 0])
      seen.push(...page.items.map((item: { conversation: { id: string } }) => item.conversation.id))
      pageId = page.next_page_id
    }
    expect(seen).toEqual(whole.items.map((item: { conversation: { id: string } }) => item.conversation.id))
    const failed = await ok('/api/search', 'text=the&conversation.status=error')
    const others = await ok('/api/search', 'text=the&-conversation.status=error')
    expect(failed.total_conversations).toBeGreaterThan(0)
    expect(failed.total + others.total).toBe(whole.total)
    expect((await ok('/api/search', 'text=the&timestamp__gte=-1m')).total).toBe(0)
    const { next_page_id: pageId } = await ok('/api/search', 'text=the&limit=1')
    expect((await ask('/api/search', `text=a+pear&page_id=${pageId}`)).status).toBe(410)
    expect((await ask('/api/search')).status).toBe(422)
    expect((await ask('/api/search', 'text=the&status=error')).status).toBe(422)
    expect((await ask('/api/search', 'text=the&timestamp__gte=2026-11-22T10:00:00')).status).toBe(422)
  })
})

describe('the place of an event', () => {
  const PLACES = '/api/events/{event_id}'
  const ORIGINAL = '594c8d0865314a368e6675f78134c4b8'

  test('is known for every spelling of its id, and of no other', async () => {
    const { items } = await ok(EVENTS, 'limit=1&skeleton=true', [BUSY])
    const [{ id, seq }] = items
    const place = { conversation_id: BUSY, event_id: id, seq }
    for (const spelling of [id, id.replaceAll('-', ''), id.toUpperCase()])
      expect((await ok(PLACES, '', [spelling])).items).toEqual([place])
    for (const unknown of ['00000000-0000-4000-8000-000000000000', 'x', `${id}\0`, '%', '["a"]'])
      expect(await ok(PLACES, '', [unknown])).toMatchObject({ items: [], exact: true })
  })

  test('is first of all in the original, then in its forks', async () => {
    const { items } = await ok(EVENTS, 'limit=100&skeleton=true', [ORIGINAL])
    const places = await Promise.all(items.map(async ({ id }: { id: string }) => (await ok(PLACES, '', [id])).items))
    const shared = places.filter((found) => found.length > 1)
    expect(shared.length).toBeGreaterThan(0)
    for (const [first] of places) expect(first.conversation_id).toBe(ORIGINAL)
  })
})

describe('events', () => {
  test('counts equal a plain count of the files, by kind and by source', async () => {
    let events = 0
    for (const { id, event_count, by_kind, by_source } of expected.conversations) {
      const body = await ok(EVENT_FACETS, '', [id])
      expect([body.total, toCounts(body.facets.kind), toCounts(body.facets.source)]).toEqual([
        event_count,
        by_kind,
        by_source,
      ])
      events += await ok(EVENT_COUNT, '', [id])
      for (const [kind, count] of Object.entries(by_kind))
        expect(await ok(EVENT_COUNT, `kind=${kind}`, [id])).toBe(count)
    }
    expect(events).toBe(expected.events)
  })

  test('skeletons are skeletons, in every view, page by page', async () => {
    const isRow = validator('/components/schemas/TranscriptRow')
    // One page of the route holds the whole of these, to compare the walk with.
    for (const { id } of expected.conversations.filter(({ event_count }) => event_count <= 100))
      for (const view of ['events', 'transcript', 'focused']) {
        const whole = await ok(EVENTS, `skeleton=true&limit=100&view=${view}`, [id])
        for (const item of whole.items) if (!isRow(item)) expect.unreachable(ajv.errorsText(isRow.errors))
        const seen: string[] = []
        for (let pageId: string | null = ''; pageId !== null;) {
          const query: string = `skeleton=true&limit=5&view=${view}${pageId && `&page_id=${pageId}`}`
          const page = await ok(EVENTS, query, [id])
          expect(page.offset).toBe(seen.length)
          seen.push(...idsOf(page))
          pageId = page.next_page_id
        }
        expect(seen).toEqual(idsOf(whole))
        expect(whole.total).toBe(seen.length)
        expect(await ok(EVENT_COUNT, `view=${view}`, [id])).toBe(whole.total)
        if (view === 'transcript') {
          const answers = whole.items.filter((item: { answer?: object }) => item.answer).length
          expect(whole.total + answers + whole.hidden).toBe(await ok(EVENT_COUNT, '', [id]))
        }
      }
  })

  test('a whole event is the source’s own with ours over it, raw is its own alone', async () => {
    const { items } = await ok(EVENTS, 'limit=100')
    const skeletons = await ok(EVENTS, 'limit=100&skeleton=true')
    for (const [at, item] of items.entries()) {
      expect(item).toMatchObject(skeletons.items[at])
      expect(await ok(EVENT, '', [BUSY, item.id])).toEqual(item)
      const raw = await ok(EVENT, 'raw=true', [BUSY, item.id])
      expect(Object.keys(raw)).not.toContain('seq')
      const { timestamp, ...same } = raw
      expect(item).toMatchObject(same)
      expect(item.timestamp).toBe(
        new Date(`${timestamp.slice(0, 23)}Z`).toISOString().replace('Z', `${timestamp.slice(23)}Z`),
      )
    }
  })

  test('an event knows its row', async () => {
    const { items } = await ok(EVENTS, 'limit=100&skeleton=true&view=transcript')
    for (const [offset, { id, row, answer }] of items.entries()) {
      expect(row).toBe(offset)
      expect((await ok(EVENT, 'view=transcript', [BUSY, id])).offset).toBe(offset)
      if (answer) expect((await ok(EVENT, 'view=transcript', [BUSY, answer.id])).offset).toBe(offset)
    }
    const [, , third] = (await ok(EVENTS, 'limit=100&skeleton=true')).items
    expect((await ok(EVENTS, `limit=1&skeleton=true&at=${third.timestamp}`)).offset).toBe(2)
    // Recorded in UTC: without an offset the source's local time is the same moment.
    expect((await ok(EVENTS, `limit=1&skeleton=true&at=${third.timestamp.slice(0, -1)}`)).offset).toBe(2)
    const before = await ok(EVENT_COUNT, `timestamp__lt=${third.timestamp}`)
    expect([before, await ok(EVENT_COUNT, `timestamp__gte=${third.timestamp}`)]).toEqual([2, 27])
    expect((await ok(EVENT, '', [BUSY, third.id.replaceAll('-', '')])).id).toBe(third.id)
  })

  test('kinds may be spelt as the Agent Server does, exclusion is the rest', async () => {
    const kind = 'openhands.sdk.event.llm_convertible.action.ActionEvent'
    const all = await ok(EVENT_COUNT)
    const actions = await ok(EVENT_COUNT, `kind=${kind}`)
    expect(actions).toBeGreaterThan(0)
    expect(await ok(EVENT_COUNT, `-kind=${kind}`)).toBe(all - actions)
    const toolless = await ok(EVENT_COUNT, 'tool_name=(none)')
    expect(await ok(EVENT_COUNT, '-tool_name=(none)')).toBe(all - toolless)
    const { errors, failed_commands: failed } = await ok(EVENT_FACETS)
    expect(await ok(EVENT_COUNT, 'is_error=true')).toBe(errors.count)
    expect(await ok(EVENT_COUNT, 'failed_command=true')).toBe(failed.count)
    expect(await ok(EVENT_COUNT, 'body=LINTER')).toBe(1)
    expect(await ok(EVENT_COUNT, 'text=ruff')).toBeGreaterThan(1)
    const limited = await ok(EVENT_FACETS, 'facet_limit=2')
    expect([limited.facets.kind.values.length, limited.facets.kind.distinct]).toEqual([2, 6])
    const listed = limited.facets.kind.values.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
    expect(listed + limited.facets.kind.other_count).toBe(all)
  })

  test('what nobody knows is 404, a cursor of another conversation 410', async () => {
    for (const path of [EVENTS, EVENT_COUNT, EVENT_FACETS] as const) {
      expect((await ask(path, '', ['nobody'])).status).toBe(404)
      expect((await ask(path, 'timestamp__gte=2026-11-22T00:00:00', ['nobody'])).status).toBe(404)
    }
    expect((await ask(EVENT, '', ['nobody', 'x'])).status).toBe(404)
    expect((await ask(EVENT, '', [BUSY, 'x'])).status).toBe(404)
    const { next_page_id: pageId } = await ok(EVENTS, 'limit=2')
    expect((await ask(EVENTS, `limit=2&page_id=${pageId}`, ['594c8d0865314a368e6675f78134c4b8'])).status).toBe(410)
    expect((await ask(EVENTS, `view=transcript&page_id=${pageId}`)).status).toBe(410)
    expect((await ask(EVENTS, 'page_id=1')).status).toBe(422)
  })

  test('every order is an order of the same events', async () => {
    const ids = idsOf(await ok(EVENTS, 'limit=100&skeleton=true')).toSorted()
    for (const order of contract.components.schemas.EventSortOrder.enum) {
      const seen: string[] = []
      for (let pageId: string | null = ''; pageId !== null;) {
        const query: string = `skeleton=true&limit=10&sort_order=${order}${pageId && `&page_id=${pageId}`}`
        const page = await ok(EVENTS, query)
        seen.push(...idsOf(page))
        pageId = page.next_page_id
      }
      expect(seen.toSorted(), order).toEqual(ids)
    }
  })
})

test('the contract notices a field too many and a field too few', async () => {
  const isConversation = validator('/components/schemas/Conversation')
  const one = await ok('/api/conversations/{conversation_id}')
  const { trigger: _, ...without } = one
  expect([isConversation(one), isConversation({ ...one, more: 1 }), isConversation(without)]).toEqual([
    true,
    false,
    false,
  ])
})

describe('the server', () => {
  test('speaks of itself', async () => {
    expect(await ok('/health')).toEqual({ status: 'ok' })
    expect(await ok('/ready')).toEqual({ status: 'ready' })
    expect(await ok('/server_info')).toMatchObject({ title: 'Lookout', version: '0.1.0' })
    expect(await ok('/openapi.json')).toEqual(contract)
    const { revision } = await ok('/api/revision')
    expect((await ask('/api/revision')).headers.get('lookout-revision')).toBe(revision)
    const { items } = await ok('/api/sources')
    expect(items).toMatchObject([{ id: 'recorded', conversation_count: expected.total, event_count: expected.events }])
  })

  test('compresses what is worth it and answers HEAD without a body', async () => {
    const reply = await fetch(`${url}/api/conversations/search`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect([reply.headers.get('content-encoding'), (await reply.json()).total]).toEqual(['gzip', expected.total])
    const head = await fetch(`${url}/api/conversations/search`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test('serves the page where its router decides, and 404 elsewhere', async () => {
    for (const path of ['/', '/conversations/x/events/y', '/sources']) {
      const reply = await fetch(url + path)
      expect([reply.status, await reply.text()]).toEqual([200, '<!doctype html><title>Lookout</title>'])
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
    for (const path of ['/api/nothing', '/api', '/absent.js', '/%2e%2e/package.json', '/api/conversations/x/y/z']) {
      const reply = await fetch(url + path)
      expect([path, reply.status, await reply.json()]).toEqual([path, 404, { detail: 'Not Found' }])
    }
  })

  test('a range that ends before it begins does no harm', async () => {
    expect((await fetch(url, { headers: { Range: 'bytes=9-1' } })).status).toBe(200)
  })

  test('looks only, and only for us', async () => {
    const post = await fetch(`${url}/api/conversations/search`, { method: 'POST' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await fetch(`${url}/?${'a'.repeat(9000)}`)).status).toBe(414)
    expect((await fetch(url)).headers.get('access-control-allow-origin')).toBeNull()
  })
})

/** What a hostile or careless client may write. */
const HOSTILE = [
  '\'"`;--',
  '%00',
  '%ED%A0%80x',
  '%25_%5C',
  '%F0%9F%90%9B%F0%9F%90%9B',
  '-1',
  '99999999999999999999',
  'null',
]

test.each([...OPERATIONS.values()].map(({ id }) => [id]))('nothing that is said to %s makes it fail', async (id) => {
  const path = pathOf(id)
  const parameters = OPERATIONS.get(id)?.parameters.filter(({ in: place }) => place === 'query') ?? []
  const required = parameters.filter((parameter) => parameter.required)
  for (const { name } of parameters) {
    const others = required
      .filter((one) => one.name !== name)
      .map(({ name: other, schema }) => `${other}=${'enum' in schema ? schema.enum?.[0] : 'the'}&`)
    for (const text of HOSTILE) await ask(path, `${others.join('')}${encodeURIComponent(name)}=${text}`)
  }
  expect((await ask(path, 'nonsense=1')).status).toBe(422)
  for (const text of path.includes('{') ? HOSTILE : []) {
    const names = [decodeURIComponentLeniently(text), 'x']
    expect([200, 404, 422]).toContain((await ask(path, '', names)).status)
  }
  expect(faults).toEqual([])
})

function pathOf(id: OperationId): ApiPath {
  // The keys of our own document.
  const paths = Object.keys(contract.paths).filter((path) => path !== '/api/session') as ApiPath[]
  return paths.find((path) => contract.paths[path].get.operationId === id) ?? expect.unreachable(id)
}

function decodeURIComponentLeniently(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? text
}
