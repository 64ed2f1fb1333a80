import type { Facts } from './facts.ts'
import { ODD_TEXTS } from './odd-texts.ts'

/** By the plain name of a parameter (no `-`, prefix or bound) the values that some row or event has. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>

/** The name of the field that a parameter is about: `-conversation.created_at__gte` is about `created_at`. */
export function fieldOf(parameter: string): string {
  return parameter.replace(/^-?(?:conversation\.)?/, '').replace(/__(?:gte|lt)$/, '')
}

/** What the planted conversations hold, to be asked for. */
export function vocabularyOf({ conversations, events, cursors }: Facts): Vocabulary {
  const all = [...events.values()].flatMap((own) => own.all)
  const words = new Map<string, readonly (string | null | undefined)[]>([
    ['trigger', conversations.map((row) => row.trigger)],
    ['conversation_trigger', conversations.map((row) => row.trigger)],
    ['selected_repository', conversations.map((row) => row.selected_repository)],
    ['selected_branch', conversations.map((row) => row.selected_branch)],
    ['llm_model', conversations.map((row) => row.llm_model)],
    ['git_provider', conversations.map((row) => row.git_provider)],
    ['tag', conversations.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}:${value}`))],
    ['source', [...conversations.map((row) => row.source), ...all.map((event) => event.source)]],
    ['parent_conversation_id', conversations.map((row) => row.parent_conversation_id)],
    ['conversation_id', conversations.map((row) => row.id)],
    ['ids', conversations.map((row) => row.id)],
    ['page_id', cursors],
    ['event_id', all.map((event) => event.id)],
    ['kind', all.flatMap((event) => [event.kind, event.native_kind])],
    ['tool_name', all.map((event) => event.tool_name)],
    ['accumulated_cost', conversations.map((row) => row.accumulated_cost?.toString())],
    ['duration_seconds', conversations.map((row) => row.duration_seconds?.toString())],
    ['created_at', conversations.map((row) => row.created_at)],
    ['updated_at', conversations.map((row) => row.updated_at)],
    ['timestamp', all.map((event) => event.timestamp)],
    ['at', all.map((event) => event.timestamp)],
  ])
  for (const name of ['title', 'text', 'body', 'facet_prefix']) words.set(name, WORDS)
  return new Map([...words].map(([name, list]) => [name, [...new Set(list)].filter(isSaid)]))
}

function isSaid(word: string | null | undefined): word is string {
  return word !== null && word !== undefined && word !== ''
}

/** Parts of the planted texts in several spellings. */
const WORDS: readonly string[] = [
  'linter',
  'LINTER',
  'octo/',
  'needle',
  'thinking of',
  'grep found nothing',
  'the agent failed',
  'sigma σ',
  ...ODD_TEXTS.flatMap((text) => [
    text,
    text.slice(0, 5),
    text.slice(2, 9).toUpperCase(),
    text.slice(-4).toLowerCase(),
  ]),
  '%',
  '_',
  '*',
  '""',
  '\\',
  '  ',
]
