import { useEffect, useSyncExternalStore } from 'react'
import { stored } from '../../ui/stored.ts'

/** How many searches are remembered, and how long one has to stay applied for that. */
const MOST_RECENT = 5
export const SETTLED_MS = 3000

/** Longer texts are somebody's log file; they are not kept. */
const LONGEST = 500

/** The searches of this browser, newest first, as they were typed. */
export const recentSearches = stored('lookout-recent-searches', parseRecent, (texts) => JSON.stringify(texts))

function parseRecent(text: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    const texts = Array.isArray(found) ? found.filter((each) => typeof each === 'string' && each !== '') : []
    return [...new Set<string>(texts)].slice(0, MOST_RECENT)
  } catch {
    return []
  }
}

/** Puts a search first. What only completes the newest one, or takes letters off it, stands in its place. */
export function withRecent(before: readonly string[], text: string): readonly string[] {
  const [newest = ''] = before
  const isSameSearch = newest !== '' && (text.startsWith(newest) || newest.startsWith(text))
  const others = (isSameSearch ? before.slice(1) : before).filter((each) => each !== text)
  return [text, ...others].slice(0, MOST_RECENT)
}

/** The searches that are remembered. */
export function useRecentSearches(): readonly string[] {
  return useSyncExternalStore(recentSearches.subscribe, recentSearches.get)
}

/** Remembers what was typed once it has stayed applied for three seconds; `typed` null: nothing typed is applied. */
export function useRemembered(typed: string | null): void {
  // Speaks to the browser's timers and storage.
  useEffect(() => {
    const text = typed?.trim() ?? ''
    if (text === '' || text.length > LONGEST) return
    const timer = setTimeout(() => recentSearches.update((before) => withRecent(before, text)), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [typed])
}
