import type { Locator, Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'

/** The button that names the view in use. */
function viewButton(page: Page, name: string): Locator {
  return page.locator('main').getByRole('button', { name, exact: true })
}

const popup = (page: Page) => page.getByRole('dialog', { name: 'Views' })
const views = (page: Page) => popup(page).getByRole('list', { name: 'Views' }).getByRole('listitem')

async function openViews(page: Page, inUse: string): Promise<void> {
  await viewButton(page, inUse).click()
  await expect(popup(page)).toBeVisible()
}

async function saveAs(page: Page, name: string): Promise<void> {
  await popup(page).getByRole('button', { name: 'Save as…' }).click()
  await popup(page).getByRole('textbox', { name: 'Name of the view' }).fill(name)
  await page.keyboard.press('Enter')
}

test('views that everybody has: what they list, by a click and back', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?size=25`)
  await expect(viewButton(page, 'All conversations')).toBeVisible()
  await openViews(page, 'All conversations')
  await expect(views(page)).toHaveText(['All conversations', 'Needs attention', 'Running', 'Today'])
  await views(page).getByRole('button', { name: 'Needs attention' }).click()
  await expect(page).toHaveURL(/\?size=25&status=error,stuck,waiting_for_confirmation&view=needs-attention$/)
  await expect(viewButton(page, 'Needs attention')).toBeFocused()
  await expect(titles(page)).toHaveCount(5)
  await badge(page, 'Stuck').click()
  await expect(viewButton(page, 'Needs attention Modified')).toBeVisible()
  await badge(page, 'Stuck').click()
  await expect(viewButton(page, 'Needs attention')).toBeVisible()
  await page.getByLabel('Sort').selectOption({ label: 'Title, A to Z' })
  await openViews(page, 'Needs attention Modified')
  await popup(page).getByRole('button', { name: 'Reset' }).click()
  await expect(viewButton(page, 'Needs attention')).toBeVisible()
  await expect(page.getByLabel('Sort')).toHaveValue('0')
  await page.goBack()
  await expect(viewButton(page, 'Needs attention Modified')).toBeVisible()
  await openViews(page, 'Needs attention Modified')
  await views(page).getByRole('button', { name: 'Today' }).click()
  await expect(page).toHaveURL(/\?from=today&size=25&view=today$/)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(viewButton(page, 'All conversations')).toBeVisible()
  await expect(page).toHaveURL(/\/\?size=25$/)
})

test('a view of one’s own: save as, modify, save, rename, delete and undo', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?status=error&sort=title`)
  await openViews(page, 'All conversations Modified')
  await popup(page).getByRole('button', { name: 'Save as…' }).click()
  const name = popup(page).getByRole('textbox', { name: 'Name of the view' })
  await expect(name).toBeFocused()
  await name.fill('running')
  await page.keyboard.press('Enter')
  await expect(name).toHaveAccessibleDescription('There is a view “Running” already.')
  await name.fill('  My errors ')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?sort=title&status=error&view=my-errors$/)
  await expect(views(page).getByRole('button', { name: 'My errors', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  )
  await page.keyboard.press('Escape')
  await expect(viewButton(page, 'My errors')).toBeFocused()

  await badge(page, 'Stuck').click()
  await expect(viewButton(page, 'My errors Modified')).toBeVisible()
  await openViews(page, 'My errors Modified')
  await popup(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(viewButton(page, 'My errors')).toBeVisible()

  await page.goto(recorded.url)
  await openViews(page, 'All conversations')
  await views(page).getByRole('button', { name: 'My errors', exact: true }).click()
  await expect(page).toHaveURL(/\?sort=title&status=error,stuck&view=my-errors$/)

  await openViews(page, 'My errors')
  await views(page).filter({ hasText: 'My errors' }).hover()
  await popup(page).getByRole('button', { name: 'Rename My errors' }).click()
  await expect(name).toHaveValue('My errors')
  await name.fill('Trouble')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/&view=trouble$/)
  await expect(views(page).getByRole('button', { name: 'Trouble', exact: true })).toBeFocused()

  await popup(page).getByRole('button', { name: 'Delete Trouble' }).click()
  await expect(page).toHaveURL(/\?sort=title&status=error,stuck$/)
  await expect(views(page)).toHaveCount(4)
  await expect(popup(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(views(page).getByRole('button', { name: 'Trouble', exact: true })).toBeFocused()
  await expect(page).toHaveURL(/&view=trouble$/)
  await page.reload()
  await expect(viewButton(page, 'Trouble')).toBeVisible()
})

test('another tab has it too, and a link into a clean browser lists the same and writes nothing', async ({
  page,
  context,
  browser,
  recorded,
}) => {
  await page.goto(`${recorded.url}/?status=error`)
  const second = await context.newPage()
  await second.goto(recorded.url)
  await openViews(page, 'All conversations Modified')
  await saveAs(page, 'Größe & more')
  await expect(page).toHaveURL((url) => url.searchParams.get('view') === 'größe-more')
  await openViews(second, 'All conversations')
  await expect(views(second).getByRole('button', { name: 'Größe & more', exact: true })).toBeVisible()

  const clean = await browser.newContext()
  const elsewhere = await clean.newPage()
  await elsewhere.goto(page.url())
  await expect(titles(elsewhere)).toHaveCount(3)
  const notice = elsewhere.getByRole('status').filter({ hasText: 'mean nothing here' })
  await expect(notice).toContainText('view=größe-more')
  await expect(viewButton(elsewhere, 'All conversations Modified')).toBeVisible()
  expect(await elsewhere.evaluate(() => localStorage.length)).toBe(0)
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(elsewhere).toHaveURL(/\?status=error$/)
  await clean.close()
})

test('fifty views are the most, and torn ones are left out', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.evaluate(() => {
    const fifty = Array.from({ length: 50 }, (_, index) => ({ name: `View ${index + 1}`, query: '?status=error' }))
    localStorage.setItem('lookout-views', JSON.stringify({ version: 1, views: [null, { name: 'torn' }, ...fifty] }))
  })
  await page.reload()
  await openViews(page, 'All conversations')
  await expect(views(page)).toHaveCount(54)
  await expect(popup(page).getByText('50 views are saved, and more do not fit.')).toBeVisible()
  await expect(popup(page).getByRole('button', { name: 'Save as…' })).toBeDisabled()
  await views(page).last().hover()
  await popup(page).getByRole('button', { name: 'Delete View 50' }).click()
  await expect(popup(page).getByRole('button', { name: 'Save as…' })).toBeEnabled()
})

for (const width of widthsOf([1440, 375])) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('nothing serious in the views', async ({ page, recorded, expectAccessible }) => {
      await page.goto(`${recorded.url}/?status=error`)
      await openViews(page, 'All conversations Modified')
      await saveAs(page, 'My errors')
      await expect(views(page)).toHaveCount(5)
      await badge(page, 'Stuck').focus()
      await page.keyboard.press('Enter')
      await expect(viewButton(page, 'My errors Modified')).toBeVisible()
      await openViews(page, 'My errors Modified')
      await expectAccessible()
      await popup(page).getByRole('button', { name: 'Save as…' }).click()
      await page.keyboard.press('Enter')
      await expect(popup(page).getByText('A view needs a name.')).toBeVisible()
      await expectAccessible('dialog')
      await page.keyboard.press('Escape')
      await views(page).last().hover()
      await popup(page).getByRole('button', { name: 'Delete My errors' }).click()
      await expect(popup(page).getByRole('button', { name: 'Undo' })).toBeFocused()
      await expectAccessible('dialog')
    })
  })
}
