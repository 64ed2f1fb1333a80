import { useEffect, useRef } from 'react'
import { shortcutKey } from '../../lib/shortcut-keys.ts'

/** Binds single keys to what they do while the component is there. Keys keep their case: `E` is Shift and `e`. */
export function useShortcuts(bindings: Readonly<Record<string, () => void>>): void {
  const newest = useRef(bindings)
  // Speaks to the listener below: it calls what the last render bound.
  useEffect(() => {
    newest.current = bindings
  })
  // Speaks to the window: its keys.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = shortcutKey(event)
      const act = key !== null && Object.hasOwn(newest.current, key) ? newest.current[key] : undefined
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
