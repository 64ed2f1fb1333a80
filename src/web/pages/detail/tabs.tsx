import type { KeyboardEvent } from 'react'
import { TABS, withKeys, type Tab } from '../../lib/event-filter.ts'
import { formatCount } from '../../lib/format.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'

const NAMES: Readonly<Record<Tab, string>> = {
  transcript: 'Transcript',
  events: 'Events',
  timeline: 'Timeline',
  raw: 'Raw',
}

/** Id of the panel that a tab shows. */
export const PANEL_ID = 'detail-panel'

/** The ways of looking at the events; arrows move between them. */
export function Tabs({
  address,
  counts,
  onApproach,
}: {
  readonly address: DetailAddress
  readonly counts: Readonly<Partial<Record<Tab, number | null>>>
  /** The pointer or the focus comes near a tab: its code may be fetched ahead. */
  readonly onApproach: (tab: Tab) => void
}) {
  const choose = (tab: Tab) => address.go(withKeys(address.record, { tab: tab === 'transcript' ? undefined : tab }))
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by === undefined) return
    const next = TABS[(TABS.indexOf(address.tab) + by + TABS.length) % TABS.length]
    // With another key they are the browser's: Alt and an arrow goes back.
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
    choose(next)
  }
  return (
    <div role="tablist" aria-label="View" className={css['tabs']} onKeyDown={onKeyDown}>
      {TABS.map((tab) => {
        const count = counts[tab]
        return (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === address.tab}
            aria-controls={PANEL_ID}
            tabIndex={tab === address.tab ? 0 : -1}
            onPointerEnter={() => onApproach(tab)}
            onFocus={() => onApproach(tab)}
            onClick={() => choose(tab)}
          >
            {NAMES[tab]}
            {count != null && <small> {formatCount(count)}</small>}
          </button>
        )
      })}
    </div>
  )
}
