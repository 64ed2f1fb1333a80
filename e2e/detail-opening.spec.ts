import { events } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, message, plantConversation } from './planted.ts'

const CALLS = 60
const failure = (call: number) => ({
  ...command('boom', '', call)[1],
  observation: { kind: 'TerminalObservation', content: [{ type: 'text', text: 'broke' }], is_error: true },
})
const calls = Array.from({ length: CALLS }, (_, index) => command(`step ${index + 1}`, 'done', index + 1)).flat()
/** Two errors: at the call 20 and, which is the last, at the call 40. */
const failed = calls.map((event, at) => (at === 39 ? failure(20) : at === 79 ? failure(40) : event))

const CASES = [
  { status: 'running', events: calls, opensAt: CALLS },
  { status: 'waiting_for_confirmation', events: calls, opensAt: CALLS },
  { status: 'error', events: failed, opensAt: 40 },
  { status: 'stuck', events: failed, opensAt: 40 },
  // Nothing says what ended it: its end is the best guess.
  { status: 'error', events: calls, opensAt: CALLS },
  { status: 'finished', events: failed, opensAt: 0 },
  { status: 'paused', events: calls, opensAt: 0 },
] as const

test('a conversation opens where it matters: at its end while it goes on, at the error that ended it, else at the top', async ({
  page,
  start,
  folder,
}) => {
  for (const [at, { status, events: planted }] of CASES.entries()) {
    const id = conversationId(at + 1)
    await plantConversation(folder, { id, title: `Case ${at}`, status, events: [message('Do it'), ...planted] })
  }
  const { url } = await start({ sources: [folder] })
  for (const [at, { status, opensAt }] of CASES.entries()) {
    await test.step(`${status}: ${opensAt}`, async () => {
      await page.goto(`${url}/conversations/${conversationId(at + 1)}`)
      await expect(page.getByRole('heading', { level: 1, name: `Case ${at}` })).toBeVisible()
      // The row of a call is the one after that of the message.
      await expect(page.locator(`li[aria-posinset="${opensAt + 1}"][data-event-id]`)).toBeInViewport()
      await expect(events(page).first()).toHaveAttribute('aria-setsize', String(CALLS + 1))
      const isLed = status === 'error' || status === 'stuck'
      const target = page.locator('li[aria-current]')
      if (isLed && opensAt === 40) await expect(target).toHaveAttribute('aria-posinset', '41')
      else await expect(target).toHaveCount(0)
    })
  }
})

test('an error near the beginning is shown with the title above it', async ({ page, start, folder }) => {
  const id = conversationId(1)
  const few = [message('Do it'), ...calls.slice(0, 6), ...command('boom', '', 20).slice(0, 1), failure(20)]
  await plantConversation(folder, { id, title: 'Soon over', status: 'error', events: few })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${id}`)
  await expect(page.locator('li[aria-current]').getByRole('group', { name: 'Output' })).toBeInViewport()
  // The page is longer than the window: it could be scrolled.
  expect(await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight)).toBe(true)
  expect(await page.evaluate(() => window.scrollY)).toBe(0)
})
