import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { titles, toggle, events } from './elements.ts'
import { everyAnswer } from './every-answer.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation } from './planted.ts'
import { plantV0Home, plantV1Home, secrets, V0_CONVERSATION, V1_CONVERSATION } from './planted-keys.ts'

async function textsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await readFile(path)).toString('latin1')] as const)),
  )
}

/** Texts of which a search has to find none. */
const WORDS = ['gAAAAA', 'canary-secret-session-api-key', 'canary-secret-v0', 'canary-secret-v1']

/** How a folder with keys is made, a conversation whose files hold some, and whether its events do. */
const PLACES: readonly (readonly [
  name: string,
  plant: (folder: string) => Promise<unknown>,
  id: string,
  isInEvents: boolean,
])[] = [
  ...['agent-server-1.58.0', 'agent-server-1.58.0-running', 'agent-server-1.11.4'].map(
    (name) =>
      [name, async (folder: string) => copyFixture(name, folder), '20e9881201564b7882cc0b7b523773dc', false] as const,
  ),
  ['an app server V0', plantV0Home, V0_CONVERSATION, true],
  ['an app server V1', plantV1Home, V1_CONVERSATION, true],
]

for (const [name, plant, id, isInEvents] of PLACES) {
  test(`${name}: no key in any answer, on any page, in the index or in the output`, async ({ page, start, folder }) => {
    await plant(folder)
    // Or this test would prove nothing.
    const planted = [...(await textsBelow(folder))].filter(([, text]) => secrets.test(text))
    expect(planted.some(([path]) => path.includes(id))).toBe(true)
    const { url, home, output } = await start({ sources: [folder] })
    let isMasked = false
    for await (const { path, text } of everyAnswer(url, WORDS)) {
      isMasked ||= /\*{10}|\[redacted\]/.test(text)
      expect(secrets.exec(text)?.[0], path).toBeUndefined()
      if (path.startsWith('/api/search')) expect(JSON.parse(text)).toMatchObject({ total: 0 })
    }
    expect(isMasked).toBe(isInEvents)
    // What a page shows comes from these answers: a few pages prove that it comes from nowhere else.
    await page.goto(url)
    await expect(titles(page).first()).toBeVisible()
    expect(secrets.exec(await page.content())?.[0]).toBeUndefined()
    for (const tab of ['transcript', 'events', 'raw']) {
      await page.goto(`${url}/conversations/${id}?tab=${tab}`)
      await expect(page.getByRole('tab', { name: 'Events' })).toHaveText(/Events \d/)
      expect(secrets.exec(await page.content())?.[0], tab).toBeUndefined()
    }
    const written = await textsBelow(home)
    expect([...written.keys()].some((path) => path.includes('cache'))).toBe(true)
    for (const [path, text] of written) expect(secrets.exec(text)?.[0], path).toBeUndefined()
    expect(secrets.exec(output())?.[0]).toBeUndefined()
  })
}

test('keys planted in state and events stay hidden; what an agent printed itself is shown and found', async ({
  page,
  start,
  folder,
}) => {
  const id = conversationId(1)
  const key = 'canary-secret-v1-llm-key'
  const [call, answer] = command('env', 'TOKEN=canary-secret-in-output', 1)
  const nested = {
    ...call,
    summary: 'gAAAAABcanarycanarycanarycanarycanary==',
    tool_call: { arguments: `{"api_key":"${key}"}` },
  }
  await plantConversation(folder, { id, title: 'Keys', events: [message('Go'), nested, answer ?? {}] })
  const state = {
    id,
    execution_status: 'finished',
    agent: { llm: { model: 'm', api_key: key } },
    secret_registry: { a: key },
  }
  await writeFile(join(folder, id, 'base_state.json'), JSON.stringify(state))
  const { url, home, output } = await start({ sources: [folder] })

  await page.goto(url)
  await page.getByRole('searchbox', { name: 'Search' }).fill('canary-secret-in-output')
  await expect(titles(page)).toHaveText(['Keys'])
  await titles(page).click()
  const row = events(page).filter({ hasText: 'terminal' })
  await toggle(row)
  await expect(row.getByRole('group', { name: 'Output' })).toHaveText('TOKEN=canary-secret-in-output')
  await row.getByRole('button', { name: 'JSON', exact: true }).click()
  await expect(row).toContainText('[redacted]')
  expect(secrets.exec(await page.content())?.[0]).toBeUndefined()

  await page.goto(url)
  await page.getByRole('searchbox', { name: 'Search' }).fill(key)
  await expect(page.getByRole('heading', { name: 'No conversation matches' })).toBeVisible()
  for (const [path, text] of await textsBelow(home)) expect(secrets.exec(text)?.[0], path).toBeUndefined()
  expect(output()).not.toContain('canary-secret')
})
