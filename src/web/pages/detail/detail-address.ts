import { useMemo } from 'react'
import { toEventFilter, toTab, type EventFilter, type Tab } from '../../lib/event-filter.ts'
import { spellEventSort, toEventSort, type EventSort } from '../../lib/event-sort.ts'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import type { SearchRecord } from '../../lib/search-record.ts'
import type { EventView } from '../../query/events.ts'
import { navigate, refine, useSearchRecord } from '../../ui/navigation.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'

/** What the address of the detail page says, and how to make it say something else. */
export interface DetailAddress {
  readonly conversationId: string
  /** The event that the address leads to, or null. */
  readonly eventId: string | null
  readonly record: SearchRecord
  readonly filter: EventFilter
  readonly tab: Tab
  /** How the tab makes rows of events. */
  readonly view: EventView
  readonly sort: EventSort
  /** Another search of the same page; the scroll stays. Typing replaces the step in the history. */
  readonly go: (record: SearchRecord, history?: 'push' | 'replace') => void
  /** Another event of the same conversation. */
  readonly openEvent: (eventId: string, record: SearchRecord, history?: 'push' | 'replace') => void
  /** Another conversation, with tab and filters kept; replaces the step. */
  readonly openConversation: (conversationId: string) => void
}

/** The page's question lives in the address and nowhere else. */
export function useDetailAddress(conversationId: string, eventId: string | null): DetailAddress {
  const record = useSearchRecord()
  const [zone] = useZone()
  const [filter, tab, sort] = useMemo(
    () => [toEventFilter(record, zoneName(zone)), toTab(record), toEventSort(record)] as const,
    [record, zone],
  )
  return {
    conversationId,
    eventId,
    record,
    filter,
    tab,
    view: tab === 'events' || tab === 'raw' ? 'events' : record['focused'] === 'true' ? 'focused' : 'transcript',
    sort,
    go: (search, history) => {
      const path = eventId === null ? conversationPath(conversationId) : eventPath(conversationId, eventId)
      refine(path, search, { history, scroll: 'keep' })
    },
    openEvent: (id, search, history) => {
      navigate(eventPath(conversationId, id), search, { history, scroll: 'keep' })
    },
    openConversation: (id) => navigate(conversationPath(id), record, { history: 'replace' }),
  }
}

/** Whether the rows stand in another order than that of appending. Only those of the table can. */
export function isSorted({ tab, sort }: DetailAddress): boolean {
  return tab === 'events' && spellEventSort(sort) !== undefined
}
