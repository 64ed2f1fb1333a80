import type { Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { copyFixture, expect, test, type LookoutOptions } from './lookout.ts'
import { isThorough } from './thoroughness.ts'
import { FILTER_CASES, readFacts, type Fact, type FilterCase } from './oracle-filters.ts'

const RECORDINGS = ['agent-server-1.58.0', 'app-server-v0']

/** Two recordings side by side, and what their files say. */
async function plant(folder: string): Promise<{ options: LookoutOptions; facts: readonly Fact[] }> {
  const directories = await Promise.all(RECORDINGS.map((name) => copyFixture(name, folder)))
  const facts = await Promise.all(
    RECORDINGS.map(async (name, at) =>
      readFacts(name, directories[at] ?? '', (await readExpected(name)).conversations),
    ),
  )
  return { options: { sources: directories, args: ['--timezone', 'UTC'] }, facts: facts.flat() }
}

/** Goes to an address without loading the page anew, as Back and Forward do. */
async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate((search) => {
    history.pushState(null, '', search)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/?${address}&size=100`)
}

/** The page has to show the chips of these filters, and the conversations that pass them all. */
async function expectFiltered(page: Page, facts: readonly Fact[], filters: readonly FilterCase[]): Promise<void> {
  const address = filters.map((filter) => filter.address).join('&')
  await visit(page, address)
  const leave = page.getByRole('button', { name: /^Remove filter: / })
  const chips = filters.flatMap((filter) => filter.chips).map((chip) => `Remove filter: ${chip}`)
  await expect(leave, address).toHaveCount(chips.length)
  const named = await leave.evaluateAll((all) => all.map((button) => button.ariaLabel ?? ''))
  expect(named.toSorted(), address).toEqual(chips.toSorted())
  const ids = facts.filter((fact) => filters.every(({ passes }) => passes(fact))).map(({ id }) => id)
  if (ids.length === 0) {
    await expect(page.getByRole('heading', { name: 'No conversation matches' }), address).toBeVisible()
    return
  }
  await expect(page.getByText(`1–${ids.length} of ${ids.length}`, { exact: true }), address).toBeVisible()
  await expect.poll(() => idsOf(page), address).toEqual(ids.toSorted())
}

async function idsOf(page: Page): Promise<readonly string[]> {
  const links = await titles(page).evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  return links.map((href) => decodeURIComponent(/\/conversations\/([^?]+)/.exec(href)?.[1] ?? '')).toSorted()
}

/** One of each field for pairs: those that leave something to narrow. */
const FOR_PAIRS = [
  '-status=idle',
  '-trigger=gui',
  '-repo=(none)',
  'branch=main',
  'model=openai/gpt-4o',
  'provider=github',
  '-source=app-server-v0',
  'tag=(none)',
  'parent=(none)',
  '-title=release',
  'q=UnitTest',
  'errors=false',
  'cost=..0.01',
  'duration=60..',
  'from=2026-11-22T15:00:00Z',
  'created_to=2026-11-20T00:00:00Z',
].map((address) => FILTER_CASES.find((each) => each.address === address))

test('every filter alone finds what a plain count of the files finds', async ({ page, start, folder }) => {
  test.slow()
  const { options, facts } = await plant(folder)
  const { url } = await start(options)
  await page.goto(url)
  for (const filter of FILTER_CASES) await expectFiltered(page, facts, [filter])
  // None of them is idle: each leaves something out and something in.
  for (const { address, passes } of FILTER_CASES) {
    const count = facts.filter(passes).length
    expect(count > 0 && count < facts.length, address).toBe(true)
  }
})

type Pair = readonly [FilterCase | undefined, FilterCase | undefined]

/**
 * Pairs to look at, in the parts that a test takes each: every two when thorough, else each with those listed beside it. That the
 * server's filters hold together, whichever they are, is what the fuzz tests prove; here it is what the page asks.
 */
function pairsInParts(): readonly (readonly Pair[])[] {
  if (!isThorough) return [FOR_PAIRS.map((one, at) => [one, FOR_PAIRS.at(at - 1)])]
  const all = FOR_PAIRS.flatMap((one, at) => FOR_PAIRS.slice(at + 1).map((other): Pair => [one, other]))
  return [0, 1, 2].map((part) => all.filter((_, at) => at % 3 === part))
}

for (const [part, pairs] of pairsInParts().entries())
  test(`two filters together find what passes both, part ${part + 1}`, async ({ page, start, folder }) => {
    test.slow()
    const { options, facts } = await plant(folder)
    const { url } = await start(options)
    await page.goto(url)
    for (const [one, other] of pairs) {
      if (!one || !other) throw new Error('an address of a pair is none of the cases')
      await expectFiltered(page, facts, [one, other])
    }
  })

test('ten choices in ten filters, ten times Back: each undoes one', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  const addresses: string[] = []
  for (const [choose, address] of CHOICES) {
    addresses.push(page.url())
    await choose(page)
    await expect(page).toHaveURL(`${recorded.url}/${address}`)
    // Out of the filter, and out of the popup.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  for (const address of addresses.toReversed()) {
    await page.goBack()
    await expect(page).toHaveURL(address)
  }
  await expect(titles(page)).toHaveCount(20)
  await expect(page.getByRole('button', { name: 'Clear all' })).toBeHidden()
})

/** Finds a value in a picker of the bar and chooses it, or applies fields of a filter under More. */
const findIn = (picker: string, value: string) => async (page: Page) => {
  await page.getByRole('button', { name: picker }).first().click()
  const find = page.getByRole('dialog').getByRole('textbox')
  await find.fill(value)
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('1 value')
  await find.press('Enter')
}
const applyIn = (filter: string, field: string, text: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'More' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: filter }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: field, exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

/** Ten choices, each with the address that it leads to. */
const CHOICES: readonly (readonly [(page: Page) => Promise<unknown>, string])[] = [
  [(page) => badge(page, 'Finished').click(), '?status=finished'],
  [findIn('Trigger', 'gui'), '?status=finished&trigger=gui'],
  [findIn('Repository', 'octo/pay'), '?repo=octo/payments&status=finished&trigger=gui'],
  [applyIn('Cost', 'Below', '0.5'), '?cost=..0.5&repo=octo/payments&status=finished&trigger=gui'],
  [applyIn('Duration', 'From', '1s'), '?cost=..0.5&duration=1..&repo=octo/payments&status=finished&trigger=gui'],
  [
    (page) => page.getByRole('button', { name: 'Remove filter: Trigger is GUI' }).click(),
    '?cost=..0.5&duration=1..&repo=octo/payments&status=finished',
  ],
  [
    applyIn('Title', 'Does not contain', 'cart'),
    '?-title=cart&cost=..0.5&duration=1..&repo=octo/payments&status=finished',
  ],
  [
    async (page) => {
      await page.getByRole('button', { name: 'More' }).first().click()
      await page.getByRole('radio', { name: 'No', exact: true }).check()
    },
    '?-title=cart&cost=..0.5&duration=1..&errors=false&repo=octo/payments&status=finished',
  ],
  [
    async (page) => {
      await page.getByRole('button', { name: 'Time' }).first().click()
      await page.getByRole('button', { name: 'Last 24 hours' }).click()
    },
    '?-title=cart&cost=..0.5&duration=1..&errors=false&from=-24h&repo=octo/payments&status=finished',
  ],
  [(page) => page.getByRole('button', { name: 'Clear all' }).click(), ''],
]
