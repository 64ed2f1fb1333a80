import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'
import { plantMany } from './planted.ts'

const COUNT = 120

test.beforeEach(async ({ page, start, folder }) => {
  await plantMany(folder, COUNT)
  const { url } = await start({ sources: [folder], args: ['--timezone', 'UTC'] })
  await page.goto(`${url}/?size=25`)
  await expect(page.getByText('1–25 of 120')).toBeVisible()
})

/** "Planted 120" and down: the youngest first. */
function planted(from: number, to: number): readonly string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => `Planted ${String(from - index).padStart(3, '0')}`)
}

test('forward to the end, back to the start: no row twice, none lost', async ({ page }) => {
  const pages = page.getByRole('navigation', { name: 'Pages' })
  const next = pages.getByRole('button', { name: 'Next page' })
  const previous = pages.getByRole('button', { name: 'Previous page' })
  await expect(previous).toBeDisabled()
  for (const [from, to] of [
    [120, 96],
    [95, 71],
    [70, 46],
    [45, 21],
  ] as const) {
    await expect(titles(page)).toHaveText([...planted(from, to)])
    await next.click()
  }
  await expect(titles(page)).toHaveText([...planted(20, 1)])
  await expect(page.getByText('101–120 of 120')).toBeVisible()
  await expect(next).toBeDisabled()
  await previous.click()
  await expect(titles(page)).toHaveText([...planted(45, 21)])
  await expect(page.getByText('76–100 of 120')).toBeVisible()
  await pages.getByRole('button', { name: 'First page' }).click()
  await expect(page.getByText('1–25 of 120')).toBeVisible()
  await expect(page).toHaveURL(/\?size=25$/)
})

test('page 3 is in the address: reload, Back, and another size or filter drops it', async ({ page }) => {
  const next = page.getByRole('button', { name: 'Next page' })
  await next.click()
  await expect(page.getByText('26–50 of 120')).toBeVisible()
  await next.click()
  await expect(page.getByText('51–75 of 120')).toBeVisible()
  await expect(page).toHaveURL(/[?&]page=/)
  await page.reload()
  await expect(page.getByText('51–75 of 120')).toBeVisible()
  await expect(titles(page)).toHaveText([...planted(70, 46)])
  await page.goBack()
  await expect(page.getByText('26–50 of 120')).toBeVisible()
  await page.goForward()
  await expect(page.getByText('51–75 of 120')).toBeVisible()
  await page.getByLabel('Rows per page').selectOption('50')
  await expect(page.getByText('1–50 of 120')).toBeVisible()
  await expect(page).toHaveURL((url) => !url.searchParams.has('page'))
  await page.keyboard.press(']')
  await expect(page.getByText('51–100 of 120')).toBeVisible()
  await badge(page, 'Finished').click()
  await expect(page.getByText('1–50 of 120')).toBeVisible()
  await expect(page).toHaveURL((url) => !url.searchParams.has('page'))
})

test('turning pages by the keyboard never loses the focus', async ({ page }) => {
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await page.keyboard.press('j')
  await expect(titles(page).first()).toBeFocused()
  await page.keyboard.press(']')
  await expect(page.getByText('26–50 of 120')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Conversations' })).toBeFocused()
  await page.keyboard.press('j')
  await expect(titles(page).first()).toBeFocused()

  const first = pages.getByRole('button', { name: 'First page' })
  await first.press('Enter')
  await expect(page.getByText('1–25 of 120')).toBeVisible()
  await expect(first).toBeDisabled()
  await expect(first).toBeFocused()
  await first.press('Enter')
  const next = pages.getByRole('button', { name: 'Next page' })
  for (const range of ['26–50', '51–75', '76–100', '101–120']) {
    await next.press('Enter')
    await expect(page.getByText(`${range} of 120`)).toBeVisible()
  }
  await expect(next).toBeDisabled()
  await expect(next).toBeFocused()
})

test.describe('a cursor of another list', () => {
  test.use({ allowedConsole: [/status of 410/] })

  test('shows page 1 and says that the page has moved', async ({ page }) => {
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect(page.getByText('26–50 of 120')).toBeVisible()
    await page.goto(`${page.url()}&repo=octo/third`)
    const notice = page.getByRole('status').filter({ hasText: 'That page has moved.' })
    await expect(notice).toBeVisible()
    await expect(page.getByText('1–25 of 40')).toBeVisible()
    await expect(titles(page).first()).toHaveText('Planted 120')
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await expect(notice).toBeHidden()
    await expect(page).toHaveURL((url) => !url.searchParams.has('page'))
    await expect(page.getByText('1–25 of 40')).toBeVisible()
  })
})
