import type { KeyboardEvent } from 'react'

/**
 * ↓ and ↑ walk over the items of a list, from anywhere inside one of them; `selector` finds what takes the focus in each.
 * @returns whether the key was one of these; `onBefore` is called where it leads before the first item
 */
export function walkByArrow(event: KeyboardEvent<HTMLElement>, selector: string, onBefore?: () => void): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.target instanceof HTMLElement) || event.target instanceof HTMLInputElement)
    return false
  const item = event.target.closest('li')
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const to = all.findIndex((each) => item?.contains(each)) + step
  if (to === -1) onBefore?.()
  else all[to]?.focus()
  event.preventDefault()
  return true
}
