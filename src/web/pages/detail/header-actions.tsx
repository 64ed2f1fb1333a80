import { lazy, useRef } from 'react'
import type { EventFilter } from '../../lib/event-filter.ts'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import type { Conversation } from '../../query/conversations.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import css from './detail.module.css'

// Nobody downloads a conversation before it is there.
const loadDownload = () => import('./download-popup.tsx')
const DownloadPopup = lazy(async () => ({ default: (await loadDownload()).DownloadPopup }))

/** Ways to take a conversation along: a link to it, or to the event that has the focus, and the whole of it as a file. */
export function HeaderActions({
  conversation,
  filter,
  matching,
}: {
  readonly conversation: Conversation
  readonly filter: EventFilter
  readonly matching: number | null
}) {
  const group = useRef<HTMLDivElement>(null)
  // Pressed by key, the focus stays where it is: in the row that the link is to lead to.
  useShortcuts({ copyLink: () => group.current?.querySelector('button')?.click() })
  return (
    <div ref={group} className={css['actions']}>
      <CopyButton
        label="Copy link"
        look="normal"
        text={() => {
          const row = document.activeElement?.closest<HTMLElement>('[data-event-id]')?.dataset['eventId']
          return (
            location.origin + (row === undefined ? conversationPath(conversation.id) : eventPath(conversation.id, row))
          )
        }}
      />
      <PopupButton
        label="Download"
        preload={() => void loadDownload()}
        popup={(place) => (
          <DownloadPopup
            {...place}
            conversationId={conversation.id}
            filter={filter}
            total={conversation.event_count}
            matching={matching}
          />
        )}
      />
    </div>
  )
}
