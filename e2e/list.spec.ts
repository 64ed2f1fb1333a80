import { badge, rowOf, titles } from './elements.ts'
import { readExpected } from './expected.ts'
import { copyFixture, expect, test } from './lookout.ts'

/** The words that people read, in their fixed order. */
const labels = {
  running: 'Running',
  waiting_for_confirmation: 'Waiting for confirmation',
  error: 'Error',
  stuck: 'Stuck',
  paused: 'Paused',
  idle: 'Idle',
  finished: 'Finished',
  deleting: 'Deleting',
  unknown: 'Unknown',
}

for (const name of ['agent-server-1.58.0', 'agent-server-1.11.4', 'agent-server-1.58.0-running']) {
  test(`${name}: badges and rows say what a plain count of the files says`, async ({ page, start, folder }) => {
    const expected = await readExpected(name)
    const { url } = await start({ sources: [await copyFixture(name, folder)], args: ['--timezone', 'UTC'] })
    await page.goto(`${url}/?-status=deleting`)
    await expect(page.getByRole('group', { name: 'Status' }).getByRole('button')).toHaveText(
      Object.entries(labels).map(([status, label]) => `${label} ${expected.by_status[status] ?? 0}`),
    )
    await expect(titles(page)).toHaveCount(expected.total)
    await expect(page.getByText(`1–${expected.total} of ${expected.total}`)).toBeVisible()
    for (const { title, first_message_starts, status, event_count } of expected.conversations) {
      const row = rowOf(page, title ?? first_message_starts ?? 'Untitled')
      await expect(row.getByRole('cell').nth(0)).toHaveText(labels[status])
      await expect(row.getByRole('cell').nth(4)).toHaveText(String(event_count))
    }
  })
}

test('sorts by Updated and by Created, in both directions', async ({ page, recorded }) => {
  const { conversations } = await readExpected('agent-server-1.58.0')
  const times = (field: 'created_at' | 'updated_at'): readonly string[] =>
    conversations.map((conversation) => conversation[field]).toSorted()
  const shown = async (): Promise<readonly (string | null)[]> =>
    page
      .getByRole('table', { name: 'Conversations' })
      .locator('time')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')))

  await page.goto(`${recorded.url}/?-status=deleting`)
  await expect.poll(shown).toEqual(times('updated_at').toReversed())
  const header = page.getByRole('columnheader', { name: 'Updated' })
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await header.getByRole('button').click()
  await expect(page).toHaveURL(/[?&]sort=updated$/)
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(shown).toEqual(times('updated_at'))

  const byCreated = conversations.toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1))
  const names = byCreated.map(({ title, first_message_starts }) => title ?? first_message_starts ?? 'Untitled')
  await page.getByLabel('Sort').selectOption({ label: 'Created, oldest first' })
  await expect(page).toHaveURL(/[?&]sort=created$/)
  await expect(titles(page)).toHaveText(names)
  await page.getByLabel('Sort').selectOption({ label: 'Created, newest first' })
  await expect(page).toHaveURL(/[?&]sort=-created$/)
  await expect(titles(page)).toHaveText(names.toReversed())
})

test('sub-conversations fold under their parent and are rows of their own in a filtered list', async ({
  page,
  recorded,
}) => {
  const child = page.getByRole('link', { name: 'Child: check API examples' })
  await page.goto(recorded.url)
  await expect(page.getByText('21 conversations, 20 rows')).toBeVisible()
  await expect(titles(page)).toHaveCount(20)
  await expect(child).toBeHidden()
  const fold = rowOf(page, '🐛 Fix off-by-one in product paging').getByRole('button', { name: '1 sub-conversation' })
  await fold.click()
  await expect(fold).toHaveAttribute('aria-expanded', 'true')
  await expect(child).toBeVisible()
  await expect(titles(page)).toHaveCount(21)
  await fold.press('Enter')
  await expect(child).toBeHidden()

  await badge(page, 'Finished').click()
  await expect(titles(page)).toHaveCount(11)
  await expect(rowOf(page, 'Child: check API examples')).toContainText('part of 🐛 Fix off-by-one in product paging')
})

test('what nobody knows reads "unknown", never 0', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  const row = rowOf(page, 'Untitled')
  await expect(row.getByRole('cell')).toHaveText([
    'Idle',
    'Untitled',
    /octo\/docs/,
    'GUI',
    '0',
    /./,
    'unknown',
    '$0.00',
  ])
})
