import { useState, type CSSProperties, type KeyboardEvent } from 'react'
import type { FacetRow } from '../../lib/facet-rows.ts'
import { formatCount } from '../../lib/format.ts'
import { toggleValue, type Choice } from '../../lib/list-search.ts'
import { NONE } from '../../lib/search-params.ts'
import { Icon } from '../../ui/icon.tsx'
import css from './facet-picker.module.css'

/**
 * The values of a picker. One tab stop: arrows walk over the values, left and right to the actions of one, letters go to the
 * field above. The list never gets shorter while it is open, so that nothing below it jumps.
 */
export function FacetValues({
  label,
  rows,
  choice,
  exact,
  isBusy,
  marksFirst,
  onChoose,
}: {
  readonly label: string
  readonly rows: readonly FacetRow[]
  readonly choice: Choice
  readonly exact: boolean
  readonly isBusy: boolean
  readonly marksFirst: boolean
  readonly onChoose: (choice: Choice) => void
}) {
  const [focused, setFocused] = useState<string | null>(null)
  const [tallest, setTallest] = useState(rows.length)
  if (rows.length > tallest) setTallest(rows.length)
  const stop = rows.some(({ value }) => value === focused) ? focused : rows[0]?.value
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0))
  // React's type of styles knows no custom properties.
  const height = { '--rows': tallest } as CSSProperties
  return (
    <ul
      className={`${css['list']} ${marksFirst ? css['marked'] : ''}`}
      style={height}
      aria-label={label}
      aria-busy={isBusy}
      onKeyDown={moveByKey}
    >
      {rows.map((row) => (
        <Value
          key={row.value}
          row={row}
          share={(row.count ?? 0) / most}
          exact={exact}
          choice={choice}
          isStop={row.value === stop}
          onFocus={() => setFocused(row.value)}
          onChoose={onChoose}
        />
      ))}
    </ul>
  )
}

/** One value: the row toggles it, its actions exclude it or make it the only one. */
function Value({
  row: { value, label, count },
  share,
  exact,
  choice,
  isStop,
  onFocus,
  onChoose,
}: {
  readonly row: FacetRow
  readonly share: number
  readonly exact: boolean
  readonly choice: Choice
  readonly isStop: boolean
  readonly onFocus: () => void
  readonly onChoose: (choice: Choice) => void
}) {
  const isIncluded = choice.include.includes(value)
  const isExcluded = choice.exclude.includes(value)
  const look = isExcluded ? css['excluded'] : value === NONE ? css['none'] : ''
  const tabIndex = isStop ? 0 : -1
  return (
    <li className={css['row']} onFocus={onFocus}>
      <button
        type="button"
        data-value
        className={css['value']}
        tabIndex={tabIndex}
        aria-pressed={isIncluded}
        title={label}
        onClick={() => onChoose(toggleValue(choice, isExcluded ? 'exclude' : 'include', value))}
      >
        {isIncluded ? <Icon name="check" size={15} /> : isExcluded ? <Icon name="minus" size={15} /> : <span />}
        <span className={`${css['label']} ${look}`}>
          {label}
          {isExcluded && <span className="visually-hidden"> (excluded)</span>}
        </span>{' '}
        <span className={css['count']}>
          {!exact && count !== null && <span aria-hidden="true">≥</span>}
          {formatCount(count)}
        </span>
        <span className={css['bar']} aria-hidden="true">
          {share > 0 && <i style={{ width: `${share * 100}%` }} />}
        </span>
      </button>
      <span className={css['actions']}>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`Only ${label}`}
          onClick={() => onChoose({ include: [value], exclude: [] })}
        >
          Only
        </button>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`Exclude ${label}`}
          aria-pressed={isExcluded}
          onClick={() => onChoose(toggleValue(choice, 'exclude', value))}
        >
          Exclude
        </button>
      </span>
    </li>
  )
}

/** Moves the focus inside the list, and to the field above it from its first value or to type on. */
function moveByKey(event: KeyboardEvent<HTMLElement>) {
  if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
  const find = event.currentTarget.parentElement?.querySelector('input')
  const row = event.target.closest('li')
  if (event.key === 'Backspace' || (event.key.length === 1 && event.key !== ' ')) {
    // The key goes on to the field.
    find?.focus()
    return
  }
  const inRow = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const values = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-value]')]
  const at = values.findIndex((value) => row?.contains(value))
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: values.length - 1 }[event.key]
  if (inRow === undefined && to === undefined) return
  event.preventDefault()
  if (inRow !== undefined) {
    const buttons = [...(row?.querySelectorAll<HTMLElement>('button') ?? [])]
    buttons[buttons.indexOf(event.target) + inRow]?.focus()
  } else if (to === -1) find?.focus()
  else if (to !== undefined) values[to]?.focus()
}
