import type { QueryClient } from '@tanstack/react-query'
import { isFiltered } from '../../lib/event-filter.ts'
import { rowBeside } from '../../lib/event-window.ts'
import { eventHead, eventOffset, eventPage, type EventQuestion } from '../../query/events.ts'

/**
 * The row of the next (1) or previous (-1) error from a row's `seq`, under the page's own filter, wherever it lies; null where
 * there is none, or while the row itself is not there yet (`seq` null). Reads a few pages of the errors alone.
 */
export async function rowOfNextError(
  cache: QueryClient,
  question: EventQuestion,
  seq: number | null,
  step: 1 | -1,
): Promise<{ readonly row: number; readonly seq: number } | null> {
  if (seq === null) return null
  const errors: EventQuestion = { ...question, filter: { ...question.filter, is_error: true } }
  const { total } = await cache.fetchQuery(eventHead(errors))
  const found = await rowBeside(
    total,
    seq,
    step,
    async (page) => (await cache.fetchQuery(eventPage(errors, page))).items,
  )
  if (found === null) return null
  // Without a filter the row's own number is its place.
  if (!isFiltered(question.filter) && found.row !== undefined) return { row: found.row, seq: found.seq }
  const row = await cache.fetchQuery(eventOffset(question, found.id))
  return row === null ? null : { row, seq: found.seq }
}
