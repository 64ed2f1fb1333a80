import { useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react'
import { shortcutKey } from '../../lib/shortcut-keys.ts'

/** What the keys of the list do; null where there is no such page. */
export interface ListKeyActions {
  readonly nextPage: (() => void) | null
  readonly previousPage: (() => void) | null
}

/** Keys that act on the list from anywhere on the page, as long as nothing is being typed and no popup is open. */
export function useListKeys({ nextPage, previousPage }: ListKeyActions): void {
  // Speaks to the window: its keyboard.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = {
        '/': () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
        j: () => moveRow(1),
        k: () => moveRow(-1),
        ']': nextPage,
        '[': previousPage,
      }[shortcutKey(event) ?? '']
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [nextPage, previousPage])
}

/** Keys that would scroll the page elsewhere, and inside the table move from row to row. */
export function moveByArrow(event: ReactKeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  event.preventDefault()
  moveRow(step)
}

/** Moves the focus to the title that many rows away, and to the first one where no row has it. */
function moveRow(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')]
  const row = document.activeElement?.closest('tr')
  const at = row ? links.findIndex((link) => row.contains(link)) : -1
  const to = at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))
  links[to]?.focus()
}
