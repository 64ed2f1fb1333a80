import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDirectory } from './agent-server-directory.ts'
import { NOTHING, readEventsOf, signal } from './planted-conversation.ts'
import type { ConversationRecord, EventRecord, Source } from './source.ts'

const fixtures = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url))
/** The expected files hold for recordings at rest, whatever a checkout made of their files' times. */
const later = () => Date.UTC(2100, 0, 1)

interface Expected {
  readonly total: number
  readonly conversations: readonly { readonly id: string; readonly first_message_starts: string | null }[]
}

function tally(values: readonly (string | null)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const value of values) if (value !== null) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function asTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** A conversation in the words of the expected files, which hold in UTC. */
function summarise(record: ConversationRecord, events: readonly EventRecord[]): object {
  const last = events.at(-1)?.time
  const first = events.find((event) => event.isUserMessage)?.messageText ?? null
  return {
    id: record.id,
    title: record.title,
    first_message_starts: first === null ? null : [...first].slice(0, 40).join(''),
    status: record.status,
    trigger: record.trigger,
    selected_repository: record.selectedRepository,
    selected_branch: record.selectedBranch,
    git_provider: record.gitProvider,
    llm_model: record.llmModel,
    accumulated_cost: expect.closeTo(record.accumulatedCost ?? Number.NaN, 9),
    parent_conversation_id: record.parentConversationId,
    error_count: events.filter((event) => event.isError).length,
    created_at: asTime(record.createdAt),
    updated_at: asTime(last ? Math.floor(last.microseconds / 1000) : record.updatedAt),
    event_count: events.length,
    unreadable_count: events.filter((event) => event.kind === 'UnreadableEvent').length,
    by_kind: tally(events.map((event) => event.kind)),
    by_source: tally(events.map((event) => event.source)),
    failed_command_count: events.filter((event) => (event.exitCode ?? 0) > 0).length,
  }
}

async function recordsOf(source: Source): Promise<readonly ConversationRecord[]> {
  const records: ConversationRecord[] = []
  for await (const batch of source.list(() => undefined, signal))
    for (const { record } of batch) if (record) records.push(record)
  return records.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

test.each(['agent-server-1.58.0', 'agent-server-1.58.0-running', 'agent-server-1.11.4', 'agent-server-1.11.4-running'])(
  '%s is read as a plain count of its files says',
  async (name) => {
    // Written by a tool of ours; the assertions below say what is in it.
    const expected = JSON.parse(readFileSync(`${fixtures}expected/${name}.json`, 'utf8')) as Expected
    const source = openDirectory({ path: fixtures + name, id: 'recording', now: later })
    const records = await recordsOf(source)
    expect(records).toHaveLength(expected.total)
    for (const [index, record] of records.entries()) {
      const events = await readEventsOf(source, NOTHING, record.id)
      expect(expected.conversations[index]).toEqual(summarise(record, events))
      for (const event of events) {
        const body = await source.body(record.id, event)
        expect(body).toMatchObject({ id: event.id })
        expect(JSON.stringify([event, body])).not.toContain('gAAAAA')
      }
    }
    expect(JSON.stringify(records)).not.toContain('gAAAAA')
  },
)
