import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { isDarkSeenAt } from './thoroughness.ts'

/** The rules whose outcome a colour scheme can change. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** What can open above a page, as selectors. */
const ABOVE = { dialog: 'dialog[open], [role="dialog"]', menu: '[role="menu"]' } as const

export type Above = keyof typeof ABOVE

/**
 * Fails where axe finds something serious on the page as it stands; then again in the dark, by the rules of colour alone.
 * @param above what opened above a page that was looked at before: colours, four fifths of the work, are read there alone
 */
export async function expectNothingSerious(page: Page, above?: Above): Promise<void> {
  const colours: Look = { include: above && ABOVE[above], runOnly: RULES_OF_COLOUR }
  const rest = Object.fromEntries(RULES_OF_COLOUR.map((rule) => [rule, { enabled: false }]))
  const looks = above === undefined ? [{}] : [{ rules: rest }, colours]
  for (const look of looks) expect(await findSerious(page, look), 'in the light').toEqual([])
  if (!isDarkSeenAt(page.viewportSize()?.width ?? 0)) return
  await dress(page, 'dark')
  expect(await findSerious(page, colours), 'in the dark').toEqual([])
  await dress(page, 'light')
}

async function dress(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
}

interface Look {
  readonly include?: string | undefined
  readonly runOnly?: string[]
  readonly rules?: Record<string, { enabled: boolean }>
}

async function findSerious(page: Page, { include, ...options }: Look) {
  // Our pages have no frames: without legacy mode every look would open a second, blank page to join their findings.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...options }).setLegacyMode()
  const { violations } = await (include === undefined ? axe : axe.include(include)).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }))
}
