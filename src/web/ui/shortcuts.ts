import { useEffect, useRef } from 'react'
import { shortcutKey } from '../lib/shortcut-keys.ts'
import { actionOf, isPrefix, type ShortcutActions } from '../lib/shortcuts.ts'
import { areSingleKeysOn } from './preferences.ts'

/** How long the second of two keys may take. */
const SECOND_KEY_MS = 1500

/** What is bound at the moment, the newest last: it comes first where two bind the same. */
const bound: { readonly current: ShortcutActions }[] = []

/** The first of two keys, and when it was pressed (ms since the page began). */
let first: { readonly key: string; readonly at: number } | null = null

function onKeyDown(event: KeyboardEvent): void {
  const key = areSingleKeysOn() ? shortcutKey(event) : null
  if (key === null) return
  const before = first !== null && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.key} ` : ''
  first = null
  const layers = bound.map(({ current }) => current).toReversed()
  const act = layers.map((actions) => actionOf(actions, before + key)).find((found) => found !== null)
  if (act) {
    event.preventDefault()
    act()
  } else if (layers.some((actions) => isPrefix(actions, key))) {
    first = { key, at: event.timeStamp }
  }
}

/** Binds keys of `lib/shortcuts.ts` to what they do, for as long as the component is there. */
export function useShortcuts(actions: ShortcutActions): void {
  const newest = useRef(actions)
  // Speaks to the listener above: it calls what the last render bound.
  useEffect(() => {
    newest.current = actions
  })
  // Speaks to the window: its keyboard.
  useEffect(() => {
    if (bound.length === 0) window.addEventListener('keydown', onKeyDown)
    bound.push(newest)
    return () => {
      bound.splice(bound.indexOf(newest), 1)
      if (bound.length === 0) window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

/** Puts the focus into the page's search box. */
export function focusSearch(): void {
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus()
}
