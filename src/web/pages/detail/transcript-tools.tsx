import { useQueryClient } from '@tanstack/react-query'
import { lazy, useRef, useState } from 'react'
import { withKeys } from '../../lib/event-filter.ts'
import { rowBeside } from '../../lib/event-window.ts'
import type { Conversation } from '../../query/conversations.ts'
import { eventHead, eventPlacing, eventPage, rowAtTime, type EventQuestion } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'
import type { Destination } from './go-to-popup.tsx'
import type { TranscriptHandle } from './transcript-handle.ts'

// Nobody goes anywhere before the rows are there.
const loadGoTo = () => import('./go-to-popup.tsx')
const GoToPopup = lazy(async () => ({ default: (await loadGoTo()).GoToPopup }))

/** Which rows the transcript shows, messages alone or every step, and the way to any of them. */
export function TranscriptTools({
  address,
  conversation,
  handle,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
  /** Null where no rows are there to go to. */
  readonly handle: TranscriptHandle | null
}) {
  const cache = useQueryClient()
  const [note, setNote] = useState('')
  const goTo = useRef<HTMLSpanElement>(null)
  const isFocused = address.view === 'focused'
  const toggleFocused = () => address.go(withKeys(address.record, { focused: isFocused ? undefined : 'true' }))
  useShortcuts({
    focusedMode: toggleFocused,
    goToEvent: () => goTo.current?.querySelector('button')?.click(),
  })
  const question: EventQuestion = { conversationId: address.conversationId, filter: address.filter, view: address.view }
  const go = async (destination: Destination) => {
    setNote('')
    const row = await rowOf(destination).catch(() => null)
    if (row === null) return setNote('The place could not be found')
    handle?.goToRow(row)
  }
  const rowOf = async (destination: Destination): Promise<number | null> => {
    const { total } = await cache.fetchQuery(eventHead(question))
    if (destination === 'first') return 0
    if (destination === 'last') return total - 1
    if ('at' in destination) return rowAtTime(question, destination.at)
    const read = async (page: number) => (await cache.fetchQuery(eventPage(question, page))).items
    // An event that is folded, or left out, lies behind the row before it.
    const found = (await rowBeside(total, destination.seq + 1, -1, read)) ?? (await rowBeside(total, -1, 1, read))
    return found === null ? null : (await cache.fetchQuery(eventPlacing(question, found.row.id))).row
  }
  return (
    <>
      <Button
        look={isFocused ? 'on' : 'plain'}
        aria-pressed={isFocused}
        title="Messages and final answers alone (M)"
        onClick={toggleFocused}
      >
        Focused
      </Button>
      <span ref={goTo} className={css['goTo']}>
        <PopupButton
          label="Go to"
          look="plain"
          preload={() => void loadGoTo()}
          popup={(place) => (
            <GoToPopup
              {...place}
              startMs={conversation.created_at === null ? null : Date.parse(conversation.created_at)}
              onGo={(destination) => void go(destination)}
            />
          )}
        />
      </span>
      <span role="status" className={css['note']}>
        {note}
      </span>
    </>
  )
}
