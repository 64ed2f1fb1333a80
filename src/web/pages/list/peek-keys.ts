import type { FocusEvent, KeyboardEvent } from 'react'
import { isKeyOf } from '../../lib/shortcuts.ts'
import { cellOf } from './cell-place.ts'
import type { ListAddress } from './list-address.ts'

/** Space on a row looks into it, and on the row that is looked into ends that. Buttons in a row keep their Space. */
export function peekBySpace(event: KeyboardEvent, { search, go }: ListAddress): void {
  if (!isKeyOf('peek', event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  if (event.target instanceof Element && event.target.closest('button') !== null) return
  const id = cellOf(event.target)?.rowId
  if (id === undefined) return
  event.preventDefault()
  // Like the focus, it is no step in the history: Back undoes choices.
  go({ ...search, peek: search.peek === id ? null : id }, 'replace')
}

/** While one row is looked into, the row that gets the focus is. */
export function peekByFocus(event: FocusEvent, { search, go }: ListAddress): void {
  const id = cellOf(event.target)?.rowId
  if (search.peek !== null && id !== undefined && id !== search.peek) go({ ...search, peek: id }, 'replace')
}
