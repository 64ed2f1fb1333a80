import { badge, expectWholeList, titles } from './elements.ts'
import { expect, test } from './lookout.ts'
import { conversationId, plantConversation, plantMany } from './planted.ts'

test('no source given: the bundled sample, and the page says so', async ({ page, start }) => {
  const { url } = await start()
  await page.goto(url)
  await expect(page.getByText('This is the bundled sample')).toBeVisible()
  await expect(titles(page)).toHaveCount(50)
  await expect(page.getByText('109 conversations, 103 rows')).toBeVisible()
})

test('an empty directory: where Lookout looked and what to do, then the first conversation by itself', async ({
  page,
  context,
  start,
  folder,
}) => {
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'No conversations yet' })).toBeVisible()
  await expect(page.getByText(folder)).toBeVisible()
  await expect(page.getByText('npm start -- path/to/conversations')).toBeVisible()
  await expect(badge(page, 'Error')).toHaveText('Error 0')
  await plantConversation(folder, { id: conversationId(1), title: 'The first one' })
  await expect.poll(async () => (await fetch(`${url}/api/conversations/${conversationId(1)}`)).status).toBe(200)
  // The page asks every 30 s where nothing goes on, and at once when a lost connection returns.
  await context.setOffline(true)
  await context.setOffline(false)
  await expect(titles(page)).toHaveText(['The first one'])
})

test('nothing matches: the way out with what it would find', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?repo=octo/shop&status=stuck`)
  await expect(page.getByRole('heading', { name: 'No conversation matches' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'without Repository: 1' })).toBeVisible()
  await page.getByRole('button', { name: 'without Status: 5' }).click()
  await expect(page).toHaveURL(/\?repo=octo\/shop$/)
  await expect(titles(page)).toHaveCount(5)
})

test('while the first answer is on its way there is a skeleton, and neither 0 nor "empty"', async ({
  page,
  context,
  recorded,
}) => {
  await page.goto(`${recorded.url}/nowhere`)
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  // A slow network: nothing is intercepted, everything takes its time.
  const slow = { offline: false, latency: 2500, downloadThroughput: -1, uploadThroughput: -1 }
  await network.send('Network.emulateNetworkConditions', slow)
  await page.getByRole('link', { name: 'Back to all conversations' }).click()
  await expect(page.getByRole('status', { name: 'Loading conversations' })).toBeVisible()
  await expect(badge(page, 'Error')).toHaveText('Error')
  await expect(page.getByRole('heading', { name: 'No conversations yet' })).toBeHidden()
  await expect(titles(page)).toHaveCount(20)
  await expect(badge(page, 'Error')).toHaveText('Error 3')
})

test.describe('a server that ends while the page is open', () => {
  test.use({ allowedConsole: [/ERR_CONNECTION_REFUSED/] })

  test('the rows stay, the page says how old they are, and Retry finds the server again', async ({
    page,
    start,
    folder,
  }) => {
    await plantMany(folder, 3)
    const first = await start({ sources: [folder] })
    await page.goto(first.url)
    await expect(titles(page)).toHaveCount(3)
    await expectWholeList(page)
    await first.stop()
    await page.getByRole('button', { name: 'Refresh' }).click()
    const notice = page.getByRole('status').filter({ hasText: 'The server cannot be reached.' })
    await expect(notice).toContainText('What you see is from')
    await expect(titles(page)).toHaveCount(3)
    await expect(badge(page, 'Finished')).toHaveText('Finished 3')

    // A list that was never loaded: the failure in its place, the filters stay usable.
    await badge(page, 'Error').click()
    await expect(page).toHaveURL(/status=error/)
    await expect(badge(page, 'Error')).toHaveAttribute('aria-pressed', 'true')
    await page.goBack()
    await expect(titles(page)).toHaveCount(3)

    await start({ sources: [folder], args: ['--port', new URL(first.url).port] })
    await notice.getByRole('button', { name: 'Retry' }).click()
    await expect(notice).toBeHidden()
    await expect(titles(page)).toHaveCount(3)
  })
})
