import type { Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

const PARENT = '594c8d0865314a368e6675f78134c4b8'

/** Opens the popup More, and in it one filter. */
async function openMore(page: Page, filter: string) {
  const popup = page.getByRole('dialog', { name: 'More filters' })
  if (!(await popup.isVisible())) await page.getByRole('button', { name: 'More' }).first().click()
  await popup.getByRole('button', { name: filter }).click()
  const apply = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(fields))
      await popup.getByRole('textbox', { name, exact: true }).fill(text)
    await popup.getByRole('button', { name: 'Apply' }).click()
  }
  return { popup, apply }
}

test('with the keyboard alone: through the list, into a filter, back, and out', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const more = page.getByRole('button', { name: 'More' }).first()
  await page.keyboard.press('f')
  const popup = page.getByRole('dialog', { name: 'More filters' })
  const item = (name: string) => popup.getByRole('button', { name })
  await expect(item('Created')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(item('Last hour')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(item('Created')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(item('Branch')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(popup.getByRole('textbox', { name: 'Find a value of Branch' })).toBeFocused()
  await page.keyboard.type('main')
  await expect(popup.getByRole('listitem')).toHaveText([/^main 4/])
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?branch=main$/)
  await expect(more).toHaveText('More 1')
  // Esc closes the top layer only, twice.
  await page.keyboard.press('Escape')
  await expect(item('Branch main')).toBeFocused()
  await page.keyboard.press('End')
  await expect(item('Text')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(popup).toBeHidden()
  await expect(more).toBeFocused()
  await expect(titles(page)).toHaveCount(4)
})

test('cost: dollars from and below; what is no number is named beside its field and not lost', async ({
  page,
  recorded,
  expectAccessible,
}) => {
  await page.goto(recorded.url)
  const { popup, apply } = await openMore(page, 'Cost')
  await expect(popup).toContainText('In US dollars')
  const from = popup.getByRole('textbox', { name: 'From' })
  const below = popup.getByRole('textbox', { name: 'Below' })
  await expect(from).toBeFocused()
  await apply({ From: 'cheap', Below: '0.5' })
  await expect(from).toHaveAccessibleDescription('Write dollars as a number, like 1.50.')
  await expect(from).toBeFocused()
  await expect(from).toHaveValue('cheap')
  await expect(below).toHaveValue('0.5')
  await expectAccessible()
  await apply({ From: '0.5', Below: '$0.05' })
  await expect(below).toHaveAccessibleDescription('This has to be more than “From”.')
  await apply({ From: '0.05', Below: '$0.5' })
  await expect(page).toHaveURL(/\?cost=0.05..0.5$/)
  await expect(popup.getByRole('button', { name: 'Cost from $0.05, below $0.50' })).toBeFocused()
  await expect(titles(page)).toHaveCount(4)
})

test('duration: seconds, or units', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const { popup, apply } = await openMore(page, 'Duration')
  await apply({ From: '7s', Below: '1m 30' })
  await expect(popup.getByRole('textbox', { name: 'Below' })).toHaveAccessibleDescription(/units like 1h 30m/)
  await apply({ From: '7s', Below: '1m 30s' })
  await expect(page).toHaveURL(/\?duration=7..90$/)
  await expect(page.getByRole('button', { name: 'Remove filter: Duration from 7s, below 1m 30s' })).toBeVisible()
  await openMore(page, 'Duration')
  await popup.getByRole('button', { name: 'Clear' }).click()
  await expect(page).toHaveURL(`${recorded.url}/`)
})

test('has errors: yes, no, any', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'More' }).click()
  const choice = page.getByRole('dialog', { name: 'More filters' }).getByRole('radiogroup', { name: 'Has errors' })
  await expect(choice.getByRole('radio', { name: 'Any' })).toBeChecked()
  await choice.getByRole('radio', { name: 'Yes' }).check()
  await expect(page).toHaveURL(/\?errors=true$/)
  await expect(titles(page)).toHaveCount(6)
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(/\?errors=false$/)
  await expect(titles(page)).toHaveCount(15)
  await choice.getByRole('radio', { name: 'Any' }).check()
  await expect(page).toHaveURL(`${recorded.url}/`)
})

test('title and text: contains, does not contain', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const title = await openMore(page, 'Title')
  await title.apply({ Contains: 'CLEAN', 'Does not contain': 'force' })
  await expect(page).toHaveURL(/\?-title=force&title=CLEAN$/)
  await expect(titles(page)).toHaveText(['Clean build folder with hooks'])
  await expect(title.popup.getByRole('button', { name: 'Title 2 chosen' })).toBeFocused()
  await page.getByRole('button', { name: 'Clear all' }).click()
  const text = await openMore(page, 'Text')
  await text.apply({ 'Does not contain': 'e' })
  await expect(text.popup.getByRole('textbox')).toHaveAccessibleDescription('2 letters at least.')
  await text.apply({ 'Does not contain': 'README' })
  await expect(page).toHaveURL(/\?-q=README$/)
  await expect(page.getByRole('link', { name: 'Perfect the README' })).toBeHidden()
})

test('parent: none, some, or the one whose address is pasted', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const { popup, apply } = await openMore(page, 'Parent')
  await popup.getByRole('radio', { name: 'None' }).check()
  await expect(page).toHaveURL(/\?parent=\(none\)$/)
  await expect(titles(page)).toHaveCount(20)
  await popup.getByRole('radio', { name: 'Some' }).check()
  await expect(page).toHaveURL(/\?-parent=\(none\)$/)
  await expect(titles(page)).toHaveText(['Child: check API examples'])
  await popup.getByRole('radio', { name: 'Any' }).check()
  const dashed = PARENT.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  await apply({ Ids: `${recorded.url}/conversations/${dashed}?tab=raw` })
  await expect(page).toHaveURL(new RegExp(`\\?parent=${PARENT}$`))
  await expect(titles(page)).toHaveText(['Child: check API examples'])
  await expect(page.getByRole('button', { name: 'Remove filter: Parent is 594c8d08…c4b8' })).toBeVisible()
})

test('several filters are counted on the button', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?branch=main&model=a,b&-model=c&errors=true&trigger=gui&q=README`)
  await expect(page.getByRole('button', { name: 'More 3' })).toBeVisible()
  await openMore(page, 'Model')
  await expect(page.getByRole('listitem').filter({ hasText: /^a 0/ })).toBeVisible()
})

test('a chip for each value; its button leaves the focus to the next', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?trigger=gui,slack&repo=octo/shop`)
  await page.getByRole('button', { name: 'Remove filter: Trigger is GUI' }).press('Enter')
  await expect(page).toHaveURL(/\?repo=octo\/shop&trigger=slack$/)
  await expect(page.getByRole('button', { name: 'Remove filter: Trigger is Slack' })).toBeFocused()
  await page.getByRole('button', { name: 'Clear all' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('pickers do not move away while chips come', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const place = async () => (await page.getByRole('button', { name: 'Status' }).first().boundingBox())?.x
  const before = await place()
  await badge(page, 'Finished').click()
  await badge(page, 'Error').click()
  await expect(page.getByRole('button', { name: 'Remove filter: Status is Error' })).toBeVisible()
  expect(await place()).toBe(before)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 700 } })

  test('all filters are in one sheet, with the number of those that are active', async ({
    page,
    recorded,
    expectAccessible,
  }) => {
    await page.goto(`${recorded.url}/?branch=main`)
    const button = page.getByRole('button', { name: 'Filters' }).first()
    await expect(button).toHaveText('Filters 1')
    await expect(page.getByRole('button', { name: 'Trigger' })).toBeHidden()
    await page.keyboard.press('f')
    const sheet = page.getByRole('dialog', { name: 'Filters' })
    await expect(sheet.getByRole('button', { name: 'Status' })).toBeFocused()
    await expectAccessible()
    await sheet.getByRole('button', { name: 'Trigger' }).click()
    await sheet.getByRole('button', { name: 'GUI' }).first().click()
    await expect(page).toHaveURL(/trigger=gui/)
    await expectAccessible()
    await page.keyboard.press('Escape')
    await expect(sheet.getByRole('button', { name: 'Trigger GUI' })).toBeFocused()
    await sheet.getByRole('button', { name: 'Time' }).click()
    await sheet.getByRole('button', { name: 'Last 7 days' }).click()
    await expect(page).toHaveURL(/from=-7d/)
    await expect(sheet.getByRole('button', { name: 'Time last 7 days' })).toBeFocused()
    await sheet.getByRole('button', { name: 'Clear all' }).click()
    await expect(page).toHaveURL(`${recorded.url}/`)
    await sheet.getByRole('button', { name: 'Done' }).click()
    await expect(sheet).toBeHidden()
    await expect(button).toBeFocused()
    await expect(titles(page)).toHaveCount(20)
  })
})
