import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { eventRow, events } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation, plantEvent } from './planted.ts'

const ID = conversationId(1)
const callId = (call: number) => `a0000000-0000-4000-8000-${String(call).padStart(12, '0')}`
const HITS = [40, 330, 618]
const CALLS = 650
/** Where in a long output the text stands that is looked for: beyond what is shown at first. */
const LONG = [...Array.from({ length: 60 }, (_, line) => `line ${line}`), 'a Hidden Needle here', 'the end'].join('\n')

const calls = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((call) =>
    command(`step ${call}`, HITS.includes(call) ? LONG : `did ${call}`, call),
  )

test('find goes from hit to hit over pages that are not loaded, alone or among all rows', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Long', events: [message('Do much'), ...calls(1, CALLS)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  const search = page.getByRole('searchbox', { name: 'Search events' })
  const list = page.getByRole('list', { name: 'Events' })
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String))

  await test.step('those that were found, alone', async () => {
    await search.fill('hidden needle')
    await expect(page.getByText('3 hits')).toBeVisible()
    await expect(events(page)).toHaveCount(HITS.length)
    await search.press('Enter')
    await expect(page.getByText('1 of 3', { exact: true })).toBeVisible()
    await expect(eventRow(page, callId(40)).getByRole('group', { name: 'Output' })).toContainText(
      'a Hidden Needle here',
    )
    await expect.poll(marked).toEqual(['Hidden Needle'])
    await expect(search).toBeFocused()
  })
  await test.step('among all rows', async () => {
    await page.getByRole('button', { name: 'In context' }).click()
    await expect(list.locator('> li').first()).toHaveAttribute('aria-setsize', String(CALLS + 1))
    await page.getByRole('button', { name: 'Next hit' }).click()
    await page.getByRole('button', { name: 'Next hit' }).click()
    await expect(page.getByText('2 of 3', { exact: true })).toBeVisible()
    const second = eventRow(page, callId(330))
    await expect(second).toBeInViewport()
    await expect(second).toHaveAttribute('aria-current', 'true')
    await search.press('Enter')
    await expect(eventRow(page, callId(618))).toBeInViewport()
    await search.press('Enter')
    await expect(page.getByText('3 of 3', { exact: true })).toBeVisible()
    await search.press('Shift+Enter')
    await expect(eventRow(page, callId(330))).toBeInViewport()
  })
  await test.step('a number or a time leads anywhere, and what is neither is answered', async () => {
    await page.goto(`${url}/conversations/${ID}`)
    await expect(events(page).first()).toBeVisible()
    const goTo = async (place: string) => {
      await page.keyboard.press('#')
      await page.getByRole('textbox', { name: 'Number or time' }).fill(place)
      await page.getByRole('textbox', { name: 'Number or time' }).press('Enter')
    }
    // Event 2n is the answer to call n, and stands in its row.
    await goTo('800')
    await expect(eventRow(page, callId(400))).toBeInViewport()
    await goTo('2026-01-01 00:08:20')
    await expect(eventRow(page, callId(500))).toBeInViewport()
    await goTo('yesterday')
    await expect(page.getByRole('alert')).toContainText('Write the number of an event')
    await page.getByRole('button', { name: 'Last event' }).click()
    await expect(eventRow(page, callId(CALLS))).toBeInViewport()
  })
})

test('turns say what they hold and fold to question and answer; Focused shows messages alone; what is new is marked', async ({
  page,
  start,
  folder,
}) => {
  const answer = (text: string, seconds: number) => ({ ...message(text, seconds), source: 'agent' })
  const failed = {
    ...command('boom', 'no', 13)[1],
    observation: { kind: 'TerminalObservation', content: [], is_error: true },
  }
  await plantConversation(folder, {
    id: ID,
    title: 'Two turns',
    events: [
      message('First question', 0),
      ...calls(1, 12),
      command('boom', '', 13)[0] ?? {},
      failed,
      answer('First answer', 20),
      message('Second question', 100),
      ...calls(101, 103),
    ],
  })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  const first = page.getByRole('button', { name: /^Turn 1/ })
  // 13 calls from second 0 to the answer's 20; of the second turn 3, from 100 to the last output at 104.
  await expect(first).toHaveText(/^Turn 1 · 13 steps · 1 error · 20s/)
  await expect(page.getByRole('button', { name: /^Turn 2/ })).toHaveText(/^Turn 2 · 3 steps · 4(\.0)?s/)

  await first.click()
  await expect(first).toHaveAttribute('aria-expanded', 'false')
  await expect(events(page)).toHaveCount(2 + 4)
  await expect(page.getByText('First answer')).toBeVisible()
  await page.getByRole('button', { name: 'Next error' }).click()
  await expect(first).toHaveAttribute('aria-expanded', 'true')
  await expect(eventRow(page, callId(13))).toHaveAttribute('aria-current', 'true')

  await page.getByRole('button', { name: 'Focused' }).click()
  await expect(page).toHaveURL(/focused=true/)
  await expect(events(page)).toHaveCount(3)
  await page.keyboard.press('m')
  await expect(events(page)).toHaveCount(3 + 13 + 3)

  // Event 35 is the first that is not there yet.
  for (const [index, event] of calls(104, 105).entries()) await plantEvent(folder, ID, 35 + index, event)
  const counted = async () => {
    const reply = await fetch(`${url}/api/conversations/${ID}/events/count`)
    return reply.json()
  }
  await expect.poll(counted).toBe(39)
  await page.goto(`${url}/conversations/${ID}`)
  await page.getByRole('button', { name: '2 new since your last visit' }).click()
  const news = events(page).filter({ hasText: 'New since your last visit' })
  await expect(news).toHaveAttribute('data-event-id', callId(104))
  await expect(news).toBeInViewport()
})

test('the table sorts by size; the conversation can be taken along as a link and in four forms', async ({
  page,
  context,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Take me', events: [message('Hello'), ...calls(38, 42)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}?tab=events`)
  const table = page.getByRole('table', { name: 'Events' })
  await table.getByRole('button', { name: 'Size' }).click()
  await expect(page).toHaveURL(/esort=-size/)
  await expect(table.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending')
  const names = await readdir(join(folder, ID, 'events'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, ID, 'events', name))).size))
  const biggest = names[sizes.indexOf(Math.max(...sizes))]
  await expect(table.locator('tbody tr[data-event-id]').first().getByRole('cell').first()).toHaveText(
    String(Number(biggest?.slice(6, 11))),
  )

  await page.getByRole('tab', { name: /^Transcript/ }).click()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy link' }).first().click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${url}/conversations/${ID}`)
  await eventRow(page, callId(39)).getByRole('button').focus()
  await page.keyboard.press('y')
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`${url}/conversations/${ID}/events/${callId(39)}`)

  await page.goto(`${url}/conversations/${ID}?kind=ActionEvent`)
  await page.getByRole('button', { name: 'Download' }).click()
  const popup = page.getByRole('dialog', { name: 'Download' })
  await expect(popup.getByRole('radio', { name: 'The 5 under the filters' })).toBeChecked()
  const hrefs = await popup
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(hrefs).toHaveLength(4)
  const bodies = await Promise.all(hrefs.map(async (href) => (await page.request.get(url + href)).text()))
  for (const body of bodies) {
    for (const call of [38, 39, 40, 41, 42]) expect(body).toContain(`step ${call}`)
    expect(body).not.toContain('Hello')
  }
  await popup.getByRole('radio', { name: 'All 11 events' }).check()
  const whole = await popup.getByRole('link', { name: /^JSONL/ }).getAttribute('href')
  expect(await (await page.request.get(url + whole)).text()).toContain('Hello')
})
