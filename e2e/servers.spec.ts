import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPlantedAgentServer } from '../src/sources/agent-server/planted-agent-server.ts'
import { badge, events, rowOf, titles, toggle } from './elements.ts'
import { expect, test as base } from './lookout.ts'

const RECORDING = fileURLToPath(new URL('fixtures/agent-server-1.58.0', import.meta.url))
const KEY = 'canary-key-of-a-server'
const LONG = 'b1a22ffd655e49fb8703208224f05cea'

interface ServerFixtures {
  readonly key: string | undefined
  /** An Agent Server over the recorded conversations, which the end of the test stops. */
  readonly upstream: Awaited<ReturnType<typeof startPlantedAgentServer>>
}

const test = base.extend<ServerFixtures>({
  key: [undefined, { option: true }],
  upstream: async ({ key }, use) => {
    const upstream = await startPlantedAgentServer(RECORDING, key)
    await use(upstream)
    await upstream.close()
  },
})

/** Where a server at this address takes its key from. */
const variableOf = (url: string) => `LOOKOUT_KEY_${new URL(url).host.replaceAll(/[^a-z0-9]/gi, '_')}`

async function writeConfig(folder: string, text: string): Promise<string> {
  const file = join(folder, 'lookout.yaml')
  await writeFile(file, text)
  return file
}

test('a server is a source like a directory: its rows, its counts, and every event', async ({
  page,
  start,
  upstream,
}) => {
  const { url } = await start({ sources: [upstream.url] })
  await page.goto(url)
  await expect(titles(page)).toHaveCount(20)
  await expect(badge(page, 'Finished')).toHaveText('Finished 11')
  await rowOf(page, 'Rename get_user to fetch_user').getByRole('link').click()
  await expect(page.getByRole('tab', { name: 'Events' })).toHaveText('Events 131')
  await toggle(events(page).filter({ hasText: 'terminal' }).first())
  await expect(page.getByRole('button', { name: 'Copy JSON' }).first()).toBeVisible()
  expect(upstream.woken).toEqual([])
  expect(new Set(upstream.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
})

test('a conversation whose events nobody has read says so, and they come when it is opened', async ({
  page,
  start,
  folder,
  upstream,
}) => {
  const config = await writeConfig(folder, `event_budget: 0\nsources:\n  - url: ${upstream.url}\n`)
  const { url } = await start({ args: ['--config', config] })
  await page.goto(url)
  const row = rowOf(page, 'Rename get_user to fetch_user')
  await expect(row).toContainText('unknown')
  expect(upstream.requests.filter(({ path }) => path.includes('download'))).toEqual([])
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => (release = resolve))
  const download = `/api/file/download-trajectory/${String(upstream.rows.get(LONG)?.id)}`
  upstream.plant(download, { until, status: 500, body: '{}' })
  await row.getByRole('link').click()
  await expect(page.getByText('Not read yet')).not.toHaveCount(0)
  await expect(page.getByText('They appear here as soon as they are there.')).toBeVisible()
  release()
  await expect(page.getByText('(500)')).not.toHaveCount(0)
})

test.describe('with a key', () => {
  test.use({ key: KEY })

  test('it goes to the server and nowhere else', async ({ page, start, upstream }) => {
    const { url, output } = await start({ sources: [upstream.url], env: { [variableOf(upstream.url)]: KEY } })
    await page.goto(`${url}/conversations/${LONG}`)
    await expect(page.getByRole('tab', { name: 'Events' })).toHaveText('Events 131')
    for (const path of ['/api/sources', '/api/conversations/search', `/api/conversations/${LONG}`])
      expect(await (await fetch(url + path)).text()).not.toContain(KEY)
    expect(await page.content()).not.toContain(KEY)
    expect(output()).not.toContain(KEY)
    expect(upstream.requests.every(({ path }) => !path.includes(KEY))).toBe(true)
  })

  test('without it the page names the way to give it', async ({ page, folder, start, upstream }) => {
    await mkdir(join(folder, 'conversations'))
    const { url } = await start({ sources: [join(folder, 'conversations'), upstream.url] })
    await page.goto(url)
    await expect(page.getByText(variableOf(upstream.url)).first()).toBeVisible()
  })
})

test('a server that goes away keeps its rows, and says why it cannot be read', async ({
  page,
  start,
  upstream,
  folder,
}) => {
  const source = `  - url: ${upstream.url}\n    name: build box\n    interval: 1s\n`
  const config = await writeConfig(folder, `sources:\n${source}`)
  const { url } = await start({ args: ['--config', config] })
  await page.goto(url)
  await expect(titles(page)).toHaveCount(20)
  await upstream.close()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('build box cannot be read: Nothing answers at')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(titles(page)).toHaveCount(20)
})

test('what is deleted on the server is shown as gone, and can still be read', async ({
  page,
  start,
  upstream,
  folder,
}) => {
  const config = await writeConfig(folder, `sources:\n  - url: ${upstream.url}\n    interval: 1s\n`)
  const { url } = await start({ args: ['--config', config] })
  await page.goto(`${url}/conversations/${LONG}`)
  await expect(page.getByRole('tab', { name: 'Events' })).toHaveText('Events 131')
  upstream.rows.delete(LONG)
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Its source no longer has it')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(page.getByRole('tab', { name: 'Events' })).toHaveText('Events 131')
  await toggle(events(page).filter({ hasText: 'terminal' }).first())
  await expect(page.getByRole('button', { name: 'Copy JSON' }).first()).toBeVisible()
})
