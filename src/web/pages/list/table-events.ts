import { useEffect, useEffectEvent } from 'react'

/** What happens in the table, heard once for all of its cells. */
export interface TableEvents {
  /** Null: the pointer is elsewhere, or is a finger, which points at nothing. */
  readonly onPoint: (target: EventTarget | null) => void
  readonly onContextMenu: (event: MouseEvent) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  /** Also of what is focused elsewhere. */
  readonly onFocus: (target: EventTarget | null) => void
}

/** Listens to the table of conversations for as long as the component is there; render it inside of the table's parent. */
export function useTableEvents(events: TableEvents): void {
  const onPoint = useEffectEvent(events.onPoint)
  const onContextMenu = useEffectEvent(events.onContextMenu)
  const onKeyDown = useEffectEvent(events.onKeyDown)
  const onFocus = useEffectEvent(events.onFocus)
  // Speaks to the document: its table and its focus.
  useEffect(() => {
    const end = new AbortController()
    const { signal } = end
    const table = document.querySelector<HTMLElement>('#conversations')
    table?.addEventListener('pointerover', (event) => onPoint(event.pointerType === 'touch' ? null : event.target), {
      signal,
    })
    table?.addEventListener('pointerleave', () => onPoint(null), { signal })
    table?.addEventListener('contextmenu', (event) => onContextMenu(event), { signal })
    table?.addEventListener('keydown', (event) => onKeyDown(event), { signal })
    document.addEventListener('focusin', (event) => onFocus(event.target), { signal })
    // Where pointer and focus were before this code was there.
    const pointed = table?.querySelector('td:hover')
    if (pointed) onPoint(pointed)
    if (table?.contains(document.activeElement) === true) onFocus(document.activeElement)
    return () => end.abort()
  }, [])
}
