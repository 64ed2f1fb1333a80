import { useSyncExternalStore } from 'react'
import type { Zone } from '../lib/format-time.ts'

/** A choice that this browser remembers; other tabs follow. Where storage is forbidden it lasts as long as the page. */
interface Preference<T extends string> {
  readonly get: () => T
  readonly set: (value: T) => void
  readonly subscribe: (listener: () => void) => () => void
}

function preference<T extends string>(key: string, values: readonly T[], fallback: T): Preference<T> {
  const listeners = new Set<() => void>()
  const isValue = (stored: string | null): stored is T => values.some((value) => value === stored)
  const read = (): T => {
    try {
      const stored = localStorage.getItem(key)
      return isValue(stored) ? stored : fallback
    } catch {
      return fallback
    }
  }
  let current = read()
  const announce = () => listeners.forEach((listener) => listener())
  return {
    get: () => current,
    set: (value) => {
      current = value
      try {
        localStorage.setItem(key, value)
      } catch {
        // Storage may be forbidden or full: the choice then lasts as long as the page.
        current = value
      }
      announce()
    },
    subscribe: (listener) => {
      const onStorage = (event: StorageEvent) => {
        if (event.key !== key) return
        current = read()
        announce()
      }
      listeners.add(listener)
      window.addEventListener('storage', onStorage)
      return () => {
        listeners.delete(listener)
        window.removeEventListener('storage', onStorage)
      }
    },
  }
}

export type Theme = 'light' | 'dark' | 'system'

const theme = preference<Theme>('lookout-theme', ['light', 'dark', 'system'], 'system')
const zone = preference<Zone>('lookout-zone', ['local', 'utc'], 'local')

/** The theme that the reader chose, and how to choose another; painting it is `applyTheme`. */
export function useTheme(): readonly [Theme, (value: Theme) => void] {
  return [useSyncExternalStore(theme.subscribe, theme.get), theme.set]
}

/** The zone that every time is shown in, and that `today` means in filters. */
export function useZone(): readonly [Zone, (value: Zone) => void] {
  return [useSyncExternalStore(zone.subscribe, zone.get), zone.set]
}

/** Keeps `data-theme` on the root element at the reader's choice and, for "system", at the system's. Runs until the page ends. */
export function applyTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    const chosen = theme.get()
    document.documentElement.dataset['theme'] = chosen === 'system' ? (system.matches ? 'dark' : 'light') : chosen
  }
  theme.subscribe(paint)
  system.addEventListener('change', paint)
  paint()
}

/** IANA name of the displayed zone, for `time_zone` of requests with relative times. */
export function zoneName(shown: Zone): string {
  return shown === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone
}
