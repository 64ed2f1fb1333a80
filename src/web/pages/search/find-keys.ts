import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import { namedAction } from '../../lib/shortcuts.ts'
import { focusSearch, useShortcuts } from '../../ui/shortcuts.ts'

/** What the keys of the results do; null where there is no such page. */
interface FindKeyActions {
  readonly nextPage: (() => void) | null
  readonly previousPage: (() => void) | null
}

const HIT_STEPS = {
  nextRow: () => moveHit(1),
  previousRow: () => moveHit(-1),
  firstRow: () => moveHit(Number.NEGATIVE_INFINITY),
  lastRow: () => moveHit(Number.POSITIVE_INFINITY),
}

/** Keys that act from anywhere on the page Search, as long as nothing is being typed and no popup is open. */
export function useFindKeys(actions: FindKeyActions): void {
  useShortcuts({ ...HIT_STEPS, ...actions, search: focusSearch })
}

/** Keys that would scroll the page, and inside the results move from hit to hit. */
export function moveByArrow(event: ReactKeyboardEvent): void {
  const step = namedAction(HIT_STEPS, event)
  if (step === null) return
  event.preventDefault()
  step()
}

/** Moves the focus that many links of the results on, and to the first hit where none of them has it. */
function moveHit(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-hit]')]
  const at = links.findIndex((link) => link === document.activeElement)
  const first = links.findIndex((link) => link.closest('ul') !== null)
  const to = at === -1 ? first : Math.min(links.length - 1, Math.max(0, at + step))
  links[to]?.focus()
}
