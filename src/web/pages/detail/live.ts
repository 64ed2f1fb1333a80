import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../query/conversations.ts'
import { eventsKey } from '../../query/events.ts'
import { useRevision, type Live } from '../../query/revision.ts'

/** Whether a conversation goes on by itself. */
export function isGoingOn({ status }: Pick<Conversation, 'status'>): boolean {
  return status === 'running' || status === 'waiting_for_confirmation'
}

/** What a change of tells that a conversation's events changed too. */
function eventStamp(conversation: Conversation): string {
  const { event_count, unreadable_count, updated_at, status, source } = conversation
  return [event_count, unreadable_count, updated_at, status, source].join(' ')
}

/**
 * Asks again what is on the screen when the index moved: the conversation itself first, and its events only if it says that
 * they changed. What is not on the screen is asked again when it comes back there.
 */
export function useConversationUpdates(conversation: Conversation): Live {
  const cache = useQueryClient()
  // While its events are on their way from a server, news is near.
  const [openedAt] = useState(Date.now)
  const changedAt = conversation.event_count_reason === null ? null : openedAt
  const live = useRevision({ isAnythingRunning: isGoingOn(conversation), changedAt })
  const seenRevision = useRef<string | null>(null)
  const stamp = eventStamp(conversation)
  const seenStamp = useRef(stamp)

  // Speaks to the query cache.
  useEffect(() => {
    const before = seenRevision.current
    seenRevision.current = live.revision
    if (before === null || before === live.revision) return
    void cache.invalidateQueries({ queryKey: ['conversation', conversation.id] })
    void cache.invalidateQueries({ queryKey: ['neighbours', conversation.id] })
  }, [cache, conversation.id, live.revision])

  // Speaks to the query cache.
  useEffect(() => {
    if (seenStamp.current === stamp) return
    seenStamp.current = stamp
    void cache.invalidateQueries({ queryKey: eventsKey(conversation.id) })
  }, [cache, conversation.id, stamp])
  return live
}
