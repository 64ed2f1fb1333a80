import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright/test'
import { eventRow, titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { expect, test } from './lookout.ts'
import { widthsOf } from './thoroughness.ts'
import { readEventFiles } from './oracle-events.ts'
import { command, conversationId, message, plantConversation, plantMany } from './planted.ts'

const RECORDING = fileURLToPath(new URL('fixtures/agent-server-1.58.0', import.meta.url))
const FORK = '1fa1b80ac384458888ac67f388bb97ef'

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search events' })
const hitsIn = (page: Page, title: string) => page.getByRole('list', { name: `Hits in ${title}` }).getByRole('link')
const groups = (page: Page) => page.getByRole('list', { name: 'Conversations' }).locator('> li')
const filter = (page: Page, name: string): Locator => page.getByRole('search').getByRole('button', { name })

/** By title, how many events of the recording hold the word and pass, as their files say. */
async function countHits(word: string, passes: (event: Record<string, unknown>) => boolean = () => true) {
  const files = await readEventFiles(RECORDING)
  const { conversations } = await readExpected('agent-server-1.58.0')
  return conversations
    .map(({ id, title, status }) => {
      const events = [...(files.get(id)?.values() ?? [])].filter((event) => passes(event as Record<string, unknown>))
      return {
        title,
        status,
        count: events.filter((event) => JSON.stringify(event).toLowerCase().includes(word)).length,
      }
    })
    .filter(({ count }) => count > 0)
}

type Counted = Awaited<ReturnType<typeof countHits>>
const sum = (counts: Counted) => counts.reduce((total, { count }) => total + count, 0)

/** The page has to say of each conversation what the files say, and of all of them their sum. */
async function expectHits(page: Page, counts: Counted): Promise<void> {
  const [hits, conversations] = [sum(counts), counts.length]
  expect(hits).toBeGreaterThan(0)
  await expect(page.getByText(`${hits} hit${hits === 1 ? '' : 's'} in ${conversations} conversation`)).toBeVisible()
  await expect(groups(page)).toHaveCount(conversations)
  for (const { title, count } of counts) {
    const group = groups(page).filter({ has: page.getByRole('heading', { name: title ?? '', exact: true }) })
    await expect(group.getByText(`${count} hit${count === 1 ? '' : 's'}`, { exact: true })).toBeVisible()
    await expect(hitsIn(page, title ?? '')).toHaveCount(Math.min(5, count))
  }
}

test('what is typed is found in all conversations, as their files hold it, with the hit marked', async ({
  page,
  recorded,
}) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeFocused()
  await expect(page.getByRole('link', { name: 'Search' })).toHaveAttribute('aria-current', 'page')
  await expect(page.getByText('469 events can be searched')).toBeVisible()
  await box(page).fill('PAGING')
  await expect(page).toHaveURL(`${recorded.url}/search?q=PAGING`)
  await expectHits(page, await countHits('paging'))
  const marks = await page.locator('mark').allInnerTexts()
  expect(marks.length).toBeGreaterThan(0)
  expect(marks.filter((mark) => mark.toLowerCase() !== 'paging')).toEqual([])
  await expect(page).toHaveTitle(/^PAGING \(\d+\) · Search$/)

  await box(page).fill('ruff check')
  await expect(page).toHaveURL(/q=ruff%20check$/)
  await expectHits(page, await countHits('ruff check'))
  // Typing replaced the step: Back leaves the search.
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/`)
})

test('filters of events and of conversations narrow it, stand in the address, and go again', async ({
  page,
  recorded,
}) => {
  await page.goto(`${recorded.url}/search?q=paging`)
  await filter(page, 'Kind').click()
  await page.getByRole('dialog', { name: 'Kind' }).getByRole('button', { name: 'Action', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(filter(page, 'Kind').first()).toBeFocused()
  await expect(page).toHaveURL(`${recorded.url}/search?kind=ActionEvent&q=paging`)
  await expectHits(page, await countHits('paging', ({ kind }) => kind === 'ActionEvent'))

  await filter(page, 'Status').click()
  await page.getByRole('dialog', { name: 'Status' }).getByRole('button', { name: 'Finished' }).first().click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`${recorded.url}/search?kind=ActionEvent&q=paging&status=finished`)
  const finished = await countHits('paging', ({ kind }) => kind === 'ActionEvent')
  await expectHits(
    page,
    finished.filter(({ status }) => status === 'finished'),
  )

  await page.getByRole('button', { name: 'Remove filter: Kind is Action' }).click()
  await expect(page.getByRole('button', { name: /^Remove filter: .*Finished/ })).toBeFocused()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByRole('heading', { name: 'Search' })).toBeFocused()
  await expect(page).toHaveURL(`${recorded.url}/search?q=paging`)
  await expectHits(page, await countHits('paging'))
  for (let step = 0; step < 4; step++) await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/search?q=paging`)
})

test('source, tool, errors and time by the address alone, each as the files say', async ({ page, recorded }) => {
  const source = (name: string) => countHits('readme', (event) => event['source'] === name)
  await page.goto(`${recorded.url}/search?q=readme&esource=user`)
  await expectHits(page, await source('user'))
  await page.goto(`${recorded.url}/search?q=readme&-esource=agent`)
  await expectHits(page, await countHits('readme', (event) => event['source'] !== 'agent'))
  await page.goto(`${recorded.url}/search?q=readme&tool=file_editor`)
  await expectHits(page, await countHits('readme', (event) => event['tool_name'] === 'file_editor'))
  await page.goto(`${recorded.url}/search?q=readme&eerrors=true`)
  const errors = ['AgentErrorEvent', 'ConversationErrorEvent']
  await expectHits(
    page,
    await countHits('readme', ({ kind, observation }) => errors.includes(String(kind)) || isError(observation)),
  )
  await page.goto(`${recorded.url}/search?q=readme&efrom=-1h`)
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await page.getByRole('button', { name: `without Time: ${sum(await countHits('readme'))}` }).click()
  await expectHits(page, await countHits('readme'))
})

const isError = (observation: unknown): boolean =>
  typeof observation === 'object' && observation !== null && 'is_error' in observation && observation.is_error === true

test('a hit opens its event, and Back leads to the very hit', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/search?q=paging`)
  const hit = hitsIn(page, 'Fork: same fix, other approach').nth(3)
  await expect(hit).toHaveText('view /srv/openhands/workspaces/fix-bug/catalog/paging.py')
  await hit.click()
  await expect(page).toHaveURL(new RegExp(`/conversations/${FORK}/events/[^?]+$`))
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  await expect(page.getByRole('heading', { level: 1, name: 'Fork: same fix, other approach' })).toBeVisible()
  await expect(eventRow(page, id)).toHaveAttribute('aria-current', 'true')
  await expect(eventRow(page, id)).toBeInViewport()
  await page.goBack()
  await expect(page).toHaveURL(`${recorded.url}/search?q=paging`)
  await expect(hit).toBeFocused()
})

test('all hits of a conversation are its events under the same text and filters', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/search?q=paging&-kind=MessageEvent`)
  const counts = await countHits('paging', ({ kind }) => kind !== 'MessageEvent')
  const count = counts.find(({ title }) => title === 'Fork: same fix, other approach')?.count ?? 0
  await groups(page)
    .first()
    .getByRole('link', { name: `All ${count} hits in this conversation` })
    .click()
  await expect(page).toHaveURL(`${recorded.url}/conversations/${FORK}?-kind=MessageEvent&equery=paging&tab=events`)
  await expect(box(page)).toHaveValue('paging')
  await expect(page.getByText(new RegExp(`^${count} of \\d+ events$`))).toBeVisible()
})

test('by the keyboard alone: search, walk over the hits, open one, come back', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/search`)
  await expect(page.getByRole('heading', { name: 'Find what was said and done' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('paging')
  await page.keyboard.press('Enter')
  const hits = hitsIn(page, 'Fork: same fix, other approach')
  await expect(hits).toHaveCount(5)
  await page.keyboard.press('ArrowDown')
  await expect(hits.first()).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(hits.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/events\//)
  await page.goBack()
  await expect(hits.nth(1)).toBeFocused()
})

test('pages: forward, reload, back, first; and none twice', async ({ page, start, folder }) => {
  await plantMany(folder, 60)
  const { url } = await start({ sources: [folder], args: ['--timezone', 'UTC'] })
  await page.goto(`${url}/search?q=Do%20number`)
  await expect(page.getByText('60 hits in 60 conversations')).toBeVisible()
  const range = (from: number, to: number) => page.getByText(`Conversations ${from}–${to} of 60`)
  const pages = page.getByRole('navigation', { name: 'Pages' })
  const seen: string[] = []
  const read = async () => seen.push(...(await page.getByRole('heading', { level: 2 }).allInnerTexts()))
  await expect(range(1, 25)).toBeVisible()
  await expect(pages.getByRole('button', { name: 'Previous page' })).toBeDisabled()
  await read()
  await pages.getByRole('button', { name: 'Next page' }).click()
  await expect(range(26, 50)).toBeVisible()
  await read()
  await page.keyboard.press(']')
  await expect(range(51, 60)).toBeVisible()
  await read()
  expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => `Planted ${String(60 - at).padStart(3, '0')}`))
  await expect(pages.getByRole('button', { name: 'Next page' })).toBeDisabled()
  await page.reload()
  await expect(range(51, 60)).toBeVisible()
  await pages.getByRole('button', { name: 'Previous page' }).click()
  await expect(range(26, 50)).toBeVisible()
  await pages.getByRole('button', { name: 'First page' }).click()
  await expect(range(1, 25)).toBeVisible()
  await expect(page).toHaveURL(`${url}/search?q=Do%20number`)
})

test('odd texts are text: markup, emoji, right to left, and a title of nothing', async ({ page, start, folder }) => {
  const odd = '<b>needle</b> 😀 needle שלום & %'
  await plantConversation(folder, {
    id: conversationId(1),
    title: '<i>Needle</i>',
    events: [message(odd), ...command('echo needle', 'needle '.repeat(400), 1)],
  })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/search?q=${encodeURIComponent('needle</b> 😀')}`)
  await expect(page.getByText('1 hit in 1 conversation')).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('<i>Needle</i>')
  await expect(page.locator('mark')).toHaveText(['needle</b> 😀'])
  await expect(hitsIn(page, '<i>Needle</i>')).toContainText(odd)
  await page.goto(`${url}/search?q=${encodeURIComponent('100% sure, & "so"?')}`)
  await expect(page.getByText('100% sure, & "so"?')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
})

for (const width of widthsOf([320, 768, 1440])) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('no state of the search has a serious finding, or scrolls sideways', async ({
      page,
      recorded,
      expectAccessible,
    }) => {
      await page.goto(`${recorded.url}/search`)
      await expect(page.getByRole('heading', { name: 'Find what was said and done' })).toBeVisible()
      await expectAccessible()
      await page.goto(`${recorded.url}/search?q=paging&-kind=MessageEvent&status=finished,idle&colour=red`)
      await expect(groups(page)).toHaveCount(2)
      await expectAccessible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      if (width < 768) await page.getByRole('button', { name: 'Filters' }).click()
      for (const name of ['Tool', 'Time']) {
        await filter(page, name).first().click()
        await expect(page.getByRole('dialog', { name })).toBeVisible()
        await expectAccessible('dialog')
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog', { name })).toBeHidden()
      }
      await page.goto(`${recorded.url}/search?q=paging&tool=nothing&efailed=true`)
      await expect(page.getByRole('button', { name: /^without any filter/ })).toBeVisible()
      await expectAccessible()
    })
  })
}
