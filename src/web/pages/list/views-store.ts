import { useSyncExternalStore } from 'react'
import { formatViews, parseViews, type SavedView } from '../../lib/saved-views.ts'
import { stored } from '../../ui/stored.ts'

/** The views of this browser, in their order. */
export const savedViews = stored<readonly SavedView[]>('lookout-views', parseViews, formatViews)

/** The views of this browser, also those that another tab has just saved. */
export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore(savedViews.subscribe, savedViews.get)
}
