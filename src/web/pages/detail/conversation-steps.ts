import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { parseListSearch, pickListKeys } from '../../lib/search-params.ts'
import type { Schemas } from '../../query/client.ts'
import { neighbours } from '../../query/conversation.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import { currentPlace } from '../../ui/navigation.tsx'
import type { DetailAddress } from './detail-address.ts'

/** The place of a conversation in the list that its reader came from, and the way to the rows beside it. */
export interface ConversationSteps {
  /** Undefined until a first answer; the one of the conversation before while its own is on its way. */
  readonly beside: Schemas['Neighbours'] | undefined
  /** Whether `beside` is of this conversation. */
  readonly isOwn: boolean
  /** Goes to the conversation after (1) or before (-1). */
  readonly step: (by: 1 | -1) => void
}

/**
 * Steps through the list. One that comes before the page knows its neighbours waits for them, and one that comes while
 * another is on its way follows it: none is lost. At an end of the list, or where the server does not answer, it stays.
 */
export function useConversationSteps({ conversationId, record, openConversation }: DetailAddress): ConversationSteps {
  const cache = useQueryClient()
  const [zone] = useZone()
  const { search } = useMemo(() => parseListSearch(pickListKeys(record)), [record])
  const question = (id: string) => neighbours(id, search, zoneName(zone))
  const { data: beside, isPlaceholderData } = useQuery(question(conversationId))
  const underWay = useRef<Promise<string> | null>(null)

  const go = async (from: string, by: 1 | -1): Promise<string> => {
    const found = await cache.ensureQueryData(question(from)).catch(() => null)
    const to = by === 1 ? found?.next : found?.previous
    if (!to) return from
    openConversation(to.id)
    return to.id
  }
  const step = (by: 1 | -1) => {
    // The address, which may be a step ahead of what is on the screen.
    const place = currentPlace()
    const here = place?.page === 'conversation' ? place.conversationId : conversationId
    const from = underWay.current ?? Promise.resolve(here)
    const going = from.then((id) => go(id, by))
    underWay.current = going
    void going.finally(() => {
      if (underWay.current === going) underWay.current = null
    })
  }
  return { beside, isOwn: !isPlaceholderData, step }
}
