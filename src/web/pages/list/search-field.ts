import { useEffect, useState } from 'react'

/** Whether what hangs on a field is wanted, and where its caret stands. */
export interface FieldState {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly caret: number
  readonly setCaret: (caret: number) => void
}

/** Open since the field was entered, clicked or typed into, until somebody closes it. */
export function useFieldState(field: HTMLInputElement): FieldState {
  const [isOpen, setOpen] = useState(true)
  const [caret, setCaret] = useState(field.value.length)
  // Speaks to the field: who enters it, and where the caret goes.
  useEffect(() => {
    const look = ({ type }: Event) => {
      if (type !== 'keyup') setOpen(true)
      setCaret(field.selectionStart ?? field.value.length)
    }
    const kinds = ['focus', 'click', 'input', 'keyup']
    for (const kind of kinds) field.addEventListener(kind, look)
    return () => kinds.forEach((kind) => field.removeEventListener(kind, look))
  }, [field])
  return { isOpen, setOpen, caret, setCaret }
}

/** What the keys of a field do to the list under it; each says whether it took the key. */
export interface FieldKeys {
  readonly move: (step: 1 | -1) => boolean
  readonly complete: () => boolean
  readonly accept: () => boolean
  readonly escape: () => boolean
}

/** Hears of keys before the field's own handlers do, and keeps those that were taken. */
export function useFieldKeys(field: HTMLInputElement, { move, complete, accept, escape }: FieldKeys): void {
  // Speaks to the field: its keyboard.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
      const act = {
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        Tab: complete,
        Enter: accept,
        Escape: escape,
      }[event.key]
      if (act?.() !== true) return
      event.preventDefault()
      event.stopPropagation()
    }
    field.addEventListener('keydown', onKeyDown)
    return () => field.removeEventListener('keydown', onKeyDown)
  }, [field, move, complete, accept, escape])
}

/**
 * Tells assistive technology what hangs on a field. It stays a search box: a combobox would have to be one of another name, and
 * these attributes are a search box's too.
 */
export function useFieldRelations(
  field: HTMLInputElement,
  list: string | null,
  active: string | null,
  notice: string | null,
): void {
  // Speaks to the field's attributes, which are nobody else's.
  useEffect(() => {
    set(field, 'aria-autocomplete', 'list')
    set(field, 'aria-controls', list)
    set(field, 'aria-activedescendant', active)
    set(field, 'aria-describedby', notice)
    set(field, 'aria-invalid', notice === null ? null : 'true')
  }, [field, list, active, notice])
}

function set(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}
