import type { FormEvent } from 'react'
import { TIME_PRESETS } from '../../lib/filter-words.ts'
import { fromInputTime, toInputTime, type Zone } from '../../lib/format-time.ts'
import type { TimeRange } from '../../lib/search-params.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import css from './choice-popup.module.css'

/** When the event happened: a preset that moves with the clock, or two times in the displayed zone. */
export function EventTimePopup({
  time,
  zone,
  onChoose,
  anchor,
  onClose,
}: PopupAnchor & {
  readonly time: TimeRange
  readonly zone: Zone
  readonly onChoose: (range: TimeRange) => void
}) {
  const choose = (range: TimeRange) => {
    onChoose(range)
    onClose()
    anchor.focus()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const read = (name: string) => {
      const text = fields.get(name)
      return typeof text === 'string' ? fromInputTime(text, zone) : null
    }
    choose({ from: read('from'), to: read('to') })
  }
  return (
    <Popup anchor={anchor} label="Time" onClose={onClose}>
      <ul className={css['list']} aria-label="Time of the event">
        {[...TIME_PRESETS].map(([spelt, words]) => {
          const isChosen = time.from === spelt && time.to === null
          return (
            <li key={spelt} className={css['row']}>
              <button
                type="button"
                className={css['value']}
                aria-pressed={isChosen}
                onClick={() => choose({ from: isChosen ? null : spelt, to: null })}
              >
                {isChosen ? <Icon name="check" size={15} /> : <span />}
                {words}
              </button>
            </li>
          )
        })}
      </ul>
      <form className={css['form']} onSubmit={submit}>
        <label>
          From
          <input type="datetime-local" name="from" defaultValue={inputValue(time.from, zone)} />
        </label>
        <label>
          Before
          <input type="datetime-local" name="to" defaultValue={inputValue(time.to, zone)} />
        </label>
        <p className={css['note']}>When the event happened, in {zone === 'utc' ? 'UTC' : 'local time'}.</p>
        <span className={css['line']}>
          <Button
            look="plain"
            disabled={time.from === null && time.to === null}
            onClick={() => choose({ from: null, to: null })}
          >
            Clear
          </Button>
          <Button look="primary" type="submit">
            Apply
          </Button>
        </span>
      </form>
    </Popup>
  )
}

/** What the input shows of a bound: relative ones have no place in it. */
function inputValue(spelt: string | null, zone: Zone): string {
  const ms = spelt === null ? Number.NaN : Date.parse(spelt)
  return spelt === null || !spelt.includes('T') || Number.isNaN(ms) ? '' : toInputTime(ms, zone)
}
