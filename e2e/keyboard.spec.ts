import { titles } from './elements.ts'
import { expect, test } from './lookout.ts'

test('the help shows the keys, closes with Esc and gives the focus back', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await titles(page).nth(2).focus()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  const list = help.getByRole('region', { name: 'In the list and the search' })
  await expect(list.getByText('Next page')).toBeVisible()
  await expect(list.locator('kbd', { hasText: ']' })).toBeVisible()
  // No key acts behind the dialog.
  await page.keyboard.press('t')
  await expect(page.getByRole('button', { name: 'Local zone' })).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(titles(page).nth(2)).toBeFocused()
  await page.keyboard.press('j')
  await expect(titles(page).nth(3)).toBeFocused()
})

test('two keys one after the other lead to the pages, one alone does nothing', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL(`${recorded.url}/search`)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).toHaveURL(`${recorded.url}/sources`)
  await page.keyboard.press('c')
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(`${recorded.url}/`)
})

test('t changes the zone of every time, / goes to the search box', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  await page.keyboard.press('t')
  await expect(page.getByRole('button', { name: 'UTC' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
  // While typing, keys are letters.
  await page.keyboard.press('t')
  await expect(page.getByRole('button', { name: 'UTC' })).toBeVisible()
})

test('single keys can be turned off, for good, while arrows and the button stay', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await page.getByRole('checkbox', { name: 'Single keys are shortcuts' }).uncheck()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await titles(page).first().focus()
  await page.keyboard.press('j')
  await expect(titles(page).first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(titles(page).nth(1)).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await expect(page.getByRole('checkbox', { name: 'Single keys are shortcuts' })).not.toBeChecked()
})

test('a time shows local time, UTC and ISO on hover; they can be pointed at, and Esc takes them away', async ({
  page,
  recorded,
}) => {
  await page.goto(recorded.url)
  const time = page.getByRole('table', { name: 'Conversations' }).locator('time').first()
  await time.hover()
  const details = page.getByRole('group', { name: 'This time' })
  await expect(details).toContainText((await time.getAttribute('datetime')) ?? 'no time')
  await expect(details).toContainText('UTC')
  await details.getByRole('button', { name: 'Copy ISO' }).hover()
  await expect(details).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
})

test('a time that has the focus shows the same, and Enter goes to its copies', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await titles(page).first().click()
  const time = page.locator('main time[tabindex]').first()
  await time.focus()
  const details = page.getByRole('group', { name: 'This time' })
  await expect(details).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(details.getByRole('button', { name: 'Copy Local' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
})

test('help and times have no serious finding', async ({ page, recorded, expectAccessible }) => {
  await page.goto(recorded.url)
  await page.getByRole('table', { name: 'Conversations' }).locator('time').first().hover()
  await expect(page.getByRole('group', { name: 'This time' })).toBeVisible()
  await expectAccessible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await expectAccessible('dialog')
})
