import { useEffect } from 'react'

/** What was opened last from the results: where the reader's eyes are when they come back. */
let opened: string | null = null

/** Called by each link of the results, with its `data-hit`. */
export function rememberHit(place: string): void {
  opened = place
}

/** Gives the focus back to the link that was opened, once, when the results appear again. */
export function useOpenedHitFocus(): void {
  // Speaks to the document: its focus.
  useEffect(() => {
    const place = opened
    opened = null
    if (place === null) return
    document.querySelector<HTMLElement>(`[data-hit="${CSS.escape(place)}"]`)?.focus()
  }, [])
}
