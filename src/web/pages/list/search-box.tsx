import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ClipboardEvent } from 'react'
import { conversationPath } from '../../lib/paths.ts'
import { SHORTEST_TEXT, withoutPage } from '../../lib/search-params.ts'
import { conversationBatch } from '../../query/conversations.ts'
import { Icon } from '../../ui/icon.tsx'
import { navigate } from '../../ui/navigation.tsx'
import type { ListAddress } from './list-address.ts'
import css from './filter-bar.module.css'

const DEBOUNCE_MS = 300
const CONVERSATION_ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** What the reader types, and between which two texts of the address it leads: any other one there is newer than the draft. */
interface Draft {
  readonly text: string
  readonly from: string
  readonly to: string
}

/** Text over titles and events. Typing asks after a pause; a pasted id of a conversation that exists opens it. */
export function SearchBox({ address }: { readonly address: ListAddress }) {
  const { search } = address
  const [draft, setDraft] = useState<Draft | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const cache = useQueryClient()
  const isCurrent = draft !== null && (search.q === draft.from || search.q === draft.to)
  // Arrived: from now on the text it came from is another one, which the reader went back to.
  if (draft !== null && search.q === draft.to && draft.from !== draft.to) setDraft({ ...draft, from: draft.to })

  const newest = useRef(address)
  // Speaks to the timer below: what was chosen while it ran must stay chosen.
  useEffect(() => {
    newest.current = address
  })

  // Speaks to the browser's timers: none may fire after the page is gone.
  useEffect(() => () => clearTimeout(timer.current), [])

  const ask = (text: string) => {
    const trimmed = text.trim()
    const to = [...trimmed].length < SHORTEST_TEXT ? '' : trimmed
    setDraft({ text, from: search.q, to })
    clearTimeout(timer.current)
    return () => {
      const now = newest.current
      if (to !== now.search.q) now.go(withoutPage({ ...now.search, q: to }), 'replace')
    }
  }

  const openPasted = async (event: ClipboardEvent<HTMLInputElement>) => {
    const id = event.clipboardData.getData('text').trim()
    if (!CONVERSATION_ID.test(id)) return
    // Without an answer, or without such a conversation, the id is a text like any other.
    const found = await cache.fetchQuery(conversationBatch([id])).catch(() => [])
    if (found[0] === undefined) return
    clearTimeout(timer.current)
    setDraft(null)
    navigate(conversationPath(found[0].id))
  }

  return (
    <label className={css['search']}>
      <Icon name="search" size={15} />
      <input
        type="search"
        aria-label="Search"
        placeholder="Search titles and events, or paste an id"
        value={isCurrent ? draft.text : search.q}
        onChange={(event) => {
          timer.current = setTimeout(ask(event.target.value), DEBOUNCE_MS)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) ask(event.currentTarget.value)()
        }}
        onPaste={(event) => void openPasted(event)}
      />
      <kbd className={css['key']} aria-hidden="true">
        /
      </kbd>
    </label>
  )
}
