import { fileURLToPath } from 'node:url'
import { readExpected, sumExpected } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { expectConversation, expectSearch, readEventFiles } from './oracle-events.ts'
import { asking, expectList } from './oracle-list.ts'

/** Each is in events of one recording at least. */
const WORDS = ['unittest', 'cart.py', 'canary-secret-in']

for (const name of [
  'agent-server-1.58.0',
  'agent-server-1.58.0-running',
  'agent-server-1.11.4',
  'agent-server-1.11.4-running',
  'app-server-v0',
  'app-server-v1',
]) {
  test(`${name}: every route says what a plain count of the files says`, async ({ start, folder }) => {
    const expected = await readExpected(name)
    const directory = await copyFixture(name, folder)
    const { url } = await start({ sources: [directory], args: ['--timezone', 'UTC'] })
    await expectList(asking(url), expected)
    const files = await readEventFiles(directory)
    for (const conversation of expected.conversations)
      await expectConversation(asking(url), conversation, files.get(conversation.id))
    for (const word of WORDS) await expectSearch(asking(url), files, word)
  })
}

test('the sample says what a plain count of its three recordings says', async ({ start }) => {
  const names = ['agent-server-1.58.0', 'app-server-v0', 'app-server-v1']
  const each = await Promise.all(names.map(readExpected))
  const { url, output } = await start({ env: { TZ: 'Asia/Tokyo' } })
  expect(output()).toContain('showing the bundled sample')
  const ask = asking(url)
  await expectList(ask, sumExpected(each))
  const directories = names.map((name) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))
  const files = new Map((await Promise.all(directories.map(readEventFiles))).flatMap((found) => [...found]))
  for (const word of WORDS) await expectSearch(ask, files, word)
  const { items } = await ask.json('/api/sources')
  expect(items).toMatchObject(
    directories.map((location, at) => ({
      location,
      sample: true,
      conversation_count: each[at]?.total,
      event_count: each[at]?.events,
    })),
  )
  expect(new Set(items.map((source: { name: string }) => source.name)).size).toBe(3)
})
