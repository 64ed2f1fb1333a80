import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { titles, toggle, events } from './elements.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation } from './planted.ts'

/** Keys of the recorded servers, as made for the recordings, and everything that they had encrypted. */
const secrets = /gAAAAA|canary-secret-session-api-key|canary-secret-v\d/

async function textsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await readFile(path)).toString('latin1')] as const)),
  )
}

for (const name of ['agent-server-1.58.0', 'agent-server-1.58.0-running', 'agent-server-1.11.4']) {
  test(`${name}: no key in any answer, on any page, in the index or in the output`, async ({ page, start, folder }) => {
    const directory = await copyFixture(name, folder)
    // Or this test would prove nothing.
    const recording = [...(await textsBelow(directory)).values()]
    expect(recording.some((text) => secrets.test(text))).toBe(true)
    const { url, home, output } = await start({ sources: [directory] })
    const get = async (path: string): Promise<string> => {
      const reply = await fetch(`${url}${path}`)
      expect(reply.status, path).toBe(200)
      const text = await reply.text()
      expect(secrets.exec(text)?.[0], path).toBeUndefined()
      return text
    }
    for (const path of ['/api/sources', '/server_info', '/api/conversations/facets?facet_limit=100']) await get(path)
    // The shapes of these replies are what the contract tests prove.
    const list = JSON.parse(await get('/api/conversations/search?limit=100&nested=false')) as {
      items: { id: string }[]
    }
    for (const [index, { id }] of list.items.entries()) {
      await get(`/api/conversations/${id}`)
      const path = `/api/conversations/${id}/events`
      let cursor: string | null = ''
      while (cursor !== null) {
        const found: string = await get(`${path}/search?limit=100${cursor && `&page_id=${encodeURIComponent(cursor)}`}`)
        const body = JSON.parse(found) as { items: { id: string }[]; next_page_id: string | null }
        await Promise.all(body.items.map(async (event) => get(`${path}/${event.id}?raw=true`)))
        cursor = body.next_page_id
      }
      // What a page shows comes from these answers: a few pages prove that it comes from nowhere else.
      if (index % 5 !== 0) continue
      await page.goto(`${url}/conversations/${id}?tab=events`)
      await expect(page.getByRole('tab', { name: 'Events' })).toHaveText(/Events \d/)
      expect(secrets.exec(await page.content())?.[0], id).toBeUndefined()
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
