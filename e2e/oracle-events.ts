import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { count } from './expected.ts'
import type { ExpectedConversation } from './expected.ts'
import { expect } from './lookout.ts'
import { expectRow, toCounts } from './oracle-list.ts'
import type { Asking } from './oracle-list.ts'

/** Events as their files say them, by the id of the conversation and their own. */
export type EventFiles = ReadonlyMap<string, ReadonlyMap<string, object>>

/** Reads the event files of a recording, whichever family wrote it; torn ones are left out. */
export async function readEventFiles(directory: string): Promise<EventFiles> {
  const files = new Map<string, Map<string, object>>()
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const [, conversation] = /([^/]+)(?:\/events)?$/.exec(entry.parentPath) ?? []
    const isEvent = /\/events$|\/v1_conversations\//.test(entry.parentPath) && /^[^.].*\.json$/.test(entry.name)
    if (!isEvent || conversation === undefined) continue
    const event = parse(await readFile(join(entry.parentPath, entry.name), 'utf8'))
    if (event === null) continue
    const own = files.get(conversation) ?? new Map<string, object>()
    files.set(conversation, own.set(String(event.id), event))
  }
  return files
}

function parse(text: string): { readonly id?: unknown } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

interface Told {
  readonly id: string
  readonly seq: number
  readonly kind: string
  readonly native_kind?: string
  readonly source?: string
  readonly body_left_out?: string
}

/** What the redactor changes: a file without it has to come as it is. */
const MASKED = /gAAAAA|"full_state"|"api_key":"/

/** Everything that is said of one conversation and of its events has to be what the plain count and the files say. */
export async function expectConversation(
  asking: Asking,
  expected: ExpectedConversation,
  files: ReadonlyMap<string, object> = new Map(),
): Promise<void> {
  const { json, text } = asking
  const { id, event_count: total } = expected
  const path = `/api/conversations/${id}`
  expectRow(await json(path), expected)
  expectRow((await json(`/api/conversations?ids=${id}`))[0], expected)
  await expectUsage(asking, expected)
  const { facets, total: counted } = await json(`${path}/events/facets?facet_limit=100`)
  const kinds = { kinds: toCounts(facets.kind), sources: toCounts(facets.source) }
  const bySource = Object.fromEntries(
    // The counter's own spelling of "none".
    Object.entries(expected.by_source).map(([source, events]) => [source === 'None' ? '(none)' : source, events]),
  )
  expect({ counted, ...kinds }, id).toEqual({ counted: total, kinds: expected.by_kind, sources: bySource })
  expect(await json(`${path}/events/count`)).toBe(total)

  const events = await readEvents(asking, path)
  expect(count(events.map(({ kind }) => kind)), id).toEqual(expected.by_kind)
  expect(count(events.map(({ source }) => source ?? null)), id).toEqual(bySource)
  const natives = count(events.flatMap(({ native_kind }) => native_kind ?? []))
  expect(natives, id).toEqual(expected.by_native_kind ?? {})
  expect(events.filter(({ body_left_out }) => body_left_out !== undefined)).toHaveLength(expected.unreadable_count)
  await expectRaw(asking, path, events, files)

  const file = JSON.parse(await text(`${path}/trajectory?format=json`))
  expect(file.events).toEqual(events)
  const [head, ...lines] = (await text(`${path}/trajectory?format=jsonl`)).trimEnd().split('\n')
  expect(JSON.parse(head ?? '')).toMatchObject({ conversation_id: id, title: file.title })
  expect(lines.map((line) => JSON.parse(line))).toEqual(events)
  const headings = events.map(({ seq, kind }) => `${seq}. ${kind}`)
  const markdown = await text(`${path}/trajectory?format=markdown`)
  expect([...markdown.matchAll(/^## (\d+\. \w+)/gm)].map(([, heading]) => heading)).toEqual(headings)
  const html = await text(`${path}/trajectory?format=html`)
  expect([...html.matchAll(/^<h2>(\d+\. \w+)/gm)].map(([, heading]) => heading)).toEqual(headings)
}

/** A search has to find the events whose files hold the word. */
export async function expectSearch({ json }: Asking, files: EventFiles, word: string): Promise<void> {
  const found = [...files].flatMap(([id, events]) => {
    const texts = [...events.values()].map((event) => JSON.stringify(event))
    const matches = texts.filter((text) => text.includes(word) && !MASKED.test(text))
    return matches.length === 0 ? [] : [{ id, count: matches.length }]
  })
  const { items, total } = await json(`/api/search?limit=100&text=${encodeURIComponent(word)}`)
  const told = items.map((item: { conversation: { id: string }; count: number }) => ({
    id: item.conversation.id,
    count: item.count,
  }))
  expect(new Set(told), word).toEqual(new Set(found))
  expect(total, word).toBe(found.reduce((sum, one) => sum + one.count, 0))
}

async function expectUsage({ json }: Asking, { id, accumulated_cost }: ExpectedConversation): Promise<void> {
  const { models } = await json(`/api/conversations/${id}/usage`)
  const costs: readonly number[] = models.flatMap(({ cost }: { cost: number | null }) => cost ?? [])
  if (accumulated_cost === null) expect(costs, id).toEqual([])
  expect(
    costs.reduce((sum, cost) => sum + cost, 0),
    id,
  ).toBeCloseTo(accumulated_cost ?? 0, 9)
}

async function readEvents({ json }: Asking, path: string): Promise<readonly Told[]> {
  const events: Told[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const place: string = cursor === '' ? '' : `&page_id=${encodeURIComponent(cursor)}`
    const page = await json(`${path}/events/search?limit=100${place}`)
    events.push(...page.items)
    cursor = page.next_page_id
  }
  return events
}

/** Untouched but for secrets. */
async function expectRaw(
  { json }: Asking,
  path: string,
  events: readonly Told[],
  files: ReadonlyMap<string, object>,
): Promise<void> {
  const readable = events.filter(({ body_left_out }) => body_left_out === undefined)
  expect(readable.map(({ id }) => id).toSorted()).toEqual([...files.keys()].toSorted())
  const plain = readable.filter(({ id }) => !MASKED.test(JSON.stringify(files.get(id))))
  const raw = await Promise.all(plain.map(async ({ id }) => json(`${path}/events/${id}?raw=true`)))
  expect(raw).toEqual(plain.map(({ id }) => files.get(id)))
}
