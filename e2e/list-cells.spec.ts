import type { Locator, Page } from 'playwright/test'
import { rowOf, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

/** The cell of a row, by its place among the default columns. */
const cell = (page: Page, title: string, index: number): Locator => rowOf(page, title).getByRole('cell').nth(index)
/** The button of the cell that is pointed at: where it is, menus are. */
const pointAt = async (page: Page, title: string, index: number): Promise<Locator> => {
  await cell(page, title, index).hover()
  const button = cell(page, title, index).getByRole('button', { name: 'Actions' })
  await expect(button).toBeVisible()
  return button
}

const openMenu = async (page: Page, title: string, index: number): Promise<void> => {
  await pointAt(page, title, index)
  await cell(page, title, index).click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
}
const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name, exact: true })

test('filter by what stands in a cell, by the button in it', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const button = await pointAt(page, 'Run linter, types and deploy', 3)
  await expect(button).toHaveAccessibleName('Actions for Trigger')
  await button.click()
  await item(page, 'Filter by this').click()
  await expect(page).toHaveURL(/\?trigger=microagent_management$/)
  await expect(titles(page)).toHaveText(['Run linter, types and deploy'])
  await page.goBack()
  await expect(titles(page)).toHaveCount(20)
})

test('exclude what stands in a cell, by right click', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await openMenu(page, 'Perfect the README', 0)
  await item(page, 'Exclude this').click()
  await expect(page).toHaveURL(/\?-status=error$/)
  await expect(titles(page)).toHaveCount(18)
  await expect(page.getByRole('heading', { name: 'Conversations' })).toBeFocused()
  await expect(page.getByRole('menu')).toBeHidden()
})

test('a repository and its branch are two values; none is one too', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await openMenu(page, 'Run linter, types and deploy', 2)
  await expect(page.getByRole('menuitem')).toHaveText([
    'Filter by this',
    'Exclude this',
    'Copy',
    'Filter by branch',
    'Exclude branch',
    'Copy branch',
  ])
  await item(page, 'Filter by branch').click()
  await expect(page).toHaveURL(/\?branch=main$/)
  await page.goto(recorded.url)
  await openMenu(page, 'hi', 2)
  await expect(page.getByRole('menuitem')).toHaveText(['Filter by this', 'Exclude this'])
  await item(page, 'Filter by this').click()
  await expect(page).toHaveURL(/\?repo=\(none\)$/)
  await expect(titles(page)).toHaveCount(2)
})

test.describe('by keys', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('arrows walk over the cells of a row, and the key for menus opens them', async ({ page, recorded }) => {
    await page.goto(recorded.url)
    const link = rowOf(page, 'Run linter, types and deploy').getByRole('link')
    await link.focus()
    await expect(cell(page, 'Run linter, types and deploy', 1).getByRole('button', { name: 'Actions' })).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await expect(cell(page, 'Run linter, types and deploy', 2).getByRole('button')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(link).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(cell(page, 'Run linter, types and deploy', 0).getByRole('button')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(cell(page, 'Run linter, types and deploy', 0).getByRole('button')).toBeFocused()

    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menu')).toBeVisible()
    // The menu takes the focus a moment after it is there.
    await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1)
    // The keys of the list rest, and those of the menu work.
    await page.keyboard.press('j')
    await page.keyboard.press('Home')
    await expect(item(page, 'Filter by this')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(item(page, 'Exclude this')).toBeFocused()
    await page.keyboard.press('End')
    await expect(item(page, 'Copy')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(item(page, 'Copied')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Finished')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()
    await expect(cell(page, 'Run linter, types and deploy', 0).getByRole('button')).toBeFocused()
    await page.keyboard.press('j')
    await expect(rowOf(page, 'Compare queue libraries').getByRole('link')).toBeFocused()
    await page.keyboard.press('ContextMenu')
    await item(page, 'Filter by this').press('Enter')
    await expect(page).toHaveURL(/\?title=Compare%20queue%20libraries$/)
    await expect(titles(page)).toHaveText(['Compare queue libraries'])
    await expect(titles(page)).toBeFocused()
  })
})

test('links and unknown values have no menu of ours', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await pointAt(page, 'Untitled', 4)
  await cell(page, 'Untitled', 6).hover()
  await expect(cell(page, 'Untitled', 6)).toHaveText('unknown')
  await expect(cell(page, 'Untitled', 6).getByRole('button')).toBeHidden()
  await titles(page).first().click({ button: 'right' })
  await cell(page, 'Untitled', 6).click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeHidden()
})

test('the menu of a cell has no serious finding', async ({ page, recorded, expectAccessible }) => {
  await page.goto(recorded.url)
  const button = await pointAt(page, 'Run linter, types and deploy', 2)
  await expectAccessible()
  await button.click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible('menu')
})
