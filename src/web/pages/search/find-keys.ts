import { useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react'
import { shortcutKey } from '../../lib/shortcut-keys.ts'

/** What the keys of the results do; null where there is no such page. */
interface FindKeyActions {
  readonly nextPage: (() => void) | null
  readonly previousPage: (() => void) | null
}

/** Keys that act from anywhere on the page Search, as long as nothing is being typed and no popup is open. */
export function useFindKeys({ nextPage, previousPage }: FindKeyActions): void {
  // Speaks to the window: its keyboard.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = {
        '/': () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
        j: () => moveHit(1),
        k: () => moveHit(-1),
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

/** Keys that would scroll the page, and inside the results move from hit to hit. */
export function moveByArrow(event: ReactKeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  event.preventDefault()
  moveHit(step)
}

/** Moves the focus that many links of the results on, and to the first hit where none of them has it. */
function moveHit(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-hit]')]
  const at = links.findIndex((link) => link === document.activeElement)
  const first = links.findIndex((link) => link.closest('ul') !== null)
  const to = at === -1 ? first : Math.min(links.length - 1, Math.max(0, at + step))
  links[to]?.focus()
}
