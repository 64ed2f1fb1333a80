import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { NOTHING, readEventsOf, signal } from '../planted-conversation.ts'
import type { ConversationRecord, EventRecord, Source } from '../source.ts'
import { openV0Directory } from './v0-directory.ts'

const fixtures = fileURLToPath(new URL('../../../e2e/fixtures/', import.meta.url))

interface Expected {
  readonly total: number
  readonly conversations: readonly { readonly id: string; readonly created_at: string | null }[]
}

function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** A conversation in the words of the expected file, which holds in UTC. */
function summarise(record: ConversationRecord, events: readonly EventRecord[]): object {
  const times = events.flatMap(({ time }) => (time === null ? [] : [Math.floor(time.microseconds / 1000)]))
  return {
    id: record.id,
    title: record.title,
    metadata_readable: expect.any(Boolean),
    status: record.status,
    trigger: record.trigger,
    selected_repository: record.selectedRepository,
    selected_branch: record.selectedBranch,
    git_provider: record.gitProvider,
    llm_model: record.llmModel,
    accumulated_cost: record.accumulatedCost,
    pr_number: record.prNumbers,
    error_count: events.filter((event) => event.isError).length,
    created_at: toTime(record.createdAt ?? times[0] ?? null),
    updated_at: toTime(times.at(-1) ?? record.updatedAt),
    event_count: events.length,
    unreadable_count: events.filter((event) => event.kind === 'UnreadableEvent').length,
    by_kind: tally(events.map((event) => event.kind)),
    // The counter's own spelling of "none".
    by_source: tally(events.map((event) => event.source ?? 'None')),
    failed_command_count: events.filter((event) => (event.exitCode ?? 0) > 0).length,
    by_native_kind: tally(events.flatMap(({ nativeKind }) => (nativeKind === null ? [] : [nativeKind]))),
  }
}

async function recordsOf(source: Source): Promise<readonly ConversationRecord[]> {
  const records: ConversationRecord[] = []
  for await (const batch of source.list(() => undefined, signal))
    for (const { record } of batch) if (record !== null) records.push(record)
  return records.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

test('the recording of a V0 server is read as a plain count of its files says', async () => {
  // Written by a tool of ours; the assertions below say what is in it.
  const expected = JSON.parse(readFileSync(`${fixtures}expected/app-server-v0.json`, 'utf8')) as Expected
  const source = openV0Directory({ path: `${fixtures}app-server-v0`, id: 'recording', wait: () => Promise.resolve() })
  const records = await recordsOf(source)
  expect(records).toHaveLength(expected.total)
  for (const [index, record] of records.entries()) {
    const events = await readEventsOf(source, NOTHING, record.id)
    expect(expected.conversations[index]).toEqual(summarise(record, events))
    for (const event of events) {
      const body = await source.body(record.id, event)
      if (event.kind === 'UnreadableEvent') expect(body).toBeNull()
      else expect(body).toMatchObject({ id: event.seq })
    }
  }
})
