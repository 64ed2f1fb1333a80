import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ODD_TEXTS } from './odd-texts.ts'
import { eventId, EXTREME, FAULTY, message, ordinary, v0Events, type PlantedEvent } from './planted-events.ts'

/** The moment at which every request is asked. UTC ms. */
export const NOW = Date.UTC(2026, 10, 22, 16)

/** Events of the longest conversation are some hundred: more than a page. */
const LONG = 9

/** Writes the directories of three sources into a folder: many kinds of conversations, some of them in two sources. */
export function plantPlaces(root: string): void {
  for (let number = 0; number < 36; number++) plantConversation(join(root, 'agents'), number, eventsOf(number))
  for (let number = 30; number < 42; number++)
    plantConversation(join(root, 'kolkata'), number, number % 2 === 0 ? ordinary(number, 9) : [])
  for (let number = 50; number < 55; number++) plantV0(join(root, 'v0'), number)
}

/** Id of a planted conversation: 32 hex digits. */
function conversationId(number: number): string {
  return `c0ffee00000040008000${number.toString(16).padStart(12, '0')}`
}

function eventsOf(number: number): readonly PlantedEvent[] {
  if (number === LONG) return ordinary(number, 90)
  if (number === 3) return FAULTY
  if (number === 4) return EXTREME
  if (number % 6 === 5) return []
  if (number % 6 === 4) return [message('user', ODD_TEXTS[number % ODD_TEXTS.length] ?? '', number * 60)]
  return ordinary(number, number % 11)
}

const STATUSES = ['finished', 'error', 'paused', 'idle', 'stuck', 'waiting_for_confirmation', 'deleting', 'dreaming', 7]
const REPOSITORIES = ['octo/shop', 'octo/docs', 'Octo/Shop', ' octo/shop ', 'größe/ünï', null, '100%/_']
const MODELS = ['model-a', 'model-b', `m${'o'.repeat(254)}l`, null]
const USAGES: readonly unknown[] = [
  undefined,
  {},
  usage(0, 0),
  usage(0.1, 10),
  usage(0.2, 20),
  usage(1e-7, 1),
  usage(1e308, 2 ** 53),
  usage(-1, -5),
  usage(1e300, 1e300),
  usage(1.5, 1.5),
]

function usage(cost: number, tokens: number): object {
  return { a: { accumulated_cost: cost, accumulated_token_usage: { prompt_tokens: tokens, completion_tokens: 1 } } }
}

function plantConversation(root: string, number: number, events: readonly PlantedEvent[]): void {
  const id = conversationId(number)
  const folder = join(root, id)
  mkdirSync(join(folder, 'events'), { recursive: true })
  const odd = ODD_TEXTS[number % ODD_TEXTS.length]
  const repository = REPOSITORIES[number % REPOSITORIES.length]
  const tags = {
    ...(repository === null ? {} : { repo: repository }),
    ...(number % 3 === 0 ? {} : { trigger: ['slack', 'gui', odd][number % 3] }),
    ...(number % 4 === 0 ? {} : { branch: ['main', odd, 'a:b'][number % 3], team: odd }),
    ...(number % 5 === 0 ? { gitprovider: 'github', pr: '#12, 13', '': '', 'k:1': 'v:2', team: 't'.repeat(1000) } : {}),
  }
  const stats = USAGES[number % USAGES.length]
  const base = {
    execution_status: STATUSES[number % STATUSES.length],
    agent: { llm: { model: MODELS[number % MODELS.length] } },
    ...(number % 8 === 0 ? {} : { tags }),
    ...(stats === undefined ? {} : { stats: { usage_to_metrics: stats } }),
    workspace: { working_dir: number % 2 === 0 ? '/work' : null },
  }
  const meta = { title: number % 4 === 2 ? null : odd, parent_conversation_id: parentOf(number), ...datesOf(number) }
  writeFileSync(join(folder, 'base_state.json'), number === 7 ? '{"execution_st' : JSON.stringify(base))
  if (number !== 8) writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta))
  for (const [seq, event] of events.entries()) {
    const own = typeof event === 'string' ? eventId(number, seq) : (event['id'] ?? eventId(number, seq))
    const content = typeof event === 'string' ? event : JSON.stringify({ ...event, id: own })
    const name = `event-${String(seq).padStart(5, '0')}-${eventId(number, seq)}.json`
    writeFileSync(join(folder, 'events', name), content)
  }
}

/** A child, a grandchild, one of nobody, one of itself, and two of each other. */
function parentOf(number: number): string | null {
  if (number === 10) return conversationId(11)
  if (number === 12) return conversationId(12)
  if (number % 7 === 3) return 'nobody'
  return number % 5 === 1 || number === 11 || number % 5 === 2 ? conversationId(number - 1) : null
}

function datesOf(number: number): object {
  if (number % 9 === 8) return {}
  if (number === 5) return { created_at: '1700-01-01T00:00:00Z', updated_at: '2254-12-31T23:59:59.999999Z' }
  if (number === 6) return { created_at: '9999-12-31T23:59:59Z', updated_at: '0000-01-01T00:00:00Z' }
  // Two of each: ties are broken by id.
  const ago = Math.floor(number / 2) * 5 * 3600e3
  return { created_at: new Date(NOW - ago - 1000).toISOString(), updated_at: new Date(NOW - ago).toISOString() }
}

function plantV0(root: string, number: number): void {
  const id = conversationId(number)
  const folder = join(root, id)
  mkdirSync(join(folder, 'events'), { recursive: true })
  const metadata = {
    conversation_id: id,
    title: number % 2 === 0 ? 'A title of V0' : ' ',
    selected_repository: 'octo/shop',
    trigger: 'resolver',
    git_provider: 'gitlab',
    accumulated_cost: 0.5,
    created_at: '2026-11-21T10:00:00+00:00',
    last_updated_at: '2026-11-21T11:00:00+00:00',
  }
  if (number !== 53) writeFileSync(join(folder, 'metadata.json'), number === 52 ? '{' : JSON.stringify(metadata))
  for (const [seq, event] of v0Events(number).entries())
    writeFileSync(
      join(folder, 'events', `${seq}.json`),
      typeof event === 'string' ? event : JSON.stringify({ id: seq, ...event }),
    )
}
