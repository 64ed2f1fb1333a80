import { badge, titles } from './elements.ts'
import { readExpected, type ExpectedConversation } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { countTokens } from './oracle-list.ts'

const RECORDED = 'agent-server-1.58.0'
const grouped = new Intl.NumberFormat('en-US')
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

function costOf(conversations: readonly ExpectedConversation[]): string {
  return dollars.format(conversations.reduce((sum, { accumulated_cost }) => sum + (accumulated_cost ?? 0), 0))
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

test('the title of the page names the statuses that are chosen, and how many there are', async ({ page, recorded }) => {
  const { by_status } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(page).toHaveTitle(`Error (${by_status['error']}) · Conversations`)
  await badge(page, 'Stuck').click()
  const count = (by_status['error'] ?? 0) + (by_status['stuck'] ?? 0)
  await expect(page).toHaveTitle(`Error or Stuck (${count}) · Conversations`)
})
