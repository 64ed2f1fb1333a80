import { badge, eventRow, events, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

test('list, filter, conversation, errors, an event, and Back to the very list', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await badge(page, 'Finished').click()
  await expect(titles(page)).toHaveCount(11)
  const link = page.getByRole('link', { name: 'Run linter, types and deploy' })
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run linter, types and deploy' })).toBeFocused()

  const next = page.getByRole('button', { name: 'Next error' })
  const [view, edit, deploy] = ['does/not/exist.py', 'README.md +1', 'deploystaging'].map((text) =>
    events(page).filter({ hasText: text }),
  )
  if (!view || !edit || !deploy) throw new Error('three texts make three rows')
  for (const error of [view, edit, deploy]) {
    await next.click()
    await expect(error).toHaveAttribute('aria-current', 'true')
    await expect(error.getByRole('button').first()).toBeFocused()
  }
  await page.getByRole('button', { name: 'Previous error' }).click()
  await expect(edit).toHaveAttribute('aria-current', 'true')

  await deploy.getByRole('button').first().click()
  await expect(deploy.getByRole('group', { name: 'Error' })).toContainText("Tool 'deploy' not found")
  const id = await deploy.getAttribute('data-event-id')
  await deploy.getByRole('link', { name: 'Open in Raw' }).click()
  await expect(page).toHaveURL(
    `${recorded.url}/conversations/eff2e24295db4b0b821dd8853805d54b/events/${id}?status=finished&tab=raw`,
  )
  await expect(page.getByRole('tabpanel')).toContainText('call_t2_52_0')

  await page.goBack()
  await expect(eventRow(page, id ?? '')).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/?status=finished`)
  await expect(titles(page)).toHaveCount(11)
  await expect(link).toBeFocused()
})

test('quick steps from error to error lose none', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/eff2e24295db4b0b821dd8853805d54b`)
  await expect(events(page)).toHaveCount(10)
  await page.evaluate(() => {
    for (let step = 0; step < 3; step += 1)
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }))
  })
  await expect(events(page).filter({ hasText: 'deploystaging' })).toHaveAttribute('aria-current', 'true')
})

test('the link "Conversations" leads back to the filtered list as well', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?repo=octo/shop&sort=created`)
  await page.getByRole('link', { name: 'Release notes for v2.3.0' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Release notes for v2.3.0' })).toBeVisible()
  await page.getByRole('link', { name: 'Conversations' }).and(page.locator('main *')).click()
  await expect(page).toHaveURL(`${recorded.url}/?repo=octo/shop&sort=created`)
  await expect(titles(page)).toHaveCount(5)
})

test('next and previous conversation follow the list', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?status=error&sort=title`)
  await expect(titles(page)).toHaveText(['Perfect the README', 'Release notes for v2.3.0', 'Upgrade payment client'])
  await titles(page).first().click()
  await expect(page.getByText('1 of 3')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Previous conversation' })).toBeDisabled()
  await page.getByRole('button', { name: 'Next conversation' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Release notes for v2.3.0' })).toBeVisible()
  await page.keyboard.press('Shift+J')
  await expect(page.getByRole('heading', { level: 1, name: 'Upgrade payment client' })).toBeVisible()
  await expect(page.getByText('3 of 3')).toBeVisible()
  await page.goBack()
  await expect(titles(page)).toHaveCount(3)
})

test('quick steps from conversation to conversation lose none', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?status=error&sort=title`)
  await titles(page).first().click()
  await expect(page.getByText('1 of 3')).toBeVisible()
  await page.evaluate(() => {
    for (const key of ['J', 'J', 'K', 'J'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  })
  await expect(page.getByRole('heading', { level: 1, name: 'Upgrade payment client' })).toBeVisible()
  await expect(page.getByText('3 of 3')).toBeVisible()
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+K')
  await expect(page.getByRole('heading', { level: 1, name: 'Release notes for v2.3.0' })).toBeVisible()
  await expect(page.getByText('2 of 3')).toBeVisible()
})

test('from the list to the first error with the keyboard alone, in at most eight keys', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  let keys = 0
  const press = async (key: string): Promise<void> => {
    keys += 1
    await page.keyboard.press(key)
  }
  await press('j')
  await expect(titles(page).first()).toBeFocused()
  await press('j')
  await expect(titles(page).nth(1)).toBeFocused()
  await press('ArrowDown')
  await press('k')
  await press('j')
  await expect(titles(page).nth(2)).toBeFocused()
  await expect(titles(page).nth(2)).toHaveText('Clean build folder with hooks')
  await press('j')
  await expect(titles(page).nth(3)).toHaveText('Perfect the README')
  await expect(titles(page).nth(3)).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Perfect the README' })).toBeVisible()
  // A conversation that failed opens at the error that ended it.
  const error = events(page).filter({ hasText: 'maximum iterations limit' })
  await expect(error).toHaveAttribute('aria-current', 'true')
  await expect(error).toBeInViewport()
  await press('e')
  await expect(error).toHaveAttribute('aria-current', 'true')
  expect(keys).toBeLessThanOrEqual(8)
})
