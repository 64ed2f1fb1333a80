import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, Search } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { MIN_TEXT, toFoundText, withKeys } from '../../lib/event-filter.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { eventHead } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { useTypedText } from '../../ui/typed-text.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './event-search.module.css'
import type { TranscriptHandle } from './transcript-handle.ts'

const DEBOUNCE_MS = 400

/**
 * Text over everything that the events say. Typing asks after a pause; then Enter and Shift+Enter, or the buttons, lead from hit to
 * hit through the transcript, whose rows are those that were found, or all of them.
 */
export function EventSearch({
  address,
  handle,
}: {
  readonly address: DetailAddress
  /** Null where no rows are there to step through. */
  readonly handle: TranscriptHandle | null
}) {
  const { record, go } = address
  const typed = useTypedText(record['equery'] ?? '', DEBOUNCE_MS, toAsked, (equery) =>
    go(withKeys(record, { equery }), 'replace'),
  )
  const found = toFoundText(record)
  const wanted = { text: [found] }
  const filter = { ...address.filter, ...wanted }
  const { data } = useQuery({
    ...eventHead({ conversationId: address.conversationId, filter, view: address.view }),
    enabled: found !== '',
  })
  // Which hit (null: no answer came to where it is), of which text: that of another text says nothing.
  const [at, setAt] = useState<{ readonly number: number | null; readonly found: string } | null>(null)
  const isHere = data?.question.filter.text?.[0] === found
  const step = async (by: 1 | -1) => {
    try {
      const arrival = await handle?.goToMatch(wanted, by, 'open')
      if (arrival) setAt({ number: arrival.number, found })
    } catch {
      setAt({ number: null, found })
    }
  }
  const here = at?.found === found ? at : null
  return (
    <div className={css['search']}>
      <label>
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          aria-label="Search events"
          placeholder="Search events"
          title="Searches everything that the events say"
          {...typed}
          onKeyDown={(event) => {
            const isAsked = toAsked(event.currentTarget.value) === found && found !== ''
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || !isAsked) return typed.onKeyDown(event)
            void step(event.shiftKey ? -1 : 1)
          }}
        />
      </label>
      {found !== '' && address.tab === 'transcript' && (
        <>
          <span role="status" className={css['count']}>
            {!isHere ? '…' : here === null ? formatPlural(data.total, 'hit') : hitWords(here.number, data.total)}
          </span>
          <StepButton label="Previous hit" keys="Shift+Enter" disabled={handle === null} onClick={() => void step(-1)}>
            <ChevronUp size={15} aria-hidden="true" />
          </StepButton>
          <StepButton label="Next hit" keys="Enter" disabled={handle === null} onClick={() => void step(1)}>
            <ChevronDown size={15} aria-hidden="true" />
          </StepButton>
        </>
      )}
    </div>
  )
}

function hitWords(number: number | null, total: number): string {
  return number === null ? 'Could not be loaded' : `${formatCount(number)} of ${formatCount(total)}`
}

function StepButton({
  label,
  keys,
  disabled,
  onClick,
  children,
}: {
  readonly label: string
  readonly keys: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Button
      look="plain"
      square
      className={css['step'] ?? ''}
      aria-label={label}
      title={`${label} (${keys} in the search box)`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}

function toAsked(text: string): string {
  const trimmed = text.trim()
  return trimmed.length < MIN_TEXT ? '' : trimmed
}
