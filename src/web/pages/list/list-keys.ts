import { useEffect } from 'react'

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
      if (isTaken(event)) return
      const act = {
        '/': () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
        j: () => moveRow(1),
        k: () => moveRow(-1),
        ArrowDown: isOnRow() ? () => moveRow(1) : null,
        ArrowUp: isOnRow() ? () => moveRow(-1) : null,
        Home: isOnRow() ? () => moveRow(Number.NEGATIVE_INFINITY) : null,
        End: isOnRow() ? () => moveRow(Number.POSITIVE_INFINITY) : null,
        ']': nextPage,
        '[': previousPage,
      }[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [nextPage, previousPage])
}

/** Whether a key belongs to somebody else: a chord, a composition, an input, a popup. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  const { target } = event
  if (target instanceof HTMLElement && (target.isContentEditable || target.closest('input, select, textarea'))) return true
  return document.querySelector('[role=dialog]') !== null
}

function rowLinks(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-row-link]')]
}

function isOnRow(): boolean {
  return document.activeElement?.closest('tr')?.querySelector('[data-row-link]') != null
}

/** Moves the focus to the title that many rows away, and to the first one where no row has it. */
function moveRow(step: number): void {
  const links = rowLinks()
  const row = document.activeElement?.closest('tr')
  const at = row ? links.findIndex((link) => row.contains(link)) : -1
  const to = at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))
  links[to]?.focus()
}
