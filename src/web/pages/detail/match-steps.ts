import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { isFiltered, type EventFilter } from '../../lib/event-filter.ts'
import { rowBeside } from '../../lib/event-window.ts'
import { eventHead, eventPlacing, eventPage, type EventQuestion } from '../../query/events.ts'
import type { TranscriptWindow } from './transcript-window.ts'

/** A row that a step arrived at: its number under the page's question, and the how-manieth of `total` matches it is. */
export interface Arrival {
  readonly row: number
  readonly number: number
  readonly total: number
}

interface Step extends Arrival {
  readonly seq: number
}

/**
 * The next (1) or previous (-1) row from a row's `seq` that also passes `wanted`, wherever it lies under the page's own question;
 * null where there is none, or while the row itself is not there yet (`seq` null). Reads a few pages of the matches alone.
 */
async function rowOfNext(
  cache: QueryClient,
  question: EventQuestion,
  wanted: EventFilter,
  seq: number | null,
  by: 1 | -1,
): Promise<Step | null> {
  if (seq === null) return null
  const matches: EventQuestion = { ...question, filter: { ...question.filter, ...wanted } }
  const { total } = await cache.fetchQuery(eventHead(matches))
  const found = await rowBeside(
    total,
    seq,
    by,
    async (page) => (await cache.fetchQuery(eventPage(matches, page))).items,
  )
  if (found === null) return null
  const { row: match, index } = found
  // Without a filter the row's own number in the transcript is its place.
  const isNumbered = question.view === 'transcript' && !isFiltered(question.filter) && match.row !== undefined
  const row = isNumbered ? match.row : (await cache.fetchQuery(eventPlacing(question, match.id))).row
  return row == null ? null : { row, seq: match.seq, number: index + 1, total }
}

/**
 * How to go from match to match. Steps that come quickly follow each other, none is lost; the first one starts at the current row
 * while that is in sight, else at what is in sight.
 */
export function useMatchSteps(
  question: EventQuestion,
  { rows, current, firstVisible, isOnScreen }: TranscriptWindow,
): (wanted: EventFilter, by: 1 | -1, arrive: (arrival: Arrival) => void) => Promise<Arrival | null> {
  const cache = useQueryClient()
  const steps = useRef<{ last: Promise<void>; waiting: number; seq: number | null }>({
    last: Promise.resolve(),
    waiting: 0,
    seq: null,
  })
  return (wanted, by, arrive) => {
    const under = steps.current
    if (under.waiting === 0) {
      const visible = firstVisible()
      const from = current !== null && isOnScreen(current) ? current : by === 1 ? visible - 1 : visible
      under.seq = from < 0 ? -1 : (rows.rowAt(from)?.seq ?? null)
    }
    under.waiting += 1
    const arrived = under.last.then(async () => {
      const found = await rowOfNext(cache, question, wanted, under.seq, by)
      if (found === null) return null
      under.seq = found.seq
      arrive(found)
      return found
    })
    const end = () => {
      under.waiting -= 1
    }
    under.last = arrived.then(end, end)
    return arrived
  }
}
