import type { Page } from 'playwright/test'
import { badge, titles } from './elements.ts'
import { expect, test } from './lookout.ts'

const ERRORS = ['Perfect the README', 'Release notes for v2.3.0', 'Upgrade payment client']
/** An event of "Investigate red CI on main", and one that a fork repeats. */
const STUCK = '95a358e6a6214bc88b32e3d3f1717f7d'

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search', exact: true })
const options = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')

async function type(page: Page, text: string): Promise<void> {
  await box(page).fill('')
  await box(page).pressSequentially(text)
}

test('filters and words: nothing is asked of a filter before Enter, then it is as clicked', async ({
  page,
  recorded,
}) => {
  await page.goto(recorded.url)
  await type(page, 'status:error,finished README')
  await expect(page).toHaveURL(/\?q=README$/)
  await expect(page.getByText('Enter applies: Status is Error or Finished')).toBeVisible()
  await box(page).press('Enter')
  await expect(page).toHaveURL(/\?q=README&status=error,finished$/)
  await expect(box(page)).toHaveValue('README')
  await expect(badge(page, 'Error')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: 'Remove filter: Status is Finished' })).toBeVisible()
  // What was there stays, and Back undoes the choice alone.
  await type(page, '-trigger:(none) errors:true README')
  await box(page).press('Enter')
  await expect(page).toHaveURL(/\?-trigger=\(none\)&errors=true&q=README&status=error,finished$/)
  await page.goBack()
  await expect(page).toHaveURL(/\?q=README&status=error,finished$/)
})

test('the same list as by clicking', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await type(page, 'is:error')
  await box(page).press('Enter')
  await expect(titles(page)).toHaveText(ERRORS)
  const typed = page.url()
  await page.goto(recorded.url)
  await badge(page, 'Error').click()
  await expect(page).toHaveURL(typed)
})

test('a filter that cannot be understood is named, and what was typed stays', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await type(page, 'status:wrong cost:5 README')
  await box(page).press('Enter')
  const notice = page.getByRole('status').filter({ hasText: '“wrong” is no status' })
  await expect(notice).toContainText('cost:5: cost is a range of USD like >1')
  await expect(box(page)).toHaveValue('status:wrong cost:5 README')
  await expect(box(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(box(page)).toHaveAccessibleDescription(/is no status/)
  await box(page).press('Backspace')
  await expect(notice).toBeHidden()
  await expect(box(page)).not.toHaveAttribute('aria-invalid')
})

test('keys and values are offered with their counts: arrows, Tab, a click, Esc', async ({ page, recorded }) => {
  await page.goto(recorded.url)
  await type(page, 'sta')
  await expect(options(page)).toHaveText([/^status:/])
  await box(page).press('ArrowDown')
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await box(page).press('Enter')
  await expect(box(page)).toHaveValue('status:')
  await expect(options(page)).toHaveCount(9)
  await expect(options(page).filter({ hasText: 'error' })).toHaveText(/^error\s+Error\s+3$/)
  await box(page).pressSequentially('fin')
  await expect(options(page)).toHaveText([/^finished/])
  await box(page).press('Tab')
  await expect(box(page)).toHaveValue('status:finished ')
  await box(page).pressSequentially('repo:sh')
  await expect(options(page).first()).toHaveText(/^octo\/shop\s+5$/)
  await options(page).first().click()
  await expect(box(page)).toBeFocused()
  await expect(box(page)).toHaveValue('status:finished repo:octo/shop ')
  await box(page).press('Enter')
  await expect(page).toHaveURL(/\?repo=octo\/shop&status=finished$/)

  await type(page, 'trigger:')
  await expect(options(page).first()).toBeVisible()
  await box(page).press('Escape')
  await expect(options(page)).toHaveCount(0)
  await expect(box(page)).toHaveValue('trigger:')
  await box(page).press('ArrowDown')
  await expect(options(page).first()).toBeVisible()
  // With nothing begun, Tab leaves the box and the list closes.
  await box(page).press('Tab')
  await expect(box(page)).not.toBeFocused()
  await expect(options(page)).toHaveCount(0)
})

test('all filters as text: edit, apply in their place, or leave', async ({ page, recorded }) => {
  const before = `${recorded.url}/?-trigger=slack&q=README&sort=title&status=error,finished`
  await page.goto(before)
  const edit = page.getByRole('button', { name: 'Edit as text' })
  await edit.click()
  await expect(box(page)).toBeFocused()
  await expect(box(page)).toHaveValue('status:error,finished -trigger:slack README')
  // Esc closes one layer at a time.
  await box(page).pressSequentially(' repo:')
  await expect(options(page).first()).toBeVisible()
  await box(page).press('Escape')
  await expect(options(page)).toHaveCount(0)
  await expect(box(page)).toHaveValue('status:error,finished -trigger:slack README repo:')
  await box(page).press('Escape')
  await expect(box(page)).toHaveValue('README')
  await edit.click()
  await box(page).fill('status:error cost:>=0')
  await expect(page.getByText('Enter applies these filters in place of all others.')).toBeVisible()
  await expect(page).toHaveURL(before)
  await box(page).press('Enter')
  await expect(page).toHaveURL(`${recorded.url}/?cost=0..&sort=title&status=error`)
  await expect(box(page)).toHaveValue('')
  await page.goBack()
  await expect(page).toHaveURL(/-trigger=slack&q=README/)
  // A chip that is removed meanwhile is newer than the text.
  await edit.click()
  await page.getByRole('button', { name: 'Remove filter: Trigger is not Slack' }).press('Enter')
  await expect(box(page)).toHaveValue('README')
})

test.describe('ids', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  async function paste(page: Page, text: string): Promise<void> {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text)
    await box(page).focus()
    await page.keyboard.press('ControlOrMeta+v')
  }

  test('a pasted id of an event opens it in its conversation', async ({ page, recorded }) => {
    const reply = await fetch(`${recorded.url}/api/conversations/${STUCK}/events/search?skeleton=true&limit=5`)
    // What the contract says of this route.
    const { items } = (await reply.json()) as { items: readonly { readonly id: string }[] }
    const { id } = items[3] ?? { id: '' }
    await page.goto(recorded.url)
    await expect(titles(page)).toHaveCount(20)
    await paste(page, ` ${id.toUpperCase()} `)
    await expect(page).toHaveURL(new RegExp(`/conversations/${STUCK}/events/${id}$`))
    await expect(page.getByRole('heading', { level: 1, name: 'Investigate red CI on main' })).toBeVisible()
    // Typed, it opens on Enter.
    await page.goto(recorded.url)
    await box(page).fill(id)
    await box(page).press('Enter')
    await expect(page).toHaveURL(new RegExp(`/conversations/${STUCK}/events/${id}$`))
  })

  test('an id that nobody knows stays a text, and the page says so', async ({ page, recorded }) => {
    const id = '00000000-0000-4000-8000-00000000dead'
    await page.goto(recorded.url)
    await expect(titles(page)).toHaveCount(20)
    await paste(page, id)
    await expect(page.getByText('No conversation or event has this id, so it is searched for as text.')).toBeVisible()
    await expect(box(page)).toHaveValue(id)
    await expect(page).toHaveURL(new RegExp(`\\?q=${id}$`))
    await expect(page.getByRole('heading', { name: 'No conversation matches' })).toBeVisible()
  })
})

test('recent searches: what was typed and stayed is offered in the empty box, and can be forgotten', async ({
  page,
  recorded,
}) => {
  await page.clock.install()
  await page.goto(`${recorded.url}/?q=linked`)
  // Opened by a link: not typed here.
  await box(page).focus()
  await page.clock.runFor(4000)
  await type(page, 'status:error')
  await box(page).press('Enter')
  await expect(page).toHaveURL(/\?status=error$/)
  await page.clock.runFor(4000)
  await type(page, 'README')
  await page.clock.runFor(400)
  await expect(page).toHaveURL(/q=README/)
  await page.clock.runFor(4000)
  await page.goto(recorded.url)
  await box(page).focus()
  const recent = page.getByRole('list', { name: 'Recent searches' })
  await expect(recent.getByRole('listitem')).toHaveText(['README', 'status:error'])
  await box(page).press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?status=error$/)
  await expect(titles(page)).toHaveText(ERRORS)
  await expect(recent).toBeHidden()
  await page.reload()
  await expect(titles(page)).toHaveText(ERRORS)
  await page.keyboard.press('/')
  await recent.getByRole('button', { name: 'Forget README' }).click()
  await expect(recent.getByRole('listitem')).toHaveText(['status:error'])
  await page.keyboard.press('Escape')
  await expect(recent).toBeHidden()
  await expect(box(page)).toBeFocused()
})

test('nothing serious in what hangs on the search box', async ({ page, recorded, expectAccessible }) => {
  await page.goto(recorded.url)
  await expect(titles(page)).toHaveCount(20)
  await type(page, 'README status:')
  await expect(options(page)).toHaveCount(9)
  await box(page).press('ArrowDown')
  await expectAccessible()
  await box(page).pressSequentially('wrong')
  await box(page).press('Enter')
  await expect(page.getByText('is no status')).toBeVisible()
  await expectAccessible()
  await page.evaluate(() => localStorage.setItem('lookout-recent-searches', '["status:error flaky"]'))
  await page.goto(`${recorded.url}/?status=error`)
  await page.getByRole('button', { name: 'Edit as text' }).click()
  await expect(page.getByText('Enter applies these filters in place of all others.')).toBeVisible()
  await expectAccessible()
  await box(page).press('Escape')
  await box(page).press('ArrowDown')
  await expect(page.getByRole('list', { name: 'Recent searches' })).toBeVisible()
  await expectAccessible()
})
