import { eventRow, events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, eventId, message, plantConversation, plantEvent } from './planted.ts'

const ID = conversationId(1)
const callId = (call: number) => `a0000000-0000-4000-8000-${String(call).padStart(12, '0')}`
const calls = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((call) =>
    command(`step ${call}`, `did ${call}`, call),
  )

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
