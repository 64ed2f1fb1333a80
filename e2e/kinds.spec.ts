import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright/test'
import { exampleOf, KINDS, type MadeKind, type RecordedKind } from './kinds/kinds.ts'
import { withFewColours } from './kinds/picture.ts'
import { kindsReadme, SHEETS } from './kinds/readme.ts'
import { expect, test } from './lookout.ts'
import { conversationId, plantConversation } from './planted.ts'

type Kind = MadeKind | RecordedKind

const of = (group: string) => KINDS.filter((kind) => kind.group === group)
const sdk = KINDS.filter((kind) => kind.group !== 'v0')
const V0_ID = 'b0000000000000000000000000000000'

/** The events of some kinds, each action before its answer, none twice. */
function eventsOf(kinds: readonly Kind[]): readonly object[] {
  const all = kinds.map(exampleOf).flatMap(({ event, answer }) => (answer === null ? [event] : [event, answer]))
  return [...new Map(all.map((event) => [event['id'], event])).values()]
}

/** A folder of V0 with these kinds in one conversation. */
async function plantV0(folder: string, kinds: readonly Kind[]): Promise<void> {
  const events = kinds.map(exampleOf).flatMap(({ event, answer }) => (answer === null ? [event] : [event, answer]))
  const written = events.map((event, id) => ({
    timestamp: '2026-01-02T03:04:05',
    ...event,
    id,
    ...(event['cause'] === undefined ? {} : { cause: id - 1 }),
  }))
  await mkdir(join(folder, V0_ID, 'events'), { recursive: true })
  const metadata = { conversation_id: V0_ID, title: 'Kinds of V0', created_at: '2026-01-02T03:04:05Z' }
  await writeFile(join(folder, V0_ID, 'metadata.json'), JSON.stringify(metadata))
  for (const event of written) await writeFile(join(folder, V0_ID, 'events', `${event.id}.json`), JSON.stringify(event))
}

/** Shows a conversation with every row open; kinds that are hidden at first are asked for. */
async function openAll(page: Page, address: string, kinds: readonly Kind[]): Promise<void> {
  const names = new Set(eventsOf(kinds).map((event) => ('kind' in event ? String(event.kind) : '')))
  const asked = [...names].filter(Boolean).join(',')
  await page.goto(`${address}${asked === '' ? '' : `?kind=${asked}`}`)
  const closed = page.locator('[data-row-focus][aria-expanded="false"]')
  await expect(page.getByRole('list', { name: 'Events' }).locator('> li').first()).toBeVisible()
  await expect
    .poll(async () => {
      await closed.evaluateAll((rows) => rows.forEach((row) => row instanceof HTMLElement && row.click()))
      return (await closed.count()) + (await page.getByText('Loading…').count())
    })
    .toBe(0)
}

const renderersOf = (page: Page) =>
  page.locator('[data-renderer]').evaluateAll((all) => all.map((one) => one.getAttribute('data-renderer') ?? ''))

test('every kind of event is told on the page by its renderer', async ({ page, start, folder }) => {
  await page.setViewportSize({ width: 900, height: 30_000 })
  await plantConversation(folder, { id: conversationId(1), title: 'Kinds', events: eventsOf(sdk) })
  const { url } = await start({ sources: [folder] })
  await openAll(page, `${url}/conversations/${conversationId(1)}`, sdk)
  await expect.poll(async () => new Set(await renderersOf(page))).toEqual(new Set(sdk.map((kind) => kind.renderer)))

  const enlarge = page.getByRole('button', { name: 'Enlarge: Screenshot' }).first()
  await enlarge.click()
  const dialog = page.getByRole('dialog', { name: 'Screenshot' })
  await expect(dialog.getByRole('img', { name: 'Screenshot' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(enlarge).toBeFocused()
})

// Written on demand: nobody looks at pictures of every run.
if (process.env['LOOKOUT_PICTURES'] !== undefined) {
  const here = fileURLToPath(new URL('kinds', import.meta.url))
  test('pictures and table of every kind', async ({ browser, start, folder }) => {
    test.setTimeout(600_000)
    await writeFile(join(here, 'README.md'), kindsReadme())
    const groups = Object.keys(SHEETS)
    for (const [number, group] of groups.entries()) {
      if (group === 'v0') await plantV0(join(folder, 'v0'), of(group))
      else {
        const events = eventsOf(of(group))
        await plantConversation(join(folder, 'sdk'), { id: conversationId(number), title: group, events })
      }
    }
    const { url } = await start({ sources: [join(folder, 'sdk'), join(folder, 'v0')] })
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [number, group] of groups.entries()) {
        const page = await browser.newPage({
          colorScheme,
          viewport: { width: 860, height: 16_000 },
          reducedMotion: 'reduce',
        })
        const id = group === 'v0' ? V0_ID : conversationId(number)
        await openAll(page, `${url}/conversations/${id}`, of(group))
        // What is long stays closed: the sheets are to be small.
        await page
          .locator('details')
          .evaluateAll((all) =>
            all.forEach((one) => one.toggleAttribute('open', (one.textContent?.length ?? 0) < 3000)),
          )
        const picture = await page.getByRole('list', { name: 'Events' }).screenshot({ animations: 'disabled' })
        await writeFile(join(here, 'pictures', `${group}-${colorScheme}.png`), withFewColours(picture))
        await page.close()
      }
    }
  })
}
