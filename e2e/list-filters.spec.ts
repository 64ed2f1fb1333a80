import { badge, rowOf, titles } from './elements.ts'
import { conversationId, plantConversation } from './planted.ts'
import { expect, test } from './lookout.ts'

test('two statuses mean one or the other', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(page).toHaveURL(/\?status=error$/)
  await expect(titles(page)).toHaveText(['Perfect the README', 'Release notes for v2.3.0', 'Upgrade payment client'])
  await expect(page).toHaveTitle('Error (3) · Conversations')
  await badge(page, 'Stuck').click()
  await expect(page).toHaveURL(/\?status=error,stuck$/)
  await expect(titles(page)).toHaveCount(4)
  await expect(rowOf(page, 'Investigate red CI on main')).toContainText('Stuck')
  // The numbers obey all other filters, and not their own.
  await expect(badge(page, 'Finished')).toHaveText('Finished 11')
  await badge(page, 'Error').click()
  await expect(titles(page)).toHaveText(['Investigate red CI on main'])
})

test('trigger: counts, include, only and exclude', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'Trigger' }).click()
  const popup = page.getByRole('dialog', { name: 'Trigger' })
  await popup.getByRole('button', { name: 'GUI 9' }).click()
  await expect(page).toHaveURL(/\?trigger=gui$/)
  await expect(titles(page)).toHaveCount(9)
  await popup.getByRole('button', { name: 'Slack 1' }).click()
  await expect(page).toHaveURL(/\?trigger=gui,slack$/)
  await expect(titles(page)).toHaveCount(10)
  // The actions of a value are there while it is pointed at, or has the focus.
  await popup.getByRole('listitem').filter({ hasText: 'none' }).hover()
  await popup.getByRole('button', { name: 'Only none' }).click()
  await expect(titles(page)).toHaveCount(2)
  await popup.getByRole('button', { name: 'GUI 9' }).focus()
  await popup.getByRole('button', { name: 'Exclude GUI' }).click()
  await popup.getByRole('button', { name: 'none 2' }).click()
  await expect(page).toHaveURL(/\?-trigger=gui$/)
  await expect(titles(page)).toHaveCount(12)
  await page.keyboard.press('Escape')
  await expect(popup).toBeHidden()
  await expect(page.getByRole('button', { name: 'Trigger' }).first()).toBeFocused()
})

test('repository: values of any spelling, and none', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'Repository' }).click()
  const popup = page.getByRole('dialog', { name: 'Repository' })
  await popup.getByRole('textbox', { name: 'Find a value of Repository' }).fill('octo/م')
  await popup.getByRole('button', { name: 'octo/متجر 1' }).click()
  await expect(titles(page)).toHaveText(['إصلاح ترجمة صفحة الدفع 🛒'])
  await popup.getByRole('textbox', { name: 'Find a value of Repository' }).fill('')
  await popup.getByRole('button', { name: 'none 2' }).click()
  await expect(titles(page)).toHaveCount(3)
  await popup.getByRole('listitem').filter({ hasText: 'octo/shop' }).hover()
  await popup.getByRole('button', { name: 'Only octo/shop' }).click()
  await expect(page).toHaveURL(/\?repo=octo\/shop$/)
  await expect(titles(page)).toHaveCount(5)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove filter: Repository is octo/shop' }).click()
  await expect(titles(page)).toHaveCount(20)
})

test('filters of several fields narrow each other, and "Clear all" ends them', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?repo=octo/shop&sort=created`)
  await expect(badge(page, 'Finished')).toHaveText('Finished 3')
  await badge(page, 'Finished').click()
  await expect(titles(page)).toHaveCount(3)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page).toHaveURL(/\?sort=created$/)
  await expect(titles(page)).toHaveCount(20)
})

test('time: two bounds, and a preset that stays relative', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'Time' }).click()
  const popup = page.getByRole('dialog', { name: 'Time' })
  await popup.getByLabel('From').fill('2026-11-22T15:34')
  await popup.getByLabel('Before').fill('2026-11-22T15:35')
  await popup.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/\?from=2026-11-22T15:34:00Z&to=2026-11-22T15:35:00Z$/)
  await expect(page.getByText('1–10 of 10')).toBeVisible()
  await page.getByRole('button', { name: 'Time' }).first().click()
  await popup.getByRole('button', { name: 'Last 24 hours' }).click()
  await expect(page).toHaveURL(/\?from=-24h$/)
  await expect(page.getByRole('button', { name: 'Remove filter: Updated: last 24 hours' })).toBeVisible()
})

test('text: inside outputs, in any case, from two letters, in any script', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const search = page.getByRole('searchbox', { name: 'Search' })
  const finds = async (text: string, ...expected: readonly string[]): Promise<void> => {
    await search.fill(text)
    await expect(titles(page)).toHaveText([...expected])
  }
  await finds('FAILED (timeout in stage', 'Investigate red CI on main')
  await expect(page).toHaveURL(/\?q=FAILED%20\(timeout%20in%20stage$/)
  await finds('command NOT found', 'Run linter, types and deploy')
  await finds('qm', 'Fork: same fix, other approach', '🐛 Fix off-by-one in product paging')
  await finds('المجموع', 'إصلاح ترجمة صفحة الدفع 🛒')
  await finds('٤٢', 'إصلاح ترجمة صفحة الدفع 🛒')
  await finds('合計', 'إصلاح ترجمة صفحة الدفع 🛒')
  await search.fill('q')
  await expect(page).toHaveURL(`${recorded.url}/`)
  await expect(titles(page)).toHaveCount(20)
})

test('text: signs of the query languages below are letters like any other', async ({ page, start, folder }) => {
  const odd = `100% "quoted" a_b C:\\path it's (x OR y) * <b>`
  await plantConversation(folder, { id: conversationId(1), title: odd })
  await plantConversation(folder, { id: conversationId(2), title: '100 quoted axb' })
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  await expect(titles(page)).toHaveCount(2)
  for (const part of ['00% ', '"quoted"', 'a_b', ':\\path', "it's", '(x OR y)', '* <b>']) {
    await page.getByRole('searchbox', { name: 'Search' }).fill(part)
    await expect(titles(page)).toHaveText([odd])
  }
})

test('a pasted id opens its conversation', async ({ page, recorded, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  await page.evaluate(() => navigator.clipboard.writeText('95a358e6-a621-4bc8-8b32-e3d3f1717f7d'))
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByRole('heading', { level: 1, name: 'Investigate red CI on main' })).toBeVisible()
})
