import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { MIN_TEXT, withKeys } from '../../lib/event-filter.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'

const DEBOUNCE_MS = 400

/** What the reader types, and between which two texts of the address it leads: any other one there is newer than the draft. */
interface Draft {
  readonly text: string
  readonly from: string
  readonly to: string
}

/** Text over everything that the events say. Typing asks after a pause. */
export function EventSearch({ address }: { readonly address: DetailAddress }) {
  const asked = address.record['equery'] ?? ''
  const [draft, setDraft] = useState<Draft | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isCurrent = draft !== null && (asked === draft.from || asked === draft.to)

  const newest = useRef(address)
  // Speaks to the timer below: what was chosen while it ran must stay chosen.
  useEffect(() => {
    newest.current = address
  })

  // Speaks to the browser's timers: none may fire after the page is gone.
  useEffect(() => () => clearTimeout(timer.current), [])

  const ask = (text: string) => {
    const trimmed = text.trim()
    const to = trimmed.length < MIN_TEXT ? '' : trimmed
    setDraft({ text, from: asked, to })
    clearTimeout(timer.current)
    return () => {
      const { record, go } = newest.current
      if (to !== (record['equery'] ?? '')) go(withKeys(record, { equery: to }), 'replace')
    }
  }
  return (
    <label className={css['search']}>
      <Search size={14} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search events"
        placeholder="Search events"
        title="Searches everything that the events say"
        value={isCurrent ? draft.text : asked}
        onChange={(event) => {
          timer.current = setTimeout(ask(event.target.value), DEBOUNCE_MS)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) ask(event.currentTarget.value)()
        }}
      />
    </label>
  )
}
