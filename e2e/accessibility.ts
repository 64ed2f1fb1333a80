import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { isDarkSeenAt } from './thoroughness.ts'

/** The rules whose outcome a colour scheme can change. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** Fails where axe finds something serious on the page as it stands; then again in the dark, by the rules of colour alone. */
export async function expectNothingSerious(page: Page): Promise<void> {
  expect(await findSerious(page), 'in the light').toEqual([])
  if (!isDarkSeenAt(page.viewportSize()?.width ?? 0)) return
  await dress(page, 'dark')
  expect(await findSerious(page, RULES_OF_COLOUR), 'in the dark').toEqual([])
  await dress(page, 'light')
}

async function dress(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
}

/** What axe finds by all its rules, or by these. */
async function findSerious(page: Page, rules?: readonly string[]) {
  const runOnly = rules === undefined ? {} : { runOnly: [...rules] }
  // Our pages have no frames: without legacy mode every look would open a second, blank page to join their findings.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...runOnly }).setLegacyMode()
  const { violations } = await axe.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }))
}
