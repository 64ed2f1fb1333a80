import { queryOptions } from '@tanstack/react-query'
import type { Status } from '../../../contract/statuses.ts'
import { eventFacets, eventHead, eventPlacing, type EventQuestion } from '../../query/events.ts'

/** Where a conversation is opened: at a row (`eventId` is marked), at the end, or at the top. */
export type Opening =
  | { readonly at: 'row'; readonly row: number; readonly eventId: string }
  | { readonly at: 'end' }
  | { readonly at: 'top' }

const TOP: Opening = { at: 'top' }
const END: Opening = { at: 'end' }
/** What goes on is read at its end, and so is what failed without an error to show. */
const OPENS_AT_END: ReadonlySet<Status> = new Set(['running', 'waiting_for_confirmation', 'error', 'stuck'])

/**
 * Where to open: at the event that the address names, else by status: what is going on opens at its end, what failed at the
 * error that ended it, all else at the top. Errors: 404 where the address names no event of this conversation.
 */
export const openingPlace = (question: EventQuestion, eventId: string | null, status: Status) =>
  queryOptions({
    queryKey: ['opening', question.conversationId, question.view, eventId],
    queryFn: async ({ client: cache }): Promise<Opening> => {
      const target = eventId ?? (await eventByStatus())
      if (target === null) return OPENS_AT_END.has(status) ? END : TOP
      const { row } = await cache.fetchQuery(eventPlacing(question, target))
      return row === null ? TOP : { at: 'row', row, eventId: target }

      async function eventByStatus(): Promise<string | null> {
        if (status !== 'error' && status !== 'stuck') return null
        // The unfiltered counts know the error that ended the run; a filter may well hide it.
        const [{ errors }] = await Promise.all([
          cache.fetchQuery(eventFacets(question.conversationId, {})),
          cache.prefetchQuery(eventHead(question)),
        ])
        return errors.last_event_id
      }
    },
    staleTime: 'static',
    gcTime: 0,
  })
