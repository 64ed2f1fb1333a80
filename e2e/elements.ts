import { expect, type Locator, type Page } from 'playwright/test'

/** The titles of the list, one for each row, in the order of the rows. */
export function titles(page: Page): Locator {
  return page.getByRole('table', { name: 'Conversations' }).getByRole('link')
}

/** The row of the list with this title. */
export function rowOf(page: Page, title: string): Locator {
  const link = page.getByRole('link', { name: title, exact: true })
  return page.getByRole('table', { name: 'Conversations' }).getByRole('row').filter({ has: link })
}

/** What the columns of the list are called, in their order. */
export function headers(page: Page): Locator {
  return page.getByRole('table', { name: 'Conversations' }).getByRole('columnheader')
}

/** Waits for what comes after the rows: code that is still on its way would be missed by a test that takes the server away. */
export async function expectWholeList(page: Page): Promise<void> {
  await expect(page.getByRole('slider', { name: 'Histogram' })).toBeVisible()
  await expect(page.getByText(/ events · /)).toBeVisible()
  await expect(page.getByRole('separator', { name: 'Width of Title' })).toBeAttached()
}

/** The toggle of a status above the list. */
export function badge(page: Page, status: string): Locator {
  return page.getByRole('group', { name: 'Status' }).getByRole('button', { name: status })
}

/** The rows of the transcript that are in the document. */
export function events(page: Page): Locator {
  return page.getByRole('list', { name: 'Events' }).locator('> li')
}

/** The row of the transcript with this event. */
export function eventRow(page: Page, id: string): Locator {
  return page.getByRole('list', { name: 'Events' }).locator(`> li[data-event-id="${id}"]`)
}

/** Opens a row of the transcript, or closes it again; by keyboard, because what was opened before may still be growing. */
export async function toggle(row: Locator): Promise<void> {
  await row.getByRole('button').first().press('Enter')
}
