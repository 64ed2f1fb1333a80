import { useState } from 'react'
import {
  ALL_CONVERSATIONS,
  MOST_VIEWS,
  applyView,
  findView,
  isModified,
  nameProblem,
  slugOf,
  toViewQuery,
  type SavedView,
} from '../../lib/saved-views.ts'
import type { ListAddress } from './list-address.ts'
import { savedViews, useSavedViews } from './views-store.ts'

/** A view that was deleted a moment ago, and where it stood. */
interface Gone {
  readonly view: SavedView
  readonly index: number
  readonly wasInUse: boolean
}

/** The views of this browser, and all that can be done with them. Each writes only because somebody asked for it. */
export interface ViewsActions {
  readonly views: readonly SavedView[]
  readonly inUse: SavedView
  readonly isModified: boolean
  readonly isFull: boolean
  readonly gone: Gone | null
  /** The browser keeps nothing: what was done lasts as long as the page. */
  readonly isFleeting: boolean
  readonly apply: (view: SavedView) => void
  /** Keeps the list as it is now in the view in use. */
  readonly save: () => boolean
  /** Keeps it as a new view. @returns what is wrong with the name, or null */
  readonly saveAs: (name: string) => string | null
  /** @returns what is wrong with the name, or null */
  readonly rename: (view: SavedView, name: string) => string | null
  readonly remove: (view: SavedView) => void
  readonly undo: () => void
}

/** What the popup of views does. */
export function useViewsActions({ search, go }: ListAddress): ViewsActions {
  const views = useSavedViews()
  const inUse = findView(views, search.view) ?? ALL_CONVERSATIONS
  const [gone, setGone] = useState<Gone | null>(null)
  const [isFleeting, setFleeting] = useState(false)
  const update = (change: (before: readonly SavedView[]) => readonly SavedView[]) => {
    const isKept = savedViews.update(change)
    setFleeting(!isKept)
    return isKept
  }
  // Its name says nothing of what is listed: no step of the history.
  const nameInUse = (name: string | null) => go({ ...search, view: name === null ? null : slugOf(name) }, 'replace')
  return {
    views,
    inUse,
    isModified: isModified(inUse, search),
    isFull: views.length >= MOST_VIEWS,
    gone,
    isFleeting,
    apply: (view) => go(applyView(view, search)),
    save: () => {
      const query = toViewQuery(search)
      return update((before) => before.map((each) => (each.name === inUse.name ? { ...each, query } : each)))
    },
    saveAs: (name) => {
      const problem = nameProblem(name, savedViews.get())
      if (problem !== null) return problem
      update((before) => [...before, { name: name.trim(), query: toViewQuery(search) }])
      nameInUse(name)
      return null
    },
    rename: (view, name) => {
      const problem = nameProblem(name, savedViews.get(), view)
      if (problem !== null) return problem
      update((before) => before.map((each) => (each.name === view.name ? { ...each, name: name.trim() } : each)))
      if (view === inUse) nameInUse(name)
      return null
    },
    remove: (view) => {
      setGone({ view, index: views.indexOf(view), wasInUse: view === inUse })
      update((before) => before.filter((each) => each.name !== view.name))
      if (view === inUse) nameInUse(null)
    },
    undo: () => {
      if (gone === null) return
      const { view, index, wasInUse } = gone
      setGone(null)
      update((before) => (nameProblem(view.name, before) === null ? before.toSpliced(index, 0, view) : before))
      if (wasInUse) nameInUse(view.name)
    },
  }
}
