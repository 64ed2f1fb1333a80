import { readFile } from 'node:fs/promises'
import type { Status } from '../src/contract/statuses.ts'

/** By value; null is `(none)`. */
export type Counts = Readonly<Record<string, number>>

/** What a plain count of a recording's files says, made without any code of Lookout; it holds in UTC, for recordings at rest. */
export interface Expected {
  readonly total: number
  readonly events: number
  readonly by_status: Counts
  readonly by_trigger: Counts
  readonly by_repository: Counts
  readonly conversations: readonly ExpectedConversation[]
}

/** Most fields have the name that they have on the wire. */
export interface ExpectedConversation {
  readonly id: string
  readonly title: string | null
  readonly status: Status
  readonly trigger: string | null
  readonly selected_repository: string | null
  readonly event_count: number
  readonly error_count: number
  readonly unreadable_count: number
  readonly created_at: string
  readonly updated_at: string
  readonly accumulated_cost: number | null
  readonly by_kind: Counts
  readonly by_source: Counts
  /** Of V0 alone. */
  readonly by_native_kind?: Counts
  /** Of Agent Servers alone: 40 characters at most. */
  readonly first_message_starts?: string | null
  readonly [field: string]: unknown
}

/** The count of the recording in `e2e/fixtures/<name>`. */
export async function readExpected(name: string): Promise<Expected> {
  // A file of ours, written by the counter.
  return JSON.parse(await readFile(new URL(`fixtures/expected/${name}.json`, import.meta.url), 'utf8')) as Expected
}

/** What one source says of a conversation. */
interface Sighting {
  readonly source: string
  readonly conversation: ExpectedConversation
}

/** What several sources come to. */
export interface Merged extends Expected {
  /** By id of the conversation: all sightings, that whose events count first. */
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>
}

/**
 * Merges the counts of recordings by the ids of their sources, in the order of the command line: of a conversation that several hold
 * the one with the most events counts, then the newest, then the first.
 */
export function mergeExpected(recordings: readonly (readonly [source: string, Expected])[]): Merged {
  const sightings = new Map<string, readonly Sighting[]>()
  for (const [source, { conversations }] of recordings)
    for (const conversation of conversations) {
      const all = [...(sightings.get(conversation.id) ?? []), { source, conversation }]
      sightings.set(conversation.id, all.toSorted(byRank))
    }
  const conversations = [...sightings.values()].flatMap(([chosen]) => chosen?.conversation ?? [])
  return {
    total: conversations.length,
    events: conversations.reduce((sum, { event_count }) => sum + event_count, 0),
    by_status: count(conversations.map(({ status }) => status)),
    by_trigger: count(conversations.map(({ trigger }) => trigger)),
    by_repository: count(conversations.map(({ selected_repository }) => selected_repository)),
    conversations,
    sightings,
  }
}

function byRank({ conversation: one }: Sighting, { conversation: other }: Sighting): number {
  return other.event_count - one.event_count || Date.parse(other.updated_at) - Date.parse(one.updated_at)
}

/** How often there is each value. */
export function count(values: readonly (string | null)[]): Counts {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value ?? '(none)'] = (counts[value ?? '(none)'] ?? 0) + 1
  return counts
}
