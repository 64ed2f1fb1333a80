import { readdir, readFile } from 'node:fs/promises'
import { eventRow, events } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation } from './planted.ts'

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

test.describe('cost and durations', () => {
  // High enough for all of the column.
  test.use({ allowedConsole: [/status of 503/], viewport: { width: 1440, height: 1600 } })

  test('what it cost and where its time went, as the files say; a failure is its own', async ({
    page,
    recorded,
    start,
    folder,
  }) => {
    const state = new URL(`fixtures/agent-server-1.58.0/${FIX}/base_state.json`, import.meta.url)
    const { stats } = JSON.parse(await readFile(state, 'utf8')) as { stats: Stats }
    const [metrics] = Object.values(stats.usage_to_metrics)
    const slowest = (await steps(FIX)).toSorted((a, b) => b.ms - a.ms)
    await page.route('**/usage', (route) => route.fulfill({ status: 503, json: { detail: 'too busy' } }))
    await page.goto(`${recorded.url}/conversations/${FIX}`)

    await test.step('an error has its own Retry, and blanks nothing else', async () => {
      const failure = page.getByRole('alert').filter({ hasText: 'Cost and durations could not be loaded' })
      await expect(failure).toContainText('too busy')
      await expect(events(page).first()).toBeVisible()
      await page.unroute('**/usage')
      await failure.getByRole('button', { name: 'Retry' }).click()
      await expect(failure).toBeHidden()
    })
    await test.step('by model, by tool and over time', async () => {
      const model = page.getByRole('list', { name: 'Cost and tokens by model' }).getByRole('listitem')
      await expect(model).toHaveCount(1)
      await expect(model).toContainText('claude-sonnet-4-5-20250929')
      await expect(model).toContainText(`$${metrics?.accumulated_cost.toFixed(2)}`)
      await expect(model.getByTitle(formatted(metrics?.accumulated_token_usage.prompt_tokens))).toBeVisible()
      await expect(page.getByRole('img', { name: /^Cost over time: .*\$0\.26$/ })).toBeVisible()
      await page.getByRole('region', { name: 'Cost' }).getByRole('button', { name: 'As table' }).click()
      const table = page.getByRole('table', { name: 'Cost over time' })
      await expect(table.getByRole('row').nth(1)).toContainText('$0.26')
      await page.keyboard.press('Escape')
      const byTool = page.getByRole('table', { name: 'Calls and time by tool' })
      const calls = slowest.filter(({ tool }) => tool === 'terminal')
      const seconds = calls.reduce((sum, { ms }) => sum + ms, 0) / 1000
      await expect(byTool.getByRole('row', { name: /^terminal/ })).toHaveText(
        `terminal${calls.length}${seconds.toFixed(1)}s`,
      )
    })
    await test.step('the slowest step is a link to it', async () => {
      const first = page.getByRole('region', { name: 'Slowest' }).getByRole('link').first()
      await expect(first).toContainText(`${((slowest[0]?.ms ?? 0) / 1000).toFixed(1)}s`)
      await first.click()
      await expect(page).toHaveURL(`${recorded.url}/conversations/${FIX}/events/${slowest[0]?.id}`)
      await expect(eventRow(page, slowest[0]?.id ?? '')).toHaveAttribute('aria-current', 'true')
    })
    await test.step('what nobody says is unknown', async () => {
      const call = command('ls', 'a', 1)
      const called = [message('Look'), ...call, { ...call[0], id: 'unanswered', tool_name: 'browser' }]
      await plantConversation(folder, { id: conversationId(1), title: 'No statistics', events: called })
      const { url } = await start({ sources: [folder] })
      await page.goto(`${url}/conversations/${conversationId(1)}`)
      await expect(page.getByText('unknown: nobody says what this cost.')).toBeVisible()
      await expect(page.getByRole('row', { name: /^browser/ })).toHaveText('browser1unknown')
    })
  })
})

interface Stats {
  readonly usage_to_metrics: Readonly<
    Record<
      string,
      { readonly accumulated_cost: number; readonly accumulated_token_usage: { readonly prompt_tokens: number } }
    >
  >
}

const formatted = (count = 0) => count.toLocaleString('en-US')

/** The actions of a recorded conversation that were answered, and how long that took. */
async function steps(id: string): Promise<readonly { id: string; tool: string; ms: number }[]> {
  const all = await written(id)
  return all.flatMap(({ action_id: actionId, timestamp }) => {
    const action = all.find((event) => event.id === actionId)
    const ms = Date.parse(`${timestamp}Z`) - Date.parse(`${action?.timestamp}Z`)
    return action === undefined ? [] : [{ id: action.id, tool: action.tool_name ?? '', ms }]
  })
}

test('timeline: every row in its lane, by mouse, by keys, as a table and as a link', async ({
  page,
  recorded,
  expectAccessible,
}) => {
  const all = await written(FIX)
  const rows = all.filter(({ kind }) => kind !== 'ConversationStateUpdateEvent' && kind !== 'ObservationEvent')
  const calls = rows.filter(({ tool_name: tool }) => tool !== undefined)
  const [slowest] = (await steps(FIX)).toSorted((a, b) => b.ms - a.ms)
  const current = page.getByRole('list', { name: 'Timeline' }).getByRole('link')
  await page.goto(`${recorded.url}/conversations/${FIX}`)

  await test.step('a tab between Events and Raw, with the number of events that have a time', async () => {
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('tab', { name: 'Events' }).press('ArrowRight')
    await expect(page).toHaveURL(/\?tab=timeline$/)
    await expect(page.getByRole('tab', { name: `Timeline ${all.length}` })).toHaveAttribute('aria-selected', 'true')
    const panel = page.getByRole('tabpanel', { name: 'Timeline' })
    await expect(panel.getByText(`${rows.length} rows`)).toBeVisible()
    await expectAccessible()
  })
  await test.step('one tab stop; arrow keys lead through time and lanes', async () => {
    await current.focus()
    await expect(current).toHaveCount(1)
    await expect(current).toHaveAccessibleName(/^Agent: .*, Nov 22, 15:33:33$/)
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
    await expect(current).toHaveAccessibleName(/^terminal: \$ git log .*, Nov 22, 15:33:34, 0\.8s$/)
    await expect(current).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(current).toHaveAccessibleName(/^Agent/)
    await page.keyboard.press('ArrowUp')
    await expect(current).toHaveAccessibleName(/^Turn 1: /)
    await page.keyboard.press('End')
    await expect(current).toHaveAccessibleName(/^Delegated: Child: check API examples, /)
  })
  await test.step('as a table: the same, in the order of time', async () => {
    await page.getByRole('button', { name: 'As table' }).last().click()
    const lines = page.getByRole('table', { name: 'Timeline' }).locator('tbody tr')
    await expect(lines).toHaveCount(rows.length + 1)
    for (const tool of new Set(calls.map(({ tool_name }) => tool_name)))
      await expect(lines.filter({ has: page.getByRole('cell', { name: tool ?? '', exact: true }) })).toHaveCount(
        calls.filter(({ tool_name }) => tool_name === tool).length,
      )
    await expectAccessible()
    await page.getByRole('button', { name: 'As table' }).last().click()
  })
  await test.step('a drag narrows to its time, Show all ends that', async () => {
    const box = await page.getByRole('list', { name: 'Timeline' }).locator('..').boundingBox()
    if (box === null) throw new Error('the picture has no place')
    await page.mouse.move(box.x + box.width * 0.1, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x - 20, box.y + 60, { steps: 4 })
    await page.mouse.up()
    await expect(page).toHaveURL(/efrom=2026-11-22T15:33:3\d(\.\d+)?Z&eto=/)
    // All but the sub-conversation, which ran almost a minute later.
    await expect(page.getByText(`${all.length} of ${all.length} events`)).toBeVisible()
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect(page).toHaveURL(/\?tab=timeline$/)
  })
  await test.step('what it names is a link to the event', async () => {
    await current.focus()
    await page.keyboard.press('Home')
    const place = rows.findIndex(({ id }) => id === slowest?.id)
    for (let step = 0; step < place; step++) await page.keyboard.press('ArrowRight')
    await expect(current).toHaveAccessibleName(new RegExp(`, ${((slowest?.ms ?? 0) / 1000).toFixed(1)}s$`))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${recorded.url}/conversations/${FIX}/events/${slowest?.id}`)
    await expect(eventRow(page, slowest?.id ?? '')).toHaveAttribute('aria-current', 'true')
    await page.goBack()
    await expect(current).toBeVisible()
  })
})

test.describe('in the dark, on a phone', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 375, height: 800 } })

  test('timeline: pauses folded, what failed marked, times unknown said', async ({
    page,
    start,
    folder,
    expectAccessible,
  }) => {
    const hours = 3600
    const calls = [1, 2, 3, 4].flatMap((call) =>
      command(`step ${call}`, 'done', call, { exitCode: call === 3 ? 2 : 0 }),
    )
    const later = command('step 5', 'done', 5, { seconds: 2 * hours })
    const timeless = { ...message('When was this?'), timestamp: 'some day' }
    await plantConversation(folder, {
      id: conversationId(2),
      title: 'Paused',
      events: [message('Begin'), ...calls, ...later, timeless],
    })
    const { url } = await start({ sources: [folder] })
    await page.goto(`${url}/conversations/${conversationId(2)}?tab=timeline`)
    const panel = page.getByRole('tabpanel', { name: 'Timeline' })
    await expect(panel.getByText('6 rows', { exact: true })).toBeVisible()
    await expect(panel.getByText('1 row of unknown time is not here.')).toBeVisible()
    // From the last answer to the next call: 2 h less 5 s.
    await expect(panel.getByText('1h 59m', { exact: true })).toBeVisible()
    const current = page.getByRole('list', { name: 'Timeline' }).getByRole('link')
    await current.focus()
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
    await expect(current).toHaveAccessibleName(/step 3, .*, 1\.0s, failed command$/)
    await expectAccessible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect(page).toHaveURL(/efrom=.*&eto=/)
    await expect(page.getByRole('button', { name: 'Zoom out' })).toBeVisible()
  })
})
