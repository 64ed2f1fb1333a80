import { useState } from 'react'
import { isFiltered, type EventFilter } from '../../lib/event-filter.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { trajectoryAddress } from '../../query/events.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import css from './download-popup.module.css'

const FORMATS = [
  ['markdown', 'Markdown', 'To read and to paste: what was said and done, in order'],
  ['html', 'HTML', 'To send to somebody: one page, without scripts'],
  ['jsonl', 'JSONL', 'For programs: an event a line, as its source wrote it'],
  ['json', 'JSON', 'The same as one document'],
] as const

/** The conversation as a file: all of its events, or those that pass the filter. The browser downloads it as it comes. */
export function DownloadPopup({
  conversationId,
  filter,
  total,
  matching,
  anchor,
  onClose,
}: PopupAnchor & {
  readonly conversationId: string
  readonly filter: EventFilter
  /** All events; null is unknown. */
  readonly total: number | null
  /** Those under the filter; null while they are counted. */
  readonly matching: number | null
}) {
  const filtered = isFiltered(filter)
  const [isAll, setIsAll] = useState(!filtered)
  return (
    <Popup anchor={anchor} label="Download" onClose={onClose}>
      <div className={css['download']}>
        {filtered ? (
          <div role="radiogroup" aria-label="Which events" className={css['scope']}>
            <label>
              <input type="radio" name="scope" checked={isAll} onChange={() => setIsAll(true)} />
              All {total === null ? 'events' : formatPlural(total, 'event')}
            </label>
            <label>
              <input type="radio" name="scope" checked={!isAll} onChange={() => setIsAll(false)} />
              The {matching === null ? 'events' : formatCount(matching)} under the filters
            </label>
          </div>
        ) : (
          <p>{total === null ? 'All events' : `All ${formatPlural(total, 'event')}`}, streamed.</p>
        )}
        {FORMATS.map(([format, label, purpose]) => (
          <a
            key={format}
            href={trajectoryAddress(conversationId, isAll ? {} : filter, format)}
            download
            onClick={onClose}
          >
            <b>{label}</b>
            <span>{purpose}</span>
          </a>
        ))}
        <p>The file says itself what is left out; credentials are masked.</p>
      </div>
    </Popup>
  )
}
