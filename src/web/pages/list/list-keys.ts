import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import { namedAction } from '../../lib/shortcuts.ts'
import { focusSearch, useShortcuts } from '../../ui/shortcuts.ts'

/** What the keys of the list do; null where there is no such page. */
export interface ListKeyActions {
  readonly nextPage: (() => void) | null
  readonly previousPage: (() => void) | null
  readonly refresh: () => void
}

const ROW_STEPS = {
  nextRow: () => moveRow(1),
  previousRow: () => moveRow(-1),
  firstRow: () => moveRow(Number.NEGATIVE_INFINITY),
  lastRow: () => moveRow(Number.POSITIVE_INFINITY),
}

/** Keys that act on the list from anywhere on the page, as long as nothing is being typed and no popup is open. */
export function useListKeys({ nextPage, previousPage, refresh }: ListKeyActions): void {
  useShortcuts({
    ...ROW_STEPS,
    refresh,
    nextPage: nextPage && (() => leaveRow(nextPage)),
    previousPage: previousPage && (() => leaveRow(previousPage)),
    search: focusSearch,
    addFilter,
  })
}

/** Another page takes away the row with the focus: the keyboard goes on at the heading, one step from the first row. */
function leaveRow(go: () => void): void {
  if (document.activeElement?.closest('#conversations tbody')) {
    document.querySelector('h1')?.focus({ preventScroll: true })
  }
  go()
}

/** Opens More, or on a narrow screen the sheet of all filters, whichever button is shown. */
function addFilter(): void {
  const buttons = document.querySelectorAll<HTMLElement>('[data-add-filter] > button')
  ;[...buttons].find((button) => button.offsetParent !== null)?.click()
}

/** Keys that would scroll the page elsewhere, and inside the table move from row to row. */
export function moveByArrow(event: ReactKeyboardEvent): void {
  const step = namedAction(ROW_STEPS, event)
  if (step === null) return
  event.preventDefault()
  step()
}

/** Moves the focus to the title that many rows away, and to the first one where no row has it. */
function moveRow(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')]
  const row = document.activeElement?.closest('tr')
  const at = row ? links.findIndex((link) => row.contains(link)) : -1
  const to = at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))
  links[to]?.focus()
}
