import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExpectedConversation } from './expected.ts'
import { readEventFiles } from './oracle-events.ts'

/** A conversation as filters see it, from the plain count of a recording and from its files, without any code of Lookout. */
export interface Fact extends ExpectedConversation {
  /** The folder of the recording: its source. */
  readonly recording: string
  /** `key:value` each. */
  readonly tags: readonly string[]
  /** Seconds between the first and the last event; null without one. */
  readonly duration: number | null
  /** The text of all events, in lower case. */
  readonly text: string
}

/** All that is known of a recording's conversations; `directory` is its copy, event times without a zone are UTC. */
export async function readFacts(
  recording: string,
  directory: string,
  conversations: readonly ExpectedConversation[],
): Promise<readonly Fact[]> {
  const files = await readEventFiles(directory)
  return Promise.all(
    conversations.map(async (conversation) => {
      const events = [...(files.get(conversation.id)?.values() ?? [])]
      return {
        ...conversation,
        recording,
        tags: await readTags(join(directory, conversation.id, 'meta.json')),
        duration: spanOf(events),
        text: events.map((event) => JSON.stringify(event).toLowerCase()).join('\n'),
      }
    }),
  )
}

/** The recordings that have no such file have no tags either. */
async function readTags(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const { tags = {} } = JSON.parse(text) as { readonly tags?: Readonly<Record<string, string>> }
  return Object.entries(tags).map(([key, value]) => `${key}:${value}`)
}

function spanOf(events: readonly object[]): number | null {
  const times = events.flatMap((event) =>
    'timestamp' in event && typeof event.timestamp === 'string' ? Date.parse(`${event.timestamp}Z`) : [],
  )
  return times.length === 0 ? null : (Math.max(...times) - Math.min(...times)) / 1000
}

/** A filter as the address spells it, the chips that it makes, and what passes it. */
export interface FilterCase {
  readonly address: string
  readonly chips: readonly string[]
  readonly passes: (fact: Fact) => boolean
}

const at = (time: string | null): number => Date.parse(time ?? '')
const titled = (fact: Fact): string => (fact.title ?? fact.first_message_starts ?? '').toLowerCase()
const speaks = (fact: Fact, word: string): boolean => fact.text.includes(word) || titled(fact).includes(word)

/** Every key of the grammar, both signs, "none", and lists. Comparisons with what is unknown are false, as in the index. */
export const FILTER_CASES: readonly FilterCase[] = [
  { address: 'status=error', chips: ['Status is Error'], passes: ({ status }) => status === 'error' },
  {
    address: 'status=error,stuck',
    chips: ['Status is Error', 'Status is Stuck'],
    passes: ({ status }) => status === 'error' || status === 'stuck',
  },
  { address: '-status=idle', chips: ['Status is not Idle'], passes: ({ status }) => status !== 'idle' },
  { address: 'trigger=gui', chips: ['Trigger is GUI'], passes: ({ trigger }) => trigger === 'gui' },
  {
    address: 'trigger=(none),slack',
    chips: ['Trigger is none', 'Trigger is Slack'],
    passes: ({ trigger }) => trigger === null || trigger === 'slack',
  },
  { address: '-trigger=gui', chips: ['Trigger is not GUI'], passes: ({ trigger }) => trigger !== 'gui' },
  {
    address: 'repo=octo/shop,acme/shop',
    chips: ['Repository is octo/shop', 'Repository is acme/shop'],
    passes: ({ selected_repository: repo }) => repo === 'octo/shop' || repo === 'acme/shop',
  },
  {
    address: 'repo=(none)',
    chips: ['Repository is none'],
    passes: ({ selected_repository: repo }) => repo === null,
  },
  {
    address: '-repo=(none)',
    chips: ['Repository is not none'],
    passes: ({ selected_repository: repo }) => repo !== null,
  },
  { address: 'branch=main', chips: ['Branch is main'], passes: ({ selected_branch }) => selected_branch === 'main' },
  {
    address: '-branch=main',
    chips: ['Branch is not main'],
    passes: ({ selected_branch }) => selected_branch !== 'main',
  },
  {
    address: 'model=openai/gpt-4o',
    chips: ['Model is openai/gpt-4o'],
    passes: ({ llm_model }) => llm_model === 'openai/gpt-4o',
  },
  { address: '-model=(none)', chips: ['Model is not none'], passes: ({ llm_model }) => llm_model !== null },
  {
    address: 'provider=github',
    chips: ['Git provider is github'],
    passes: ({ git_provider }) => git_provider === 'github',
  },
  { address: 'provider=(none)', chips: ['Git provider is none'], passes: ({ git_provider }) => git_provider === null },
  {
    address: 'source=app-server-v0',
    chips: ['Source is app-server-v0'],
    passes: ({ recording }) => recording === 'app-server-v0',
  },
  {
    address: '-source=app-server-v0',
    chips: ['Source is not app-server-v0'],
    passes: ({ recording }) => recording !== 'app-server-v0',
  },
  { address: 'tag=pr:412', chips: ['Tag is pr:412'], passes: ({ tags }) => tags.includes('pr:412') },
  { address: 'tag=(none)', chips: ['Tag is none'], passes: ({ tags }) => tags.length === 0 },
  {
    address: '-tag=trigger:gui',
    chips: ['Tag is not trigger:gui'],
    passes: ({ tags }) => !tags.includes('trigger:gui'),
  },
  {
    address: 'parent=594c8d0865314a368e6675f78134c4b8',
    chips: ['Parent is 594c8d08…c4b8'],
    passes: (fact) => parentOf(fact) === '594c8d0865314a368e6675f78134c4b8',
  },
  { address: 'parent=(none)', chips: ['Parent is none'], passes: (fact) => parentOf(fact) === null },
  {
    address: 'title=release NOTES',
    chips: ['Title contains “release NOTES”'],
    passes: (fact) => titled(fact).includes('release notes'),
  },
  {
    address: '-title=release',
    chips: ['Title does not contain “release”'],
    passes: (fact) => !titled(fact).includes('release'),
  },
  { address: 'q=UnitTest', chips: ['Text contains “UnitTest”'], passes: (fact) => speaks(fact, 'unittest') },
  { address: '-q=unittest', chips: ['Text does not contain “unittest”'], passes: (fact) => !speaks(fact, 'unittest') },
  { address: 'errors=true', chips: ['Has errors'], passes: ({ error_count }) => error_count > 0 },
  { address: 'errors=false', chips: ['Has no errors'], passes: ({ error_count }) => error_count === 0 },
  {
    address: 'cost=0.05..0.5',
    chips: ['Cost from $0.05, below $0.50'],
    passes: ({ accumulated_cost: cost }) => cost !== null && cost >= 0.05 && cost < 0.5,
  },
  {
    address: 'cost=..0.01',
    chips: ['Cost below $0.01'],
    passes: ({ accumulated_cost: cost }) => cost !== null && cost < 0.01,
  },
  {
    address: 'duration=60..',
    chips: ['Duration from 1m'],
    passes: ({ duration }) => duration !== null && duration >= 60,
  },
  {
    address: 'duration=2..5',
    chips: ['Duration from 2s, below 5s'],
    passes: ({ duration }) => duration !== null && duration >= 2 && duration < 5,
  },
  {
    address: 'from=2026-11-22T15:00:00Z',
    chips: ['Updated: from Nov 22, 15:00'],
    passes: ({ updated_at }) => at(updated_at) >= at('2026-11-22T15:00:00Z'),
  },
  {
    address: 'from=2026-11-20T00:00:00Z&to=2026-11-21T12:00:00Z',
    chips: ['Updated: from Nov 20, 00:00, before Nov 21, 12:00'],
    passes: ({ updated_at }) =>
      at(updated_at) >= at('2026-11-20T00:00:00Z') && at(updated_at) < at('2026-11-21T12:00:00Z'),
  },
  {
    address: 'created_to=2026-11-20T00:00:00Z',
    chips: ['Created: before Nov 20, 00:00'],
    passes: ({ created_at }) => at(created_at) < at('2026-11-20T00:00:00Z'),
  },
]

/** V0 has no parents. */
function parentOf({ parent_conversation_id: parent = null }: Fact): unknown {
  return parent
}
