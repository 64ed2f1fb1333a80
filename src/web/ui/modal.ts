import { useEffect, useRef, type RefObject } from 'react'

/**
 * The `ref` of a `dialog` that opens as it appears: the rest of the page is inert, Esc and a press beside it close it. The focus goes
 * to what `first` (a selector) matches, else to where the browser puts it.
 */
export function useModal(first?: string): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  // Speaks to the browser: only it can make the rest of the page inert. A press beside the dialog is one on the dialog itself, whose
  // content fills it.
  useEffect(() => {
    const element = dialog.current
    const onPress = ({ target }: MouseEvent) => target === element && element?.close()
    element?.showModal()
    if (first !== undefined) element?.querySelector<HTMLElement>(first)?.focus()
    element?.addEventListener('click', onPress)
    return () => element?.removeEventListener('click', onPress)
  }, [first])
  return dialog
}
