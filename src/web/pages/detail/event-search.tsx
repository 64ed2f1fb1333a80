import { Search } from 'lucide-react'
import { MIN_TEXT, withKeys } from '../../lib/event-filter.ts'
import { useTypedText } from '../../ui/typed-text.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'

const DEBOUNCE_MS = 400

/** Text over everything that the events say. Typing asks after a pause. */
export function EventSearch({ address: { record, go } }: { readonly address: DetailAddress }) {
  const typed = useTypedText(record['equery'] ?? '', DEBOUNCE_MS, toAsked, (equery) =>
    go(withKeys(record, { equery }), 'replace'),
  )
  return (
    <label className={css['search']}>
      <Search size={14} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search events"
        placeholder="Search events"
        title="Searches everything that the events say"
        {...typed}
      />
    </label>
  )
}

function toAsked(text: string): string {
  const trimmed = text.trim()
  return trimmed.length < MIN_TEXT ? '' : trimmed
}
