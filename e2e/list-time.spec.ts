import type { Page } from 'playwright/test'
import { titles } from './elements.ts'
import { expect, test, type LookoutOptions } from './lookout.ts'
import { conversationId, message, plantConversation } from './planted.ts'

/** Titles with the time of their only event, on the days when Berlin's clocks change. */
const PLANTED = {
  'Before clocks go forward': '2026-03-29T00:30:00Z',
  'After clocks go forward': '2026-03-29T01:30:00Z',
  'Half past two': '2026-10-25T00:30:00Z',
  'Half past two again': '2026-10-25T01:30:00Z',
}

async function plant(folder: string): Promise<LookoutOptions> {
  for (const [at, [title, time]] of Object.entries(PLANTED).entries()) {
    const seconds = (Date.parse(time) - Date.UTC(2026, 0, 1)) / 1000
    await plantConversation(folder, { id: conversationId(at + 1), title, events: [message(title, seconds)] })
  }
  return { sources: [folder], args: ['--timezone', 'UTC'] }
}

/** Opens the popup of the time filter. */
async function openTime(page: Page) {
  await page.getByRole('button', { name: 'Time' }).first().click()
  return timeFields(page)
}

function timeFields(page: Page) {
  const popup = page.getByRole('dialog', { name: 'Time' })
  const from = popup.getByRole('textbox', { name: 'From' })
  const before = popup.getByRole('textbox', { name: 'Before' })
  const apply = async (first: string, second: string): Promise<void> => {
    await from.fill(first)
    await before.fill(second)
    await popup.getByRole('button', { name: 'Apply' }).click()
  }
  return { popup, from, before, apply }
}

test.describe('in Berlin', () => {
  test.use({ timezoneId: 'Europe/Berlin' })

  test('typed bounds are of the displayed zone, an hour that clocks skip is refused', async ({
    page,
    start,
    folder,
  }) => {
    const { url } = await start(await plant(folder))
    await page.goto(url)
    await expect(titles(page)).toHaveCount(4)
    const { popup, from, before, apply } = await openTime(page)
    await expect(popup).toContainText('Europe/Berlin')

    await apply('2026-03-29 01:00', '2026-03-29 02:30')
    await expect(before).toHaveAccessibleDescription(/Europe\/Berlin skip this time/)
    await expect(before).toHaveAttribute('aria-invalid', 'true')
    await expect(before).toBeFocused()
    await expect(from).toHaveValue('2026-03-29 01:00')
    await expect(page).toHaveURL(`${url}/`)

    await before.fill('2026-03-29 03:00')
    await before.press('Enter')
    await expect(popup).toBeHidden()
    await expect(page).toHaveURL(/\?from=2026-03-29T00:00:00Z&to=2026-03-29T01:00:00Z$/)
    await expect(titles(page)).toHaveText(['Before clocks go forward'])
  })

  test('of an hour that comes twice the first is meant, and the offset says the second', async ({
    page,
    start,
    folder,
  }) => {
    const { url } = await start(await plant(folder))
    await page.goto(url)
    const time = await openTime(page)
    await time.apply('2026-10-25 02:30', '2026-10-25 02:30 +01:00')
    await expect(page).toHaveURL(/\?from=2026-10-25T00:30:00Z&to=2026-10-25T01:30:00Z$/)
    await expect(titles(page)).toHaveText(['Half past two'])
    await openTime(page)
    await expect(time.from).toHaveValue('2026-10-25 02:30')
    await expect(time.before).toHaveValue('2026-10-25 02:30 +01:00')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Local zone' }).click()
    await openTime(page)
    await expect(time.from).toHaveValue('2026-10-25 00:30')
    await expect(time.popup).toContainText('in UTC')
    await expect(titles(page)).toHaveText(['Half past two'])
    await time.apply('2026-10-25 01:00', '2026-10-25 02:00')
    await expect(titles(page)).toHaveText(['Half past two again'])
  })
})

test.describe('in New York', () => {
  test.use({ timezoneId: 'America/New_York' })

  test('the same words mean another time, and "today" is the day there', async ({ page, start, folder }) => {
    const { url } = await start(await plant(folder))
    await page.goto(url)
    const time = await openTime(page)
    await time.apply('2026-03-28 21:00', '2026-03-29')
    await expect(page).toHaveURL(/\?from=2026-03-29T01:00:00Z&to=2026-03-29T04:00:00Z$/)
    await expect(titles(page)).toHaveText(['After clocks go forward'])
    const asked = page.waitForRequest(/updated_at__gte=today.*time_zone=America%2FNew_York|time_zone.*today/)
    await openTime(page)
    await time.popup.getByRole('button', { name: 'Today' }).click()
    await asked
    await expect(page).toHaveURL(/\?from=today$/)
  })
})

test('the calendar of the browser types into its field', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const time = await openTime(page)
  await expect(time.popup.getByRole('button', { name: 'Calendar: start' })).toBeVisible()
  await time.popup.locator('input[type=datetime-local]').first().fill('2026-11-22T15:34')
  await expect(time.from).toHaveValue('2026-11-22 15:34')
  await expect(time.before).toHaveValue('')
})

test('relative words stay relative, and what they mean just now is said', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const time = await openTime(page)
  await time.from.fill('7 days ago')
  await expect(time.from).toHaveAccessibleDescription(/^that is \w{3} \d+, \d{4}, .* UTC$/)
  await time.apply('9000d ago', '-1h')
  await expect(page).toHaveURL(/\?from=-9000d&to=-1h$/)
  await expect(page.getByRole('button', { name: 'Remove filter: Updated: from 9000 days ago' })).toBeVisible()
  await page.reload()
  await openTime(page)
  await expect(time.from).toHaveValue('-9000d')
})

test('an end before the start, and words that are no time, are refused beside their field', async ({
  page,
  recorded,
  expectAccessible,
}) => {
  await page.goto(recorded.url)
  const time = await openTime(page)
  await time.apply('2026-11-22 15:00', '2026-11-22 14:00')
  await expect(time.before).toHaveAccessibleDescription('This has to be later than “From”.')
  await time.apply('-1h', 'today at noon')
  await expect(time.before).toHaveAccessibleDescription(/^Write a time like 2026-11-22 14:02/)
  await time.apply('-24h', '7d ago')
  await expect(time.before).toHaveAccessibleDescription(/later than “From”/)
  await expect(time.from).toHaveValue('-24h')
  await expectAccessible()
  await expect(page).toHaveURL(`${recorded.url}/`)
  await time.apply('7d ago', '')
  await expect(page).toHaveURL(/\?from=-7d$/)
})

test('Created has a range of its own under More', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await page.getByRole('button', { name: 'More' }).click()
  const popup = page.getByRole('dialog', { name: 'More filters' })
  await popup.getByRole('button', { name: 'Created' }).click()
  await popup.getByRole('textbox', { name: 'From' }).fill('2026-11-22 15:34:30')
  await popup.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/\?created_from=2026-11-22T15:34:30Z$/)
  await expect(titles(page)).toHaveText(['Child: check API examples', 'Fork: same fix, other approach'])
  await expect(popup.getByRole('button', { name: 'Created' })).toBeFocused()
})
