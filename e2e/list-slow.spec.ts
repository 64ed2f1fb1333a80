import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

test('an answer that takes long is said, and can be cancelled and asked for again', async ({
  page,
  context,
  recorded,
}) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const slowness = { offline: false, latency: 600_000, downloadThroughput: -1, uploadThroughput: -1 }
  await network.send('Network.emulateNetworkConditions', slowness)
  await badge(page, 'Error').click()
  await page.getByText('Still working').getByRole('button', { name: 'Cancel' }).click()
  const notice = page.getByRole('status').filter({ hasText: 'You cancelled what the address asks for' })
  await expect(notice).toBeVisible()
  await expect(titles(page)).toHaveCount(20)
  await network.send('Network.emulateNetworkConditions', { ...slowness, latency: 0 })
  await notice.getByRole('button', { name: 'Retry' }).click()
  await expect(titles(page)).toHaveCount(3)
  await expect(notice).toBeHidden()
})
