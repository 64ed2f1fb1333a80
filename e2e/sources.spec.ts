import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright/test'
import { startPlantedAgentServer } from '../src/sources/agent-server/planted-agent-server.ts'
import { titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'
import { command, conversationId, message, plantConversation, plantEvent } from './planted.ts'

const RECORDING = fileURLToPath(new URL('fixtures/agent-server-1.58.0', import.meta.url))

const cards = (page: Page) => page.getByRole('list', { name: 'Sources' }).locator('> li')
const card = (page: Page, hasText: string) => cards(page).filter({ hasText })
const fact = (page: Page, of: string, name: string) =>
  card(page, of)
    .locator('dl > div')
    .filter({ has: page.locator('dt').getByText(name, { exact: true }) })
    .locator('dd')

/** The address of a port where nobody listens: it was free a moment ago. */
async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens at a port, not at a pipe
  await new Promise((resolve) => void server.close(resolve))
  return `http://127.0.0.1:${port}`
}

async function plantTorn(folder: string): Promise<string> {
  await plantConversation(folder, {
    id: conversationId(1),
    title: 'Torn',
    events: [message('Hi'), ...command('ls', 'a', 1)],
  })
  await plantEvent(folder, conversationId(1), 3, '{"id": "torn')
  return folder
}

test('each source with what its files hold, a torn file with its reason, a server that is away with why', async ({
  page,
  start,
  folder,
}) => {
  const recording = await copyFixture('agent-server-1.58.0')
  const away = await closedAddress()
  const { url } = await start({ sources: [recording, await plantTorn(folder), away] })
  await page.goto(url)
  await expect(titles(page)).not.toHaveCount(0)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sources' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeFocused()
  await expect(cards(page)).toHaveCount(3)
  await expect(page.getByText('3 sources, 1 not reachable')).toBeVisible()

  const { total, events } = await readExpected('agent-server-1.58.0')
  await expect(card(page, recording)).toContainText('Directory of an Agent Server')
  await expect(card(page, recording)).toContainText('Reachable')
  await expect(fact(page, recording, 'Events')).toHaveText(String(events))
  await expect(fact(page, recording, 'Searchable')).toHaveText('all events')
  await expect(fact(page, recording, 'Last read').locator('time')).toHaveAttribute('datetime', /Z$/)

  const torn = card(page, folder)
  await expect(fact(page, folder, 'Events')).toHaveText('4')
  await torn.getByText('1 unreadable file').click()
  await expect(torn.getByText(/event-00003-.*\.json: .*not valid JSON/)).toBeVisible()

  await expect(card(page, away)).toContainText('Not reachable')
  await expect(card(page, away)).toContainText('Nothing answers at')
  await expect(fact(page, away, 'Conversations')).toHaveText('unknown')
  await expect(fact(page, away, 'Last read')).toHaveText('not yet')

  const link = fact(page, recording, 'Conversations').getByRole('link')
  await expect(link).toHaveText(new RegExp(`^${total}\\b`))
  await link.click()
  await expect(page).toHaveURL(/\/\?source=/)
  await expect(titles(page)).toHaveCount(total)
})

test('the list says in its footer where to read more, and leads there', async ({ page, start, folder }) => {
  const { url } = await start({ sources: [await plantTorn(folder)] })
  await page.goto(url)
  await expect(titles(page)).toHaveText(['Torn'])
  await page.getByRole('link', { name: 'See sources' }).click()
  await expect(page).toHaveURL(`${url}/sources`)
  await expect(page.getByText('1 unreadable file')).toBeVisible()
})

test('a first look shows how far it is, and is done by itself', async ({ page, start }) => {
  const upstream = await startPlantedAgentServer(RECORDING)
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => (release = resolve))
  const list = '/api/conversations/search'
  upstream.plant(list, { until, body: JSON.stringify({ items: [...upstream.rows.values()], next_page_id: null }) })
  const { url } = await start({ sources: [upstream.url], isRead: false })
  await page.goto(`${url}/sources`)
  const total = upstream.rows.size
  await expect(page.getByRole('progressbar', { name: 'Reading conversations' })).toHaveAttribute('max', String(total))
  await expect(page.getByText(`Reading conversations: 0 of ${total}`)).toBeVisible()
  await expect(page.getByText('Being read for the first time')).toBeVisible()
  await expect(fact(page, upstream.url, 'Conversations')).toHaveText('unknown')
  release()
  await expect(card(page, upstream.url)).toContainText('Reachable')
  await expect(page.getByRole('progressbar', { name: 'Reading conversations' })).toBeHidden()
  await expect(fact(page, upstream.url, 'Conversations')).toHaveText(new RegExp(`^${total}\\b`))
  await upstream.close()
})

for (const width of widthsOf([320, 768, 1440])) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('the sources have no serious finding, and every page can be reached', async ({
      page,
      start,
      folder,
      expectAccessible,
    }) => {
      const { url } = await start({ sources: [await plantTorn(folder), await closedAddress()] })
      await page.goto(`${url}/sources`)
      await page.getByText('1 unreadable file').click()
      await expectAccessible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
      await expect(links).toHaveText(['Conversations', 'Search', 'Sources'])
      for (const link of await links.all()) await expect(link).toBeInViewport({ ratio: 1 })
      for (const [name, heading] of [
        ['Search', 'Search'],
        ['Conversations', 'Conversations'],
      ] as const) {
        await links.filter({ hasText: name }).focus()
        await page.keyboard.press('Enter')
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused()
        await expect(links.filter({ hasText: name })).toHaveAttribute('aria-current', 'page')
      }
    })
  })
}
