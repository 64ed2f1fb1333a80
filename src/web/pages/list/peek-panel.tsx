import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { conversationPath } from '../../lib/paths.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { isUnclaimed } from '../../lib/shortcut-keys.ts'
import { isKeyOf } from '../../lib/shortcuts.ts'
import { conversationBatch, type Conversation } from '../../query/conversations.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { ListAddress } from './list-address.ts'
import type { ListRows } from './list-rows.ts'
import { rememberOpened } from './opened-row.ts'
import { PeekEvents } from './peek-events.tsx'
import { PeekFacts } from './peek-facts.tsx'
import css from './peek-panel.module.css'

/** A conversation beside the list, without leaving it: what is known of it, how it began, and what happened last. */
export function PeekPanel({
  id,
  address: { search, go },
  rows,
}: {
  readonly id: string
  readonly address: ListAddress
  readonly rows: ListRows
}) {
  const panel = useRef<HTMLElement>(null)
  const close = () => {
    // The row, where it is on this page, gets back what the panel had.
    if (panel.current?.contains(document.activeElement)) rowLink(id)?.focus()
    go({ ...search, peek: null }, 'replace')
  }
  useEscape(close)
  const onPage = rows.page?.items.find((row) => row.id === id)
  const found = useQuery({
    ...conversationBatch([id], rows.live.revision),
    enabled: onPage === undefined,
    placeholderData: (before) => (before?.[0]?.id === id ? before : undefined),
  })
  const conversation = onPage ? rows.current(onPage) : found.data?.[0]
  return (
    <aside ref={panel} className={css['panel']} aria-label="Peek" tabIndex={-1}>
      {/* The focus stays in the list: what is beside it has to be said. */}
      <span className="visually-hidden" role="status">
        {conversation && titleOf(conversation)}
      </span>
      <div className={css['head']}>
        {conversation && <StatusMark status={conversation.status} />}
        <span className={css['side']}>
          <Link
            to={conversationPath(id)}
            search={toListRecord({ ...search, peek: null })}
            className={css['open']}
            onClick={() => rememberOpened(id)}
          >
            Open
          </Link>
          <Button look="plain" square aria-label="Close" title="Close (Esc)" onClick={close}>
            <Icon name="close" size={15} />
          </Button>
        </span>
      </div>
      {conversation && <PeekBody key={id} conversation={conversation} />}
      {!conversation && found.isSuccess && <p className={css['note']}>There is no such conversation (any more).</p>}
      {!conversation && found.isError && (
        <ErrorState title="It could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
      )}
    </aside>
  )
}

function PeekBody({ conversation }: { readonly conversation: Conversation }) {
  const { title, first_message: message } = conversation
  return (
    <>
      <h2 className={css['title']}>
        <bdi>{titleOf(conversation)}</bdi>
      </h2>
      <PeekFacts conversation={conversation} />
      {message !== null && title !== null && (
        <section aria-label="First message">
          <h3>First message</h3>
          <p className={css['message']} dir="auto">
            {message}
          </p>
        </section>
      )}
      <PeekEvents conversation={conversation} />
    </>
  )
}

function titleOf({ title, first_message: message }: Conversation): string {
  return title ?? message ?? 'Untitled'
}

function rowLink(id: string): HTMLElement | null {
  return document.querySelector(`[data-row-link="${CSS.escape(id)}"]`)
}

/** Esc closes the panel, unless something above it is open, which Esc closes first. */
function useEscape(close: () => void) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isAbove = document.querySelector('[data-time-details]') !== null
    if (!isKeyOf('endPeek', event.key) || isAbove || !isUnclaimed(event)) return
    event.preventDefault()
    close()
  })
  // Speaks to the window: its keyboard, before what is above has closed itself and is no longer seen.
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listener, true)
    return () => window.removeEventListener('keydown', listener, true)
  }, [])
}
