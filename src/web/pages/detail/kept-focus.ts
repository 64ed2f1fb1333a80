import { useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * Gives the focus to this element where what had it went with the rows that were shown before: another tab, another view. Without it
 * the focus would fall back to the beginning of the document. `shown` names what the element shows.
 */
export function useKeptFocus(element: RefObject<HTMLElement | null>, shown: string): void {
  const before = useRef(shown)
  // Speaks to the document: its focus, in the moment in which it got lost.
  useLayoutEffect(() => {
    if (before.current === shown) return
    before.current = shown
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true })
  }, [element, shown])
}
