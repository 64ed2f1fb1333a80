import { eventRow, events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, eventId, message, plantConversation, plantEvent } from './planted.ts'

const ID = conversationId(1)
const callId = (call: number) => `a0000000-0000-4000-8000-${String(call).padStart(12, '0')}`
const calls = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((call) =>
    command(`step ${call}`, `did ${call}`, call),
  )

test('what is folded is folded in its own rows: not in those that a search finds, and again on the way back', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Folds', events: [message('Ask', 0), ...calls(1, 20)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  const turn = page.getByRole('button', { name: /^Turn 1/ })
  await turn.click()
  await expect(events(page)).toHaveCount(1)

  const search = page.getByRole('searchbox', { name: 'Search events' })
  await search.fill('step 1')
  await expect(page.getByText('11 hits')).toBeVisible()
  await expect(events(page)).toHaveCount(11)
  await search.fill('step 2')
  await expect(page.getByText('2 hits')).toBeVisible()
  await expect(events(page)).toHaveCount(2)

  await page.getByRole('link', { name: 'Conversations' }).first().click()
  await expect(page).toHaveURL(`${url}/`)
  await page.goBack()
  await expect(events(page)).toHaveCount(2)
  await expect(search).toHaveValue('step 2')
})

test('a turn that goes on stays folded', async ({ page, start, folder }) => {
  await plantConversation(folder, {
    id: ID,
    title: 'Goes on',
    status: 'running',
    events: [message('Ask', 0), ...calls(1, 4)],
  })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  const turn = page.getByRole('button', { name: /^Turn 1/ })
  await turn.click()
  await expect(events(page)).toHaveCount(1)
  await expect(events(page)).toHaveAttribute('aria-setsize', '1')
  for (const [index, event] of calls(5, 6).entries()) await plantEvent(folder, ID, 9 + index, event)
  await expect(turn).toHaveText(/^Turn 1 · 6 steps/, { timeout: 15_000 })
  await expect(events(page)).toHaveCount(1)
  await expect(turn).toHaveAttribute('aria-expanded', 'false')
})

test('a row that the reader opened or closed stays so when a search leads to it and on', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Opens', events: [message('Ask', 0), ...calls(1, 3)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}?equery=did&econtext=true`)
  const button = (call: number) => eventRow(page, callId(call)).getByRole('button').first()
  await toggle(eventRow(page, callId(2)))
  await expect(button(2)).toHaveAttribute('aria-expanded', 'true')
  await page.getByRole('button', { name: 'Previous hit' }).click()
  await expect(page.getByText('1 of 3', { exact: true })).toBeVisible()
  const next = page.getByRole('button', { name: 'Next hit' })
  await next.click()
  await expect(page.getByText('2 of 3', { exact: true })).toBeVisible()
  await expect(button(2)).toHaveAttribute('aria-expanded', 'true')
  await toggle(eventRow(page, callId(2)))
  await expect(button(2)).toHaveAttribute('aria-expanded', 'false')
  await next.click()
  await expect(page.getByText('3 of 3', { exact: true })).toBeVisible()
  await expect(button(3)).toHaveAttribute('aria-expanded', 'true')
  await expect(button(2)).toHaveAttribute('aria-expanded', 'false')
})

test.describe('a server that fails', () => {
  test.use({ allowedConsole: [/status of 500/] })
  test('a place or a step that the server does not tell is said, and can be asked for again', async ({
    page,
    start,
    folder,
  }) => {
    const failed = { kind: 'AgentErrorEvent', source: 'agent', tool_call_id: 'call_99', error: 'It broke' }
    await plantConversation(folder, { id: ID, title: 'Unsteady', events: [message('Ask', 0), ...calls(1, 20), failed] })
    const { url } = await start({ sources: [folder] })
    const fail = async (address: string) => {
      await page.route(address, (route) => route.fulfill({ status: 500, json: { detail: 'broken' } }))
    }
    const place = `**/api/conversations/*/events/${callId(15)}?*`
    await fail(place)
    await page.goto(`${url}/conversations/${ID}/events/${callId(15)}`)
    const failure = page.getByRole('alert').filter({ hasText: 'The place of this event could not be found' })
    await expect(failure).toBeVisible()
    await page.unroute(place)
    await failure.getByRole('button', { name: 'Retry' }).click()
    await expect(eventRow(page, callId(15))).toBeInViewport()

    await fail('**/events/search?*is_error=true*')
    await page.getByRole('button', { name: 'Next error' }).click()
    await expect(page.getByText('The next error could not be looked for')).toBeVisible()

    await page.getByRole('searchbox', { name: 'Search events' }).fill('did 1')
    await expect(page.getByText('11 hits')).toBeVisible()
    await fail('**/events/a0000000*?*text=did*')
    await page.getByRole('button', { name: 'Next hit' }).click()
    await expect(page.getByText('Could not be loaded', { exact: true })).toBeVisible()
  })
})

test('in Raw an event that the filters hide is shown, between those that they leave', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Hidden', events: [message('Ask', 0), ...calls(1, 3)] })
  const { url } = await start({ sources: [folder] })
  const tree = page.getByRole('tree', { name: 'Event as JSON' })
  // Event 0 is before all that pass, the answer to call 2 between two of them.
  for (const id of [eventId(0), eventId(4)]) {
    await page.goto(`${url}/conversations/${ID}/events/${id}?tab=raw&kind=ActionEvent`)
    await expect(tree).toContainText(id)
    await expect(page.getByText(/^\d of 3$/)).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Previous event' }).click()
  await expect(tree).toContainText(callId(2))
  await expect(page.getByText('2 of 3', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Next event' }).click()
  await expect(tree).toContainText(callId(3))
})

test('a link to an event leads to it, out of Focused too; what is new is offered where all rows are', async ({
  page,
  start,
  folder,
}) => {
  const failed = { kind: 'ConversationErrorEvent', source: 'environment', code: 'Broken', detail: 'It broke' }
  await plantConversation(folder, {
    id: ID,
    title: 'Failed',
    status: 'error',
    events: [message('Ask', 0), ...calls(1, 3), failed],
  })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  await expect(events(page)).toHaveCount(5)
  for (const [index, event] of calls(4, 5).entries()) await plantEvent(folder, ID, 8 + index, event)
  await expect.poll(async () => (await fetch(`${url}/api/conversations/${ID}/events/count`)).json()).toBe(12)
  await page.goto(`${url}/conversations/${ID}?focused=true`)
  await expect(events(page)).toHaveCount(1)
  await expect(page.getByText('new since your last visit')).toHaveCount(0)
  await page.getByRole('link', { name: 'Go to it' }).click()
  await expect(eventRow(page, eventId(7))).toHaveAttribute('aria-current', 'true')
})

test('an answer that is kept no more is said to be so, beside its call; one whose call is not is shown', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Gone', events: [message('Ask', 0), ...calls(1, 2)] })
  const { url } = await start({ sources: [folder] })
  const missing = [eventId(2), callId(2)]
  await page.route('**/events?ids=*', async (route) => {
    const bodies: readonly { id: string }[] = await (await route.fetch()).json()
    await route.fulfill({
      json: bodies.map((body) => (missing.includes(body.id) ? { id: body.id, body_left_out: 'not_kept' } : body)),
    })
  })
  await page.goto(`${url}/conversations/${ID}`)
  await toggle(eventRow(page, callId(1)))
  await expect(eventRow(page, callId(1))).toContainText(/Its answer is missing.*Lookout keeps/)
  await expect(eventRow(page, callId(1)).getByText('No answer to this call.')).toHaveCount(0)
  await toggle(eventRow(page, callId(2)))
  await expect(eventRow(page, callId(2))).toContainText(/Lookout keeps.*did 2/)
})

test('keys with a modifier on a tab belong to the browser', async ({ page, start, folder }) => {
  await plantConversation(folder, { id: ID, title: 'Tabs', events: [message('Ask', 0)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  await page.getByRole('link', { name: 'Tabs' }).click()
  await page.getByRole('tab', { name: /^Transcript/ }).press('ArrowRight')
  await expect(page.getByRole('tab', { name: /^Events/ })).toBeFocused()
  const isTaken = await page
    .getByRole('tab', { name: /^Events/ })
    .evaluate(
      (tab) =>
        !tab.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowLeft', altKey: true, bubbles: true, cancelable: true }),
        ),
    )
  expect(isTaken).toBe(false)
})
