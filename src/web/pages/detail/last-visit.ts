import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { recordVisit, parseVisits, type Visits } from '../../lib/visits.ts'
import { eventHead } from '../../query/events.ts'
import { stored } from '../../ui/stored.ts'

const visits = stored<Visits>('lookout-visits', parseVisits, JSON.stringify)

/** Rows of the unfiltered transcript that came after the reader's last visit: the first of them, from 0, and how many. */
export interface NewRows {
  readonly first: number
  readonly count: number
}

/** What is new; null where nothing is, or this is the first visit. Remembers, for the next one, how many rows there are. */
export function useNewRows(conversationId: string): NewRows | null {
  const [before] = useState(() => visits.get().find(([id]) => id === conversationId)?.[1] ?? null)
  const rows = useQuery(eventHead({ conversationId, filter: {}, view: 'transcript' })).data?.total
  // Speaks to the browser's storage.
  useEffect(() => {
    if (rows !== undefined) visits.update((known) => recordVisit(known, conversationId, rows))
  }, [conversationId, rows])
  return before === null || rows === undefined || rows <= before ? null : { first: before, count: rows - before }
}
