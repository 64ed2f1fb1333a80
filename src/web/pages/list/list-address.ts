import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { LIST_PATH } from '../../lib/paths.ts'
import { findView } from '../../lib/saved-views.ts'
import type { ListSearch } from '../../lib/list-search.ts'
import { parseListSearch, toListRecord } from '../../lib/search-params.ts'
import { forgetOldPages } from '../../query/conversations.ts'
import { refine, useSearchRecord } from '../../ui/navigation.tsx'
import { useSavedViews } from './views-store.ts'

/** What the address of the list says, and how to make it say something else. */
export interface ListAddress {
  readonly search: ListSearch
  /** Keys and values of the address that mean nothing here, as they are spelt. */
  readonly problems: readonly string[]
  /** A choice is a step of its own in the history; typing replaces the step. */
  readonly go: (search: ListSearch, history?: 'push' | 'replace') => void
}

/** The list's question lives in the address and nowhere else. */
export function useListAddress(): ListAddress {
  const record = useSearchRecord()
  const cache = useQueryClient()
  const views = useSavedViews()
  const { search, problems } = useMemo(() => {
    const parsed = parseListSearch(record)
    const { view } = parsed.search
    if (findView(views, view) !== undefined) return parsed
    return { search: { ...parsed.search, view: null }, problems: [...parsed.problems, `view=${view}`] }
  }, [record, views])
  const go: ListAddress['go'] = (next, history = 'push') => {
    forgetOldPages(cache, Date.now())
    // Another page or order starts at the top; typing must not move the page under the hands.
    refine(LIST_PATH, toListRecord(next), { history, scroll: history === 'push' ? 'reset' : 'keep' })
  }
  return { search, problems, go }
}
