import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { parseCrossSearch, toCrossRecord, type CrossSearch } from '../../lib/cross-search.ts'
import { SEARCH_PATH } from '../../lib/paths.ts'
import { forgetOldFinds } from '../../query/cross-search.ts'
import { refine, useSearchRecord } from '../../ui/navigation.tsx'

/** What the address of the page Search says, and how to make it say something else. */
export interface FindAddress {
  readonly search: CrossSearch
  /** Keys and values of the address that mean nothing here, as they are spelt. */
  readonly problems: readonly string[]
  /** A choice is a step of its own in the history; typing replaces the step. */
  readonly go: (search: CrossSearch, history?: 'push' | 'replace') => void
}

/** The question lives in the address and nowhere else. */
export function useFindAddress(): FindAddress {
  const record = useSearchRecord()
  const cache = useQueryClient()
  const { search, problems } = useMemo(() => parseCrossSearch(record), [record])
  const go: FindAddress['go'] = (next, history = 'push') => {
    forgetOldFinds(cache, Date.now())
    // Another page or filter starts at the top; typing must not move the page under the hands.
    refine(SEARCH_PATH, toCrossRecord(next), { history, scroll: history === 'push' ? 'reset' : 'keep' })
  }
  return { search, problems, go }
}
