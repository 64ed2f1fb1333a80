import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type KeyboardEvent } from 'react'
import { KEY_LABELS, formatValue } from '../../lib/filter-words.ts'
import { formatCount } from '../../lib/format.ts'
import { NONE, toggleValue, withChoice, type Choice } from '../../lib/search-params.ts'
import { conversationFacet, type FacetKey } from '../../query/conversations.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import css from './facet-popup.module.css'

/** How many values are listed at first, and how many more each step brings; the server gives at most 100. */
const FIRST = 12
const STEP = 50
const MOST = 100

/** The values of one field with their counts under all other filters: include, exclude or only. */
export function FacetPopup({
  address: { search, go },
  facetKey,
  anchor,
  onClose,
}: PopupAnchor & { readonly address: ListAddress; readonly facetKey: FacetKey }) {
  const [prefix, setPrefix] = useState('')
  const [limit, setLimit] = useState(FIRST)
  const [zone] = useZone()
  const facet = useQuery(conversationFacet(search, zoneName(zone), facetKey, useDeferredValue(prefix.trim()), limit))
  const label = KEY_LABELS[facetKey]
  const choice = search.values[facetKey]
  const choose = (next: Choice) => go(withChoice(search, facetKey, next))
  const values = facet.data?.values ?? []
  const most = Math.max(1, ...values.map(({ count }) => count))

  return (
    <Popup anchor={anchor} label={label} onClose={onClose}>
      {facetKey !== 'status' && (
        <div className={css['head']}>
          <input
            aria-label={`Find a value of ${label}`}
            placeholder="Type to filter"
            value={prefix}
            onChange={(event) => setPrefix(event.target.value)}
            onKeyDown={moveToValues}
          />
        </div>
      )}
      {facet.isError && (
        <ErrorState title="The counts failed" error={facet.error} onRetry={() => void facet.refetch()} />
      )}
      {facet.data && values.length === 0 && (
        <p className={css['note']}>{prefix === '' ? 'No values.' : `Nothing contains “${prefix}”.`}</p>
      )}
      <ul className={css['list']} aria-label={label} aria-busy={facet.isFetching} onKeyDown={moveBetweenValues}>
        {values.map(({ value, count }) => (
          <FacetRow
            key={value ?? NONE}
            label={formatValue(facetKey, value ?? NONE)}
            value={value ?? NONE}
            count={count}
            share={count / most}
            choice={choice}
            onChoose={choose}
          />
        ))}
      </ul>
      <div className={css['foot']}>
        <Button
          look="plain"
          disabled={choice.include.length + choice.exclude.length === 0}
          onClick={() => choose({ include: [], exclude: [] })}
        >
          Clear
        </Button>
        {facet.data && facet.data.distinct > values.length && limit < MOST && (
          <Button look="plain" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
            {formatCount(facet.data.distinct - values.length)} more values
          </Button>
        )}
      </div>
    </Popup>
  )
}

/** One value: the row toggles it, its actions exclude it or make it the only one. */
function FacetRow({
  label,
  value,
  count,
  share,
  choice,
  onChoose,
}: {
  readonly label: string
  readonly value: string
  readonly count: number
  readonly share: number
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
}) {
  const isIncluded = choice.include.includes(value)
  const isExcluded = choice.exclude.includes(value)
  const look = isExcluded ? css['excluded'] : value === NONE ? css['none'] : ''
  return (
    <li className={css['row']}>
      <button
        type="button"
        data-value
        className={css['value']}
        aria-pressed={isIncluded}
        title={label}
        onClick={() => onChoose(toggleValue(choice, isExcluded ? 'exclude' : 'include', value))}
      >
        {isIncluded ? <Icon name="check" size={15} /> : isExcluded ? <Icon name="minus" size={15} /> : <span />}
        <span className={`${css['label']} ${look}`}>
          {label}
          {isExcluded && <span className="visually-hidden"> (excluded)</span>}
        </span>{' '}
        <span className={css['count']}>{formatCount(count)}</span>
        <span className={css['bar']} aria-hidden="true">
          {count > 0 && <i style={{ width: `${share * 100}%` }} />}
        </span>
      </button>
      <span className={css['actions']}>
        <button type="button" aria-label={`Only ${label}`} onClick={() => onChoose({ include: [value], exclude: [] })}>
          Only
        </button>
        <button
          type="button"
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

function moveToValues(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown') return
  event.preventDefault()
  event.currentTarget.closest('[role=dialog]')?.querySelector<HTMLElement>('[data-value]')?.focus()
}

/** Arrows walk over the values; Tab reaches the actions of each. */
function moveBetweenValues(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.target instanceof HTMLElement)) return
  event.preventDefault()
  const values = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-value]')]
  const row = event.target.closest('li')
  values[values.findIndex((value) => row?.contains(value)) + step]?.focus()
}
