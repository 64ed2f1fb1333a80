import { TIME_PRESETS } from '../lib/filter-words.ts'
import { formatFull, type Zone } from '../lib/format-time.ts'
import type { TimeRange } from '../lib/list-search.ts'
import { isRelative, readTypedTime, resolveTime, writeTypedTime } from '../lib/typed-time.ts'
import { CalendarButton } from './calendar-button.tsx'
import { useNow } from './clock.ts'
import { focusNow } from './focus-now.ts'
import { Icon } from './icon.tsx'
import { zoneName } from './preferences.ts'
import { TypedFields, type TypedField } from './typed-fields.tsx'
import css from './time-range-picker.module.css'

/**
 * A range of time: a preset that moves with the clock, or two bounds typed in the displayed zone. `name` is the group of presets
 * for assistive technology, `meaning` says of what the times are ("Time of the last update").
 */
export function TimeRangePicker({
  name,
  meaning,
  range,
  zone,
  takesFocus = false,
  onChoose,
}: {
  readonly name: string
  readonly meaning: string
  readonly range: TimeRange
  readonly zone: Zone
  readonly takesFocus?: boolean
  readonly onChoose: (range: TimeRange) => void
}) {
  const now = useNow()
  const timeZone = zoneName(zone)
  const toField = (label: string, spelt: string | null): TypedField => ({
    label,
    text: spelt === null ? '' : writeTypedTime(spelt, timeZone),
    placeholder: '2026-11-22 14:02',
    hint: (text) => hintOf(text, now, zone),
    extra: (setText) => (
      <CalendarButton label={label === 'From' ? 'Calendar: start' : 'Calendar: end'} onPick={setText} />
    ),
  })
  return (
    <>
      <div className={css['presets']} role="group" aria-label={name}>
        {[...TIME_PRESETS].map(([spelt, words], at) => {
          const isChosen = range.from === spelt && range.to === null
          return (
            <button
              key={spelt}
              type="button"
              ref={takesFocus && at === 0 ? focusNow : undefined}
              aria-pressed={isChosen}
              onClick={() => onChoose({ from: isChosen ? null : spelt, to: null })}
            >
              {isChosen ? <Icon name="check" size={15} /> : <span className={css['gap']} />}
              {words}
            </button>
          )
        })}
      </div>
      <TypedFields
        key={`${range.from} ${range.to} ${timeZone}`}
        fields={[toField('From', range.from), toField('Before', range.to)]}
        read={(text) => readTypedTime(text, timeZone)}
        check={([from, to]) => orderProblem(from ?? null, to ?? null, now, timeZone)}
        note={`${meaning}, in ${timeZone}. Also today, -24h or 7d ago.`}
        onApply={([from = null, to = null]) => onChoose({ from, to })}
      />
    </>
  )
}

/** When a relative bound is just now: typed words should not be trusted blindly. */
function hintOf(text: string, now: number, zone: Zone): string {
  const timeZone = zoneName(zone)
  const { value } = readTypedTime(text, timeZone)
  if (value == null || !isRelative(value)) return ''
  return `that is ${formatFull(resolveTime(value, now, timeZone), zone)}`
}

function orderProblem(from: string | null, to: string | null, now: number, timeZone: string): string | null {
  if (from === null || to === null) return null
  const isInOrder = resolveTime(from, now, timeZone) < resolveTime(to, now, timeZone)
  return isInOrder ? null : 'This has to be later than “From”.'
}
