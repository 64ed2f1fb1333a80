import type { KeyboardEvent } from 'react'
import type { EventKey } from '../../lib/cross-search.ts'
import { EVENT_KEY_LABELS, formatEventValue } from '../../lib/cross-words.ts'
import { toggleValue, type Choice } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import options from '../../ui/options.module.css'
import css from './choice-popup.module.css'

/** Values of an event's field to look for, or to leave out. They have no counts: nobody has counted over all conversations. */
export function ChoicePopup({
  eventKey,
  values,
  choice,
  onChoose,
  anchor,
  onClose,
}: PopupAnchor & {
  readonly eventKey: EventKey
  readonly values: readonly string[]
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
}) {
  const label = EVENT_KEY_LABELS[eventKey]
  // What the address names stays on offer, known or not.
  const all = [...new Set([...values, ...choice.include, ...choice.exclude])]
  return (
    <Popup anchor={anchor} label={label} onClose={onClose}>
      <ul className={options['list']} aria-label={label} onKeyDown={moveBetweenValues}>
        {all.map((value) => (
          <ChoiceRow
            key={value}
            label={formatEventValue(eventKey, value)}
            name={value}
            choice={choice}
            onChoose={onChoose}
          />
        ))}
      </ul>
      <div className={css['foot']}>
        <Button
          look="plain"
          disabled={choice.include.length + choice.exclude.length === 0}
          onClick={() => onChoose({ include: [], exclude: [] })}
        >
          Clear
        </Button>
      </div>
    </Popup>
  )
}

/** One value: the row looks for it or no longer does, the button beside it leaves it out. */
export function ChoiceRow({
  label,
  name,
  choice,
  onChoose,
}: {
  readonly label: string
  /** As the address spells it. */
  readonly name: string
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
}) {
  const isIncluded = choice.include.includes(name)
  const isExcluded = choice.exclude.includes(name)
  return (
    <li className={`${options['row']} ${css['row']}`}>
      <button
        type="button"
        data-value
        className={options['option']}
        aria-pressed={isIncluded}
        title={name}
        onClick={() => onChoose(toggleValue(choice, isExcluded ? 'exclude' : 'include', name))}
      >
        {isIncluded ? <Icon name="check" size={15} /> : isExcluded ? <Icon name="minus" size={15} /> : <span />}
        <span className={`${options['name']} ${isExcluded ? css['excluded'] : ''}`}>
          {label}
          {isExcluded && <span className="visually-hidden"> (excluded)</span>}
        </span>
      </button>
      <button
        type="button"
        className={css['exclude']}
        aria-label={`Exclude ${label}`}
        aria-pressed={isExcluded}
        onClick={() => onChoose(toggleValue(choice, 'exclude', name))}
      >
        Exclude
      </button>
    </li>
  )
}

/** Arrows walk over the values; Tab reaches the action of each. */
function moveBetweenValues(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.target instanceof HTMLElement)) return
  event.preventDefault()
  const values = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-value]')]
  const row = event.target.closest('li')
  values[values.findIndex((value) => row?.contains(value)) + step]?.focus()
}
