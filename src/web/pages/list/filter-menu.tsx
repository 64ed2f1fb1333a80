import { useState, type KeyboardEvent } from 'react'
import { describeFilters, type FilterChip, type FilterField } from '../../lib/filter-words.ts'
import { useNow } from '../../ui/clock.ts'
import { focusNow } from '../../ui/focus-now.ts'
import { Icon } from '../../ui/icon.tsx'
import { useZone } from '../../ui/preferences.ts'
import { ErrorsChoice } from './errors-choice.tsx'
import { FILTER_LABELS, FilterPanel } from './filter-panel.tsx'
import type { ListAddress } from './list-address.ts'
import css from './filter-menu.module.css'

/**
 * A list of filters, each with what it is set to; one that is chosen takes the place of the list, and Back or Esc leads back to
 * it. `takesFocus` false leaves the keyboard of a phone alone.
 */
export function FilterMenu({
  address,
  fields,
  takesFocus = true,
}: {
  readonly address: ListAddress
  readonly fields: readonly FilterField[]
  readonly takesFocus?: boolean
}) {
  const [shown, setShown] = useState<FilterField | null>(null)
  const [left, setLeft] = useState<FilterField | null>(null)
  const [zone] = useZone()
  const chips = describeFilters(address.search, useNow(), zone)
  const back = () => {
    setLeft(shown)
    setShown(null)
  }
  if (shown !== null) {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // The panel is the top layer, and the only one that Esc closes.
      event.preventDefault()
      event.stopPropagation()
      back()
    }
    return (
      <div className={css['panel']} role="group" aria-label={FILTER_LABELS[shown]} onKeyDown={onKeyDown}>
        {/* Where nothing in the panel takes the focus after it: Esc has to be heard in here. */}
        <button type="button" className={css['back']} ref={focusNow} onClick={back}>
          <Icon name="chevron-left" size={14} />
          <span className="visually-hidden">Back from </span>
          {FILTER_LABELS[shown]}
        </button>
        <FilterPanel address={address} field={shown} takesFocus={takesFocus} onDone={back} />
      </div>
    )
  }
  return (
    <ul className={css['menu']} onKeyDown={moveByArrow}>
      {fields.map((field) =>
        field === 'errors' ? (
          <li key={field}>
            <ErrorsChoice address={address} />
          </li>
        ) : (
          <li key={field}>
            <button
              type="button"
              className={css['item']}
              // Where the reader came back from; else the first one.
              ref={field === (left ?? fields[0]) ? focusNow : undefined}
              onClick={() => setShown(field)}
            >
              {FILTER_LABELS[field]}
              <span className={css['words']}>{wordsOf(chips.filter((chip) => chip.field === field))}</span>
              <Icon name="chevron-right" size={14} />
            </button>
          </li>
        ),
      )}
    </ul>
  )
}

/** In a few words what a filter is set to: the value where there is one, else how many. */
function wordsOf(chips: readonly FilterChip[]): string {
  const parts = chips.flatMap((chip) => chip.parts.map((part) => ({ ...part, isNot: / not\b/.test(chip.lead) })))
  const [part] = parts
  if (!part) return ''
  return parts.length > 1 ? `${parts.length} chosen` : `${part.isNot ? 'not ' : ''}${part.word}`
}

/** Arrows walk over the filters, as in any menu; radio buttons keep their own. */
function moveByArrow(event: KeyboardEvent<HTMLElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('li > button')]
  const at = items.findIndex((item) => item === event.target)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
  if (to === undefined || at === -1) return
  event.preventDefault()
  items[to]?.focus()
}
