import type { Locator, Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { readExpected, type ExpectedConversation } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'
import { conversationId, message, plantConversation, plantMany } from './planted.ts'

const RECORDED = 'agent-server-1.58.0'

const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Histogram' })
const histogram = (page: Page): Locator => page.getByRole('region', { name: 'Histogram', exact: true })

/** The bounds that the address has, as UTC ms. */
function rangeOf(page: Page): readonly [from: number, to: number] {
  const { searchParams } = new URL(page.url())
  return [Date.parse(searchParams.get('from') ?? ''), Date.parse(searchParams.get('to') ?? '')]
}

function within(all: readonly ExpectedConversation[], [from, to]: readonly [number, number]) {
  return all.filter(({ updated_at }) => Date.parse(updated_at) >= from && Date.parse(updated_at) < to)
}

/** "Nov 22, 15:33:36 – 15:33:38", with or without its year, as UTC ms. */
function toRange(period: string): readonly [from: number, to: number] {
  const [, day = '', from = '', to = ''] = /^(\w+ \d+)(?:, 2026)?, (\S+) – (\S+)$/.exec(period) ?? []
  return [Date.parse(`${day}, 2026 ${from} UTC`), Date.parse(`${day}, 2026 ${to} UTC`)]
}

async function openTable(page: Page): Promise<Locator> {
  await histogram(page).getByRole('button', { name: 'As table' }).click()
  const table = page.getByRole('dialog', { name: 'Histogram as table' }).getByRole('table')
  await expect(table).toBeVisible()
  return table
}

/** Where a bucket is on the screen; numbers of the bucket that lies so far (0 to 1) from the left edge. */
async function pointAt(page: Page, share: number): Promise<readonly [x: number, y: number]> {
  const box = await slider(page).boundingBox()
  if (box === null) throw new Error('The histogram is not on the page')
  return [box.x + box.width * share, box.y + 12]
}

test('each conversation is counted in the bucket of its last update, by its status', async ({ page, recorded }) => {
  const { conversations, by_status, total } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  const table = await openTable(page)
  await expect(table.getByRole('columnheader')).toHaveText([
    'Last update',
    'All',
    'Waiting for confirmation',
    'Error',
    'Stuck',
    'Paused',
    'Idle',
    'Finished',
  ])
  const statuses = ['waiting_for_confirmation', 'error', 'stuck', 'paused', 'idle', 'finished']
  expect(Object.keys(by_status).toSorted()).toEqual(statuses.toSorted())
  const rows = await table
    .getByRole('row')
    .evaluateAll((all) =>
      all.slice(1).map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
    )
  for (const [period = '', ...counts] of rows) {
    const inside = within(conversations, toRange(period))
    const expected = statuses.map((status) => inside.filter((one) => one.status === status).length)
    expect(counts.map(Number), period).toEqual([inside.length, ...expected])
  }
  expect(rows.reduce((sum, [, all]) => sum + Number(all), 0)).toBe(total)
})

test('a period of the table narrows the list to it; Back undoes it', async ({ page, recorded }) => {
  const { conversations, total } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  const table = await openTable(page)
  const period = table.getByRole('button').first()
  const range = toRange(await period.innerText())
  await period.press('Enter')
  await expect(page).toHaveURL(/[?&]from=2026-11-22T[\d:]+Z&to=2026-11-22T[\d:]+Z$/)
  expect(rangeOf(page)).toEqual(range)
  await expect(titles(page)).toHaveCount(within(conversations, range).length)
  await expect(histogram(page)).toContainText(`${total - within(conversations, range).length} outside this range`)
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/`)
  await expect(histogram(page)).not.toContainText('outside')
})

test('a drag sets the range, whole buckets; what is left out is said, and two ways lead back', async ({
  page,
  recorded,
}) => {
  const { conversations, total } = await readExpected(RECORDED)
  await page.goto(`${recorded.url}/?sort=title`)
  await page.mouse.move(...(await pointAt(page, 0.02)))
  await page.mouse.down()
  await page.mouse.move(...(await pointAt(page, 0.4)), { steps: 4 })
  await expect(page).toHaveURL(`${recorded.url}/?sort=title`)
  await page.mouse.up()
  await expect(page).toHaveURL(/\?from=.+&sort=title&to=.+Z$/)
  const [from, to] = rangeOf(page)
  const inside = within(conversations, [from, to]).length
  expect(inside).toBeGreaterThan(1)
  expect(inside).toBeLessThan(total)
  await expect(page.getByText(`1–${inside} of ${inside}`)).toBeVisible()
  await expect(histogram(page)).toContainText(`${total - inside} outside this range`)

  await histogram(page).getByRole('button', { name: 'Zoom out' }).click()
  await expect(page).not.toHaveURL(new RegExp(`from=${new Date(from).toISOString().slice(0, 19)}`))
  const wider = within(conversations, rangeOf(page)).length
  expect(wider).toBeGreaterThan(inside)
  await expect(page.getByText(`1–${wider} of ${wider}`)).toBeVisible()

  await histogram(page).getByRole('button', { name: 'Clear range' }).click()
  await expect(page).toHaveURL(`${recorded.url}/?sort=title`)
  await expect(histogram(page)).not.toContainText('outside')
})

test('a click on a bar narrows to its bucket, one on an empty place does nothing', async ({ page, recorded }) => {
  const { conversations } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  await page.mouse.click(...(await pointAt(page, 0.001)))
  await expect(page).toHaveURL(/from=.+to=/)
  await expect(titles(page)).toHaveCount(within(conversations, rangeOf(page)).length)
  expect(within(conversations, rangeOf(page)).length).toBeGreaterThan(0)

  // The range stays as wide as it was asked, empty at its ends.
  await page.goto(`${recorded.url}/?from=2026-11-22T15:00:00Z&to=2026-11-22T16:00:00Z`)
  await expect(slider(page)).toHaveAttribute('aria-valuemax', '60')
  await page.mouse.click(...(await pointAt(page, 0.1)))
  await expect(page).toHaveURL(/from=2026-11-22T15:00:00Z&to=2026-11-22T16:00:00Z$/)
  await page.mouse.click(...(await pointAt(page, 33.5 / 60)))
  await expect(page).toHaveURL(/from=2026-11-22T15:33:00Z&to=2026-11-22T15:34:00Z$/)
})

test('by keyboard alone: move, hear, select, cancel, narrow', async ({ page, recorded }) => {
  const { conversations, total } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  await expect(slider(page)).toHaveAttribute('aria-valuetext', new RegExp(`, ${total} conversations: `))
  await slider(page).focus()
  await expect(slider(page)).toHaveAccessibleDescription(/Shift they select, Enter narrows/)
  await page.keyboard.press('End')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /, 1 conversation: 1 Paused$/)
  await page.keyboard.press('Home')
  await expect(slider(page)).toHaveAttribute('aria-valuenow', '1')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=.+to=/)
  const [from, to] = rangeOf(page)
  // Escape ended the selection: one bucket, of two seconds.
  expect(to - from).toBe(2000)
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/`)

  await slider(page).focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowRight')
  const spoken = await slider(page).getAttribute('aria-valuetext')
  const [, period = '', count = ''] = /^(.+), (\d+) conversations: /.exec(spoken ?? '') ?? []
  expect(within(conversations, toRange(period)).length).toBe(Number(count))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=.+to=/)
  expect(rangeOf(page)).toEqual(toRange(period))
  await expect(titles(page)).toHaveCount(Number(count))
  await expect(slider(page)).toBeFocused()
})

test('what is said of a bucket can be pointed at and sent away', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const tip = histogram(page).getByText('1 conversation', { exact: true })
  const [x, y] = await pointAt(page, 0.999)
  await page.mouse.move(x, y)
  await expect(tip).toBeVisible()
  const box = await tip.boundingBox()
  await page.mouse.move(x, (box?.y ?? 0) + 4, { steps: 10 })
  await expect(tip).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tip).toBeHidden()
  await page.mouse.move(x, y)
  await expect(tip).toBeVisible()
  await page.mouse.move(x, y + 300)
  await expect(tip).toBeHidden()
})

test('the filters hold for the picture too', async ({ page, recorded }) => {
  const { by_status } = await readExpected(RECORDED)
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(slider(page)).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`, ${by_status['error']} conversations: ${by_status['error']} Error$`),
  )
})

test('conversations without a time are said', async ({ page, start, folder }) => {
  const { conversations } = await readExpected('app-server-v0')
  const timeless = conversations.filter(({ updated_at }) => updated_at === null).length
  expect(timeless).toBeGreaterThan(0)
  const { url } = await start({ sources: [await copyFixture('app-server-v0', folder)] })
  await page.goto(url)
  await expect(histogram(page)).toContainText(`${timeless} without a time`)
})

test('one conversation is one bar, and none is said to be none', async ({ page, start, folder }) => {
  await plantConversation(folder, { id: conversationId(1), title: 'Alone', events: [message('Hi', 60)] })
  const { url } = await start({ sources: [folder], args: ['--timezone', 'UTC'] })
  await page.goto(url)
  await expect(slider(page)).toHaveAttribute('aria-valuemax', '1')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /1 conversation: 1 Finished$/)
  await badge(page, 'Error').click()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', 'nothing to draw')
})

test('another page or order asks no new picture; a change of the index does', async ({ page, start, folder }) => {
  await plantMany(folder, 30)
  const { url } = await start({ sources: [folder], args: ['--timezone', 'UTC'] })
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes('/histogram')) asked++
  })
  await page.goto(`${url}/?size=25`)
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /, 30 conversations: /)
  const before = asked
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('26–30 of 30')).toBeVisible()
  await page.getByLabel('Sort').selectOption({ label: 'Title, A to Z' })
  await expect(page.getByText('1–25 of 30')).toBeVisible()
  expect(asked).toBe(before)

  await plantConversation(folder, { id: conversationId(31), title: 'New', events: [message('Hi', 31 * 60)] })
  await expect.poll(async () => (await fetch(`${url}/api/conversations/${conversationId(31)}`)).status).toBe(200)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /, 31 conversations: /)
})

test.describe('a picture that cannot be had', () => {
  test.use({ allowedConsole: [/ERR_BLOCKED_BY_CLIENT/] })

  test('says so in its place, takes nothing with it, and comes when it is asked for again', async ({
    page,
    context,
    recorded,
  }) => {
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    await network.send('Network.setBlockedURLs', { urls: ['*/api/conversations/histogram*'] })
    await page.goto(recorded.url)
    const failure = histogram(page).getByText('The histogram could not be loaded')
    await expect(failure).toBeVisible()
    await expect(titles(page)).toHaveCount(20)
    await expect(badge(page, 'Error')).toHaveText('Error 3')
    await network.send('Network.setBlockedURLs', { urls: [] })
    await histogram(page).getByRole('button', { name: 'Load again' }).click()
    await expect(slider(page)).toBeVisible()
    await expect(failure).toBeHidden()
  })
})

test.describe('code that cannot be had', () => {
  test.use({ allowedConsole: [/ERR_BLOCKED_BY_CLIENT|dynamically imported module/] })

  test('takes nothing with it, and comes when it is asked for again', async ({ page, context, recorded }) => {
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    await network.send('Network.setBlockedURLs', { urls: ['*/assets/histogram-*.js', '*/assets/list-sums-*.js'] })
    await page.goto(recorded.url)
    await expect(page.getByText('The histogram could not be shown')).toBeVisible()
    await expect(page.getByText('Sums could not be shown')).toBeVisible()
    await expect(titles(page)).toHaveCount(20)
    await network.send('Network.setBlockedURLs', { urls: [] })
    await page.getByRole('button', { name: 'Load again' }).first().click()
    await page.getByRole('button', { name: 'Load again' }).click()
    await expect(slider(page)).toBeVisible()
    await expect(page.getByText(/ events · /)).toBeVisible()
  })
})

test.describe('another zone', () => {
  test.use({ timezoneId: 'Asia/Kolkata' })

  test('the picture speaks in the zone that is displayed', async ({ page, recorded }) => {
    await page.goto(recorded.url)
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Nov 22, (2026, )?21:03:36 – 21:04:52,/)
    await expect(slider(page)).toContainText('21:04')
    await page.getByRole('button', { name: 'Local zone' }).click()
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Nov 22, (2026, )?15:33:36 – 15:34:52,/)
    await expect(slider(page)).toContainText('15:34')
  })
})

test('folded away it asks nothing, and stays so in this browser', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(slider(page)).toBeVisible()
  const fold = histogram(page).getByRole('button', { name: 'Histogram', exact: true })
  await fold.click()
  await expect(slider(page)).toBeHidden()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.reload()
  await expect(titles(page)).toHaveCount(20)
  await expect(fold).toHaveAttribute('aria-expanded', 'false')
  expect(asked.filter((url) => url.includes('/histogram?') || url.endsWith('/histogram'))).toEqual([])
  await fold.click()
  await expect(slider(page)).toBeVisible()
})

for (const width of [375, 768, 1440])
  test(`nothing moves while the page loads, ${width} px`, async ({ page, recorded }) => {
    await page.setViewportSize({ width, height: 900 })
    await page.addInitScript(() => {
      const shifts: number[] = []
      // Chromium's own entry, which the DOM's types do not know.
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { readonly value: number })[])
          shifts.push(entry.value)
      })
      observer.observe({ type: 'layout-shift', buffered: true })
      Object.assign(window, { shifts })
    })
    await page.goto(recorded.url)
    await expect(page.getByText(/ events · /)).toBeVisible()
    if (width > 700) await expect(slider(page)).toBeVisible()
    // Two frames later all shifts have been told.
    const shifts = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return (window as unknown as { readonly shifts: readonly number[] }).shifts // as put there above
    })
    // The budget is 0.05; rows that make way for one more line are about 0.035 already.
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(0.02)
  })

test('rows keep 70 % of the height of a window', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(slider(page)).toBeVisible()
  const top = (await page.getByRole('table', { name: 'Conversations' }).boundingBox())?.y ?? 0
  const end = (await page.getByRole('navigation', { name: 'Pages' }).boundingBox())?.y ?? 0
  expect(end - top).toBeGreaterThanOrEqual(0.7 * 900)
})

for (const width of widthsOf([320, 768, 1440]))
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('no serious finding, with all that opens', async ({ page, recorded, expectAccessible }) => {
      await page.goto(`${recorded.url}/?from=2026-11-22T15:34:00Z`)
      await expect(page.getByText(/ events · /)).toBeVisible()
      await expectAccessible()
      await page.getByRole('button', { name: 'Export' }).click()
      await expect(page.getByRole('link', { name: 'CSV' })).toBeVisible()
      await expectAccessible('dialog')
      if (width < 768) return
      await page.keyboard.press('Escape')
      await openTable(page)
      await expectAccessible('dialog')
      await page.keyboard.press('Escape')
      await slider(page).focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Shift+End')
      await expect(histogram(page).getByText('Esc to cancel')).toBeVisible()
      await expectAccessible()
    })
  })

test('in forced colours errors and calm bars are told apart', async ({ page, recorded }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(recorded.url)
  await expect(slider(page)).toBeVisible()
  const looks = await slider(page)
    .locator('rect')
    .evaluateAll((bars) => new Set(bars.map((bar) => getComputedStyle(bar).fill + getComputedStyle(bar).stroke)).size)
  expect(looks).toBe(3)
})
