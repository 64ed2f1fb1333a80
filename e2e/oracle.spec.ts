import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyFixture, expect, startLookout, test } from './lookout.ts'
import type { Lookout } from './lookout.ts'

const expectedFolder = fileURLToPath(new URL('fixtures/expected', import.meta.url))

/** What a plain count of a recording's files says, made without any code of Lookout. */
interface Expected {
  readonly total: number
  readonly events: number
  readonly by_status: Counts
  readonly by_trigger: Counts
  readonly by_repository: Counts
  readonly conversations: readonly ExpectedConversation[]
}

type Counts = Readonly<Record<string, number>>

interface ExpectedConversation {
  readonly id: string
  readonly first_message_starts: string | null
  readonly accumulated_cost: number | null
  readonly by_kind: Counts
  readonly by_source: Counts
  readonly [field: string]: unknown
}

interface Facet {
  readonly values: readonly { readonly value: string | null; readonly count: number }[]
}

/** As in the oracle: null is `(none)`, and a value that nothing has is left out. */
function toCounts({ values }: Facet): Counts {
  return Object.fromEntries(
    values.filter(({ count }) => count > 0).map(({ value, count }) => [value ?? '(none)', count]),
  )
}

/** The shapes of these replies are what the contract tests prove. */
// oxlint-disable-next-line typescript/no-explicit-any
async function get(lookout: Lookout, path: string): Promise<any> {
  const reply = await fetch(`${lookout.url}${path}`)
  expect(reply.status, path).toBe(200)
  return reply.json()
}

async function untilRead(lookout: Lookout, total: number): Promise<void> {
  await expect
    .poll(async () => {
      const { items } = await get(lookout, '/api/sources')
      return { read: items[0]?.progress?.read, texts: items[0]?.text_index?.done === items[0]?.text_index?.total }
    })
    .toEqual({ read: total, texts: true })
}

async function expectConversation(lookout: Lookout, expected: ExpectedConversation): Promise<void> {
  const { first_message_starts, accumulated_cost, by_kind, by_source, ...plain } = expected
  const conversation = await get(lookout, `/api/conversations/${expected.id}`)
  expect(conversation).toMatchObject(plain)
  if (first_message_starts === null) expect(conversation.first_message).toBeNull()
  else expect(conversation.first_message.startsWith(first_message_starts), expected.id).toBe(true)
  if (accumulated_cost === null) expect(conversation.accumulated_cost).toBeNull()
  else expect(conversation.accumulated_cost).toBeCloseTo(accumulated_cost, 9)

  const { total, facets } = await get(lookout, `/api/conversations/${expected.id}/events/facets?facet_limit=100`)
  expect({ total, kinds: toCounts(facets.kind), sources: toCounts(facets.source) }, expected.id).toEqual({
    total: expected['event_count'],
    kinds: by_kind,
    sources: by_source,
  })
}

/** Secrets of the recorded servers: their keys as made for the recordings, and everything they had encrypted. */
const secrets = /gAAAAA|canary-secret-session-api-key|canary-secret-v\d/

async function expectNoSecret(lookout: Lookout, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const list = await get(lookout, `/api/conversations/${id}/events/search?limit=100`)
    for (const reply of [list, await get(lookout, `/api/conversations/${id}`)]) {
      expect(JSON.stringify(reply)).not.toMatch(secrets)
    }
  }
  expect(lookout.output()).not.toMatch(secrets)
  const written = await readdir(lookout.home, { recursive: true, withFileTypes: true })
  const files = written.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files).not.toEqual([])
  for (const file of files) expect(secrets.test((await readFile(file)).toString('latin1')), file).toBe(false)
}

for (const name of [
  'agent-server-1.58.0',
  'agent-server-1.58.0-running',
  'agent-server-1.11.4',
  'agent-server-1.11.4-running',
]) {
  test(`${name}: the API says what a plain count of the files says, and no secret`, async () => {
    // A file of ours, written by the recorder.
    const expected = JSON.parse(await readFile(join(expectedFolder, `${name}.json`), 'utf8')) as Expected
    const lookout = await startLookout({ sources: [await copyFixture(name)], args: ['--timezone', 'UTC'] })
    try {
      await untilRead(lookout, expected.total)
      expect(await get(lookout, '/api/conversations/count')).toBe(expected.total)
      const { facets } = await get(lookout, '/api/conversations/facets?facet_limit=100')
      expect(toCounts(facets.status)).toEqual(expected.by_status)
      expect(toCounts(facets.trigger)).toEqual(expected.by_trigger)
      expect(toCounts(facets.selected_repository)).toEqual(expected.by_repository)
      for (const conversation of expected.conversations) await expectConversation(lookout, conversation)
      await expectNoSecret(
        lookout,
        expected.conversations.map(({ id }) => id),
      )
    } finally {
      await lookout.stop()
    }
  })
}
