import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from './lookout.ts'
import type { Counts, Expected, ExpectedConversation, Merged } from './expected.ts'

/** Asks one running server for JSON, or for the text of a download. */
export interface Asking {
  // oxlint-disable-next-line typescript/no-explicit-any -- the shapes of these replies are what the contract tests prove
  readonly json: (path: string) => Promise<any>
  readonly text: (path: string) => Promise<string>
}

/** Asks the server at `url`. Every answer has to be 200. */
export function asking(url: string): Asking {
  const text = async (path: string): Promise<string> => {
    const reply = await fetch(url + path)
    const answer = await reply.text()
    expect(reply.status, `${path} ${answer.slice(0, 200)}`).toBe(200)
    return answer
  }
  return { text, json: async (path) => JSON.parse(await text(path)) }
}

interface Facet {
  readonly values: readonly { readonly value: string | null; readonly count: number }[]
}

/** Counts as a plain count spells them: a value that nothing has is left out. */
export function toCounts({ values }: Facet): Counts {
  return Object.fromEntries(
    values.filter(({ count }) => count > 0).map(({ value, count }) => [value ?? '(none)', count]),
  )
}

/** A conversation of the API has to say what the plain count says of it. */
export function expectRow(row: unknown, conversation: ExpectedConversation): void {
  const { by_kind: _, by_source: __, by_native_kind: ___, ...said } = conversation
  const { metadata_readable: _readable, in_database: _row, first_message_starts, ...fields } = said
  const { accumulated_cost, ...plain } = fields
  expect(row).toMatchObject(plain)
  expect(row, conversation.id).toMatchObject({
    accumulated_cost: accumulated_cost === null ? null : expect.closeTo(accumulated_cost, 9),
  })
  if (first_message_starts === undefined) return
  const message = first_message_starts === null ? null : expect.stringContaining(first_message_starts)
  expect(row, conversation.id).toMatchObject({ first_message: message })
}

/** Everything that is said of many conversations at once has to be what the plain count says. */
export async function expectList({ json, text }: Asking, expected: Expected): Promise<void> {
  const { total, conversations } = expected
  expect(await json('/api/conversations/count')).toBe(total)
  const { facets } = await json('/api/conversations/facets?facet_limit=100')
  const counts = {
    by_status: expected.by_status,
    by_trigger: expected.by_trigger,
    by_repository: expected.by_repository,
  }
  const told = (all: Readonly<Record<'status' | 'trigger' | 'selected_repository', Facet>>) => ({
    by_status: toCounts(all.status),
    by_trigger: toCounts(all.trigger),
    by_repository: toCounts(all.selected_repository),
  })
  expect(told(facets)).toEqual(counts)
  const first = await json('/api/conversations/search?nested=false&include=facets&facet_limit=100&limit=100')
  expect(told(first.facets)).toEqual(counts)
  const rest = await json('/api/conversations/search?nested=false&limit=100&offset=100')
  expectAll([...first.items, ...rest.items], conversations)

  const { accumulated_cost, event_count } = await json('/api/conversations/sums')
  const costs = conversations.map((conversation) => conversation.accumulated_cost)
  const known = costs.filter((cost) => cost !== null)
  expect(accumulated_cost.unknown).toBe(costs.length - known.length)
  expect(accumulated_cost.sum).toBeCloseTo(
    known.reduce((sum, cost) => sum + cost, 0),
    6,
  )
  expect(event_count).toEqual({ sum: expected.events, unknown: 0 })
  const { buckets, outside } = await json('/api/conversations/histogram')
  const drawn = buckets.flatMap((bucket: { counts: Counts }) => Object.values(bucket.counts))
  expect(outside + drawn.reduce((sum: number, count: number) => sum + count, 0)).toBe(total)

  const lines = (await text('/api/conversations/export?format=jsonl')).trimEnd().split('\n')
  expectAll(
    lines.map((line) => JSON.parse(line)),
    conversations,
  )
  expectTable(await text('/api/conversations/export?format=csv'), conversations)
}

/** Whose events each row shows, and which sources say what of it. */
export async function expectSources({ json }: Asking, { sightings, conversations }: Merged): Promise<void> {
  for (const { id } of conversations) {
    const all = sightings.get(id) ?? []
    const { source, sources } = await json(`/api/conversations/${id}`)
    expect(source, id).toBe(all[0]?.source)
    const told = sources.map(({ source: name, event_count }: { source: string; event_count: number }) => [
      name,
      event_count,
    ])
    expect(new Map(told), id).toEqual(new Map(all.map((one) => [one.source, one.conversation.event_count])))
  }
  const { items } = await json('/api/sources')
  for (const { id, conversation_count, event_count } of items) {
    const seen = [...sightings.values()].filter((all) => all.some(({ source }) => source === id))
    const own = seen.flatMap(([chosen]) =>
      chosen !== undefined && chosen.source === id ? chosen.conversation.event_count : [],
    )
    expect({ conversation_count, event_count }, id).toEqual({
      conversation_count: seen.length,
      event_count: own.reduce((sum, events) => sum + events, 0),
    })
  }
}

/** The rows have to be these conversations, each once, whatever their order. */
export function expectAll(
  rows: readonly { readonly id: string }[],
  conversations: readonly ExpectedConversation[],
): void {
  const byId = new Map(rows.map((row) => [row.id, row]))
  expect([...byId.keys()].toSorted()).toEqual(conversations.map(({ id }) => id).toSorted())
  expect(byId.size).toBe(rows.length)
  for (const conversation of conversations) expectRow(byId.get(conversation.id), conversation)
}

/** Of the columns, those whose cells are spelt like the plain count's values. */
const COLUMNS = [
  'title',
  'status',
  'trigger',
  'selected_repository',
  'event_count',
  'error_count',
  'unreadable_count',
] as const

/** The CSV file has to have these conversations, each once. */
export function expectTable(csv: string, conversations: readonly ExpectedConversation[]): void {
  const [names = [], ...lines] = toCells(csv)
  const rows = new Map(lines.map((cells) => [cells[names.indexOf('id')], cells]))
  expect(rows.size).toBe(conversations.length)
  for (const conversation of conversations) {
    const cells = rows.get(conversation.id) ?? []
    const shown = COLUMNS.map((name) => cells[names.indexOf(name)])
    // An apostrophe keeps a spreadsheet from taking a text for a formula.
    expect(shown.map((cell) => cell?.replace(/^'/, ''))).toEqual(
      COLUMNS.map((name) => String(conversation[name] ?? '').replace(/^'/, '')),
    )
  }
}

/** The lines of a CSV file (RFC 4180), each as its cells. */
function toCells(csv: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') lines.push([])
  }
  return lines.slice(0, -1)
}

/** Tokens sent and answered, as the states of an Agent Server's recording spell them, over all its conversations. */
export async function countTokens(name: string): Promise<number> {
  const root = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  const folders = await readdir(root)
  const tokens = await Promise.all(folders.map(async (folder) => tokensOf(join(root, folder, 'base_state.json'))))
  return tokens.reduce((sum, each) => sum + each, 0)
}

async function tokensOf(path: string): Promise<number> {
  // Recorded files, whose shape is the server's.
  const state = JSON.parse(await readFile(path, 'utf8')) as RecordedState
  return Object.values(state.stats.usage_to_metrics).reduce((sum, { accumulated_token_usage: usage }) => {
    return sum + (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0)
  }, 0)
}

interface RecordedState {
  readonly stats: { readonly usage_to_metrics: Readonly<Record<string, RecordedMetrics>> }
}

interface RecordedMetrics {
  readonly accumulated_token_usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | null
}
