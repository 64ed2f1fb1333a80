import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { toEventFilter, toTab, type EventFilter, type Tab } from '../../lib/event-filter.ts'
import type { SearchRecord } from '../../lib/search-record.ts'

/** What the address of the detail page says, and how to make it say something else. */
export interface DetailAddress {
  readonly conversationId: string
  /** The event that the address leads to, or null. */
  readonly eventId: string | null
  readonly record: SearchRecord
  readonly filter: EventFilter
  readonly tab: Tab
  /** Another search of the same page; the scroll stays. Typing replaces the step in the history. */
  readonly go: (record: SearchRecord, history?: 'push' | 'replace') => void
  /** Another event of the same conversation. */
  readonly openEvent: (eventId: string, record: SearchRecord, history?: 'push' | 'replace') => void
  /** Another conversation, with tab and filters kept; replaces the step. Resolves when the address has changed. */
  readonly openConversation: (conversationId: string) => Promise<void>
}

/** The page's question lives in the address and nowhere else. */
export function useDetailAddress(): DetailAddress {
  const record = useSearch({ from: '__root__' })
  const { conversationId = '', eventId = null } = useParams({ strict: false })
  const navigate = useNavigate()
  const [filter, tab] = useMemo(() => [toEventFilter(record), toTab(record)] as const, [record])
  return {
    conversationId,
    eventId,
    record,
    filter,
    tab,
    go: (search, history = 'push') => {
      void navigate({ to: '.', search, replace: history === 'replace', resetScroll: false })
    },
    openEvent: (id, search, history = 'push') => {
      const to = '/conversations/$conversationId/events/$eventId'
      void navigate({
        to,
        params: { conversationId, eventId: id },
        search,
        replace: history === 'replace',
        resetScroll: false,
      })
    },
    openConversation: (id) =>
      navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: id },
        search: record,
        replace: true,
      }),
  }
}
