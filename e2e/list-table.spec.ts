import type { Locator, Page } from 'playwright/test'
import { headers, rowOf, titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { expect, test } from './lookout.ts'
import { plantMany } from './planted.ts'

const ALL = 'repository,trigger,events,updated,duration,cost,created,model,id,parent,pr,tokens,sandbox'

const DEFAULT = ['Status', 'Title', 'Repository', 'Trigger', 'Events', 'Updated', 'Duration', 'Cost']
const OPTIONAL = ['Created', 'Model', 'ID', 'Parent', 'PR', 'Tokens', 'Sandbox']

const table = (page: Page): Locator => page.getByRole('table', { name: 'Conversations' })

/** The cells of the column with this header, from top to bottom. */
async function cellsOf(page: Page, header: string): Promise<Locator> {
  await expect(headers(page).filter({ hasText: header })).toHaveCount(1)
  const index = (await headers(page).allInnerTexts()).indexOf(header)
  return table(page).locator(`tbody > tr > :nth-child(${index + 1})`)
}

test('all columns, each with what the files say', async ({ page, recorded }) => {
  const { conversations } = await readExpected('agent-server-1.58.0')
  await page.goto(`${recorded.url}/?columns=${ALL}&-status=deleting`)
  await expect(headers(page)).toHaveText([...DEFAULT, ...OPTIONAL])
  const row = rowOf(page, 'Rename get_user to fetch_user')
  const { id } = conversations.find(({ title }) => title === 'Rename get_user to fetch_user') ?? { id: '' }
  await expect(row.getByRole('cell').nth(10)).toContainText(`${id.slice(0, 8)}…${id.slice(-4)}`)
  await expect(row.getByRole('cell').nth(12)).toHaveText('#9')
  await expect(row.getByRole('cell').nth(13)).toHaveText(/^\d+\.\dk$/)
  await expect(row.getByRole('cell').nth(14)).toHaveText('unknown')
  await expect(rowOf(page, 'Child: check API examples').getByRole('cell').nth(11)).toHaveText(
    '🐛 Fix off-by-one in product paging',
  )
})

test('an address names columns in any order, and what is no column is said', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?columns=cost,colour,title,model`)
  await expect(headers(page)).toHaveText(['Status', 'Title', 'Cost', 'Model'])
  const notice = page.getByRole('status').filter({ hasText: 'mean nothing here' })
  await expect(notice).toContainText('columns=colour')
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page).toHaveURL(/\?columns=cost,model$/)
  // It is no filter: sub-conversations stay folded, and "Clear all" leaves it.
  await expect(titles(page)).toHaveCount(20)
  await page.goto(`${recorded.url}/?columns=cost,model&q=README`)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page).toHaveURL(/\?columns=cost,model$/)
})

test.describe('an id', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('is whole while it has the focus, and is copied', async ({ page, recorded }) => {
    await page.goto(`${recorded.url}/?columns=id`)
    const { conversations } = await readExpected('agent-server-1.58.0')
    const { id } = conversations.find(({ title }) => title === 'Perfect the README') ?? { id: '' }
    const copy = rowOf(page, 'Perfect the README').getByRole('button', { name: `Copy ID ${id}` })
    const whole = page.getByText(id, { exact: true })
    await expect(whole).toBeHidden()
    await copy.press('Shift')
    await expect(whole).toBeVisible()
    await copy.press('Enter')
    await expect(rowOf(page, 'Perfect the README').getByText('Copied')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id)
    await expect(page).toHaveURL(/\?columns=id$/)
  })
})

test('every sortable header sorts all rows, both ways', async ({ page, recorded }) => {
  const reply = await fetch(`${recorded.url}/api/conversations/search?limit=100&nested=false`)
  // The shape of this reply is what the contract tests prove.
  const { items } = (await reply.json()) as { items: readonly Readonly<Record<string, number | string | null>>[] }
  const numbers = { Events: 'event_count', Duration: 'duration_seconds', Cost: 'accumulated_cost' } as const
  const times = { Updated: 'updated_at', Created: 'created_at' } as const
  await page.goto(`${recorded.url}/?columns=${ALL}&-status=deleting`)
  for (const [header, field] of Object.entries({ ...numbers, ...times })) {
    const ascending = items.map((row) => row[field]).filter((value) => value != null)
    ascending.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1))
    const sorted = headers(page).filter({ hasText: header })
    const shown = async (): Promise<readonly string[]> =>
      titles(page).evaluateAll((all) => all.map((link) => link.dataset['rowLink'] ?? ''))
    const valueOf = new Map(items.map((row) => [row['id'], row[field]]))
    const values = async () => (await shown()).map((id) => valueOf.get(id)).filter((value) => value != null)
    for (const direction of ['first', 'second'] as const) {
      await sorted.getByRole('button').click()
      const order = await sorted.getAttribute('aria-sort')
      expect(order, `${header}, ${direction} click`).toMatch(/^(?:ascending|descending)$/)
      await expect.poll(values).toEqual(order === 'ascending' ? ascending : ascending.toReversed())
    }
  }
})

test('another order returns to page 1', async ({ page, start, folder }) => {
  await plantMany(folder, 30)
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/?size=25&columns=${ALL}`)
  for (const header of ['Title', 'Events', 'Created']) {
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect(page.getByText('26–30 of 30')).toBeVisible()
    await headers(page).filter({ hasText: header }).getByRole('button').click()
    await expect(page.getByText('1–25 of 30')).toBeVisible()
    await expect(page).toHaveURL((address) => !address.searchParams.has('page'))
  }
})

test('more columns than fit scroll inside the table; status and title stay', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/?columns=${ALL}`)
  const [sandbox] = await (await cellsOf(page, 'Sandbox')).all()
  const link = titles(page).first()
  const before = await link.boundingBox()
  await sandbox?.scrollIntoViewIfNeeded()
  await expect(sandbox ?? link).toBeInViewport()
  expect(await link.boundingBox()).toEqual(before)
  await expect(rowOf(page, 'Perfect the README').getByText('Error')).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})

for (const [width, missing] of [
  [768, ['Trigger', 'Duration', 'Cost']],
  [1024, ['Duration']],
  [1280, []],
] as const) {
  test(`${width} pixels: of the default columns as many as fit`, async ({ page, recorded }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(recorded.url)
    await expect(titles(page)).toHaveCount(20)
    await expect(headers(page)).toHaveText(DEFAULT.filter((header) => !missing.some((one) => one === header)))
    const isInside = await table(page).evaluate(
      (element) => element.scrollWidth <= (element.parentElement?.clientWidth ?? 0),
    )
    expect(isInside).toBe(true)
  })
}

for (const width of [767, 320]) {
  test(`${width} pixels: cards, and nothing scrolls sideways`, async ({ page, recorded }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(`${recorded.url}/?columns=${ALL}`)
    await expect(titles(page)).toHaveCount(20)
    await expect(headers(page).first()).toBeHidden()
    await expect(rowOf(page, 'Perfect the README')).toContainText('Error')
    await expect(rowOf(page, 'Perfect the README').getByRole('time')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  })
}
