import { events } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation } from './planted.ts'

const ID = conversationId(1)
const calls = (count: number) =>
  Array.from({ length: count }, (_, index) => command(`step ${index + 1}`, `did ${index + 1}`, index + 1)).flat()

test.describe('rows that do not come', () => {
  test.use({ allowedConsole: [/Failed to load resource/] })

  test('say so in sight, deep in a long run, and come when asked for again', async ({ page, start, folder }) => {
    await plantConversation(folder, { id: ID, title: 'Long', events: [message('Go on'), ...calls(900)] })
    const { url } = await start({ sources: [folder] })
    await page.goto(`${url}/conversations/${ID}`)
    await expect(events(page).first()).toContainText('Go on')

    await page.route('**/events/search?*', (route) => route.fulfill({ status: 500, json: { detail: 'No luck' } }))
    await page.mouse.move(600, 600)
    await page.mouse.wheel(0, 12_000)
    const failure = page.getByRole('alert').filter({ hasText: 'These events could not be loaded' })
    await expect(failure).toBeInViewport({ ratio: 1 })

    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await failure.getByRole('button', { name: 'Retry' }).click()
    await expect(
      events(page)
        .filter({ hasText: /\$ step 3\d\d/ })
        .first(),
    ).toBeVisible()
    await expect(failure).toBeHidden()
  })
})

test('the focus stays in the panel from view to view, and on the step from event to event', async ({
  page,
  start,
  folder,
}) => {
  await plantConversation(folder, { id: ID, title: 'Short', events: [message('Go on'), ...calls(3)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  await expect(events(page)).toHaveCount(4)
  for (const [key, panel] of [
    ['2', 'Events'],
    ['3', 'Timeline'],
    ['1', 'Transcript'],
    ['m', 'Transcript'],
    ['4', 'Raw'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('tabpanel', { name: panel })).toBeFocused()
  }
  const next = page.getByRole('button', { name: 'Next event' })
  await next.press('Enter')
  await expect(page.getByText('2 of 7')).toBeVisible()
  await expect(next).toBeFocused()
  await next.press('Enter')
  await expect(page.getByText('3 of 7')).toBeVisible()
  await expect(next).toBeFocused()
})
