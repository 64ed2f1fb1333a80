import { eventRow, events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'
import { command, conversationId, eventId, message, plantConversation } from './planted.ts'

const ID = conversationId(1)
const CALLS = 2500
const MOST_ROWS = 120

test('5,000 events: few rows in the document, any place at once', async ({ page, start, folder }) => {
  const calls = Array.from({ length: CALLS }, (_, index) =>
    command(`step ${index + 1}`, `did ${index + 1}`, index + 1),
  ).flat()
  await plantConversation(folder, { id: ID, title: 'Long', events: [message('Do 2,500 things'), ...calls] })
  const { url } = await start({ sources: [folder] })
  const last = page.getByRole('list', { name: 'Events' }).locator('> li[aria-posinset="2501"]')

  await test.step('opens at the top', async () => {
    await page.goto(`${url}/conversations/${ID}`)
    await expect(events(page).first()).toHaveAttribute('aria-setsize', '2501')
    await expect(page.getByText('Do 2,500 things')).toBeInViewport()
    expect(await events(page).count()).toBeLessThanOrEqual(MOST_ROWS)
  })
  await test.step('End leads to the last event', async () => {
    await page.keyboard.press('End')
    await expect(last).toBeInViewport()
    await expect(last).toContainText('$ step 2500')
    expect(await events(page).count()).toBeLessThanOrEqual(MOST_ROWS)
  })
  await test.step('scrolling far shows rows, and few of them', async () => {
    await page.keyboard.press('Home')
    await expect(page.getByText('Do 2,500 things')).toBeInViewport()
    await page.mouse.move(600, 600)
    await page.mouse.wheel(0, 30_000)
    await expect(
      events(page)
        .filter({ hasText: /\$ step 9\d\d/ })
        .first(),
    ).toBeVisible()
    expect(await events(page).count()).toBeLessThanOrEqual(MOST_ROWS)
  })
  await test.step('a link to an event opens there', async () => {
    const id = `a0000000-0000-4000-8000-${String(1234).padStart(12, '0')}`
    await page.goto(`${url}/conversations/${ID}/events/${id}`)
    await expect(eventRow(page, id)).toBeInViewport()
    await expect(eventRow(page, id)).toHaveAttribute('aria-current', 'true')
    await expect(eventRow(page, id).getByRole('group', { name: 'Output' })).toHaveText('did 1234')
    await expect(eventRow(page, id)).toHaveAttribute('aria-posinset', '1235')
    expect(await events(page).count()).toBeLessThanOrEqual(MOST_ROWS)
  })
  await test.step('a link to an answer opens the row that it is folded into', async () => {
    await page.goto(`${url}/conversations/${ID}/events/${eventId(4000)}`)
    const row = events(page).filter({ hasText: '$ step 2000' })
    await expect(row).toBeInViewport()
    await expect(row).toHaveAttribute('aria-current', 'true')
  })
  await test.step('the table of events is windowed as well', async () => {
    await page.goto(`${url}/conversations/${ID}?tab=events`)
    const table = page.getByRole('table', { name: 'Events' })
    await expect(table).toHaveAttribute('aria-rowcount', '5002')
    await page.keyboard.press('End')
    await expect(table.locator('tr[aria-rowindex="5002"]')).toBeInViewport()
    expect(await table.locator('tbody tr').count()).toBeLessThanOrEqual(MOST_ROWS)
  })
})

test('an output of a megabyte is read from end to end, and shows what is searched in it', async ({
  page,
  start,
  folder,
}) => {
  const lines = Array.from({ length: 25_000 }, (_, index) => `\u001b[32mok\u001b[0m step ${index + 1} of the build`)
  const output = lines.with(17_000, 'FAIL the needle of it').join('\n')
  await plantConversation(folder, { id: ID, title: 'Large', events: [message('Build'), ...command('make', output, 1)] })
  const { url } = await start({ sources: [folder] })
  await page.goto(`${url}/conversations/${ID}`)
  const make = events(page).filter({ hasText: '$ make' })
  const box = make.getByRole('group', { name: 'Output' })
  await toggle(make)
  await expect(box).toContainText('ok step 20 of the build')
  await expect(box).not.toContainText('step 21')
  await expect(make).toContainText('25,000 lines, 20 shown')

  await make.getByRole('button', { name: 'Show all' }).click()
  await expect(box).toContainText('step 21 of the build')
  await expect(box).not.toContainText('step 24999 of the build')
  await expect
    .poll(() => box.evaluate((element) => (element.scrollTo(0, element.scrollHeight), element.textContent)))
    .toContain('step 25000 of the build')

  await page.goto(`${url}/conversations/${ID}?equery=needle`)
  await toggle(make)
  await expect(box).toContainText('FAIL the needle of it')
  await expect(box).not.toContainText('step 16900 of the build')
})

test('one event of three megabytes: its size, its beginning, and the way to the whole', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/6efe6e46983140d78bf998ee17f03b59`)
  await expect(page.getByRole('heading', { level: 1, name: 'Bump schema version in products.json' })).toBeVisible()
  const edit = events(page).filter({ hasText: 'data/products.json' }).filter({ hasText: 'edit' })
  await toggle(edit)
  await expect(edit).toContainText('only its first 4,000 characters are shown')
  await expect(edit.getByRole('group', { name: 'Beginning of the event' })).toContainText('a4e3bbe2')
  const whole = edit.getByRole('link', { name: 'Download' })
  const reply = await page.request.get(new URL((await whole.getAttribute('href')) ?? '', recorded.url).href)
  expect((await reply.body()).length).toBeGreaterThan(2_000_000)
})
