import { eventRow, events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'

const FIX = '594c8d0865314a368e6675f78134c4b8'
const FAILING = 'eff2e24295db4b0b821dd8853805d54b'

test('header: what is known, and in words what is not', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${FIX}`)
  await expect(page.getByRole('heading', { level: 1, name: '🐛 Fix off-by-one in product paging' })).toBeVisible()
  await expect(page).toHaveTitle('🐛 Fix off-by-one in product paging')
  const facts = page.getByRole('main').locator('dl')
  for (const fact of ['octo/shop', 'fix/paging-412', 'Resolver', '#412', 'Finished'])
    await expect(facts).toContainText(fact)
  await expect(facts.getByRole('link', { name: '#412' })).toHaveAttribute(
    'href',
    'https://github.com/octo/shop/pull/412',
  )
  await expect(facts.locator('time').first()).toHaveAttribute('datetime', '2026-11-22T15:33:32.856Z')
  await facts.getByRole('link', { name: '901c7144…e7f2' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Child: check API examples' })).toBeVisible()
  await page.goto(`${recorded.url}/conversations/856b593eb05340e0817779637cbfcbd5`)
  await expect(facts).toContainText(/Repository\s*none/)
})

test('transcript: as many rows as the API counts, every event once, messages as markdown', async ({
  page,
  recorded,
}) => {
  const reply = await fetch(`${recorded.url}/api/conversations/${FIX}/events/search?view=transcript&limit=100`)
  // The shape of this reply is what the contract tests prove.
  const { items, total, hidden } = (await reply.json()) as { items: { id: string }[]; total: number; hidden: number }
  expect(total).toBe(items.length)
  await page.goto(`${recorded.url}/conversations/${FIX}`)
  await expect(page.getByRole('tab', { name: `Transcript ${total}` })).toHaveAttribute('aria-selected', 'true')
  await expect(events(page).first()).toHaveAttribute('aria-setsize', String(total))
  const seen = new Set<string>()
  for (const [index, { id }] of items.entries()) {
    const row = eventRow(page, id)
    await row.scrollIntoViewIfNeeded()
    await expect(row).toHaveAttribute('aria-posinset', String(index + 1))
    seen.add(id)
  }
  expect(seen.size).toBe(total)

  await page.getByRole('button', { name: `${hidden} hidden` }).click()
  await expect(page.getByRole('button', { name: 'Hide quiet events' })).toBeVisible()
  await expect(events(page).first()).toHaveAttribute('aria-setsize', String(total + hidden))

  await page.goto(`${recorded.url}/conversations/${FIX}`)
  await expect(page.getByRole('article', { name: 'Message, You' })).toContainText('See issue #412.')
  const finish = events(page).filter({ hasText: 'The slice in' }).last()
  await expect(finish.locator('code').first()).toHaveText('catalog/paging.py')
})

test('command output, a diff and the whole event as JSON', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${FIX}`)
  const tests = events(page).filter({ hasText: 'unittest -q 2>&1 | tail -5' })
  await toggle(tests)
  await expect(tests.getByRole('group', { name: 'Output' })).toContainText('Ran 2 tests in 0.000s')
  await expect(tests.getByText('exit 0')).toBeVisible()
  await tests.getByRole('button', { name: 'JSON', exact: true }).click()
  await expect(tests.getByText('TerminalObservation')).toBeVisible()

  const edit = events(page).filter({ hasText: 'paging.py +1 −1' })
  await toggle(edit)
  const diff = edit.getByRole('group', { name: /^Changes to .*paging\.py/ })
  await expect(diff.locator('del')).toHaveText(/start \+ size \+ 1/)
  await expect(diff.locator('ins')).toHaveText(/start \+ size\b(?! \+ 1)/)

  const long = await page.goto(`${recorded.url}/conversations/6efe6e46983140d78bf998ee17f03b59`)
  expect(long?.status()).toBe(200)
  const seq = events(page).filter({ hasText: 'seq 1 9000' })
  await toggle(seq)
  const output = seq.getByRole('group', { name: 'Output' })
  await expect(output).toContainText('row 20')
  await expect(output).not.toContainText('row 21')
  await seq.getByRole('button', { name: 'Show all' }).click()
  await expect(output).toContainText('row 100')
  // Only what is seen is in the document; the box scrolls to the rest.
  await expect(output).not.toContainText('row 8999')
  await expect
    .poll(() => output.evaluate((box) => (box.scrollTo(0, box.scrollHeight), box.textContent)))
    .toContain('row 9000')
})

test('events tab: a row for every event; raw tab: one event after the other', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${FIX}`)
  await page.getByRole('tab', { name: 'Events 37' }).click()
  await expect(page).toHaveURL(/\?tab=events$/)
  const table = page.getByRole('table', { name: 'Events' })
  await expect(table).toHaveAttribute('aria-rowcount', '38')
  await expect(table.locator('tbody tr[data-event-id]').first()).toContainText('System prompt')
  await page.getByRole('tab', { name: 'Events' }).press('ArrowRight')
  await page.getByRole('tab', { name: 'Timeline' }).press('ArrowRight')
  await expect(page).toHaveURL(/\?tab=raw$/)
  const panel = page.getByRole('tabpanel', { name: 'Raw' })
  await expect(panel.getByText('1 of 37')).toBeVisible()
  await panel.getByRole('button', { name: 'Next event' }).click()
  await expect(panel.getByText('2 of 37')).toBeVisible()
  await expect(panel).toContainText('e74ec79d-5005-46fe-bd37-14d5a6c3718a')
  await page.keyboard.press('1')
  await expect(page.getByRole('tab', { name: 'Transcript' })).toHaveAttribute('aria-selected', 'true')
})

test('kind, source and tool: toggles with counts that narrow each other', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${FIX}`)
  const value = (group: string, name: string) =>
    page.getByRole('group', { name: group, exact: true }).getByRole('button', { name })
  await expect(value('Kind', 'ActionEvent')).toHaveText('ActionEvent 11')
  await expect(value('Source', 'environment')).toHaveText('environment 24')
  await value('Kind', 'ActionEvent').click()
  await expect(page).toHaveURL(/\?kind=ActionEvent$/)
  await expect(page.getByText('11 matching rows')).toBeVisible()
  await expect(page.getByText('11 of 37 events')).toBeVisible()
  await expect(value('Kind', 'MessageEvent')).toHaveText('MessageEvent 1')
  await value('Kind', 'MessageEvent').click()
  await expect(page.getByText('12 matching rows')).toBeVisible()
  await value('Source', 'user').click()
  await expect(page.getByText('1 matching row', { exact: true })).toBeVisible()
  await value('Source', 'user').click()
  await value('Tool', 'task_tracker').click()
  await expect(page.getByText('2 matching rows')).toBeVisible()
  await page.getByRole('tab', { name: 'Events 2' }).click()
  await expect(page.getByRole('table', { name: 'Events' }).locator('tbody tr[data-event-id]')).toHaveCount(2)
  await page.goBack()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(`${recorded.url}/conversations/${FIX}`)
})

test('errors only, failed commands, and text', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${FAILING}`)
  const [errors, failed] = [
    page.getByRole('button', { name: 'Errors only' }),
    page.getByRole('button', { name: 'Failed commands' }),
  ]
  await expect(errors).toHaveText('Errors only 4')
  await expect(failed).toHaveText('Failed commands 3')
  await errors.click()
  await expect(events(page)).toHaveCount(4)
  await errors.click()
  await failed.click()
  await expect(events(page)).toHaveCount(3)
  await expect(events(page).first()).toContainText('exit 127')
  await failed.click()
  await page.getByRole('searchbox', { name: 'Search events' }).fill('COMMAND not found')
  await expect(page).toHaveURL(/\?equery=COMMAND%20not%20found$/)
  await expect(events(page)).toHaveCount(1)
  await expect(events(page).first()).toContainText('ruff check')
  await page.getByRole('searchbox', { name: 'Search events' }).fill('ruff')
  await expect(events(page).first().locator('mark').first()).toHaveText('ruff')
  await page.getByRole('searchbox', { name: 'Search events' }).fill('no such words here')
  await expect(page.getByText('No event matches these filters.')).toBeVisible()
})
