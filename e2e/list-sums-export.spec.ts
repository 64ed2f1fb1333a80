import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright/test'
import { badge, expectWholeList, titles } from './elements.ts'
import { readExpected, type ExpectedConversation } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { countTokens, expectAll, expectTable } from './oracle-list.ts'
import { conversationId, plantConversation, plantMany } from './planted.ts'

const RECORDED = 'agent-server-1.58.0'
const grouped = new Intl.NumberFormat('en-US')
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

function costOf(conversations: readonly ExpectedConversation[]): string {
  return dollars.format(conversations.reduce((sum, { accumulated_cost }) => sum + (accumulated_cost ?? 0), 0))
}

/** Presses a link of the popup "Export" and reads what the browser saves. */
async function download(
  page: Page,
  format: 'CSV' | 'JSONL',
): Promise<{ readonly file: Download; readonly text: string }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const link = page.getByRole('dialog', { name: 'Export' }).getByRole('link', { name: format })
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { file, text: await readFile(await file.path(), 'utf8') }
}

test('cost, events and tokens of all matches, of the filter, and of no match', async ({ page, recorded }) => {
  const { conversations, events } = await readExpected(RECORDED)
  await page.goto(`${recorded.url}/?size=25`)
  const tokens = grouped.format(await countTokens(RECORDED))
  await expect(
    page.getByText(`${costOf(conversations)} · ${grouped.format(events)} events · ${tokens} tokens`, { exact: true }),
  ).toBeVisible()

  const failed = conversations.filter(({ status }) => status === 'error')
  const failedEvents = failed.reduce((sum, { event_count }) => sum + event_count, 0)
  await badge(page, 'Error').click()
  await expect(page.getByText(`${costOf(failed)} · ${failedEvents} events · `)).toBeVisible()
  await badge(page, 'Error').click()
  await badge(page, 'Deleting').click()
  await expect(page.getByRole('heading', { name: 'No conversation matches' })).toBeVisible()
  await expect(page.getByText(/ events · /)).toBeHidden()
})

test('what some conversations do not say is said', async ({ page, start, folder }) => {
  const { conversations } = await readExpected('app-server-v0')
  const unknown = conversations.filter(({ accumulated_cost }) => accumulated_cost === null).length
  expect(unknown).toBeGreaterThan(0)
  const { url } = await start({ sources: [await copyFixture('app-server-v0', folder)] })
  await page.goto(url)
  await expect(page.getByText(new RegExp(`^\\${costOf(conversations)} · .* unknown for ${unknown}`))).toBeVisible()
})

test.describe('sums that cannot be had', () => {
  test.use({ allowedConsole: [/ERR_BLOCKED_BY_CLIENT/] })

  test('say so, take nothing with them, and come when they are asked for again', async ({
    page,
    context,
    recorded,
  }) => {
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    await network.send('Network.setBlockedURLs', { urls: ['*/api/conversations/sums*'] })
    await page.goto(recorded.url)
    const failure = page.getByRole('status').filter({ hasText: 'Sums could not be loaded' })
    await expect(failure).toBeVisible()
    await expect(titles(page)).toHaveCount(20)
    await network.send('Network.setBlockedURLs', { urls: [] })
    await failure.getByRole('button', { name: 'Load again' }).click()
    await expect(page.getByText(/ events · /)).toBeVisible()
    await expect(failure).toBeHidden()
  })
})

test('both files hold every conversation, not just the page, newest first', async ({ page, start, folder }) => {
  await plantMany(folder, 60)
  const { url } = await start({ sources: [folder], args: ['--timezone', 'UTC'] })
  await page.goto(`${url}/?size=25&sort=title`)
  const all = Array.from({ length: 60 }, (_, index) => `Planted ${String(60 - index).padStart(3, '0')}`)
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('dialog', { name: 'Export' })).toContainText('All 60 conversations, of every page')
  await page.keyboard.press('Escape')

  const jsonl = await download(page, 'JSONL')
  expect(jsonl.file.suggestedFilename()).toBe('conversations.jsonl')
  const rows = jsonl.text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly title: string }).title) // rows of ours
  expect(rows).toEqual(all)
  const csv = await download(page, 'CSV')
  expect(csv.file.suggestedFilename()).toBe('conversations.csv')
  expect([...csv.text.matchAll(/"(Planted \d+)"/g)].map(([, title]) => title)).toEqual(all)
})

test('the files obey the filters, sub-conversations included, and say what the plain count says', async ({
  page,
  recorded,
}) => {
  const { conversations } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  expectTable((await download(page, 'CSV')).text, conversations)

  const chosen = conversations.filter(
    ({ status, trigger }) => (status === 'finished' || status === 'error') && trigger !== 'slack',
  )
  expect(chosen.length).toBeGreaterThan(1)
  await page.goto(`${recorded.url}/?status=finished,error&-trigger=slack&from=-9000d&size=25`)
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('dialog', { name: 'Export' })).toContainText(
    `All ${chosen.length} conversations under these filters`,
  )
  await page.keyboard.press('Escape')
  const { text } = await download(page, 'JSONL')
  expectAll(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    chosen,
  )
  expectTable((await download(page, 'CSV')).text, chosen)
})

test('a title that a spreadsheet would take for a formula is text', async ({ page, start, folder }) => {
  await plantConversation(folder, { id: conversationId(1), title: '=HYPERLINK("http://x.example","click")' })
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  const { text } = await download(page, 'CSV')
  expect(text).toContain(`"'=HYPERLINK(""http://x.example"",""click"")"`)
  expect(text).not.toMatch(/(^|,|")=/m)
})

test.describe('behind a token', () => {
  test.use({ allowedConsole: [/status of 401/] })

  test('a signed-in browser downloads as it reads', async ({ page, start, folder }) => {
    await plantMany(folder, 3)
    const { url } = await start({ sources: [folder], env: { LOOKOUT_TOKEN: 'canary-token-of-the-export' } })
    await page.goto(url)
    await page.getByLabel('Access token').fill('canary-token-of-the-export')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(titles(page)).toHaveCount(3)
    const { text } = await download(page, 'JSONL')
    expect(text.trimEnd().split('\n')).toHaveLength(3)
  })
})

test.describe('a server that is gone', () => {
  test.use({ allowedConsole: [/ERR_CONNECTION_REFUSED/] })

  test('the popup says why there is nothing to download', async ({ page, start, folder }) => {
    await plantMany(folder, 3)
    const { url, stop } = await start({ sources: [folder] })
    await page.goto(url)
    await expect(titles(page)).toHaveCount(3)
    const popup = page.getByRole('dialog', { name: 'Export' })
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(popup.getByRole('link')).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expectWholeList(page)
    await stop()
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(popup.getByRole('alert')).toContainText('The list cannot be exported now')
    await expect(popup.getByRole('link')).toHaveCount(0)
  })
})

test('the title of the page names the statuses that are chosen, and how many there are', async ({ page, recorded }) => {
  const { by_status } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(page).toHaveTitle(`Error (${by_status['error']}) · Conversations`)
  await badge(page, 'Stuck').click()
  const count = (by_status['error'] ?? 0) + (by_status['stuck'] ?? 0)
  await expect(page).toHaveTitle(`Error or Stuck (${count}) · Conversations`)
})
