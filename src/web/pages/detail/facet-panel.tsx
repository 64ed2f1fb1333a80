import { EVENT_SOURCE_LABELS } from '../../../contract/kinds.ts'
import { listValues, toggleValue, withKeys, type EventListKey } from '../../lib/event-filter.ts'
import { formatCount } from '../../lib/format.ts'
import { NONE } from '../../lib/search-params.ts'
import type { Schemas } from '../../query/client.ts'
import type { EventFacets } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import type { DetailAddress } from './detail-address.ts'
import css from './facet-panel.module.css'

/** What the events are and how many of each, as filters; and the way from error to error. */
export function FacetPanel({
  address,
  facets,
  eventTotal,
  isBusy,
  onError,
  errorNote,
}: {
  readonly address: DetailAddress
  readonly facets: EventFacets | undefined
  /** All events of the conversation, unfiltered; null is unknown. */
  readonly eventTotal: number | null
  readonly isBusy: boolean
  /** Null where no rows are there to step through. */
  readonly onError: ((step: 1 | -1) => void) | null
  readonly errorNote: string
}) {
  const { record, go } = address
  const toggle = (key: 'eerrors' | 'efailed') =>
    go(withKeys(record, { [key]: record[key] === 'true' ? undefined : 'true' }))
  const whyNot =
    facets?.errors.count === 0 ? 'There is no error' : onError === null ? 'Steps through the transcript' : null
  return (
    <div aria-busy={isBusy} className={css['panel']}>
      <p className={css['total']}>
        <b>{facets === undefined ? '…' : facets.total === null ? 'counting' : formatCount(facets.total)}</b> of{' '}
        {formatCount(eventTotal)} events
      </p>
      <div className={css['errors']}>
        <Toggle isOn={record['eerrors'] === 'true'} count={facets?.errors.count} onClick={() => toggle('eerrors')}>
          Errors only
        </Toggle>
        <Toggle
          isOn={record['efailed'] === 'true'}
          count={facets?.failed_commands.count}
          onClick={() => toggle('efailed')}
        >
          Failed commands
        </Toggle>
        <Button disabled={whyNot !== null} title={whyNot ?? 'Shift+E'} onClick={() => onError?.(-1)}>
          Previous error
        </Button>
        <Button disabled={whyNot !== null} title={whyNot ?? 'E'} onClick={() => onError?.(1)}>
          Next error
        </Button>
      </div>
      <p role="status" className={css['note']}>
        {errorNote}
      </p>
      <FacetGroup name="Kind" field="kind" values={facets?.facets.kind} address={address} />
      <FacetGroup name="Source" field="esource" values={facets?.facets.source} address={address} />
      <FacetGroup name="Tool" field="tool" values={facets?.facets.tool_name} address={address} />
    </div>
  )
}

function Toggle({
  isOn,
  count,
  onClick,
  children,
}: {
  readonly isOn: boolean
  readonly count: number | undefined
  readonly onClick: () => void
  readonly children: string
}) {
  return (
    <Button look={isOn ? 'on' : 'normal'} aria-pressed={isOn} onClick={onClick}>
      {children}
      {count !== undefined && <span className={css['small']}> {formatCount(count)}</span>}
    </Button>
  )
}

function FacetGroup({
  name,
  field,
  values,
  address,
}: {
  readonly name: string
  readonly field: EventListKey
  readonly values: Schemas['FacetValues'] | undefined
  readonly address: DetailAddress
}) {
  const chosen = listValues(address.record, field)
  const most = Math.max(1, ...(values?.values.map(({ count }) => count) ?? []))
  return (
    <section className={`${css['group']} ${values === undefined ? css['coming'] : ''}`}>
      <h2 id={`facet-${field}`}>{name}</h2>
      <div role="group" aria-labelledby={`facet-${field}`}>
        {values?.values.map(({ value, count }) => {
          const spelt = value ?? NONE
          return (
            <button
              key={spelt}
              type="button"
              className={css['value']}
              aria-pressed={chosen.includes(spelt)}
              onClick={() => address.go(toggleValue(address.record, field, spelt))}
            >
              <bdi className={`${css['name']} ${value === null ? css['none'] : ''}`} title={labelOf(field, value)}>
                {labelOf(field, value)}
              </bdi>{' '}
              <span className={css['count']}>{formatCount(count)}</span>
              <span className={css['bar']} aria-hidden="true">
                <span style={{ width: `${(count / most) * 100}%` }} />
              </span>
            </button>
          )
        })}
        {values !== undefined && values.values.length === 0 && <p className="muted">none</p>}
        {values !== undefined && values.other_count > 0 && (
          <p className="muted">{formatCount(values.other_count)} in other values</p>
        )}
      </div>
    </section>
  )
}

/** Kinds keep the name that the API calls them by; sources are words already. */
function labelOf(field: EventListKey, value: string | null): string {
  if (value === null) return 'none'
  return field === 'esource' ? (EVENT_SOURCE_LABELS.get(value)?.toLowerCase() ?? value) : value
}
