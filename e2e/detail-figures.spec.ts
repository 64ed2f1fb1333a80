import { readdir, readFile } from 'node:fs/promises'
import { events } from './elements.ts'
import { expect, test } from './lookout.ts'

const FIX = '594c8d0865314a368e6675f78134c4b8'

/** What an event file says; times are UTC without saying so. */
interface Written {
  readonly id: string
  readonly kind: string
  readonly source: string
  readonly timestamp: string
  readonly tool_name?: string
  readonly action_id?: string
}

/** The event files of a recorded conversation, in their order. */
async function written(id: string): Promise<readonly Written[]> {
  const folder = new URL(`fixtures/agent-server-1.58.0/${id}/events/`, import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Written))
}

test('values left out and a range of time, as a plain count of the files has them', async ({ page, recorded }) => {
  const all = await written(FIX)
  const value = (group: string, name: string) =>
    page.getByRole('group', { name: group, exact: true }).getByRole('button', { name })
  const exclude = (name: string) => page.getByRole('checkbox', { name: `Exclude ${name}` })
  await page.goto(`${recorded.url}/conversations/${FIX}?tab=events`)

  await test.step('a kind that is left out stays listed with its count', async () => {
    await exclude('ActionEvent').press('Space')
    await expect(page).toHaveURL(/[?&]-kind=ActionEvent/)
    const rest = all.filter(({ kind }) => kind !== 'ActionEvent')
    await expect(page.getByText(`${rest.length} of ${all.length} events`)).toBeVisible()
    await expect(value('Kind', 'ActionEvent')).toHaveText(`ActionEvent ${all.length - rest.length} left out`)
    await expect(exclude('ActionEvent')).toBeChecked()
    const fromAgent = rest.filter(({ source }) => source === 'agent').length
    await expect(value('Source', 'agent')).toHaveText(`agent ${fromAgent}`)
  })
  await test.step('a chosen value stays at 0, and pressing it again is the way out', async () => {
    await value('Source', 'user').click()
    await exclude('MessageEvent').press('Space')
    await expect(page.getByText(`0 of ${all.length} events`)).toBeVisible()
    await expect(value('Source', 'user')).toHaveText('user 0')
    await value('Source', 'user').click()
    await value('Kind', 'MessageEvent').click()
    await value('Kind', 'ActionEvent').click()
    await expect(page.getByText(`${all.length} of ${all.length} events`)).toBeVisible()
  })
  await test.step('arrow keys and Enter narrow to a second, in every tab', async () => {
    const histogram = page.getByRole('slider', { name: 'Histogram of events' })
    const second = all.filter(({ timestamp }) => timestamp.startsWith('2026-11-22T15:33:35'))
    await histogram.focus()
    await histogram.press('Home')
    await histogram.press('ArrowRight')
    await histogram.press('ArrowRight')
    await expect(histogram).toHaveAttribute('aria-valuetext', `Nov 22, 15:33:35 – 15:33:36, ${second.length} events`)
    await histogram.press('Enter')
    await expect(page).toHaveURL(/efrom=2026-11-22T15:33:35Z&eto=2026-11-22T15:33:36Z/)
    await expect(page.getByText(`${second.length} of ${all.length} events`)).toBeVisible()
    const rows = page.getByRole('table', { name: 'Events' }).locator('tbody tr[data-event-id]')
    await expect(rows).toHaveCount(second.length)
    await page.keyboard.press('1')
    const heads = second.filter(({ kind }) => kind === 'ActionEvent').length
    await expect(events(page)).toHaveCount(heads)
  })
  await test.step('typed bounds do the same, and Clear ends it', async () => {
    await page.getByRole('button', { name: 'Nov 22, 15:33:35 – 15:33:36' }).click()
    const popup = page.getByRole('dialog', { name: 'Time' })
    await popup.getByRole('textbox', { name: 'Before' }).fill('')
    await popup.getByRole('button', { name: 'Apply' }).click()
    const later = all.filter(({ timestamp }) => timestamp >= '2026-11-22T15:33:35')
    await expect(page.getByText(`${later.length} of ${all.length} events`)).toBeVisible()
    await page.getByRole('button', { name: 'Clear time range' }).click()
    await expect(page).toHaveURL(`${recorded.url}/conversations/${FIX}`)
  })
})
