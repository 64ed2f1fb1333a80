import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { EventFilter } from '../../lib/event-filter.ts'
import { placeOf, rowBeside } from '../../lib/event-window.ts'
import { eventHead, eventPlacing, eventPage, isWholeTranscript, type EventQuestion } from '../../query/events.ts'
import type { TranscriptWindow } from './transcript-window.ts'

/** A row that a step arrived at: its number under the page's question, and the how-manieth of `total` matches it is. */
export interface Arrival {
  readonly row: number
  readonly eventId: string
  readonly number: number
  readonly total: number
}

interface Step extends Arrival {
  readonly seq: number
}

/**
 * The next (1) or previous (-1) row from a row's `seq` that also passes `wanted`, wherever it lies under the page's own question;
 * null where there is none. Reads a few pages of the matches alone.
 */
async function rowOfNext(
  cache: QueryClient,
  question: EventQuestion,
  wanted: EventFilter,
  seq: number,
  by: 1 | -1,
): Promise<Step | null> {
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
  const isNumbered = isWholeTranscript(question) && match.row !== undefined
  const row = isNumbered ? match.row : (await cache.fetchQuery(eventPlacing(question, match.id))).row
  return row == null ? null : { row, eventId: match.id, seq: match.seq, number: index + 1, total }
}

/**
 * How to go from match to match. Steps that come quickly follow each other, none is lost; the first one starts at the current row
 * while that is in sight, else at what is in sight, be its page there or not. Errors: those of the requests.
 */
export function useMatchSteps(
  question: EventQuestion,
  { rows, current, firstVisible, isOnScreen }: TranscriptWindow,
): (wanted: EventFilter, by: 1 | -1, arrive: (arrival: Arrival) => void) => Promise<Arrival | null> {
  const cache = useQueryClient()
  const steps = useRef<{ last: Promise<void>; waiting: number; seq: Promise<number | null> }>({
    last: Promise.resolve(),
    waiting: 0,
    seq: Promise.resolve(null),
  })
  /** -1 before the first row; null where there is no such row. */
  const seqOf = async (row: number): Promise<number | null> => {
    if (row < 0) return -1
    const { page, index } = placeOf(row)
    return (rows.rowAt(row) ?? (await cache.fetchQuery(eventPage(question, page))).items[index])?.seq ?? null
  }
  return (wanted, by, arrive) => {
    const under = steps.current
    if (under.waiting === 0) {
      const visible = firstVisible()
      const from = current !== null && isOnScreen(current) ? current : by === 1 ? visible - 1 : visible
      under.seq = seqOf(from)
    }
    under.waiting += 1
    const arrived = under.last.then(async () => {
      const seq = await under.seq
      const found = seq === null ? null : await rowOfNext(cache, question, wanted, seq, by)
      if (found === null) return null
      under.seq = Promise.resolve(found.seq)
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
