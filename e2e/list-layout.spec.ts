import type { Locator, Page } from 'playwright/test'
import { headers, rowOf, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

const DEFAULT = ['Status', 'Title', 'Repository', 'Trigger', 'Events', 'Updated', 'Duration', 'Cost']

/** Opens the popup that lays out the table. */
async function openColumns(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Columns' }).click()
  const popup = page.getByRole('dialog', { name: 'Columns' })
  await expect(popup).toBeVisible()
  return popup
}

const stored = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('lookout-table'))

test('columns are shown and hidden; the browser keeps them, and other tabs follow', async ({
  page,
  recorded,
  context,
}) => {
  await page.goto(recorded.url)
  const other = await context.newPage()
  await other.goto(recorded.url)
  await expect(headers(other)).toHaveText(DEFAULT)
  const popup = await openColumns(page)
  await popup.getByRole('checkbox', { name: 'Trigger' }).uncheck()
  await popup.getByRole('checkbox', { name: 'Model' }).check()
  const chosen = [...DEFAULT.filter((header) => header !== 'Trigger'), 'Model']
  await expect(headers(page)).toHaveText(chosen)
  await expect(popup.getByRole('checkbox', { name: 'Status' })).toBeDisabled()
  await expect(popup.getByRole('checkbox', { name: 'Title' })).toBeDisabled()
  await expect(page).toHaveURL(`${recorded.url}/`)
  await expect(headers(other)).toHaveText(chosen)
  await other.reload()
  await expect(headers(other)).toHaveText(chosen)
  // Back where it was; and nobody chose any more.
  await popup.getByRole('checkbox', { name: 'Trigger' }).check()
  await expect(headers(page)).toHaveText([...DEFAULT, 'Model'])
  await popup.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(headers(page)).toHaveText(DEFAULT)
  await expect(headers(other)).toHaveText(DEFAULT)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused()
})

test('columns move by buttons, again and again, and by dragging', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?columns=cost,model,events`)
  const popup = await openColumns(page)
  const left = popup.getByRole('button', { name: 'Move left Events' })
  await left.press('Enter')
  await expect(headers(page)).toHaveText(['Status', 'Title', 'Cost', 'Events', 'Model'])
  await expect(left).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(headers(page)).toHaveText(['Status', 'Title', 'Events', 'Cost', 'Model'])
  await expect(left).toBeFocused()
  await expect(popup.getByRole('status').filter({ hasText: 'Events: 1 of 3' })).toBeAttached()

  const rows = popup.getByRole('list', { name: 'Shown columns' }).getByRole('listitem')
  const [first, last] = [await rows.first().boundingBox(), await rows.last().boundingBox()]
  expect(first).not.toBeNull()
  await page.mouse.move((first?.x ?? 0) + 14, (first?.y ?? 0) + 16)
  await page.mouse.down()
  await page.mouse.move((last?.x ?? 0) + 20, (last?.y ?? 0) + 16, { steps: 5 })
  await page.mouse.up()
  await expect(headers(page)).toHaveText(['Status', 'Title', 'Cost', 'Model', 'Events'])
})

test('density: compact, default and comfortable rows', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const row = rowOf(page, 'Run linter, types and deploy')
  const heights = async (): Promise<readonly (number | undefined)[]> =>
    [await row.boundingBox(), await rowOf(page, 'Perfect the README').boundingBox()].map((box) => box?.height)
  await expect.poll(heights).toEqual([40, 40])
  const popup = await openColumns(page)
  await popup.getByRole('radio', { name: 'Compact' }).check({ force: true })
  await expect.poll(heights).toEqual([32, 32])
  await popup.getByRole('radio', { name: 'Compact' }).press('ArrowLeft')
  await expect(popup.getByRole('radio', { name: 'Comfortable' })).toBeChecked()
  await expect.poll(heights).toEqual([56, 56])
  const [repository, branch] = [row.getByText('octo/shop'), row.getByText('main', { exact: true })]
  expect((await branch.boundingBox())?.y).toBeGreaterThan((await repository.boundingBox())?.y ?? Number.NaN)
  await page.reload()
  await expect.poll(heights).toEqual([56, 56])
})

test.describe('a link with columns', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('shows them wherever it is opened, and writes nothing there', async ({ page, recorded, browser }) => {
    await page.goto(`${recorded.url}/?status=finished`)
    const popup = await openColumns(page)
    await popup.getByRole('checkbox', { name: 'Sandbox' }).check()
    await popup.getByRole('checkbox', { name: 'Repository' }).uncheck()
    await popup.getByRole('button', { name: 'Copy link with columns' }).click()
    await expect(popup.getByText('Copied')).toBeVisible()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(`${recorded.url}/?columns=trigger,events,updated,duration,cost,sandbox&status=finished`)

    const clean = await browser.newContext()
    const elsewhere = await clean.newPage()
    await elsewhere.goto(link)
    const shown = ['Status', 'Title', 'Trigger', 'Events', 'Updated', 'Duration', 'Cost', 'Sandbox']
    await expect(headers(elsewhere)).toHaveText(shown)
    expect(await stored(elsewhere)).toBeNull()
    // What is changed there is changed in the address.
    const there = await openColumns(elsewhere)
    await there.getByRole('checkbox', { name: 'Sandbox' }).click()
    await expect(elsewhere).toHaveURL(/\?columns=trigger,events,updated,duration,cost&status=finished$/)
    expect(await stored(elsewhere)).toBeNull()
    await there.getByRole('button', { name: 'Show mine' }).click()
    await expect(headers(elsewhere)).toHaveText(DEFAULT)
    await expect(elsewhere).toHaveURL(/\?status=finished$/)
    await clean.close()
  })

  test('wins over what the browser keeps, until that is replaced on purpose', async ({ page, recorded }) => {
    await page.goto(recorded.url)
    let popup = await openColumns(page)
    await popup.getByRole('checkbox', { name: 'PR' }).check()
    await expect(headers(page)).toHaveText([...DEFAULT, 'PR'])
    await page.goto(`${recorded.url}/?columns=model`)
    await expect(headers(page)).toHaveText(['Status', 'Title', 'Model'])
    await page.goto(recorded.url)
    await expect(headers(page)).toHaveText([...DEFAULT, 'PR'])
    await page.goto(`${recorded.url}/?columns=model`)
    popup = await openColumns(page)
    await popup.getByRole('button', { name: 'Keep these' }).click()
    await expect(page).toHaveURL(`${recorded.url}/`)
    await expect(headers(page)).toHaveText(['Status', 'Title', 'Model'])
    await page.reload()
    await expect(headers(page)).toHaveText(['Status', 'Title', 'Model'])
  })
})

test('a layout that is torn or foreign is the default one, and is left alone', async ({ page, recorded }) => {
  await page.addInitScript(() => localStorage.setItem('lookout-table', '{"version":1,"columns":["cost"'))
  await page.goto(recorded.url)
  await expect(headers(page)).toHaveText(DEFAULT)
  expect(await stored(page)).toBe('{"version":1,"columns":["cost"')
})

/** The right edge of a column in its header. */
const edge = (page: Page, column: string): Locator => page.getByRole('separator', { name: `Width of ${column}` })

async function widthOf(page: Page, column: string): Promise<number | undefined> {
  return (await headers(page).filter({ hasText: column }).boundingBox())?.width
}

/** Drags the edge of a column by so many pixels to the right. */
async function dragEdge(page: Page, column: string, by: number): Promise<void> {
  const box = await edge(page, column).boundingBox()
  const [x, y] = [(box?.x ?? 0) + 12, (box?.y ?? 0) + 17]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + by, y, { steps: 4 })
  await page.mouse.up()
}

test('a column is resized by dragging its edge, never below 64 pixels, and reset by a double click', async ({
  page,
  recorded,
}) => {
  await page.goto(recorded.url)
  await expect(edge(page, 'Cost')).toHaveAttribute('aria-valuenow', '92')
  const steps = await page.evaluate(() => history.length)
  await dragEdge(page, 'Repository', 60)
  expect(await widthOf(page, 'Repository')).toBe(260)
  expect(await widthOf(page, 'Trigger')).toBe(140)
  await dragEdge(page, 'Trigger', -300)
  expect(await widthOf(page, 'Trigger')).toBe(64)
  await page.reload()
  await expect(edge(page, 'Repository')).toHaveAttribute('aria-valuenow', '260')
  expect(await widthOf(page, 'Repository')).toBe(260)
  await edge(page, 'Repository').dblclick()
  expect(await widthOf(page, 'Repository')).toBe(200)
  // Neither the address nor the history know of widths, nor is a press on an edge one on the header's button.
  await expect(page).toHaveURL(`${recorded.url}/`)
  expect(await page.evaluate(() => history.length)).toBe(steps)
  const popup = await openColumns(page)
  await popup.getByRole('button', { name: 'Reset widths' }).click()
  expect(await widthOf(page, 'Trigger')).toBe(140)
})

test('a column is resized by keys', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const cost = edge(page, 'Cost')
  await cost.press('ArrowRight')
  await cost.press('ArrowRight')
  await expect(cost).toHaveAttribute('aria-valuenow', '124')
  expect(await widthOf(page, 'Cost')).toBe(124)
  await cost.press('ArrowLeft')
  await expect(cost).toHaveAttribute('aria-valuenow', '108')
  await cost.press('Home')
  await expect(cost).toHaveAttribute('aria-valuenow', '64')
  await cost.press('Delete')
  await expect(cost).toHaveAttribute('aria-valuenow', '92')
  await expect(cost).toBeFocused()
})

test('the title takes what the others leave, until it gets a width of its own', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const title = Number(await edge(page, 'Title').getAttribute('aria-valuenow'))
  expect(await widthOf(page, 'Title')).toBe(title)
  await edge(page, 'Cost').press('ArrowRight')
  expect(await widthOf(page, 'Title')).toBe(title - 16)
  await dragEdge(page, 'Title', -100)
  expect(await widthOf(page, 'Title')).toBe(title - 116)
  expect(await widthOf(page, 'Cost')).toBe(108)
  await dragEdge(page, 'Title', 200)
  // Now it no longer fits: the table scrolls, and not the page.
  expect(await widthOf(page, 'Title')).toBe(title + 84)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await edge(page, 'Title').dblclick()
  expect(await widthOf(page, 'Title')).toBe(title - 16)
})

test('nothing moves while the list comes in, whatever its layout', async ({ page, recorded }) => {
  await page.addInitScript(() => {
    const layout = { version: 1, columns: ['model', 'id', 'cost', 'created', 'parent', 'tokens', 'sandbox', 'trigger'] }
    localStorage.setItem('lookout-table', JSON.stringify({ ...layout, widths: { title: 420 }, density: 'compact' }))
    Object.assign(window, { shifted: 0 })
    // The library's type of an entry knows no shifts.
    const add = (entry: PerformanceEntry): void => {
      Object.assign(window, { shifted: Reflect.get(window, 'shifted') + Number(Reflect.get(entry, 'value')) })
    }
    new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  // The last part of the table that is loaded.
  await expect(edge(page, 'Cost')).toBeVisible()
  expect(await page.evaluate(() => Number(Reflect.get(window, 'shifted')))).toBeLessThanOrEqual(0.05)
})

test('columns, and the popup that lays them out, have no serious finding', async ({
  page,
  recorded,
  expectAccessible,
}) => {
  await page.goto(`${recorded.url}/?columns=cost,id,model,created,parent,sandbox,tokens,repository`)
  await expect(titles(page)).toHaveCount(20)
  await expectAccessible()
  const popup = await openColumns(page)
  await expect(popup.getByRole('button', { name: 'Keep these' })).toBeVisible()
  await expectAccessible('dialog')
})
