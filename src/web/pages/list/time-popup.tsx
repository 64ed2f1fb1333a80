import type { FormEvent } from 'react'
import { TIME_PRESETS } from '../../lib/filter-words.ts'
import { fromInputTime, toInputTime, type Zone } from '../../lib/format-time.ts'
import { withoutPage, type TimeRange } from '../../lib/search-params.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import type { ListAddress } from './list-address.ts'
import css from './time-popup.module.css'

/** When a conversation was updated last: a preset that moves with the clock, or two times in the displayed zone. */
export function TimePopup({
  address: { search, go },
  zone,
  anchor,
  onClose,
}: PopupAnchor & { readonly address: ListAddress; readonly zone: Zone }) {
  const { updated } = search
  const choose = (range: TimeRange) => {
    go(withoutPage({ ...search, updated: range }))
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
      <div className={css['presets']} role="group" aria-label="Updated">
        {[...TIME_PRESETS].map(([spelt, words]) => {
          const isChosen = updated.from === spelt && updated.to === null
          return (
            <button
              key={spelt}
              type="button"
              aria-pressed={isChosen}
              onClick={() => choose({ from: isChosen ? null : spelt, to: null })}
            >
              {isChosen ? <Icon name="check" size={15} /> : <span className={css['gap']} />}
              {words}
            </button>
          )
        })}
      </div>
      <form className={css['custom']} onSubmit={submit}>
        <label>
          From
          <input type="datetime-local" name="from" defaultValue={inputValue(updated.from, zone)} />
        </label>
        <label>
          Before
          <input type="datetime-local" name="to" defaultValue={inputValue(updated.to, zone)} />
        </label>
        <p>Last update, in {zone === 'utc' ? 'UTC' : 'local time'}.</p>
        <div className={css['apply']}>
          <Button
            look="plain"
            disabled={updated.from === null && updated.to === null}
            onClick={() => choose({ from: null, to: null })}
          >
            Clear
          </Button>
          <Button look="primary" type="submit">
            Apply
          </Button>
        </div>
      </form>
    </Popup>
  )
}

/** What the input shows of a bound: relative ones have no place in it. */
function inputValue(spelt: string | null, zone: Zone): string {
  const ms = spelt === null ? Number.NaN : Date.parse(spelt)
  return spelt === null || !spelt.includes('T') || Number.isNaN(ms) ? '' : toInputTime(ms, zone)
}
