import { badge, events, rowOf, titles, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, eventId, message, plantConversation, plantEvent } from './planted.ts'

const RUNNING = conversationId(1)
/** While something runs on screen the page asks every 10 s. */
const soon = { timeout: 25_000 }

test.beforeEach(async ({ folder }) => {
  // Its files have just been written: it is believed to run.
  await plantConversation(folder, {
    id: RUNNING,
    title: 'At work',
    status: 'running',
    events: [message('Work'), ...command('step 1', 'did 1', 1)],
  })
})

test('list: a row changes in place, a new conversation waits above until it is asked for', async ({
  page,
  start,
  folder,
}) => {
  const { url } = await start({ sources: [folder] })
  await page.goto(url)
  const row = rowOf(page, 'At work')
  await expect(row.getByRole('cell').nth(4)).toHaveText('3')
  await expect(badge(page, 'Running')).toHaveText('Running 1')

  const [call, answer] = command('step 2', 'did 2', 2)
  await plantEvent(folder, RUNNING, 3, call ?? {})
  await plantEvent(folder, RUNNING, 4, answer ?? {})
  await plantConversation(folder, {
    id: conversationId(2),
    title: 'Newcomer',
    status: 'error',
    events: [message('Hi', 9999)],
  })
  await expect(row.getByRole('cell').nth(4)).toHaveText('5', soon)
  const pill = page.getByRole('button', { name: '1 new' })
  await expect(pill).toBeVisible(soon)
  await expect(titles(page)).toHaveText(['At work'])
  await expect(badge(page, 'Error')).toHaveText('Error 1')
  const change = badge(page, 'Error').locator('[data-change]')
  await expect(change).toHaveAttribute('data-change', '+1')
  await pill.click()
  await expect(change).toBeHidden()
  await expect(titles(page)).toHaveText(['Newcomer', 'At work'])
  await expect(pill).toBeHidden()
})

test('list: what no longer matches stays where it is until it is asked for', async ({ page, start, folder }) => {
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/?status=running`)
  await expect(titles(page)).toHaveText(['At work'])
  await plantConversation(folder, { id: RUNNING, title: 'At work', status: 'finished' })
  await expect(rowOf(page, 'At work')).toContainText('no longer matches', soon)
  await expect(rowOf(page, 'At work')).toContainText('Finished')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByRole('heading', { name: 'No conversation matches' })).toBeVisible()
})

test('detail: new events appear, and a torn file heals', async ({ page, start, folder }) => {
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${RUNNING}`)
  await expect(events(page)).toHaveCount(2)
  const [call, answer] = command('step 2', 'did 2', 2)
  await plantEvent(folder, RUNNING, 3, call ?? {})
  await plantEvent(folder, RUNNING, 4, JSON.stringify(answer).slice(0, 100))
  await expect(events(page)).toHaveCount(4, soon)
  await expect(events(page).nth(3)).toContainText(`event-00004-${eventId(4)}.json`)
  await expect(page.getByRole('tab', { name: 'Events 5' })).toBeVisible()

  await plantEvent(folder, RUNNING, 4, answer ?? {})
  // Healed, it is folded into the command that it answers.
  await expect(events(page)).toHaveCount(3, soon)
  await toggle(events(page).nth(2))
  await expect(events(page).nth(2).getByRole('group', { name: 'Output' })).toHaveText('did 2')
})
