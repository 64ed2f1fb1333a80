import type { Page } from 'playwright/test'
import { titles } from './elements.ts'
import { count, readExpected } from './expected.ts'
import { expect, test } from './lookout.ts'
import { conversationId, message, plantConversation } from './planted.ts'

/** The popup of a picker, opened, and the field in it. */
async function openPicker(page: Page, name: string) {
  await page.getByRole('button', { name }).first().click()
  const popup = page.getByRole('dialog', { name })
  return { popup, find: popup.getByRole('textbox', { name: `Find a value of ${name}` }) }
}

test('with the keyboard alone: find, choose, walk, exclude, and type on', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'Repository' }).press('Enter')
  const popup = page.getByRole('dialog', { name: 'Repository' })
  const find = popup.getByRole('textbox', { name: 'Find a value of Repository' })
  await expect(find).toBeFocused()
  await page.keyboard.type('shop')
  await expect(popup.getByRole('listitem')).toHaveText([/^octo\/shop 5/])
  await expect(popup.getByRole('status')).toHaveText('1 value')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?repo=octo\/shop$/)
  await expect(popup.getByRole('status')).toHaveText('octo/shop chosen')
  await expect(find).toBeFocused()

  // What was typed is selected: the next word takes its place.
  await page.keyboard.type('docs')
  await expect(popup.getByRole('listitem')).toHaveText([/^octo\/docs 3/, /^octo\/shop 5/])
  await page.keyboard.press('ArrowDown')
  const docs = popup.getByRole('button', { name: 'octo/docs 3' })
  await expect(docs).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(popup.getByRole('button', { name: 'Only octo/docs' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?-repo=octo\/docs&repo=octo\/shop$/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(popup.getByRole('button', { name: 'octo/docs (excluded) 3' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(popup.getByRole('button', { name: 'octo/shop 5' })).toBeFocused()
  await expect(popup.getByRole('button', { name: 'octo/shop 5' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await expect(find).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('x')
  await expect(find).toHaveValue('docsx')
  await expect(popup.getByText('Nothing contains “docsx”.')).toBeVisible()
  // One tab stop for all values, then what is below them.
  await find.fill('')
  await expect(popup.getByRole('listitem')).toHaveCount(11)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(popup.getByRole('button', { name: 'Clear' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${recorded.url}/`)
  await expect(find).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(popup).toBeHidden()
  await expect(page.getByRole('button', { name: 'Repository' })).toBeFocused()
})

test('every value has its count under all other filters, and its own choice changes none', async ({
  page,
  recorded,
}) => {
  const { conversations } = await readExpected('agent-server-1.58.0')
  const finished = conversations.filter(({ status }) => status === 'finished')
  const counts = Object.entries(count(finished.map((each) => each.selected_repository)))
  const expected = counts.map(([value, number]) => `${value === '(none)' ? 'none' : value} ${number}`).toSorted()
  await page.goto(`${recorded.url}/?status=finished`)
  const { popup } = await openPicker(page, 'Repository')
  const values = popup.getByRole('listitem').locator('[aria-pressed]:first-child')
  await expect(values).toHaveCount(expected.length)
  const shown = async () => (await values.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim()).toSorted()
  expect(await shown()).toEqual(expected)
  await popup.getByRole('button', { name: 'octo/shop 3' }).click()
  await expect(titles(page)).toHaveCount(3)
  expect(await shown()).toEqual(expected)
})

test('values that are chosen stay listed at 0', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?repo=octo/shop,gone/away&status=stuck`)
  const { popup } = await openPicker(page, 'Repository')
  await expect(popup.getByRole('button', { name: 'octo/shop 0' })).toHaveAttribute('aria-pressed', 'true')
  await expect(popup.getByRole('button', { name: 'gone/away 0' })).toHaveAttribute('aria-pressed', 'true')
  await expect(popup.getByRole('button', { name: 'acme/monorepo 1' })).toHaveAttribute('aria-pressed', 'false')
})

test('triggers are found by what people read, none by "none"', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const trigger = await openPicker(page, 'Trigger')
  await trigger.find.fill('agent m')
  await expect(trigger.popup.getByRole('listitem')).toHaveText([/^Microagent management 1/])
  await trigger.find.fill('none')
  await expect(trigger.popup.getByRole('listitem')).toHaveText([/^none 2/])
  await page.keyboard.press('Escape')
  const repository = await openPicker(page, 'Repository')
  await repository.find.fill('none')
  await repository.find.press('Enter')
  await expect(repository.popup.getByRole('listitem')).toHaveText([/^none 2/])
  await expect(page).toHaveURL(/\?repo=\(none\)$/)
})

test('many values: twelve, fifty more, a hundred, then type to find the others; the list never gets shorter', async ({
  page,
  start,
  folder,
}) => {
  test.slow()
  for (let number = 1; number <= 130; number++) {
    const repo = `org/repo-${String(number).padStart(3, '0')}`
    const events = [message(`Work on ${repo}`, number)]
    await plantConversation(folder, { id: conversationId(number), title: `On ${repo}`, tags: { repo }, events })
  }
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  const { popup, find } = await openPicker(page, 'Repository')
  const values = popup.getByRole('listitem')
  await expect(values).toHaveCount(12)
  await popup.getByRole('button', { name: '50 more values' }).click()
  await expect(values).toHaveCount(62)
  // The focus waits where the new values begin.
  await expect(popup.getByRole('button', { name: 'org/repo-012 1' })).toBeFocused()
  await popup.getByRole('button', { name: '38 more values' }).click()
  await expect(values).toHaveCount(100)
  await expect(popup.getByText('Type to find 30 others')).toBeVisible()
  const before = await popup.boundingBox()
  await find.fill('129')
  await expect(values).toHaveText([/^org\/repo-129 1/])
  expect(await popup.boundingBox()).toEqual(before)
})

test.describe('counts that fail', () => {
  test.use({ allowedConsole: [/status of 503/] })

  test('are unknown and not 0; the choice can still be taken back, and Retry asks again', async ({
    page,
    recorded,
    expectAccessible,
  }) => {
    await page.route('**/api/conversations/facets*', (route) =>
      route.fulfill({ status: 503, json: { detail: 'busy' } }),
    )
    await page.goto(`${recorded.url}/?-repo=octo/docs&repo=octo/shop`)
    const { popup } = await openPicker(page, 'Repository')
    await expect(popup.getByRole('alert')).toContainText('The counts failed')
    await expect(popup.getByRole('listitem')).toHaveText([/^octo\/shop unknown/, /^octo\/docs \(excluded\) unknown/])
    await expectAccessible()
    await popup.getByRole('button', { name: 'octo/shop unknown' }).click()
    await expect(page).toHaveURL(/\?-repo=octo\/docs$/)
    await expect(titles(page)).toHaveCount(18)
    await expect(popup.getByRole('listitem')).toHaveText([/^octo\/docs \(excluded\) unknown/])
    await page.unroute('**/api/conversations/facets*')
    await popup.getByRole('button', { name: 'Retry' }).click()
    await expect(popup.getByRole('button', { name: 'octo/shop 5' })).toBeVisible()
    await expect(popup.getByRole('alert')).toBeHidden()
  })
})
