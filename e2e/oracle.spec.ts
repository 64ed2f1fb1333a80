import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mergeExpected, readExpected } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { expectConversation, expectSearch, readEventFiles } from './oracle-events.ts'
import { asking, expectList, expectSources } from './oracle-list.ts'

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
  const ids = ['sample-agent-server', 'sample-app-server-v0', 'sample-app-server-v1']
  const merged = mergeExpected(await readAll(ids, names))
  const { url, output } = await start({ env: { TZ: 'Asia/Tokyo' } })
  expect(output()).toContain('showing the bundled sample')
  const ask = asking(url)
  await expectList(ask, merged)
  await expectSources(ask, merged)
  const directories = names.map((name) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))
  const files = new Map((await Promise.all(directories.map(readEventFiles))).flatMap((found) => [...found]))
  for (const word of WORDS) await expectSearch(ask, files, word)
  const { items } = await ask.json('/api/sources')
  expect(items).toMatchObject(directories.map((location, at) => ({ id: ids[at], location, sample: true })))
})

test('the home of OpenHands: each family is a source, and what lies in two places is one row', async ({
  start,
  folder,
}) => {
  test.slow()
  const names = ['agent-server-1.11.4', 'agent-server-1.58.0', 'app-server-v0', 'app-server-v1']
  const ids = ['agent-server-1-11-4', 'openhands', 'openhands-v0', 'openhands-v1']
  const [other = '', server = '', v0 = '', v1 = ''] = await Promise.all(names.map((name) => copyFixture(name, folder)))
  const home = join(folder, 'home/.openhands')
  await mkdir(join(home, '..'))
  await rename(v1, home)
  await rename(server, join(home, 'conversations'))
  await rename(v0, join(home, 'sessions'))
  const { url, output } = await start({ env: { HOME: join(home, '..'), OPENHANDS_CONVERSATIONS_DIR: other } })
  const merged = mergeExpected(await readAll(ids, names))
  expect(merged.total).toBe(109)
  await expectList(asking(url), merged)
  await expectSources(asking(url), merged)
  const folders = [other, ...['conversations', 'sessions', 'v1_conversations'].map((name) => join(home, name))]
  const files = new Map(
    await Promise.all(folders.map(async (path, at) => [ids[at], await readEventFiles(path)] as const)),
  )
  for (const conversation of merged.conversations) {
    const source = merged.sightings.get(conversation.id)?.[0]?.source
    await expectConversation(asking(url), conversation, files.get(source)?.get(conversation.id))
  }
  const { items } = await asking(url).json('/api/sources')
  expect(items).toMatchObject([
    { id: ids[0], dialect: 'agent-server-directory', location: other },
    { id: ids[1], dialect: 'agent-server-directory', location: join(home, 'conversations') },
    { id: ids[2], dialect: 'v0-directory', location: join(home, 'sessions') },
    { id: ids[3], dialect: 'v1-directory', location: home },
  ])
  expect(output()).not.toContain('sample')
})

async function readAll(ids: readonly string[], names: readonly string[]) {
  return Promise.all(names.map(async (name, at) => [ids[at] ?? name, await readExpected(name)] as const))
}
