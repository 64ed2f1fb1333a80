import { events, titles, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'

const FAILING = 'eff2e24295db4b0b821dd8853805d54b'
const FIX = '594c8d0865314a368e6675f78134c4b8'

for (const width of widthsOf([375, 1440])) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('the list has no serious finding', async ({ page, recorded, expectAccessible }) => {
      await page.goto(recorded.url)
      await expect(titles(page)).toHaveCount(20)
      await expectAccessible()
      await page.goto(`${recorded.url}/?-trigger=slack&from=-9000d&q=README&status=error,finished&shape=round`)
      await expect(page.getByText('mean nothing here')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Clear all' })).toBeVisible()
      await expectAccessible()
      if (width < 768) await page.getByRole('button', { name: 'Filters' }).click()
      const pickers = width < 768 ? page.getByRole('dialog', { name: 'Filters' }) : page
      await pickers.getByRole('button', { name: 'Trigger' }).first().click()
      await expect(page.getByRole('dialog').getByRole('button', { name: 'GUI' }).first()).toBeVisible()
      await expectAccessible('dialog')
      await page.goto(`${recorded.url}/?status=deleting&repo=octo/shop`)
      await expect(page.getByRole('button', { name: 'without Status: 5' })).toBeVisible()
      await expectAccessible()
    })

    test('the filters have no serious finding', async ({ page, recorded, expectAccessible }) => {
      const isNarrow = width < 768
      await page.goto(`${recorded.url}/?-model=openai/gpt-4o&branch=a,b,c,d,e`)
      await page
        .getByRole('button', { name: isNarrow ? 'Filters' : 'More' })
        .first()
        .click()
      const popup = page.getByRole('dialog')
      await expect(popup.getByRole('button', { name: 'Cost' })).toBeVisible()
      await expectAccessible()
      for (const filter of ['Model', 'Parent', 'Created']) {
        await popup.getByRole('button', { name: filter }).click()
        await expect(popup.getByRole('group', { name: filter }).first()).toBeVisible()
        await expectAccessible('dialog')
        await page.keyboard.press('Escape')
        await expect(popup.getByRole('button', { name: filter })).toBeFocused()
      }
      await popup.getByRole('button', { name: 'Cost' }).click()
      await popup.getByRole('textbox', { name: 'From' }).fill('much')
      await page.keyboard.press('Enter')
      await expect(popup.getByText('Write dollars as a number')).toBeVisible()
      await expectAccessible('dialog')
    })

    test('the conversation has no serious finding', async ({ page, recorded, expectAccessible }) => {
      await page.goto(`${recorded.url}/conversations/${FAILING}`)
      for (const hasText of ['ruff check', 'deploystaging', 'All three fail']) {
        const event = events(page).filter({ hasText }).first()
        await toggle(event)
        await expect(event.getByRole('button', { name: 'Copy JSON' })).toBeVisible()
      }
      await expectAccessible()
      await page.goto(`${recorded.url}/conversations/${FIX}`)
      const edit = events(page).filter({ hasText: 'paging.py +1 −1' })
      await toggle(edit)
      await expect(edit.getByRole('group', { name: /^Changes to/ })).toBeVisible()
      await edit.getByRole('button', { name: 'JSON', exact: true }).click()
      await expect(edit.getByText('FileEditorAction')).toBeVisible()
      await expectAccessible()
      await page.getByRole('tab', { name: 'Events' }).click()
      await expect(page.getByRole('table', { name: 'Events' }).getByText('System prompt').first()).toBeVisible()
      await expectAccessible()
      await page.getByRole('tab', { name: 'Raw' }).click()
      await expect(page.getByRole('tabpanel')).toContainText('SystemPromptEvent')
      await expectAccessible()
    })
  })
}

test('a finding would be noticed, also one of the dark alone', async ({ page, recorded, expectAccessible }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const title = page.getByRole('heading', { level: 1 })
  await title.evaluate((heading) => (heading.style.color = 'light-dark(black, #222)'))
  await expect(expectAccessible()).rejects.toThrow(/in the dark[^]*color-contrast/)
  await title.evaluate((heading) => heading.after(document.createElement('img')))
  await expect(expectAccessible()).rejects.toThrow('image-alt')
  await page.getByRole('button', { name: 'Export' }).click()
  const popup = page.getByRole('dialog', { name: 'Export' })
  await popup.getByRole('link', { name: 'CSV' }).evaluate((link) => (link.style.color = 'light-dark(white, black)'))
  await expect(expectAccessible('dialog')).rejects.toThrow('image-alt')
  await page.evaluate(() => document.querySelector('h1 + img')?.remove())
  await expect(expectAccessible('dialog')).rejects.toThrow('color-contrast')
})
