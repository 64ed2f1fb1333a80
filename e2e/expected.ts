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

/** What recordings come to that share no conversation. */
export function sumExpected(all: readonly Expected[]): Expected {
  const add = (field: 'by_status' | 'by_trigger' | 'by_repository'): Counts => {
    const sum = new Map<string, number>()
    for (const { [field]: counts } of all)
      for (const [value, count] of Object.entries(counts)) sum.set(value, (sum.get(value) ?? 0) + count)
    return Object.fromEntries(sum)
  }
  return {
    total: all.reduce((sum, { total }) => sum + total, 0),
    events: all.reduce((sum, { events }) => sum + events, 0),
    by_status: add('by_status'),
    by_trigger: add('by_trigger'),
    by_repository: add('by_repository'),
    conversations: all.flatMap(({ conversations }) => conversations),
  }
}
