import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

test('ten choices, ten times Back: each undoes one', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const choices = ['Error', 'Stuck', 'Paused', 'Idle', 'Finished', 'Unknown', 'Running', 'Deleting', 'Error', 'Stuck']
  const addresses: string[] = []
  for (const choice of choices) {
    addresses.push(page.url())
    const before = page.url()
    await badge(page, choice).click()
    await expect(page).not.toHaveURL(before)
  }
  await expect(titles(page)).toHaveCount(16)
  for (const address of addresses.toReversed()) {
    await page.goBack()
    await expect(page).toHaveURL(address)
  }
  await expect(titles(page)).toHaveCount(20)
  await expect(badge(page, 'Error')).toHaveAttribute('aria-pressed', 'false')
})

test('the address alone brings back the list: reload, and a clean browser', async ({ page, recorded, browser }) => {
  await page.goto(recorded.url)
  await badge(page, 'Finished').click()
  await page.getByRole('searchbox', { name: 'Search' }).fill('README')
  await expect(page).toHaveURL(/q=README/)
  await page.getByLabel('Sort').selectOption({ label: 'Title, A to Z' })
  await expect(page).toHaveURL(/\?q=README&sort=title&status=finished$/)
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending')
  const isReplaced = page.getByRole('table', { name: 'Conversations' })
  await expect(isReplaced).toHaveAttribute('aria-busy', 'false')
  const shown = await titles(page).allInnerTexts()
  expect(shown).toEqual(shown.toSorted((a, b) => a.localeCompare(b)))
  expect(shown.length).toBeGreaterThan(1)

  await page.reload()
  await expect(titles(page)).toHaveText(shown)
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('README')
  await expect(badge(page, 'Finished')).toHaveAttribute('aria-pressed', 'true')

  const clean = await browser.newContext()
  const elsewhere = await clean.newPage()
  await elsewhere.goto(page.url())
  await expect(titles(elsewhere)).toHaveText(shown)
  await expect(badge(elsewhere, 'Finished')).toHaveAttribute('aria-pressed', 'true')
  await clean.close()
})

test('typing replaces the step in the history, so that Back leaves the search', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await badge(page, 'Finished').click()
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('README')
  await expect(page).toHaveURL(/q=README/)
  await search.fill('paging')
  await expect(page).toHaveURL(/q=paging/)
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/`)
  await expect(search).toHaveValue('')
})

test('a choice made while a text is still being typed keeps both', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('searchbox', { name: 'Search' }).fill('README')
  await badge(page, 'Finished').click()
  await expect(page).toHaveURL(/\?q=README&status=finished$/)
})

test('keys and values without meaning are left out and named once', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?status=error,nonsense&sort=colour&shape=round&size=50`)
  const notice = page.getByRole('status').filter({ hasText: 'mean nothing here' })
  await expect(notice).toContainText('status=nonsense')
  await expect(notice).toContainText('sort=colour')
  await expect(notice).toContainText('shape=round')
  await expect(titles(page)).toHaveCount(3)
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toBeHidden()
  await expect(page).toHaveURL(/\?status=error$/)
})

test.describe('values that only the server can refuse', () => {
  test.use({ allowedConsole: [/status of 422/] })

  test('are left out and named, and the list stays', async ({ page, recorded }) => {
    await page.goto(`${recorded.url}/?status=error&from=2026-02-31T00:00:00Z`)
    const notice = page.getByRole('status').filter({ hasText: 'mean nothing here' })
    await expect(notice).toContainText('from=2026-02-31T00:00:00Z')
    await expect(titles(page)).toHaveCount(3)
  })

  test('a cursor that nobody can read leads to page 1 with a notice', async ({ page, recorded }) => {
    await page.goto(`${recorded.url}/?page=nonsense`)
    await expect(page.getByText('That page has moved.')).toBeVisible()
    await expect(titles(page)).toHaveCount(20)
  })
})
