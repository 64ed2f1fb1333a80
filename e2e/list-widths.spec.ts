import type { Locator } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

const HEIGHT = 800

/** Widths of windows, and on how many lines the statuses may stand there. */
const LINES = new Map([
  [320, 5],
  [375, 3],
  [600, 3],
  [768, 2],
  [1024, 1],
  [1280, 1],
  [1440, 1],
])

/** Where an element stands in the window. */
async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('The element is not on the page')
  return box
}

test('every status is in sight and whole, in few lines, and nothing scrolls sideways', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(badge(page, 'Finished')).toHaveText('Finished 11')
  for (const [width, most] of LINES) {
    await page.setViewportSize({ width, height: HEIGHT })
    const lines = new Set<number>()
    for (const button of await page.getByRole('group', { name: 'Status' }).getByRole('button').all()) {
      const { x, y, width: wide } = await boxOf(button)
      lines.add(y)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + wide).toBeLessThanOrEqual(width)
      // Its words stay inside of it.
      expect(await button.evaluate((each) => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0)
    }
    expect(lines.size, `at ${width} pixels`).toBeLessThanOrEqual(most)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  }
})

test('what is chosen moves neither the search box nor the pickers', async ({ page, recorded }) => {
  const places = async (width: number) => {
    await page.setViewportSize({ width, height: HEIGHT })
    const names = width < 768 ? ['Filters'] : ['Status', 'Trigger', 'Repository', 'Time', 'More']
    return Promise.all([
      boxOf(page.getByRole('searchbox', { name: 'Search' }).locator('xpath=ancestor::label/..')),
      ...names.map((name) => boxOf(page.getByRole('search').getByRole('button', { name }).first())),
    ])
  }
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const before = new Map<number, Awaited<ReturnType<typeof places>>>()
  for (const width of LINES.keys()) before.set(width, await places(width))

  await page.goto(`${recorded.url}/?status=error,idle,finished&trigger=gui,slack&from=-10000d&cost=0..99`)
  await expect(page.getByRole('button', { name: 'Clear all' })).toBeVisible()
  for (const width of LINES.keys()) {
    const after = await places(width)
    for (const [at, { x }] of after.entries())
      expect(x, `at ${width} pixels`).toBeCloseTo(before.get(width)?.[at]?.x ?? 0, 0)
    expect(new Set(after.map(({ y, height }) => Math.round(y + height / 2))).size).toBe(1)
  }
})
