import type { Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'
import { plantMany } from './planted.ts'

const scrollOf = (page: Page) => page.evaluate(() => window.scrollY)

test('Back finds the list as it was left: its scroll, and the focus on the row that was opened', async ({
  page,
  start,
  folder,
}) => {
  await plantMany(folder, 60)
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  await expect(titles(page)).toHaveCount(50)
  const row = titles(page).nth(30)
  await row.scrollIntoViewIfNeeded()
  await page.mouse.wheel(0, 300)
  await expect.poll(() => scrollOf(page)).toBeGreaterThan(300)
  const left = await scrollOf(page)
  const name = await row.innerText()

  await row.click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused()
  expect(await scrollOf(page)).toBe(0)
  await page.goBack()
  await expect(row).toBeFocused()
  expect(await scrollOf(page)).toBe(left)

  // Another page of the list begins at its top, and the one before is found as it was.
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(titles(page)).toHaveCount(10)
  expect(await scrollOf(page)).toBe(0)
  await page.goBack()
  await expect(titles(page)).toHaveCount(50)
  await expect.poll(() => scrollOf(page)).toBeGreaterThan(left)
})

test('a text that was just typed does not call back who opens a conversation meanwhile', async ({
  page,
  context,
  recorded,
}) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  // The page of the conversation takes longer than the pause after which a text is asked for.
  const slowness = { offline: false, latency: 1500, downloadThroughput: -1, uploadThroughput: -1 }
  await network.send('Network.emulateNetworkConditions', slowness)
  await page.getByRole('searchbox', { name: 'Search' }).fill('README')
  const name = await titles(page).first().innerText()
  await titles(page).first().click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page).toHaveURL(/\/conversations\//)
})

test('typing in the search does not lead back to the top', async ({ page, start, folder }) => {
  await plantMany(folder, 60)
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  await expect(titles(page)).toHaveCount(50)
  await page.mouse.wheel(0, 60)
  await expect.poll(() => scrollOf(page)).toBe(60)
  await page.getByRole('searchbox', { name: 'Search' }).fill('Planted')
  await expect(page).toHaveURL(/q=Planted/)
  await expect(page.getByRole('table', { name: 'Conversations' })).toHaveAttribute('aria-busy', 'false')
  expect(await scrollOf(page)).toBeGreaterThan(0)
})

test('the navigation says where the reader is, and a modified click belongs to the browser', async ({
  page,
  recorded,
  context,
}) => {
  await page.goto(recorded.url)
  const home = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Conversations' })
  await expect(home).toHaveAttribute('aria-current', 'page')
  const opened = context.waitForEvent('page')
  await titles(page)
    .first()
    .click({ modifiers: ['ControlOrMeta'] })
  const tab = await opened
  await expect(tab).toHaveURL(/\/conversations\/\w+$/)
  await expect(page).toHaveURL(`${recorded.url}/`)
  await tab.close()

  await titles(page).first().click()
  await expect(page).toHaveURL(/\/conversations\/\w+$/)
  await expect(home).not.toHaveAttribute('aria-current', 'page')
})

test('a link to where one is makes no second step', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(page).toHaveURL(/\?status=error$/)
  const home = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Conversations' })
  for (let click = 0; click < 2; click += 1) {
    await home.click()
    await expect(page).toHaveURL(`${recorded.url}/`)
  }
  await page.goBack()
  await expect(page).toHaveURL(/\?status=error$/)
})

test.describe('ids that no source has', () => {
  test.use({ allowedConsole: [/status of 404/] })

  test('are read from the address as they are, whatever is in them', async ({ page, recorded }) => {
    for (const [segment, id] of [
      ['100%', '100%'],
      ['a%252Fb', 'a%2Fb'],
      ['a%2Fb%23%3F', 'a/b#?'],
      ['%E2%82%AC.html', '€.html'],
      ['%C3%28', '%C3%28'],
    ] as const) {
      await page.goto(`${recorded.url}/conversations/${segment}`)
      await expect(page.getByRole('heading', { level: 1, name: 'Unknown conversation' })).toBeVisible()
      await expect(page.getByRole('main').getByText(id, { exact: true })).toBeVisible()
    }
    await page.goto(`${recorded.url}/nowhere/at%all`)
    await expect(page.getByRole('heading', { level: 1, name: 'Nothing here' })).toBeVisible()
    await page.getByRole('link', { name: 'Back to all conversations' }).click()
    await expect(titles(page)).toHaveCount(20)
  })
})

test.describe('code that cannot be fetched', () => {
  test.use({ allowedConsole: [/ERR_FAILED|ERR_ABORTED|Failed to fetch dynamically/] })

  test('loads the document anew once, in case there is a newer build; then it says so, and Retry tries again', async ({
    page,
    recorded,
  }) => {
    const documents: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'document') documents.push(request.url())
    })
    await page.route('**/assets/detail-page-*.js', (route) => route.abort())
    await page.goto(recorded.url)
    await titles(page).first().click()
    await expect(page.getByRole('alert')).toContainText('This page failed')
    expect(documents).toEqual([`${recorded.url}/`, page.url()])
    await page.unroute('**/assets/detail-page-*.js')
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByRole('tab', { name: 'Transcript' })).toBeVisible()
    expect(documents).toHaveLength(2)
  })
})
