import { useSyncExternalStore } from 'react'
import type { Zone } from '../lib/format-time.ts'
import { stored, type Stored } from './stored.ts'

function preference<T extends string>(key: string, values: readonly T[], fallback: T): Stored<T> {
  const isValue = (text: string | null): text is T => values.some((value) => value === text)
  return stored(
    key,
    (text) => (isValue(text) ? text : fallback),
    (value) => value,
  )
}

function usePreference<T extends string>(one: Stored<T>): readonly [T, (value: T) => void] {
  return [useSyncExternalStore(one.subscribe, one.get), (value) => void one.update(() => value)]
}

export type Theme = 'light' | 'dark' | 'system'

const theme = preference<Theme>('lookout-theme', ['light', 'dark', 'system'], 'system')
const singleKeys = preference<'on' | 'off'>('lookout-single-keys', ['on', 'off'], 'on')
const zone = preference<Zone>('lookout-zone', ['local', 'utc'], 'local')

const histogram = preference<'shown' | 'hidden'>('lookout-histogram', ['shown', 'hidden'], 'shown')

const diffView = preference<'unified' | 'split'>('lookout-diff', ['unified', 'split'], 'unified')

/** Whether differences of files are shown in one column or in two. */
export function useDiffView(): readonly ['unified' | 'split', (value: 'unified' | 'split') => void] {
  return usePreference(diffView)
}

/** Whether the list's picture over time is shown. */
export function useHistogramShown(): readonly [boolean, (value: boolean) => void] {
  const [value, setValue] = usePreference(histogram)
  return [value === 'shown', (isShown) => setValue(isShown ? 'shown' : 'hidden')]
}

/** The theme that the reader chose, and how to choose another; painting it is `applyTheme`. */
export function useTheme(): readonly [Theme, (value: Theme) => void] {
  return usePreference(theme)
}

/** The zone that every time is shown in, and that `today` means in filters. */
export function useZone(): readonly [Zone, (value: Zone) => void] {
  return usePreference(zone)
}

/** Whether single characters are shortcuts: who dictates, or types by accident, turns them off (WCAG 2.1.4). */
export function useSingleKeys(): readonly [boolean, (isOn: boolean) => void] {
  const [value, setValue] = usePreference(singleKeys)
  return [value === 'on', (isOn) => setValue(isOn ? 'on' : 'off')]
}

/** The same for those who ask at the moment that a key is pressed. */
export function areSingleKeysOn(): boolean {
  return singleKeys.get() === 'on'
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
