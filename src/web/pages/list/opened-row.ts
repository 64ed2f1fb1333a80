import { useEffect } from 'react'

/** The conversation that was opened last from a list: where the reader's eyes are when the list comes back. */
let openedId: string | null = null

/** Called by the title's link. */
export function rememberOpened(id: string): void {
  openedId = id
}

/** Gives the focus back to the row that was opened, once, when the table appears again. */
export function useOpenedRowFocus(): void {
  // Speaks to the document: its focus.
  useEffect(() => {
    const id = openedId
    openedId = null
    if (id === null) return
    document.querySelector<HTMLElement>(`[data-row-link="${CSS.escape(id)}"]`)?.focus()
  }, [])
}
