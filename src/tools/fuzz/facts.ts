import type { components } from '../../contract/openapi.gen.ts'
import { fold } from '../../index/fold.ts'
import type { Client } from './client.ts'

type Schemas = components['schemas']
export type Conversation = Schemas['Conversation']
export type TranscriptRow = Schemas['TranscriptRow']

/** The events of one conversation: all in the order of appending, and the transcript's rows. */
export interface Events {
  readonly all: readonly TranscriptRow[]
  readonly transcript: readonly TranscriptRow[]
  /** By an event's id what it says, folded. */
  readonly texts: ReadonlyMap<string, Texts>
}

/** Folded text of an event, each string on its own line. */
export interface Texts {
  /** All strings that it holds: what a search may find, and more. */
  readonly all: string
  /** Messages, thoughts, commands, outputs and errors: what a search has to find. */
  readonly said: string
  /** The message alone. */
  readonly message: string
}

/** All that the servers know, asked for once and without any filter: what every later answer is held against. */
export interface Facts {
  readonly conversations: readonly Conversation[]
  readonly byId: ReadonlyMap<string, Conversation>
  readonly events: ReadonlyMap<string, Events>
  /** Cursors of several routes, orders and filters. */
  readonly cursors: readonly string[]
}

/** @throws where an answer is not 200 */
export async function gatherFacts(client: Client): Promise<Facts> {
  const conversations = await walk<Conversation>(client, '/api/conversations/search?nested=false&limit=100')
  const events = new Map<string, Events>()
  for (const { id } of conversations) {
    const path = `/api/conversations/${id}/events/search?limit=100`
    const whole = await walk<Schemas['WholeEvent']>(client, path)
    events.set(id, {
      all: await walk<TranscriptRow>(client, `${path}&skeleton=true`),
      transcript: await walk<TranscriptRow>(client, `${path}&skeleton=true&view=transcript`),
      texts: new Map(whole.map((event) => [event.id, textsOf(event)])),
    })
  }
  const byId = new Map(conversations.map((row) => [row.id, row]))
  return { conversations, byId, events, cursors: await gatherCursors(client, [...byId.keys()]) }
}

async function gatherCursors(client: Client, ids: readonly string[]): Promise<string[]> {
  const targets = [
    '/api/conversations/search?limit=2',
    '/api/conversations/search?limit=1&sort_order=TITLE&status=finished',
    '/api/conversations/search?limit=3&sort_order=ACCUMULATED_COST_DESC&nested=false',
    '/api/conversations/search?limit=2&updated_at__gte=-30d',
    '/api/search?text=thinking&limit=1',
    ...ids.map((id) => `/api/conversations/${id}/events/search?limit=1`),
  ]
  const cursors: string[] = []
  for (const target of targets) {
    const { next_page_id: next } = (await client.get(target)).json as { next_page_id: string | null }
    if (next !== null) cursors.push(next)
  }
  return cursors
}

/** The items of all pages from this one on. @throws where an answer is not 200 */
async function walk<Item>(client: Client, target: string): Promise<Item[]> {
  const items: Item[] = []
  for (let pageId: string | null = ''; pageId !== null;) {
    const reply = await client.get(pageId === '' ? target : `${target}&page_id=${pageId}`)
    if (reply.status !== 200) throw new Error(`${target} is answered with ${reply.status}: ${reply.text.slice(0, 200)}`)
    // Held to the document by the requests of the fuzzer itself.
    const page = reply.json as { items: Item[]; next_page_id: string | null }
    items.push(...page.items)
    pageId = page.next_page_id
  }
  return items
}

function textsOf(event: Readonly<Record<string, unknown>>): Texts {
  const folded = (...values: readonly unknown[]) => fold(values.flatMap(stringsOf).join('\n'))
  const { llm_message: message, thought, action, observation, error, rejection_reason: reason, kind } = event
  const blocks = (holder: unknown) => field(holder, 'content').map((block) => field(block, 'text'))
  const own = kind === 'MessageEvent' ? blocks(message) : []
  const others = [
    field(thought, '0').map((block) => field(block, 'text')),
    field(action, 'command'),
    blocks(observation),
  ]
  return { all: folded(event), said: folded(own, ...others, error, reason), message: folded(own) }
}

/** A field of an object, as a list; empty where there is none. */
function field(holder: unknown, name: string): unknown[] {
  if (typeof holder !== 'object' || holder === null) return []
  const value: unknown = Reflect.get(holder, name)
  return Array.isArray(value) ? value : [value]
}

/** Every string within a value. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}
