import { useCallback, useMemo, useRef, useState } from 'react'
import type { EventFilter } from '../../lib/event-filter.ts'
import type { Arrival } from './match-steps.ts'

/** What the page around the transcript may ask of it. */
export interface TranscriptHandle {
  /**
   * Goes to the next (1) or previous (-1) row that also passes a filter, wherever it lies; null where there is none. `how`: the row
   * gets the focus, or it is opened and the focus stays where it is.
   */
  readonly goToMatch: (wanted: EventFilter, step: 1 | -1, how: 'focus' | 'open') => Promise<Arrival | null>
  /** Goes to a row by its number from 0; of one that is not there to the last. */
  readonly goToRow: (row: number) => void
}

/** The handle of whichever transcript is on the page, null where none is; and what that transcript says it with. */
export function useTranscriptHandle(): readonly [TranscriptHandle | null, (next: TranscriptHandle | null) => void] {
  const newest = useRef<TranscriptHandle | null>(null)
  const [isThere, setIsThere] = useState(false)
  const onReady = useCallback((next: TranscriptHandle | null) => {
    newest.current = next
    setIsThere(next !== null)
  }, [])
  // The same for as long as there is one: a transcript has another after each of its renders.
  const handle = useMemo<TranscriptHandle | null>(() => {
    if (!isThere) return null
    return {
      goToMatch: async (...asked) => (await newest.current?.goToMatch(...asked)) ?? null,
      goToRow: (row) => newest.current?.goToRow(row),
    }
  }, [isThere])
  return [handle, onReady]
}
