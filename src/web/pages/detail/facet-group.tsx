import type { CSSProperties } from 'react'
import { EVENT_SOURCE_LABELS } from '../../../contract/kinds.ts'
import { listValues, toggleValue, type EventListKey } from '../../lib/event-filter.ts'
import { formatCount } from '../../lib/format.ts'
import { NONE } from '../../lib/search-params.ts'
import type { Schemas } from '../../query/client.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './facet-panel.module.css'

/** The values of one field, each with its count under all other filters; a value is asked for, or left out. */
export function FacetGroup({
  name,
  field,
  values,
  isEmpty,
  address,
}: {
  readonly name: string
  readonly field: EventListKey
  readonly values: Schemas['FacetValues'] | undefined
  /** There is no event yet: the values that are on their way are none. */
  readonly isEmpty: boolean
  readonly address: DetailAddress
}) {
  const most = Math.max(1, ...(values?.values.map(({ count }) => count) ?? []))
  // React's type of styles knows no custom properties.
  const digits = { '--digits': formatCount(most).length } as CSSProperties
  return (
    <section className={`${css['group']} ${values === undefined && !isEmpty ? css['coming'] : ''}`}>
      <h2 id={`facet-${field}`}>{name}</h2>
      <div role="group" aria-labelledby={`facet-${field}`} style={digits}>
        {values?.values.map(({ value, count }) => (
          <FacetValue
            key={value ?? NONE}
            field={field}
            value={value}
            count={count}
            share={count / most}
            address={address}
          />
        ))}
        {(values === undefined ? isEmpty : values.values.length === 0) && <p className="muted">none</p>}
        {values !== undefined && values.other_count > 0 && (
          <p className="muted">{formatCount(values.other_count)} in other values</p>
        )}
      </div>
    </section>
  )
}

/** One value: pressed it is asked for; its box, ticked, leaves it out. */
function FacetValue({
  field,
  value,
  count,
  share,
  address: { record, go },
}: {
  readonly field: EventListKey
  readonly value: string | null
  readonly count: number
  readonly share: number
  readonly address: DetailAddress
}) {
  const spelt = value ?? NONE
  const label = labelOf(field, value)
  const isExcluded = listValues(record, `-${field}`).includes(spelt)
  const toggle = (key: EventListKey | `-${EventListKey}`) => go(toggleValue(record, key, spelt))
  return (
    <div className={`${css['row']} ${isExcluded ? css['excluded'] : ''}`}>
      <button
        type="button"
        className={css['value']}
        aria-pressed={listValues(record, field).includes(spelt)}
        onClick={() => toggle(isExcluded ? `-${field}` : field)}
      >
        <bdi className={`${css['name']} ${value === null ? css['none'] : ''}`} title={label}>
          {label}
        </bdi>{' '}
        <span className={css['count']}>{formatCount(count)}</span>
        {isExcluded && <span className="visually-hidden"> left out</span>}
        <span className={css['bar']} aria-hidden="true">
          {share > 0 && <span style={{ width: `${share * 100}%` }} />}
        </span>
      </button>
      <label className={css['exclude']} title={isExcluded ? `No longer leave out ${label}` : `Leave out ${label}`}>
        <input
          type="checkbox"
          checked={isExcluded}
          aria-label={`Exclude ${label}`}
          onChange={() => toggle(`-${field}`)}
        />
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 6h8" />
        </svg>
      </label>
    </div>
  )
}

/** Kinds keep the name that the API calls them by; sources are words already. */
function labelOf(field: EventListKey, value: string | null): string {
  if (value === null) return 'none'
  return field === 'esource' ? (EVENT_SOURCE_LABELS.get(value)?.toLowerCase() ?? value) : value
}
