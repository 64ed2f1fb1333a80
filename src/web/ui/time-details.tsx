import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { formatFull } from '../lib/format-time.ts'
import { CopyButton } from './copy-button.tsx'
import css from './time-details.module.css'

/** The moment's element, and what there is to say besides. */
export interface TimeDetailsProps {
  readonly of: HTMLTimeElement
  readonly onClose: () => void
  /** The pointer came onto the panel: it stays. */
  readonly onHold: () => void
}

const PANEL_PX = { width: 320, height: 120 }

/** Local time, UTC and ISO 8601 of a moment, each to be copied, beside the element that shows it. */
export function TimeDetails({ of, onClose, onHold }: TimeDetailsProps) {
  const ms = Date.parse(of.dateTime)
  const [place, setPlace] = useState(() => placeBeside(of.getBoundingClientRect()))
  // Speaks to the document: Esc closes this and nothing below it, and the panel goes along with what scrolls.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      onClose()
    }
    const onScroll = () => setPlace(placeBeside(of.getBoundingClientRect()))
    document.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('scroll', onScroll, { capture: true })
    }
  }, [of, onClose])
  if (Number.isNaN(ms)) return null
  const lines = [
    ['Local', formatFull(ms, 'local')],
    ['UTC', formatFull(ms, 'utc')],
    ['ISO', new Date(ms).toISOString()],
  ] as const
  return createPortal(
    <div
      role="group"
      aria-label="This time"
      data-time-details
      className={css['panel']}
      style={place}
      onPointerEnter={onHold}
    >
      <dl>
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {text} <CopyButton text={() => text} label={`Copy ${name}`} />
            </dd>
          </div>
        ))}
      </dl>
      {of.dataset['assumed'] !== undefined && <p>The source gives no time zone: this one is assumed.</p>}
    </div>,
    document.body,
  )
}

/** Below the element, or above it where there is no room; never beyond the right edge. */
function placeBeside(box: DOMRect) {
  const left = Math.max(8, Math.min(box.left, window.innerWidth - PANEL_PX.width - 8))
  const fits = box.bottom + PANEL_PX.height < window.innerHeight
  return fits ? { left, top: box.bottom + 4 } : { left, bottom: window.innerHeight - box.top + 4 }
}
