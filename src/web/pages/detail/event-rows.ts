import { useQueries } from '@tanstack/react-query'
import { pagesFor, placeOf } from '../../lib/event-window.ts'
import { eventPage, type EventQuestion, type EventRow, type EventTurn } from '../../query/events.ts'

/** The rows of a window: those that have arrived, and what failed. */
export interface EventRows {
  /** The row with this number, or undefined while it is on its way. */
  readonly rowAt: (row: number) => EventRow | undefined
  /** What a turn holds; undefined where no page of it is there. */
  readonly turnOf: (turn: number) => EventTurn | undefined
  readonly error: unknown
  readonly retry: () => void
}

/** Loads the pages that hold these rows, and no others. Pages that leave the window give up their request. */
export function useEventRows(question: EventQuestion, shown: readonly number[], total: number): EventRows {
  const pages = pagesFor(shown, total)
  const results = useQueries({ queries: pages.map((page) => eventPage(question, page)) })
  const failed = results.filter((result) => result.isError && result.data === undefined)
  return {
    turnOf: (turn) => results.flatMap((result) => result.data?.turns ?? []).findLast((one) => one.turn === turn),
    rowAt: (row) => {
      const { page, index } = placeOf(row)
      const at = pages.indexOf(page)
      return at === -1 ? undefined : results[at]?.data?.items[index]
    },
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((result) => void result.refetch()),
  }
}
