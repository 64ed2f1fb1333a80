import type { Locator, Page } from 'playwright/test'
import { badge, rowOf, titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'

const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Peek' })
const link = (page: Page, title: string): Locator => rowOf(page, title).getByRole('link')

test('Space looks into a row without leaving it, and ends that', async ({ page, recorded }) => {
  const { conversations } = await readExpected('agent-server-1.58.0')
  const expected = conversations.find(({ title }) => title === 'Run linter, types and deploy')
  await page.goto(`${recorded.url}/?sort=title`)
  await link(page, 'Run linter, types and deploy').press('Space')
  await expect(page).toHaveURL(`${recorded.url}/?peek=${expected?.id}&sort=title`)
  await expect(panel(page).getByRole('heading', { name: 'Run linter, types and deploy' })).toBeVisible()
  await expect(panel(page)).toContainText('Finished')
  await expect(panel(page).getByRole('definition')).toContainText([
    'octo/shop @ main',
    'Microagent management',
    /qwen/,
    /./,
    /./,
    /s$/,
    /^\$/,
    /\d/,
    `${expected?.event_count} · ${expected?.error_count} errors`,
  ])
  await expect(panel(page).getByRole('region', { name: 'First message' })).toContainText('Run the linter')
  const last = panel(page).getByRole('region', { name: 'Last events' }).getByRole('listitem')
  await expect(last).toHaveCount(5)
  await expect(last.last()).toContainText('All three fail')
  await expect(link(page, 'Run linter, types and deploy')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(panel(page)).toBeHidden()
  await expect(page).toHaveURL(/\?sort=title$/)
  await expect(link(page, 'Run linter, types and deploy')).toBeFocused()
})

test('another row switches it, without a step in the history, and Esc closes it', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(titles(page)).toHaveCount(3)
  const steps = await page.evaluate(() => history.length)
  await titles(page).first().press('Space')
  await expect(panel(page).getByRole('heading', { name: 'Perfect the README' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(panel(page).getByRole('heading', { name: 'Release notes for v2.3.0' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(panel(page).getByRole('heading', { name: 'Upgrade payment client' })).toBeVisible()
  await expect(titles(page).nth(2)).toBeFocused()
  await expect(rowOf(page, 'Upgrade payment client')).toHaveAttribute('aria-current', 'true')
  expect(await page.evaluate(() => history.length)).toBe(steps)

  // What is above it closes first.
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeHidden()
  await expect(panel(page)).toBeVisible()
  await panel(page).getByRole('time').first().focus()
  await expect(page.getByRole('group', { name: 'This time' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: 'This time' })).toBeHidden()
  await expect(panel(page)).toBeVisible()
  // The row gets back the focus that the panel had.
  await page.keyboard.press('Escape')
  await expect(panel(page)).toBeHidden()
  await expect(titles(page).nth(2)).toBeFocused()
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/`)
})

test('the list stays usable beside it, and its events lead into the conversation', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await link(page, 'Run linter, types and deploy').press('Space')
  await expect(panel(page).getByRole('listitem')).toHaveCount(5)
  await badge(page, 'Error').click()
  await expect(titles(page)).toHaveCount(3)
  await expect(panel(page).getByRole('heading', { name: 'Run linter, types and deploy' })).toBeVisible()
  await panel(page).getByRole('link').last().click()
  await expect(page).toHaveURL(/\/conversations\/[^/]+\/events\/[^/?]+/)
  await expect(page.getByRole('heading', { level: 1, name: 'Run linter, types and deploy' })).toBeVisible()
  await page.goBack()
  await panel(page).getByRole('link', { name: 'Open' }).click()
  await expect(page).toHaveURL(/\/conversations\/[^/?]+\?status=error$/)
  await page.goBack()
  await panel(page).getByRole('button', { name: 'Close' }).click()
  await expect(panel(page)).toBeHidden()
  await expect(titles(page)).toHaveCount(3)
})

test('a sub-conversation can be looked into; the fold keeps its Space', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const fold = rowOf(page, '🐛 Fix off-by-one in product paging').getByRole('button', { name: '1 sub-conversation' })
  await fold.press('Space')
  await expect(fold).toHaveAttribute('aria-expanded', 'true')
  await expect(panel(page)).toBeHidden()
  await link(page, 'Child: check API examples').press('Space')
  await expect(panel(page).getByRole('heading', { name: 'Child: check API examples' })).toBeVisible()
  await expect(panel(page).getByRole('term').filter({ hasText: 'Parent' })).toBeVisible()
})

test('an address with a conversation that is on no page opens it; one that does not exist is said', async ({
  page,
  recorded,
}) => {
  const { conversations } = await readExpected('agent-server-1.58.0')
  const { id } = conversations.find(({ title }) => title === 'Perfect the README') ?? { id: '' }
  await page.goto(`${recorded.url}/?status=finished&peek=${id}`)
  await expect(panel(page).getByRole('heading', { name: 'Perfect the README' })).toBeVisible()
  await expect(titles(page)).toHaveCount(11)
  await page.goto(`${recorded.url}/?peek=nobody`)
  await expect(panel(page)).toContainText('There is no such conversation')
  await expect(titles(page)).toHaveCount(20)
})

test('over the list in narrower windows, and not at all on cards', async ({ page, recorded }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(recorded.url)
  await titles(page).first().press('Space')
  const table = page.getByRole('table', { name: 'Conversations' })
  const beside = async (): Promise<boolean> => {
    const [left, right] = [await table.boundingBox(), await panel(page).boundingBox()]
    return (left?.x ?? 0) + (left?.width ?? 0) <= (right?.x ?? 0)
  }
  await expect.poll(beside).toBe(true)
  await page.setViewportSize({ width: 1024, height: 900 })
  await expect.poll(beside).toBe(false)
  await expect(titles(page).first()).toBeInViewport()
  await page.setViewportSize({ width: 767, height: 900 })
  await expect(panel(page)).toBeHidden()
  await page.goto(recorded.url)
  await titles(page).first().press('Space')
  await expect(page).toHaveURL(`${recorded.url}/`)
})

for (const width of widthsOf([1440, 1024])) {
  test.describe(`${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('it has no serious finding', async ({ page, recorded, expectAccessible }) => {
      await page.goto(recorded.url)
      await link(page, 'Run linter, types and deploy').press('Space')
      await expect(panel(page).getByRole('listitem')).toHaveCount(5)
      await expectAccessible()
    })
  })
}
