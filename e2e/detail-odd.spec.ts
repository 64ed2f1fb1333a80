import { rm } from 'node:fs/promises'
import { eventRow, events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, eventId, message, plantConversation, plantEvent } from './planted.ts'

const ID = conversationId(1)

test('colours of a terminal are drawn, an unknown kind and a torn file are seen', async ({ page, start, folder }) => {
  const [call, answer] = command(
    'make',
    '\u001b[31mFAIL\u001b[0m plain \u001b[1;32mok\u001b[0m\u001b[2K\u001b]0;title\u0007',
    1,
  )
  const odd = { kind: 'TelepathyEvent', source: 'agent', timestamp: '2026-01-01T00:00:05', mood: 'curious' }
  const planted = [message('Make it'), call ?? {}, answer ?? {}, odd]
  await plantConversation(folder, { id: ID, title: 'Odd', events: planted })
  await plantEvent(folder, ID, 4, '{"id": "half a fi')
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)

  const make = events(page).filter({ hasText: '$ make' })
  await toggle(make)
  const output = make.getByRole('group', { name: 'Output' })
  await expect(output).toHaveText('FAIL plain ok')
  const colourOf = (text: string) =>
    output.getByText(text, { exact: true }).evaluate((node) => getComputedStyle(node).color)
  expect(new Set([await colourOf('FAIL'), await colourOf('ok')]).size).toBe(2)

  const telepathy = eventRow(page, eventId(3))
  await expect(telepathy).toContainText('Telepathy')
  await toggle(telepathy)
  await expect(telepathy).toContainText('curious')
  await expect(
    page.getByRole('group', { name: 'Kind' }).getByRole('button', { name: 'TelepathyEvent 1' }),
  ).toBeVisible()

  const torn = eventRow(page, 'unreadable-4')
  await expect(torn).toContainText(`event-00004-${eventId(4)}.json`)
  await expect(page.getByRole('main').locator('dl').first()).toContainText(/Unreadable\s*1 file/)
  await page.goto(url)
  await page.getByText('1 unreadable file').click()
  await expect(page.getByText(`${ID}/events/event-00004`)).toBeVisible()
})

test.describe('addresses that lead nowhere', () => {
  test.use({ allowedConsole: [/status of 404/] })

  test('say so, and lead back', async ({ page, recorded }) => {
    await page.goto(`${recorded.url}/conversations/ffffffffffffffffffffffffffffffff?status=error`)
    await expect(page.getByRole('heading', { level: 1, name: 'Unknown conversation' })).toBeVisible()
    await page.getByRole('link', { name: 'Back to all conversations' }).click()
    await expect(page).toHaveURL(`${recorded.url}/?status=error`)
    await page.goto(`${recorded.url}/no/such/page`)
    await expect(page.getByRole('heading', { level: 1, name: 'Nothing here' })).toBeVisible()
    await page.goto(`${recorded.url}/conversations/594c8d0865314a368e6675f78134c4b8/events/nothing`)
    await expect(page.getByRole('alert')).toContainText('This conversation has no event')
    await page.getByRole('link', { name: 'Show the conversation' }).click()
    await expect(events(page).first()).toBeVisible()
  })

  test('a conversation that was deleted while it is open', async ({ page, start, folder }) => {
    await plantConversation(folder, { id: ID, title: 'Short-lived', events: [message('Hello')] })
    const { url } = await start({ sources: [folder] })
    await page.goto(url)
    await expect(page.getByRole('link', { name: 'Short-lived' })).toBeVisible()
    await rm(`${folder}/${ID}`, { recursive: true })
    await expect.poll(async () => (await fetch(`${url}/api/conversations/${ID}`)).status).toBe(404)
    await page.getByRole('link', { name: 'Short-lived' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Unknown conversation' })).toBeVisible()
  })
})

test('a conversation without events', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/b995e62689934e7283d232d56c21dc4f`)
  await expect(page.getByRole('heading', { level: 1, name: 'Untitled' })).toBeVisible()
  await expect(page.getByText('No events yet.')).toBeVisible()
  await expect(page.getByRole('tab', { name: 'Transcript 0' })).toBeVisible()
})
